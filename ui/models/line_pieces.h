// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/series.h"
#include "core/history/tiered_series.h"
#include "ui/models/card_view.h"

#include <QList>
#include <QPointF>

#include <vector>

namespace weir {

/** The stretch of time a card shows. */
struct TimeWindow
{
    TimePoint end;
    Duration span{std::chrono::minutes(5)};

    TimePoint begin() const { return end - span; }
    /** Seconds before the right edge, as LineView counts them. */
    double x(TimePoint time) const { return std::chrono::duration<double>(time - end).count(); }
};

/** The window's part of a series, cut at its gaps, with one neighbour before the left edge so that curves
 * reach it. */
std::vector<QList<QPointF>> piecesOf(const Series& series, const TimeWindow& window);

/** The stretches of the window in which the series is a gap. */
std::vector<GapView> gapsOf(const Series& series, const TimeWindow& window, ColorRole color);

/** A window in columns that stay where they are while it moves on. */
struct DayColumns
{
    static constexpr int kCount = 600;

    TimePoint begin;
    Duration width{1}; ///< of a column
    std::vector<Column> columns;

    /** Of what was never known. */
    explicit DayColumns(const TimeWindow& window);
    DayColumns(const TieredSeries& series, const TimeWindow& window);
    /** Adds the means of another series; where only one is known, its own. */
    void add(const DayColumns& other);
};

/** What a long window shows of a day of history. */
struct DayPieces
{
    std::vector<QList<QPointF>> pieces; ///< per column its lowest and its highest, so that no peak is lost
    std::vector<GapView> gaps;          ///< columns without any value, after the first that has one
};
DayPieces piecesOf(const DayColumns& day, const TimeWindow& window, ColorRole color);
/** The lowest and the highest around the curve, as a band. */
BandView bandOf(const DayColumns& day, const TimeWindow& window, ColorRole color);

/** The newest sample at or before the right edge; a gap or nothing gives nothing. */
std::optional<double> lastValue(const Series& series, const TimeWindow& window);

/** Turns each piece into steps: a value holds until the next one. */
void makeSteps(std::vector<QList<QPointF>>& pieces);

/** Largest y of all pieces; 0 when there is none. */
double largestOf(const std::vector<QList<QPointF>>& pieces);

/** Labels of the time axis: before now, or by the clock when the window does not end now. */
std::vector<AxisTick> timeTicks(const TimeWindow& window, bool isLive, WallTime wallEnd);

} // namespace weir
