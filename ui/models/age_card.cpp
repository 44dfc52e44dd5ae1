// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir::cards {

namespace {

constexpr double kShortest = 1e-5; ///< seconds; the axis is logarithmic
constexpr std::size_t kHighest = kAgeLevels.size() - 1;

QString levelName(std::size_t level)
{
    return u"p%1"_s.arg(std::lround(kAgeLevels[level] * 100));
}

/** Whose ages are shown: what the user looks at, or the first that tells. */
const EndpointHistory* endpointOf(const DashboardData& data, const CardContext& context)
{
    for (const EndpointId id : {context.solo, context.focus}) {
        if (!id.isNull())
            return data.find(id);
    }
    if (data.looked().ages(context.subject) && isShown(*data.find(context.subject), context))
        return data.find(context.subject);
    const EndpointHistory* first = nullptr;
    for (const EndpointId id : data.order()) {
        const EndpointHistory* endpoint = data.find(id);
        if (!isShown(*endpoint, context))
            continue;
        if (data.looked().ages(id))
            return endpoint;
        first = first ? first : endpoint;
    }
    return first;
}

/** The highest level that enough were looked into for; nothing where there is none. */
std::optional<std::size_t> highestKnown(const AgePoint& point)
{
    for (std::size_t level = kHighest + 1; level-- > 0;) {
        if (point.levels[level].isKnown)
            return level;
    }
    return std::nullopt;
}

void addLevels(CardView& card, const std::vector<AgePoint>& points, const TimeWindow& window, bool isOver)
{
    BandView band;
    for (std::size_t level = 0; level <= kHighest; ++level) {
        LineView line{ColorRole::Accent, level > 0 ? LineStyle::Thin : LineStyle::Strong, false, false, {}};
        line.name = levelName(level);
        TimePoint before;
        bool isOpen = false;
        for (const AgePoint& point : points) {
            const AgePoint::Level& known = point.levels[level];
            const bool isNext = point.time - point.length - before < point.length;
            before = point.time;
            if (!known.isKnown) {
                isOpen = false;
                continue;
            }
            if (!isOpen || !isNext) {
                line.pieces.emplace_back();
                if (level == 0)
                    band.pieces.emplace_back();
            }
            isOpen = true;
            const double x = window.x(point.time);
            line.pieces.back().append(QPointF(x, onSecondsAxis(known.value)));
            if (level > 0)
                continue;
            band.pieces.back().low.append(QPointF(x, onSecondsAxis(known.low)));
            band.pieces.back().high.append(QPointF(x, onSecondsAxis(known.high)));
        }
        line.hasDot = isOpen && level == 0 && !isOver;
        const AgePoint::Level& last = points.back().levels[level];
        LegendEntry entry{LegendEntry::Mark::None, ColorRole::Accent, line.name,
                          last.isKnown && !isOver ? u"≈\u202F"_s + secondsText(last.value) : u"–"_s};
        if (!line.pieces.empty()) {
            entry.mark = level > 0 ? LegendEntry::Mark::Thin : LegendEntry::Mark::Line;
            entry.line = static_cast<int>(card.lines.size());
            card.lines.push_back(std::move(line));
        }
        card.legend.push_back(std::move(entry));
    }
    card.bands.push_back(std::move(band));
}

void addReadouts(CardView& card, const std::vector<AgePoint>& points, const TimeWindow& window)
{
    for (const AgePoint& point : points) {
        ReadoutView readout{window.x(point.time), std::chrono::duration<double>(point.length).count(), {}};
        for (std::size_t level = 0; level <= kHighest; ++level) {
            const AgePoint::Level& known = point.levels[level];
            if (known.isKnown) {
                readout.rows.push_back(
                    {levelName(level), u"%1–%2"_s.arg(secondsText(known.low), secondsText(known.high))});
            }
        }
        readout.rows.push_back(
            {Say::tr("seen in"), Say::tr("%1 looked into").arg(format::count(point.samples))});
        card.readouts.push_back(std::move(readout));
    }
}

void addFoot(CardView& card, const std::vector<AgePoint>& points)
{
    float lowest = 0;
    for (const AgePoint& point : points)
        lowest = std::min(lowest, point.lowest);
    if (lowest < 0) {
        card.foot = Say::tr("Messages from the future: clocks differ by at least %1")
                        .arg(secondsText(-static_cast<double>(lowest)));
        card.footGlyph = Glyph::Triangle;
        card.footColor = ColorRole::Warn;
    } else {
        card.foot = Say::tr("Server’s clock not checked: level may be off");
        card.footColor = ColorRole::Secondary;
    }
}

QString explain(const QString& name, const AgePoint& last, std::size_t level)
{
    const AgePoint::Level& known = last.levels[level];
    return Say::tr("%1, %2: %3 messages with a time looked into.\n%4 is ≈ %5: of 100 messages, %6 are not "
                   "older when they arrive. In 95 of 100 such cases the true one lies in %7–%8.\nAge is the "
                   "clock of this computer less the time in the message: a clock that is wrong moves all "
                   "ages alike.")
        .arg(name, pointLength(last.length), format::count(last.samples), levelName(level),
             secondsText(known.value), QString::number(std::lround(kAgeLevels[level] * 100)),
             secondsText(known.low), secondsText(known.high));
}

QString whyEmpty(const DashboardData& data, const EndpointHistory* endpoint)
{
    if (data.order().empty())
        return Say::tr("Nothing connected");
    const LookedEndpoint* looked = endpoint ? data.looked().newest(endpoint->status.id) : nullptr;
    if (!looked || looked->settings.time.empty())
        return Say::tr("No time chosen: click one in a message");
    return data.looked().ages(endpoint->status.id) ? Say::tr("No message with a time in view")
                                                   : Say::tr("No message with a time looked into yet");
}

} // namespace

double onSecondsAxis(double seconds)
{
    return std::log10(std::max(seconds, kShortest));
}

QString secondsText(double seconds)
{
    if (seconds < 0.0000995)
        return QString::number(std::lround(seconds * 1e6)) + QChar(format::kThinSpace) + Say::tr("µs");
    return format::shortDuration(
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

void setSecondsAxis(CardView& card)
{
    double low = 0;
    double high = -9;
    const auto take = [&](double y) {
        low = std::min(low, y);
        high = std::max(high, y);
    };
    for (const LineView& line : card.lines) {
        for (const QList<QPointF>& piece : line.pieces) {
            for (const QPointF& point : piece)
                take(point.y());
        }
    }
    for (const BandView& band : card.bands) {
        for (const BandView::Piece& piece : band.pieces) {
            for (const QPointF& point : piece.low)
                take(point.y());
            for (const QPointF& point : piece.high)
                take(point.y());
        }
    }
    setDecades(card, std::pow(10.0, std::min(low, high)), std::pow(10.0, high), secondsText);
}

CardView ageCard(const DashboardData& data, const CardContext& context)
{
    CardView card = blank(data, context);
    card.title = Say::tr("Latency");
    card.tag = CardTag::Estimate;
    card.unit = Say::tr("message age");
    card.quantity = Quantity::Seconds;
    card.isLog = true;
    card.headline = u"–"_s;
    card.tooltip =
        Say::tr("How old messages were when they arrived: this computer’s clock less the time in "
                "the message. From the messages looked into. The server’s clock is not checked: the shape "
                "is right, the level may be off.");
    card.markers = markersIn(data, context, true);
    const EndpointHistory* endpoint = endpointOf(data, context);
    const AgeHistory* ages = endpoint ? data.looked().ages(endpoint->status.id) : nullptr;
    const std::vector<AgePoint> points = ages ? ages->pointsIn(context.window) : std::vector<AgePoint>();
    if (points.empty()) {
        card.emptyText = whyEmpty(data, endpoint);
        return card;
    }
    const AgePoint& last = points.back();
    const bool isOver = context.window.end - last.time > 2 * last.length; // nothing is known of now
    addLevels(card, points, context.window, isOver);
    addReadouts(card, points, context.window);
    const QString name = plainText(endpoint->status.name, 40);
    card.subline = name;
    if (const std::optional<std::size_t> level = highestKnown(last)) {
        if (!isOver) {
            card.headline = u"≈\u202F"_s + secondsText(last.levels[*level].value);
            card.subline = Say::tr("%1 of %2").arg(levelName(*level), name);
            card.explanation = explain(name, last, *level);
        }
    }
    addFoot(card, points);
    if (ages->areMinutes(context.window) && card.footColor != ColorRole::Warn)
        card.foot = Say::tr("Means of minutes. Server’s clock not checked");
    setSecondsAxis(card);
    return card;
}

} // namespace weir::cards
