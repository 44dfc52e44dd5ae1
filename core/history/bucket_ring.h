// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace weir {

/** What is known of one stretch of time. With count 0 nothing is: the rest is 0 and means nothing. */
struct Column
{
    double sum = 0;
    float min = 0; ///< to 7 digits
    float max = 0;
    std::uint32_t count = 0;

    bool isGap() const noexcept { return count == 0; }
    /** Precondition: not a gap. */
    double mean() const noexcept { return sum / count; }
    /** Both stretches as one. */
    void merge(const Column& other) noexcept;
    friend bool operator==(const Column&, const Column&) = default;
};

/**
 * The newest `capacity` buckets of one width. Bucket k is the stretch [k * width, (k + 1) * width) of the
 * clock, so that rings of one width share their edges, and those of a wider one that is a multiple contain
 * them whole. Buckets that were skipped are cleared when time moves on, at most all of them, so that what one
 * holds from an earlier round is never taken for new. Sums are rounded to float (6e-8 of the value) as often
 * as a late value comes, else once. For one thread; a value; nothing here fails.
 */
class BucketRing
{
public:
    static constexpr std::size_t kBucketBytes = 16;
    static constexpr Duration kTick = std::chrono::milliseconds(100);

    /** Precondition: width a multiple of kTick, capacity > 0. The memory is taken with the first value. */
    BucketRing(Duration width, std::size_t capacity);

    /** What came before this moment went elsewhere: covers() says so. */
    void startAt(TimePoint time);
    /** What lies before the oldest bucket kept is left out. */
    void add(TimePoint time, float value);
    /** A value for each tick of [firstTick, endTick), where tick k is the moment k * kTick of the clock. */
    void addTicks(std::int64_t firstTick, std::int64_t endTick, float value);

    Duration width() const noexcept { return m_width; }
    /** From the first value on. */
    std::size_t bytes() const noexcept { return m_capacity * sizeof(Bucket); }
    /** Whether all that came at or after `from` is still here. */
    bool covers(TimePoint from) const noexcept;

    /** The moments a bucket begins: the last one not after `time`, the first one not before it. */
    TimePoint floor(TimePoint time) const noexcept { return startOf(numberOf(time)); }
    TimePoint ceil(TimePoint time) const noexcept { return startOf(numberOf(time - Duration(1)) + 1); }

    /** The buckets that begin in [from, to) as one column. */
    Column sum(TimePoint from, TimePoint to) const;
    /**
     * [from, to) in equal columns: each bucket in the column it begins in, if it begins before `end`.
     * Precondition: columns not empty and not narrower than a bucket.
     */
    void columns(TimePoint from, TimePoint to, TimePoint end, std::span<Column> columns) const;
    /** [from, to) in equal columns: each shows the bucket it begins in. Precondition: columns narrower than a
     * bucket. */
    void narrowColumns(TimePoint from, TimePoint to, std::span<Column> columns) const;

private:
    struct Bucket
    {
        float min = std::numeric_limits<float>::infinity();
        float max = -std::numeric_limits<float>::infinity();
        float sum = 0;
        std::uint32_t count = 0;
    };
    struct Sum;
    static_assert(sizeof(Bucket) == kBucketBytes);
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

    /** Makes this the newest bucket. */
    void moveOnTo(std::int64_t number);
    void addTo(std::int64_t number, float value, std::uint32_t count);
    std::int64_t numberOf(TimePoint time) const noexcept;
    TimePoint startOf(std::int64_t number) const noexcept { return TimePoint(number * m_width); }
    std::size_t slotOf(std::int64_t number) const noexcept;
    std::int64_t oldest() const noexcept;
    Column columnOf(std::int64_t number) const;

    Duration m_width;
    std::size_t m_capacity;
    std::vector<Bucket> m_buckets; ///< none before the first value, then m_capacity
    std::int64_t m_newest = kNever;
    std::int64_t m_since = kNever; ///< first bucket that was here from its start
    double m_newestSum = 0;        ///< so that a full bucket is rounded once
};

} // namespace weir
