// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/age_history.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr Duration kMinute = std::chrono::minutes(1);
/** For a quantile q to be more than the largest, or the smallest, of what was seen. */
constexpr std::array<std::uint32_t, kAgeLevels.size()> kNeeds = {5, 20, 100};

std::uint32_t small(std::uint64_t count)
{
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

std::int64_t minuteOf(const AgePoint& point)
{
    return (point.time - point.length / 2).time_since_epoch() / kMinute;
}

/** The mean of two, by their samples. */
AgePoint together(const AgePoint& a, const AgePoint& b)
{
    AgePoint both = b;
    for (std::size_t i = 0; i < kAgeLevels.size(); ++i) {
        const AgePoint::Level& left = a.levels[i];
        AgePoint::Level& right = both.levels[i];
        if (!left.isKnown)
            continue;
        if (!right.isKnown) {
            right = left;
            continue;
        }
        const double share = static_cast<double>(a.samples) / (static_cast<double>(a.samples) + b.samples);
        const auto mean = [share](float x, float y) {
            return static_cast<float>(share * x + (1 - share) * y);
        };
        right = {mean(left.value, right.value), mean(left.low, right.low), mean(left.high, right.high), true};
    }
    both.length = a.length + b.length;
    both.samples = small(std::uint64_t{a.samples} + b.samples);
    both.fromFuture = small(std::uint64_t{a.fromFuture} + b.fromFuture);
    both.lowest = std::min(a.lowest, b.lowest);
    return both;
}

} // namespace

void AgeHistory::add(TimePoint time, Duration length, const LookedAge& age)
{
    if (age.samples == 0)
        return;
    AgePoint point;
    point.time = time;
    point.length = length;
    const std::array<const Estimate*, kAgeLevels.size()> levels = {&age.p50, &age.p90, &age.p99};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        point.levels[i] = {static_cast<float>(levels[i]->value), static_cast<float>(levels[i]->low),
                           static_cast<float>(levels[i]->high), age.samples >= kNeeds[i]};
    }
    point.samples = small(age.samples);
    point.fromFuture = small(age.fromFuture);
    point.lowest = static_cast<float>(age.lowest);
    m_fine.push(point);
    if (!m_minutes.empty() && minuteOf(m_minutes.back()) == minuteOf(point))
        m_minutes.back() = together(m_minutes.back(), point);
    else
        m_minutes.push(point);
}

bool AgeHistory::areMinutes(const TimeWindow& window) const
{
    return m_fine.size() == m_fine.capacity() && m_fine[0].time > window.begin();
}

std::vector<AgePoint> AgeHistory::pointsIn(const TimeWindow& window) const
{
    std::vector<AgePoint> points;
    const TimeRing<AgePoint>& ring = areMinutes(window) ? m_minutes : m_fine;
    for (std::size_t i = ring.firstAfter(window.begin()); i < ring.size() && ring[i].time <= window.end; ++i)
        points.push_back(ring[i]);
    return points;
}

} // namespace weir
