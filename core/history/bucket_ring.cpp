// SPDX-License-Identifier: Apache-2.0
#include "core/history/bucket_ring.h"

#include <algorithm>
#include <cassert>

namespace weir {

namespace {

/** Rounded down, also below zero. */
std::int64_t quotient(std::int64_t dividend, std::int64_t divisor)
{
    return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

/** Right edges of n columns of a stretch, from + span * i / n rounded down, without a division for each. */
class Edges
{
public:
    Edges(TimePoint from, TimePoint to, std::size_t columns)
        : m_columns(static_cast<std::int64_t>(columns))
        , m_step((to - from) / m_columns)
        , m_restStep((to - from).count() % m_columns)
        , m_edge(from)
    {}

    TimePoint edge() const { return m_edge; }
    TimePoint next()
    {
        m_edge += m_step;
        m_rest += m_restStep;
        if (m_rest >= m_columns) {
            m_rest -= m_columns;
            m_edge += Duration(1);
        }
        return m_edge;
    }

private:
    std::int64_t m_columns;
    Duration m_step;
    std::int64_t m_restStep;
    std::int64_t m_rest = 0;
    TimePoint m_edge;
};

} // namespace

void Column::merge(const Column& other) noexcept
{
    if (other.isGap())
        return;
    min = isGap() ? other.min : std::min(min, other.min);
    max = isGap() ? other.max : std::max(max, other.max);
    sum += other.sum;
    count += other.count;
}

/** Buckets merged. */
struct BucketRing::Sum
{
    double sum = 0;
    float min = std::numeric_limits<float>::infinity();
    float max = -std::numeric_limits<float>::infinity();
    std::uint32_t count = 0;

    void add(const Bucket& bucket)
    {
        sum += bucket.sum;
        // In this order each is one instruction that reads memory; the other way round it is three.
        min = std::min(bucket.min, min);
        max = std::max(bucket.max, max);
        count += bucket.count;
    }

    Column column() const { return count > 0 ? Column{sum, min, max, count} : Column{}; }
};

BucketRing::BucketRing(Duration width, std::size_t capacity) : m_width(width), m_capacity(capacity)
{
    assert(width > Duration::zero() && width % kTick == Duration::zero() && capacity > 0);
}

std::int64_t BucketRing::numberOf(TimePoint time) const noexcept
{
    return quotient(time.time_since_epoch().count(), m_width.count());
}

std::size_t BucketRing::slotOf(std::int64_t number) const noexcept
{
    const auto capacity = static_cast<std::int64_t>(m_capacity);
    return static_cast<std::size_t>(number - quotient(number, capacity) * capacity);
}

std::int64_t BucketRing::oldest() const noexcept
{
    if (m_newest == kNever)
        return m_since;
    return std::max(m_since, m_newest - static_cast<std::int64_t>(m_capacity) + 1);
}

void BucketRing::startAt(TimePoint time)
{
    m_since = numberOf(ceil(time));
}

bool BucketRing::covers(TimePoint from) const noexcept
{
    return numberOf(from) >= oldest();
}

void BucketRing::add(TimePoint time, float value)
{
    addTo(numberOf(time), value, 1);
}

void BucketRing::addTicks(std::int64_t firstTick, std::int64_t endTick, float value)
{
    const std::int64_t ticks = m_width / kTick;
    const std::int64_t last = quotient(endTick - 1, ticks);
    const std::int64_t first =
        std::max(quotient(firstTick, ticks), last - static_cast<std::int64_t>(m_capacity) + 1);
    for (std::int64_t number = first; number <= last; ++number) {
        const std::int64_t inBucket =
            std::min(endTick, (number + 1) * ticks) - std::max(firstTick, number * ticks);
        addTo(number, value, static_cast<std::uint32_t>(inBucket));
    }
}

void BucketRing::moveOnTo(std::int64_t number)
{
    if (m_buckets.empty()) {
        m_buckets.resize(m_capacity);
    } else {
        const std::int64_t skipped = std::min(number - m_newest, static_cast<std::int64_t>(m_capacity));
        std::size_t slot = slotOf(number - skipped + 1);
        for (std::int64_t i = 0; i < skipped; ++i) {
            m_buckets[slot] = Bucket{};
            slot = slot + 1 < m_capacity ? slot + 1 : 0;
        }
    }
    m_newest = number;
    m_newestSum = 0;
}

void BucketRing::addTo(std::int64_t number, float value, std::uint32_t count)
{
    if (number > m_newest)
        moveOnTo(number);
    else if (number < oldest())
        return;
    Bucket& bucket = m_buckets[slotOf(number)];
    bucket.min = std::min(bucket.min, value);
    bucket.max = std::max(bucket.max, value);
    bucket.count += count;
    const double sum = static_cast<double>(value) * count;
    if (number == m_newest) {
        m_newestSum += sum;
        bucket.sum = static_cast<float>(m_newestSum);
    } else {
        bucket.sum = static_cast<float>(bucket.sum + sum);
    }
}

Column BucketRing::sum(TimePoint from, TimePoint to) const
{
    Column column;
    if (from < to)
        columns(from, to, to, std::span(&column, 1));
    return column;
}

void BucketRing::columns(TimePoint from, TimePoint to, TimePoint end, std::span<Column> columns) const
{
    if (m_newest == kNever) {
        std::fill(columns.begin(), columns.end(), Column{});
        return;
    }
    const std::int64_t first = std::max(numberOf(ceil(from)), oldest());
    // Locals: what is written to a column might be a member, for all the compiler knows.
    const Duration width = m_width;
    const Bucket* const begin = m_buckets.data();
    const Bucket* const wrap = begin + m_buckets.size();
    const Bucket* bucket = begin + slotOf(first);
    TimePoint start = startOf(first);
    end = std::min(end, startOf(m_newest + 1));
    Edges edges(from, to, columns.size());
    for (Column& column : columns) {
        const TimePoint edge = std::min(edges.next(), end);
        Sum sum;
        for (; start < edge; start += width) {
            sum.add(*bucket);
            if (++bucket == wrap)
                bucket = begin;
        }
        column = sum.column();
    }
}

void BucketRing::narrowColumns(TimePoint from, TimePoint to, std::span<Column> columns) const
{
    std::int64_t number = numberOf(from);
    TimePoint end = startOf(number + 1);
    Column current = columnOf(number);
    Edges edges(from, to, columns.size());
    for (Column& column : columns) {
        if (edges.edge() >= end) {
            current = columnOf(++number);
            end += m_width;
        }
        column = current;
        (void)edges.next();
    }
}

Column BucketRing::columnOf(std::int64_t number) const
{
    if (m_newest == kNever || number < oldest() || number > m_newest)
        return {};
    Sum sum;
    sum.add(m_buckets[slotOf(number)]);
    return sum.column();
}

} // namespace weir
