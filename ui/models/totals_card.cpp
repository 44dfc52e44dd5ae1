// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

/** "2 s", "0.5 s": flushes come a little late, which is of no interest here. */
QString pointLength(Duration length)
{
    const double seconds = std::round(std::chrono::duration<double>(length).count() * 10) / 10;
    return seconds >= 60 ? format::longDuration(length)
                         : QString::number(seconds) + QChar(format::kThinSpace) + Say::tr("s");
}

void addCurves(CardView& card, const std::vector<ProofPoint>& bins, const TimeWindow& window, Duration bin)
{
    LineView estimate{ColorRole::Accent, LineStyle::Strong, false, true, {}};
    LineView exact{ColorRole::Text, LineStyle::Thin, false, false, {}};
    BandView band;
    TimePoint before;
    bool isLineOpen = false;
    for (const ProofPoint& point : bins) {
        const double seconds = std::chrono::duration<double>(point.length).count();
        if (seconds <= 0)
            continue;
        // Anything longer than two bins without a flush is not known.
        const bool isNew = exact.pieces.empty() || point.time - before > 2 * bin + point.length;
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

void addFoot(CardView& card, const ProofCount& proof, bool isEverything)
{
    if (isEverything) {
        card.foot = Say::tr("Everything is looked into: the estimate is the count");
        card.footGlyph = Glyph::Check;
    } else if (proof.tested == 0) {
        card.foot = Say::tr("Proof: no sampled interval in view yet");
        card.footColor = ColorRole::Secondary;
    } else if (proof.isBelievable()) {
        card.foot = Say::tr("Proof: known endpoint totals held %1 of %2, 95 % promised")
                        .arg(format::count(proof.held), format::count(proof.tested));
        card.footGlyph = Glyph::Check;
    } else {
        card.foot = Say::tr("Ranges held %1 of %2, 95 % promised")
                        .arg(format::count(proof.held), format::count(proof.tested));
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

CardView totalsCard(const DashboardData& data, const TimeWindow& window, CalmScale& scale, EndpointId subject)
{
    CardView card = cards::blank(window);
    card.title = Say::tr("Corrected totals");
    card.tag = CardTag::Estimate;
    card.unit = Say::tr("messages/s");
    card.tooltip = Say::tr("Projected from the messages looked into, beside what was really counted. "
                           "The band is the range that holds 95 times in 100.");
    card.markers = cards::markersIn(data, window, false);

    const EndpointHistory* endpoint = data.find(subject);
    std::vector<ProofPoint> bins;
    if (endpoint) {
        ProofHistory::Bins found = endpoint->proof.bins(window);
        const Duration bin = found.width;
        bins = std::move(found.points);
        addCurves(card, bins, window, bin);
        if (!bins.empty())
            card.unit = Say::tr("%1 a point").arg(pointLength(bin));
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
    const ProofPoint total = sumOf(bins);
    const ProofPoint& last = bins.back();
    const double seconds = std::chrono::duration<double>(last.length).count();
    const bool isEverything = total.estimate.isPoint();
    const bool isTooFew = last.estimate.grade == Grade::C && !last.estimate.isPoint();
    card.headline = (isEverything ? QString() : u"≈\u202F"_s) + format::compact(total.estimate.value);
    card.subline = isEverything
                       ? Say::tr("in %1").arg(format::span(window.span))
                       : Say::tr("%1, %2").arg(format::range(total.estimate.low, total.estimate.high),
                                               format::span(window.span));
    if (isEverything)
        card.tag = CardTag::Exact;
    if (isEverything) {
        card.legend.push_back({LegendEntry::Mark::Line, ColorRole::Accent, Say::tr("looked into"),
                               format::compact(last.estimate.value / seconds)});
        card.legend.push_back({LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("counted"),
                               format::compact(last.exact / seconds)});
        addFoot(card, proofIn(data, window), true);
        return card;
    }
    card.legend.push_back({LegendEntry::Mark::Band, ColorRole::Accent, Say::tr("estimate"),
                           isTooFew ? Say::tr("too few: %1").arg(last.estimate.samples)
                                    : u"≈\u202F"_s + format::compact(last.estimate.value / seconds)});
    card.legend.push_back({LegendEntry::Mark::None, ColorRole::Secondary, Say::tr("95 %"),
                           format::range(last.estimate.low / seconds, last.estimate.high / seconds)});
    card.legend.push_back({LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("counted"),
                           format::compact(last.exact / seconds)});
    addFoot(card, proofIn(data, window), false);
    return card;
}

} // namespace weir
