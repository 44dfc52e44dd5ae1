// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

QString perSecond(double value)
{
    return format::compact(value) + Say::tr("/s");
}

/** What one point says, beside the crosshair. */
ReadoutView readoutOf(const ProofPoint& point, double x)
{
    const double seconds = std::chrono::duration<double>(point.length).count();
    const Estimate& estimate = point.estimate;
    return {x,
            seconds,
            {{Say::tr("estimate"), u"≈\u202F"_s + perSecond(estimate.value / seconds)},
             {Say::tr("95 %"), format::range(estimate.low / seconds, estimate.high / seconds)},
             {Say::tr("counted"), perSecond(point.exact / seconds)},
             {Say::tr("seen in"), Say::tr("%1 looked into, %2")
                                      .arg(estimate.samples)
                                      .arg(QChar::fromLatin1(static_cast<char>(estimate.grade)))}}};
}

/** The headline's number, taken apart. */
QString explain(const ProofPoint& total, const QString& name, const QString& length)
{
    const Estimate& estimate = total.estimate;
    QStringList lines;
    lines.append(Say::tr("“%1”, %2: %3 messages looked into.")
                     .arg(plainText(name, 60), length, format::count(estimate.samples)));
    if (estimate.samples > 0) {
        lines.append(
            Say::tr("Each stands for about %1, which makes %2.")
                .arg(format::compact(estimate.value / estimate.samples), format::compact(estimate.value)));
    }
    lines.append(Say::tr("The true number lies in %1 in 95 of 100 such cases. Counted: %2.")
                     .arg(format::range(estimate.low, estimate.high),
                          format::count(static_cast<std::uint64_t>(std::llround(total.exact)))));
    lines.append(cards::gradeWords(estimate.grade));
    lines.append(Say::tr("Large messages are looked into more often; weights allow for it."));
    return lines.join(u'\n');
}

void addCurves(CardView& card, const std::vector<ProofPoint>& bins, const TimeWindow& window, Duration bin)
{
    LineView estimate{ColorRole::Accent, LineStyle::Strong, false, true, {}};
    LineView exact{ColorRole::Text, LineStyle::Thin, false, false, {}};
    estimate.name = Say::tr("estimate");
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
            card.readouts.push_back(readoutOf(point, x));
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

CardView totalsCard(const DashboardData& data, const CardContext& context, CalmScale& scale,
                    EndpointId subject)
{
    const TimeWindow& window = context.window;
    CardView card = cards::blank(data, context);
    card.title = Say::tr("Corrected totals");
    card.tag = CardTag::Estimate;
    card.unit = Say::tr("messages/s");
    card.tooltip = Say::tr("Projected from the messages looked into, beside what was really counted. "
                           "The band is the range that holds 95 times in 100.");
    card.markers = cards::markersIn(data, context, false);

    const EndpointHistory* endpoint = data.find(subject);
    std::vector<ProofPoint> bins;
    Duration width{0};
    if (endpoint) {
        ProofHistory::Bins found = endpoint->proof.bins(window);
        const Duration bin = found.width;
        width = bin;
        bins = std::move(found.points);
        addCurves(card, bins, window, bin);
        if (!bins.empty())
            card.unit = Say::tr("%1 a point").arg(cards::pointLength(bin));
    }
    double largest = 0;
    for (const LineView& line : card.lines)
        largest = std::max(largest, largestOf(line.pieces));
    for (const BandView& band : card.bands) {
        for (const BandView::Piece& piece : band.pieces)
            largest = std::max(largest, largestOf({piece.high}));
    }
    const NiceScale axis = scale.follow(largest, window.end);
    card.yHigh = axis.top;
    for (const double at : ticksOf(axis))
        card.yTicks.push_back({at, format::axis(at)});

    if (bins.empty()) {
        card.yTicks.clear();
        card.emptyText = data.order().empty() ? Say::tr("Nothing connected")
                         : !endpoint          ? Say::tr("Nothing received yet")
                                              : Say::tr("Waiting for the first two flushes");
        card.headline = u"–"_s;
        addFoot(card, proofIn(data, window), false);
        return card;
    }
    const ProofPoint total = endpoint->proof.sumIn(window);
    // Of what was observed: the window may begin before the endpoint did.
    const bool isWhole = total.length * 100 >= window.span * 95;
    const QString length = isWhole ? format::span(window.span) : format::longDuration(total.length);
    const ProofPoint& last = bins.back();
    const double seconds = std::chrono::duration<double>(last.length).count();
    const bool isOver = window.end - last.time > 2 * width; // nothing is known of now
    if (isOver) {
        for (LineView& line : card.lines)
            line.hasDot = false;
    }
    const auto now = [isOver](const QString& value) { return isOver ? u"–"_s : value; };
    const bool isEverything = total.estimate.isPoint();
    const bool isTooFew = last.estimate.grade == Grade::C && !last.estimate.isPoint();
    card.headline = (isEverything ? QString() : u"≈\u202F"_s) + format::compact(total.estimate.value);
    card.subline =
        isEverything ? Say::tr("in %1").arg(length)
                     : Say::tr("%1, %2").arg(format::range(total.estimate.low, total.estimate.high), length);
    if (isEverything)
        card.tag = CardTag::Exact;
    if (isEverything) {
        card.legend.push_back({LegendEntry::Mark::Line, ColorRole::Accent, Say::tr("looked into"),
                               now(format::compact(last.estimate.value / seconds)), 0});
        card.legend.push_back({LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("counted"),
                               now(format::compact(last.exact / seconds)), 1});
        addFoot(card, proofIn(data, window), true);
        return card;
    }
    card.explanation = explain(total, endpoint->status.name, length);
    card.legend.push_back({LegendEntry::Mark::Band, ColorRole::Accent, Say::tr("estimate"),
                           now(isTooFew ? Say::tr("too few: %1").arg(last.estimate.samples)
                                        : u"≈\u202F"_s + format::compact(last.estimate.value / seconds)),
                           0});
    // What is known before what is thought: a narrow card has no room for the third.
    card.legend.push_back({LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("counted"),
                           now(format::compact(last.exact / seconds)), 1});
    LegendEntry range{LegendEntry::Mark::None, ColorRole::Secondary, Say::tr("95 %"),
                      now(format::range(last.estimate.low / seconds, last.estimate.high / seconds))};
    range.band = 0;
    card.legend.push_back(std::move(range));
    addFoot(card, proofIn(data, window), false);
    return card;
}

} // namespace weir
