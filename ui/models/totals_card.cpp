// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

QString perSecond(double value, Measure measure)
{
    return measure == Measure::Bytes ? format::withUnit(value, Say::tr("B/s"))
                                     : format::compact(value) + Say::tr("/s");
}

QString amount(double value, Measure measure)
{
    return measure == Measure::Bytes ? format::withUnit(value, Say::tr("B")) : format::compact(value);
}

Quantity quantityOf(Measure measure)
{
    return measure == Measure::Messages ? Quantity::MessagesPerSecond
           : measure == Measure::Bytes  ? Quantity::BytesPerSecond
                                        : Quantity::SumPerSecond;
}

/** What one point says, beside the crosshair. */
ReadoutView readoutOf(const ProofPoint& point, const Subject& subject, double x)
{
    const double seconds = std::chrono::duration<double>(point.length).count();
    const Estimate& estimate = point.estimate;
    ReadoutView readout{
        x,
        seconds,
        {{Say::tr("estimate"), u"≈\u202F"_s + perSecond(estimate.value / seconds, subject.measure)},
         {Say::tr("95 %"), format::range(estimate.low / seconds, estimate.high / seconds)}}};
    if (subject.hasTruth())
        readout.rows.push_back({Say::tr("counted"), perSecond(point.exact / seconds, subject.measure)});
    readout.rows.push_back(
        {Say::tr("seen in"), Say::tr("%1 looked into, %2")
                                 .arg(estimate.samples)
                                 .arg(QChar::fromLatin1(static_cast<char>(estimate.grade)))});
    return readout;
}

/** The headline's number, taken apart. */
QString explain(const ProofPoint& total, const Subject& subject, const QString& name, const QString& length)
{
    const Estimate& estimate = total.estimate;
    QStringList lines;
    lines.append(
        Say::tr("%1, %2: %3 messages looked into.").arg(name, length, format::count(estimate.samples)));
    if (estimate.samples > 0 && subject.measure == Measure::Sum) {
        lines.append(Say::tr("Each value counts as often as its message stands for others, which makes %1.")
                         .arg(format::compact(estimate.value)));
    } else if (estimate.samples > 0) {
        lines.append(Say::tr("Each stands for about %1, which makes %2.")
                         .arg(amount(estimate.value / estimate.samples, subject.measure),
                              amount(estimate.value, subject.measure)));
    }
    const QString range = format::range(estimate.low, estimate.high);
    if (subject.hasTruth()) {
        lines.append(Say::tr("The true number lies in %1 in 95 of 100 such cases. Counted: %2.")
                         .arg(range, format::count(static_cast<std::uint64_t>(std::llround(total.exact)))));
    } else {
        lines.append(
            Say::tr("The true number lies in %1 in 95 of 100 such cases; nobody counted it.").arg(range));
    }
    lines.append(cards::gradeWords(estimate.grade));
    lines.append(Say::tr("Large messages are looked into more often; weights allow for it."));
    return lines.join(u'\n');
}

void addCurves(CardView& card, const std::vector<ProofPoint>& bins, const Subject& subject,
               const TimeWindow& window, Duration bin)
{
    LineView estimate{ColorRole::Accent, LineStyle::Strong, false, true, {}};
    LineView exact{ColorRole::Text, LineStyle::Thin, false, false, {}};
    estimate.name = subject.key ? looked::key(*subject.key) : Say::tr("estimate");
    estimate.isOutside = subject.key.has_value();
    exact.name = Say::tr("counted");
    BandView band;
    TimePoint before;
    bool isLineOpen = false;
    for (const ProofPoint& point : bins) {
        const double seconds = std::chrono::duration<double>(point.length).count();
        if (seconds <= 0)
            continue;
        // Anything longer than two bins without a flush is not known.
        const bool isNew = exact.pieces.empty() || point.time - point.length - before > bin / 2;
        if (isNew) {
            exact.pieces.emplace_back();
            band.pieces.emplace_back();
            isLineOpen = false;
        }
        before = point.time;
        const double x = window.x(point.time);
        exact.pieces.back().append(QPointF(x, point.exact / seconds));
        band.pieces.back().low.append(QPointF(x, point.estimate.low / seconds));
        band.pieces.back().high.append(QPointF(x, point.estimate.high / seconds));
        if (!point.estimate.isPoint())
            card.readouts.push_back(readoutOf(point, subject, x));
        // Too few looked into: the range is all there is to say.
        if (point.estimate.grade == Grade::C && !point.estimate.isPoint()) {
            isLineOpen = false;
            continue;
        }
        if (!isLineOpen)
            estimate.pieces.emplace_back();
        isLineOpen = true;
        estimate.pieces.back().append(QPointF(x, point.estimate.value / seconds));
    }
    estimate.hasDot = isLineOpen;
    card.bands.push_back(std::move(band));
    card.lines.push_back(std::move(estimate));
    if (subject.hasTruth())
        card.lines.push_back(std::move(exact));
}

/** Every digit where there are few. */
QString countText(std::uint64_t value)
{
    return value < 1000 ? format::count(value) : format::compact(static_cast<double>(value));
}

void addFoot(CardView& card, const ProofCount& proof, bool isEverything)
{
    if (isEverything) {
        card.foot = Say::tr("Everything is looked into: nothing to estimate");
        card.footGlyph = Glyph::Check;
    } else if (proof.tested == 0) {
        card.foot = Say::tr("Proof: no sampled interval in view yet");
        card.footColor = ColorRole::Secondary;
    } else if (proof.isBelievable()) {
        card.foot = Say::tr("Known endpoint totals held %1 of %2, 95 %")
                        .arg(countText(proof.held), countText(proof.tested));
        card.footGlyph = Glyph::Check;
    } else {
        card.foot = Say::tr("Ranges held %1 of %2, 95 % promised")
                        .arg(countText(proof.held), countText(proof.tested));
        card.footGlyph = Glyph::Triangle;
        card.footColor = ColorRole::Warn;
    }
}

} // namespace

ProofCount proofIn(const DashboardData& data, const TimeWindow& window)
{
    ProofCount count;
    for (const EndpointId id : data.order()) {
        const ProofCount one = data.find(id)->proof.countIn(window);
        count.tested += one.tested;
        count.held += one.held;
    }
    return count;
}

namespace {

/** From 0, but for sums of values below it. */
void setAxis(CardView& card, CalmScale& scale, TimePoint now)
{
    double largest = 0;
    double lowest = 0;
    const auto take = [&](const QList<QPointF>& points) {
        for (const QPointF& point : points) {
            largest = std::max(largest, point.y());
            lowest = std::min(lowest, point.y());
        }
    };
    for (const LineView& line : card.lines) {
        for (const QList<QPointF>& piece : line.pieces)
            take(piece);
    }
    for (const BandView& band : card.bands) {
        for (const BandView::Piece& piece : band.pieces) {
            take(piece.low);
            take(piece.high);
        }
    }
    const NiceScale axis = scale.follow(std::max(largest, -lowest), now);
    card.yHigh = largest > 0 || lowest == 0 ? axis.top : 0;
    card.yLow = lowest < 0 ? -axis.top : 0;
    for (const double at : ticksOf(axis)) {
        if (at <= card.yHigh)
            card.yTicks.push_back({at, format::axis(at)});
        if (at > 0 && -at >= card.yLow)
            card.yTicks.push_back({-at, format::axis(-at)});
    }
    std::sort(card.yTicks.begin(), card.yTicks.end(),
              [](const AxisTick& a, const AxisTick& b) { return a.at < b.at; });
}

QString whyEmpty(const DashboardData& data, const Subject& subject)
{
    if (data.order().empty())
        return Say::tr("Nothing connected");
    if (subject.endpoint.isNull())
        return Say::tr("Nothing received yet");
    if (!subject.hasTruth() && !data.looked().newest(subject.endpoint))
        return Say::tr("Nothing is looked for in these messages now");
    return Say::tr("Waiting for the first two flushes");
}

/** The total in view and what is behind it. */
void addHeadline(CardView& card, const ProofPoint& total, const Subject& subject, const QString& length)
{
    const Estimate& estimate = total.estimate;
    const QString range = format::range(estimate.low, estimate.high);
    if (estimate.isPoint()) {
        card.tag = CardTag::Exact;
        card.headline = amount(estimate.value, subject.measure);
        card.subline = Say::tr("in %1").arg(length);
    } else if (estimate.grade == Grade::C) { // the range is all there is to say
        card.headline = range;
        card.subline = Say::tr("too few: %1, %2").arg(QString::number(estimate.samples), length);
    } else {
        card.headline = u"≈\u202F"_s + amount(estimate.value, subject.measure);
        card.subline = Say::tr("%1, %2").arg(range, length);
    }
}

/** The newest point, in words; `isOver`: nothing is known of now. */
void addLegend(CardView& card, const ProofPoint& last, const Subject& subject, bool isEverything, bool isOver)
{
    const double seconds = std::chrono::duration<double>(last.length).count();
    const Estimate& estimate = last.estimate;
    const auto now = [isOver](const QString& value) { return isOver ? u"–"_s : value; };
    const QString value = format::compact(estimate.value / seconds);
    const LegendEntry counted{LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("counted"),
                              now(format::compact(last.exact / seconds)), 1};
    if (isEverything) {
        card.legend.push_back(
            {LegendEntry::Mark::Line, ColorRole::Accent, Say::tr("looked into"), now(value), 0});
        if (subject.hasTruth())
            card.legend.push_back(counted);
        return;
    }
    const bool isTooFew = estimate.grade == Grade::C && !estimate.isPoint();
    card.legend.push_back(
        {LegendEntry::Mark::Band, ColorRole::Accent, Say::tr("estimate"),
         now(isTooFew ? Say::tr("too few: %1").arg(estimate.samples) : u"≈\u202F"_s + value), 0});
    // What is known before what is thought: a narrow card has no room for the third.
    if (subject.hasTruth())
        card.legend.push_back(counted);
    LegendEntry range{LegendEntry::Mark::None, ColorRole::Secondary, Say::tr("95 %"),
                      now(format::range(estimate.low / seconds, estimate.high / seconds))};
    range.band = 0;
    card.legend.push_back(std::move(range));
}

} // namespace

CardView totalsCard(const DashboardData& data, const CardContext& context, CalmScale& scale,
                    const Subject& subject)
{
    const TimeWindow& window = context.window;
    CardView card = cards::blank(data, context);
    card.title = Say::tr("Corrected totals");
    card.tag = CardTag::Estimate;
    card.unit = looked::unit(data, subject);
    card.quantity = quantityOf(subject.measure);
    card.tooltip = subject.hasTruth() || subject.endpoint.isNull()
                       ? Say::tr("Projected from the messages looked into, beside what was really counted. "
                                 "The band is the range that holds 95 times in 100.")
                       : Say::tr("What was inside: projected from the messages looked into, as nobody counts "
                                 "it. The band is the range that holds 95 times in 100.");
    card.markers = cards::markersIn(data, context, false);

    const ProofHistory* history = data.historyOf(subject);
    const ProofHistory::Bins bins = history ? history->bins(window) : ProofHistory::Bins{};
    if (bins.points.empty()) {
        card.yHigh = scale.follow(0, window.end).top;
        card.emptyText = whyEmpty(data, subject);
        card.headline = u"–"_s;
        addFoot(card, proofIn(data, window), false);
        return card;
    }
    addCurves(card, bins.points, subject, window, bins.width);
    setAxis(card, scale, window.end);
    card.unit = Say::tr("%1 a point").arg(cards::pointLength(bins.width));
    const ProofPoint total = history->sumIn(window);
    // Of what was observed: the window may begin before the endpoint did.
    const bool isWhole = total.length * 100 >= window.span * 95;
    const QString length = isWhole ? format::span(window.span) : format::longDuration(total.length);
    const ProofPoint& last = bins.points.back();
    const bool isOver = window.end - last.time > 2 * bins.width;
    if (isOver) {
        for (LineView& line : card.lines)
            line.hasDot = false;
    }
    const bool isEverything = total.estimate.isPoint();
    addHeadline(card, total, subject, length);
    addLegend(card, last, subject, isEverything, isOver);
    if (!isEverything)
        card.explanation = explain(total, subject, looked::subject(data, subject), length);
    addFoot(card, proofIn(data, window), isEverything);
    return card;
}

} // namespace weir
