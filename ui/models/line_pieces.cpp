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

DayColumns::DayColumns(const TimeWindow& window)
    : width(std::max<Duration>(window.span / kCount, Duration(1))), columns(kCount + 1)
{
    const TimePoint end{(window.end.time_since_epoch() / width + 1) * width};
    begin = end - width * (kCount + 1);
}

DayColumns::DayColumns(const TieredSeries& series, const TimeWindow& window) : DayColumns(window)
{
    series.columns(begin, begin + width * (kCount + 1), columns);
    // Nothing later than the window, which may be of the past.
    if (const TimePoint last = begin + width * kCount; last < window.end)
        series.columns(last, window.end, std::span(&columns.back(), 1));
    else
        columns.back() = {};
}

void DayColumns::add(const DayColumns& other)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column& more = other.columns[i];
        if (more.isGap())
            continue;
        const double sum = (columns[i].isGap() ? 0 : columns[i].mean()) + more.mean();
        columns[i] = {sum, static_cast<float>(sum), static_cast<float>(sum), 1};
    }
}

DayPieces piecesOf(const DayColumns& source, const TimeWindow& window, ColorRole color)
{
    const Duration width = source.width;
    const std::vector<Column>& columns = source.columns;
    const TimePoint begin = source.begin;
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
            if (from + width > window.end)
                break; // not over: its first bucket may be still to come
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

BandView bandOf(const DayColumns& day, const TimeWindow& window, ColorRole color)
{
    BandView band;
    band.color = color;
    bool isOpen = false;
    for (std::size_t i = 0; i < day.columns.size(); ++i) {
        const Column& column = day.columns[i];
        const TimePoint from = day.begin + day.width * static_cast<int>(i);
        if (from > window.end)
            break;
        if (column.isGap()) {
            isOpen = false;
            continue;
        }
        if (!isOpen)
            band.pieces.emplace_back();
        isOpen = true;
        const double x = std::min(window.x(from + day.width / 2), 0.0);
        band.pieces.back().low.append(QPointF(x, static_cast<double>(column.min)));
        band.pieces.back().high.append(QPointF(x, static_cast<double>(column.max)));
    }
    return band;
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

namespace {

/** The shortest of these that needs at most six labels. */
Duration clockStep(Duration span)
{
    using namespace std::chrono_literals;
    constexpr std::array<Duration, 16> kSteps = {1s,   2s,    5s,    10s,   15s, 30s, 1min, 2min,
                                                 5min, 10min, 15min, 30min, 1h,  2h,  3h,   6h};
    const auto fits =
        std::find_if(kSteps.begin(), kSteps.end(), [&](Duration step) { return span <= 6 * step; });
    return fits == kSteps.end() ? kSteps.back() : *fits;
}

} // namespace

std::vector<AxisTick> timeTicks(const TimeWindow& window, bool isLive, WallTime wallEnd)
{
    std::vector<AxisTick> ticks;
    const auto seconds = [](Duration d) { return std::chrono::duration<double>(d).count(); };
    if (isLive) {
        const Duration span = window.span;
        const int steps = span == std::chrono::seconds(10) || span == std::chrono::minutes(5) ? 5 : 6;
        for (int i = steps; i >= 0; --i) {
            const Duration ago = span * i / steps;
            ticks.push_back({-seconds(ago), format::beforeNow(ago, span)});
        }
        return ticks;
    }
    const Duration step = clockStep(window.span);
    // Whole hours of the user's clock, not of UTC.
    const Duration local = wallEnd.time_since_epoch() + format::utcOffset(wallEnd);
    const Duration past = local % step;
    for (Duration ago = past; ago <= window.span; ago += step) {
        const WallTime at = wallEnd - ago;
        const QString text = format::clockTime(at);
        ticks.insert(ticks.begin(), {-seconds(ago), step < std::chrono::minutes(1) ? text : text.left(5)});
    }
    return ticks;
}

} // namespace weir
