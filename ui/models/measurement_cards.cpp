// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr double kLowest = 0.001; ///< bottom of the rate axis, 0.1 %

double onRateAxis(double share)
{
    return std::log10(std::clamp(share, kLowest, 1.0));
}

/** A series of one number of each flush, ending at the window's edge: a setting holds until it is changed. */
template<class Value>
Series seriesOf(const DashboardData& data, const TimeWindow& window, bool isHeld, Value value)
{
    Series series(DashboardData::kIntervals + 2);
    const TimeRing<EnginePoint>& engine = data.engine();
    const std::size_t first = engine.firstAfter(window.begin());
    for (std::size_t i = first > 0 ? first - 1 : 0; i < engine.size() && engine[i].time <= window.end; ++i)
        series.push(Sample::of(engine[i].time, value(engine[i])));
    if (isHeld && !series.empty() && series.back().time < window.end)
        series.push(Sample::of(window.end, series.back().value));
    return series;
}

/** Whether single flushes reach over the window; else the tiers do. */
bool hasFlushes(const DashboardData& data, const TimeWindow& window)
{
    const TimeRing<EnginePoint>& engine = data.engine();
    const bool reaches = engine.size() < engine.capacity() || engine[0].time <= window.begin();
    return reaches && window.span <= std::chrono::hours(1);
}

using Pieces = std::vector<QList<QPointF>>;

Pieces dayPieces(const TieredSeries& series, const TimeWindow& window)
{
    return piecesOf(DayColumns(series, window), window, ColorRole::Text).pieces;
}

Pieces onRateAxis(Pieces pieces)
{
    for (QList<QPointF>& piece : pieces) {
        for (QPointF& point : piece)
            point.setY(onRateAxis(point.y()));
    }
    return pieces;
}

/** What was asked for above what happened, while the ring thinned. */
BandView thinnedBand(const DashboardData& data, const TimeWindow& window)
{
    BandView band;
    band.color = ColorRole::Warn;
    const TimeRing<EnginePoint>& engine = data.engine();
    bool isOpen = false;
    const std::size_t first = engine.firstAfter(window.begin());
    for (std::size_t i = first > 0 ? first - 1 : 0; i < engine.size() && engine[i].time <= window.end; ++i) {
        const EnginePoint& point = engine[i];
        if (point.thinnings == 0 || point.inForce >= point.set) {
            isOpen = false;
            continue;
        }
        if (!isOpen)
            band.pieces.emplace_back();
        isOpen = true;
        // As the line, which holds a value until the next one.
        const TimePoint next = i + 1 < engine.size() ? std::min(engine[i + 1].time, window.end) : window.end;
        for (const TimePoint at : {point.time, next}) {
            band.pieces.back().low.append(QPointF(window.x(at), onRateAxis(point.inForce)));
            band.pieces.back().high.append(QPointF(window.x(at), onRateAxis(point.set)));
        }
    }
    return band;
}

QString atEnd(const CardView& card, const QString& live)
{
    return card.isLive ? live : Say::tr("at %1").arg(format::clockTime(card.wallEnd));
}

} // namespace

CardView sampleRateCard(const DashboardData& data, const CardContext& context)
{
    const TimeWindow& window = context.window;
    CardView card = cards::blank(data, context);
    card.quantity = Quantity::Share;
    card.isLog = true;
    card.title = Say::tr("Sample rate");
    card.tag = CardTag::Engine;
    card.unit = Say::tr("of messages looked into");
    card.tooltip = Say::tr("Share of messages Weir opened. Dashed: what you asked. Solid: what happened.");
    card.markers = cards::markersIn(data, context, false);

    LineView inForce{ColorRole::Text, LineStyle::Step, false, true, {}};
    LineView set{ColorRole::Accent, LineStyle::Dashed, false, false, {}};
    inForce.name = Say::tr("in force");
    set.name = Say::tr("set");
    if (hasFlushes(data, window)) {
        inForce.pieces = piecesOf(
            seriesOf(data, window, true, [](const EnginePoint& p) { return onRateAxis(p.inForce); }), window);
        set.pieces = piecesOf(
            seriesOf(data, window, true, [](const EnginePoint& p) { return onRateAxis(p.set); }), window);
        makeSteps(inForce.pieces);
        makeSteps(set.pieces);
        card.bands.push_back(thinnedBand(data, window));
    } else {
        inForce.pieces = onRateAxis(dayPieces(data.inForceDay(), window));
        set.pieces = onRateAxis(dayPieces(data.setDay(), window));
    }

    // Whole decades, as few as hold everything drawn.
    double lowest = 0;
    for (const LineView* line : {&inForce, &set}) {
        for (const auto& piece : line->pieces) {
            for (const QPointF& point : piece)
                lowest = std::min(lowest, point.y());
        }
    }
    card.yLow = std::clamp(std::floor(lowest - 0.05), std::log10(kLowest), -2.0);
    card.yHigh = 0.06; // a line at 100 % is not cut in half
    for (const double share : {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0}) {
        if (std::log10(share) >= card.yLow - 1e-9)
            card.yTicks.push_back({std::log10(share), format::percentNumber(share) + u"\u202F%"_s});
    }

    const std::optional<EnginePoint> newest = cards::newestIn(data, window);
    if (!newest || inForce.pieces.empty()) {
        card.emptyText =
            data.snapshot() ? Say::tr("Nothing was measured then") : Say::tr("Waiting for the first flush");
        card.headline = u"–"_s;
        return card;
    }
    card.headline = format::percent(newest->inForce);
    card.subline =
        u"%1 · %2"_s.arg(format::oneIn(newest->inForce), format::withUnit(newest->lookedInto, Say::tr("/s")));
    card.legend.push_back(
        {LegendEntry::Mark::Line, ColorRole::Text, Say::tr("in force"), format::percent(newest->inForce), 1});
    if (newest->mode == SamplingMode::Adaptive) {
        card.legend.push_back({LegendEntry::Mark::Dashed, ColorRole::Accent, Say::tr("starts at"),
                               format::percent(newest->set), 0});
        if (data.snapshot()) {
            const double top = onRateAxis(data.snapshot()->config.maxSampleRate);
            const double bottom = onRateAxis(data.snapshot()->config.minSampleRate);
            if (top < 0)
                card.zones.push_back(
                    {top, 0, ColorRole::Axis,
                     Say::tr("adaptive stays below %1").arg(format::percent(std::pow(10, top)))});
            if (bottom > card.yLow)
                card.zones.push_back({bottom, bottom, ColorRole::Axis, {}});
        }
    } else {
        card.legend.push_back(
            {LegendEntry::Mark::Dashed, ColorRole::Accent, Say::tr("set"), format::percent(newest->set), 0});
    }
    // The dashes lie below: they show only where what was asked did not happen.
    card.lines.push_back(std::move(set));
    card.lines.push_back(std::move(inForce));
    return card;
}

CardView bufferCard(const DashboardData& data, const CardContext& context)
{
    const TimeWindow& window = context.window;
    CardView card = cards::blank(data, context);
    card.quantity = Quantity::Share;
    card.title = Say::tr("Buffer pressure");
    card.tag = CardTag::Engine;
    card.unit = Say::tr("ring, fullest per flush");
    card.tooltip =
        Say::tr("How full the ring got before it was emptied. Full is not loss: samples are thinned "
                "evenly and ranges widen.");
    card.markers = cards::markersIn(data, context, false);
    card.yHigh = 1.15;
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
        card.yTicks.push_back({share, format::percent(share)});
    if (data.snapshot()) {
        const double watermark = data.snapshot()->buffer.highWatermark;
        card.zones.push_back({watermark, 1, ColorRole::Warn,
                              Say::tr("flushes early above %1").arg(format::percent(watermark))});
    }
    if (data.snapshot())
        card.unit =
            Say::tr("ring of %1, fullest per flush").arg(format::count(data.snapshot()->buffer.capacity));
    card.zones.push_back({1, card.yHigh, ColorRole::Bad, Say::tr("full: thins, never drops")});

    LineView peak{ColorRole::Text, LineStyle::Plain, true, true, {}};
    peak.name = Say::tr("fullest");
    peak.pieces =
        hasFlushes(data, window)
            ? piecesOf(seriesOf(data, window, false, [](const EnginePoint& p) { return p.peak; }), window)
            : dayPieces(data.peakDay(), window);
    const std::optional<EnginePoint> newest = cards::newestIn(data, window);
    if (!newest || peak.pieces.empty()) {
        card.emptyText =
            data.snapshot() ? Say::tr("Nothing was measured then") : Say::tr("Waiting for the first flush");
        card.headline = u"–"_s;
        card.zones.clear();
        return card;
    }
    // A single sample in a large ring is not worth its digits.
    const auto fill = [](double share) {
        return share > 0 && share < 0.001 ? u"<"_s + format::percent(0.001) : format::percent(share);
    };
    card.headline = fill(newest->peak);
    card.subline = atEnd(card, Say::tr("last flush"));
    card.legend.push_back(
        {LegendEntry::Mark::Line, ColorRole::Text, Say::tr("this window"), fill(newest->peak), 0});
    card.lines.push_back(std::move(peak));
    return card;
}

} // namespace weir
