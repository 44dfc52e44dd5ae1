// SPDX-License-Identifier: Apache-2.0
#include "core/history/tiered_series.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <utility>

namespace weir {

namespace {

constexpr double kLargest = 1e30; // sums of a bucket stay finite

/** Whether buckets are unions of those of the finest there is, and a wider tier reaches at least as far. */
constexpr bool isLadder()
{
    for (std::size_t i = 1; i < kTiers.size(); ++i) {
        const Tier& finest = kTiers[i < kFirstOverviewTier ? 0 : kFirstOverviewTier];
        if (kTiers[i].width % finest.width != Duration::zero() || kTiers[i].kept < kTiers[i - 1].kept)
            return false;
    }
    return kTiers[kFirstOverviewTier].width % kTiers.front().width == Duration::zero();
}
static_assert(isLadder());

bool isKnown(double value)
{
    return std::abs(value) <= kLargest; // false for NaN
}

/** The first tick at or after `time`. */
std::int64_t tickAt(TimePoint time)
{
    return std::chrono::ceil<std::chrono::duration<std::int64_t, std::deci>>(time.time_since_epoch()).count();
}
static_assert(BucketRing::kTick == std::chrono::duration<std::int64_t, std::deci>(1));

BucketRing makeRing(std::size_t tier)
{
    return {kTiers[tier].width, kTiers[tier].buckets()};
}

} // namespace

TieredSeries::TieredSeries(Detail detail)
{
    m_rings.reserve(kTiers.size());
    for (std::size_t i = detail == Detail::Full ? 0 : kFirstOverviewTier; i < kTiers.size(); ++i)
        m_rings.push_back(makeRing(i));
    assert(bytes() == seriesBytes(detail));
}

void TieredSeries::add(TimePoint time, double value)
{
    noteTime(time, time);
    if (!isKnown(value))
        return;
    for (BucketRing& ring : m_rings)
        ring.add(time, static_cast<float>(value));
}

void TieredSeries::hold(TimePoint from, TimePoint to, double value)
{
    assert(from < to);
    noteTime(from, to);
    if (!isKnown(value))
        return;
    const std::int64_t first = tickAt(from);
    const std::int64_t end = tickAt(to);
    for (BucketRing& ring : m_rings) {
        if (first < end)
            ring.addTicks(first, end, static_cast<float>(value));
        else
            ring.add(from, static_cast<float>(value));
    }
}

void TieredSeries::noteTime(TimePoint from, TimePoint to)
{
    if (from < m_newest)
        ++m_late;
    m_newest = std::max(m_newest, to);
}

Duration TieredSeries::columns(TimePoint from, TimePoint to, std::span<Column> columns) const
{
    assert(from < to && !columns.empty());
    const Duration columnWidth = (to - from) / static_cast<std::int64_t>(columns.size());
    const std::size_t chosen = ringFor(from, columnWidth);
    const BucketRing& ring = m_rings[chosen];
    if (ring.width() > columnWidth) {
        ring.narrowColumns(from, to, columns);
        return ring.width();
    }
    TimePoint end = endOfWhole(chosen, to);
    ring.columns(from, to, end, columns);
    // What the ends cut is less than a column, and comes from finer and finer tiers.
    for (std::size_t i = chosen; end < to; end = endOfWhole(i, to)) {
        i = dividerOf(i);
        columns.back().merge(m_rings[i].sum(end, endOfWhole(i, to)));
    }
    for (std::size_t i = chosen; i > 0;) {
        const TimePoint begin = m_rings[i].ceil(from);
        i = dividerOf(i);
        if (!m_rings[i].covers(from))
            break;
        columns.front().merge(m_rings[i].sum(from, begin));
    }
    return ring.width();
}

std::size_t TieredSeries::ringFor(TimePoint from, Duration columnWidth) const
{
    std::size_t best = m_rings.size() - 1;
    for (std::size_t i = m_rings.size(); i > 0 && m_rings[i - 1].covers(from); --i) {
        if (m_rings[best].width() > columnWidth)
            best = i - 1;
    }
    return best;
}

TimePoint TieredSeries::endOfWhole(std::size_t ring, TimePoint to) const
{
    const TimePoint cut = m_rings[ring].floor(to);
    return ring > 0 && m_rings[dividerOf(ring)].covers(cut) ? cut : to;
}

std::size_t TieredSeries::dividerOf(std::size_t ring) const
{
    std::size_t divider = ring - 1;
    while (m_rings[ring].width() % m_rings[divider].width() != Duration::zero())
        --divider;
    return divider;
}

void TieredSeries::setDetail(Detail next)
{
    if (next == detail())
        return;
    if (next == Detail::Overview) {
        m_rings.erase(m_rings.begin(), m_rings.begin() + kFirstOverviewTier);
        return;
    }
    std::vector<BucketRing> rings;
    rings.reserve(kTiers.size());
    for (std::size_t i = 0; i < kFirstOverviewTier; ++i) {
        rings.push_back(makeRing(i));
        if (m_newest != TimePoint::min())
            rings.back().startAt(m_newest);
    }
    std::move(m_rings.begin(), m_rings.end(), std::back_inserter(rings));
    m_rings = std::move(rings);
}

Detail TieredSeries::detail() const noexcept
{
    return m_rings.size() == kTiers.size() ? Detail::Full : Detail::Overview;
}

std::size_t TieredSeries::bytes() const noexcept
{
    std::size_t bytes = 0;
    for (const BucketRing& ring : m_rings)
        bytes += ring.bytes();
    return bytes;
}

} // namespace weir
