// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/line_pieces.h"

#include "ui/models/format.h"

#include <algorithm>
#include <array>

namespace weir {

std::vector<QList<QPointF>> piecesOf(const Series& series, const TimeWindow& window)
{
    std::vector<QList<QPointF>> pieces;
    bool isOpen = false;
    const std::size_t first = series.firstAfter(window.begin());
    for (std::size_t i = first > 0 ? first - 1 : 0; i < series.size(); ++i) {
        const Sample& sample = series[i];
        if (sample.time > window.end)
            break;
        if (sample.isGap()) {
            isOpen = false;
            continue;
        }
        if (!isOpen)
            pieces.emplace_back();
        isOpen = true;
        pieces.back().append(QPointF(window.x(sample.time), sample.value));
    }
    return pieces;
}

std::vector<GapView> gapsOf(const Series& series, const TimeWindow& window, ColorRole color)
{
    std::vector<GapView> gaps;
    const double left = -std::chrono::duration<double>(window.span).count();
    bool isOpen = false;
    std::size_t first = 0; // what was never there is not missing
    while (first < series.size() && series[first].isGap())
        ++first;
    for (std::size_t i = std::max(first, series.firstAfter(window.begin())); i < series.size(); ++i) {
        const Sample& sample = series[i];
        if (sample.time > window.end)
            break;
        if (!sample.isGap()) {
            isOpen = false;
            continue;
        }
        const double from = i > 0 ? std::max(left, window.x(series[i - 1].time)) : window.x(sample.time);
        if (!isOpen)
            gaps.push_back({from, from, color, false});
        isOpen = true;
        gaps.back().to = window.x(sample.time);
    }
    return gaps;
}

DayPieces piecesOf(const TieredSeries& series, const TimeWindow& window, ColorRole color)
{
    constexpr int kColumns = 600;
    const Duration width = window.span / kColumns;
    const TimePoint end{(window.end.time_since_epoch() / width + 1) * width};
    const TimePoint begin = end - width * (kColumns + 1);
    std::array<Column, kColumns + 1> columns;
    series.columns(begin, end, columns);

    DayPieces day;
    bool isOpen = false;
    bool isGap = false;
    const double left = -std::chrono::duration<double>(window.span).count();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column& column = columns[i];
        const TimePoint from = begin + width * static_cast<int>(i);
        if (from > window.end)
            break;
        const double to = std::min(window.x(from + width), 0.0);
        if (column.isGap()) {
            if (!isGap && !day.pieces.empty())
                day.gaps.push_back({std::max(left, window.x(from)), 0, color, false});
            if (!day.gaps.empty())
                day.gaps.back().to = to;
            isGap = true;
            isOpen = false;
            continue;
        }
        if (!isOpen)
            day.pieces.emplace_back();
        isOpen = true;
        isGap = false;
        const double x = std::min(window.x(from + width / 2), 0.0);
        const double min = static_cast<double>(column.min);
        const double max = static_cast<double>(column.max);
        // On from whichever is nearer to where the curve comes from: no stroke goes back and forth.
        QList<QPointF>& piece = day.pieces.back();
        const bool fromAbove = !piece.isEmpty() && piece.back().y() > (min + max) / 2;
        piece.append(QPointF(x, fromAbove ? max : min));
        if (max > min)
            piece.append(QPointF(x, fromAbove ? min : max));
    }
    return day;
}

std::optional<double> lastValue(const Series& series, const TimeWindow& window)
{
    const std::size_t after = series.firstAfter(window.end);
    if (after == 0 || series[after - 1].isGap() || series[after - 1].time <= window.begin())
        return std::nullopt;
    return series[after - 1].value;
}

void makeSteps(std::vector<QList<QPointF>>& pieces)
{
    for (QList<QPointF>& piece : pieces) {
        QList<QPointF> steps;
        steps.reserve(piece.size() * 2);
        for (const QPointF& point : piece) {
            const bool isLevel =
                steps.size() > 1 && steps.back().y() == point.y() && steps[steps.size() - 2].y() == point.y();
            if (isLevel)
                steps.removeLast(); // a level stretch is two points: more show as knots on a wide line
            else if (!steps.isEmpty() && steps.back().y() != point.y())
                steps.append(QPointF(point.x(), steps.back().y()));
            steps.append(point);
        }
        piece = std::move(steps);
    }
}

double largestOf(const std::vector<QList<QPointF>>& pieces)
{
    double largest = 0;
    for (const QList<QPointF>& piece : pieces) {
        for (const QPointF& point : piece)
            largest = std::max(largest, point.y());
    }
    return largest;
}

std::vector<AxisTick> timeTicks(Duration span)
{
    const int steps = span == std::chrono::minutes(1) || span == std::chrono::hours(1) ? 6 : 5;
    std::vector<AxisTick> ticks;
    for (int i = steps; i >= 0; --i) {
        const Duration ago = span * i / steps;
        ticks.push_back({-std::chrono::duration<double>(ago).count(), format::beforeNow(ago, span)});
    }
    return ticks;
}

} // namespace weir
