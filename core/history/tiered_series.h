// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/bucket_ring.h"

#include <array>

namespace weir {

/** How much a series keeps. */
enum class Detail {
    Full,     ///< what is drawn: 100 ms for 10 minutes, 1 s for 2 hours, 10 s for 24 hours
    Overview, ///< what is not: 10 s for 24 hours
};

/** One resolution, and how long it lasts. */
struct Tier
{
    Duration width;
    Duration kept;

    /** One more than fits: a stretch of the whole length begins and ends inside a bucket. */
    constexpr std::size_t buckets() const { return static_cast<std::size_t>(kept / width) + 1; }
};

/**
 * Finest first. Each length is there more than once, so that no span of more than five minutes reads more
 * than three buckets for a column of 500, and the six spans of the window hardly more than one.
 */
inline constexpr std::array<Tier, 9> kTiers{{
    {BucketRing::kTick, std::chrono::minutes(10)},
    {std::chrono::milliseconds(500), std::chrono::minutes(10)},
    {std::chrono::seconds(1), std::chrono::hours(2)},
    {std::chrono::seconds(2), std::chrono::hours(2)},
    {std::chrono::seconds(5), std::chrono::hours(2)},
    {std::chrono::seconds(10), std::chrono::hours(24)},
    {std::chrono::seconds(30), std::chrono::hours(24)},
    {std::chrono::minutes(1), std::chrono::hours(24)},
    {std::chrono::minutes(2), std::chrono::hours(24)},
}};
inline constexpr std::size_t kFirstOverviewTier = 5;

/** What a series takes for its buckets, always: 530 064 or 218 944 bytes. */
constexpr std::size_t seriesBytes(Detail detail)
{
    std::size_t bytes = 0;
    for (std::size_t i = detail == Detail::Full ? 0 : kFirstOverviewTier; i < kTiers.size(); ++i)
        bytes += kTiers[i].buckets() * BucketRing::kBucketBytes;
    return bytes;
}
static_assert(seriesBytes(Detail::Full) == 530'064 && seriesBytes(Detail::Overview) == 218'944);

/** Of the tiers of a window: messages of every endpoint and of the total, `full` of them drawn. */
constexpr std::size_t historyBytes(std::size_t endpoints, std::size_t full)
{
    const std::size_t series = endpoints + 1;
    return full * seriesBytes(Detail::Full) + (series - full) * seriesBytes(Detail::Overview);
}
static_assert(historyBytes(200, 64) <= 120'000'000);

/**
 * A day of one quantity at several resolutions, {min, max, sum, count} a bucket, so that a peak of 100 ms is
 * still there in the view of 24 hours.
 *
 * A bucket without a value is a gap: not a zero, and never bridged. Values are finite and up to 1e30 in size;
 * anything else is unknown, so it is left out. They are kept to 7 digits, whole numbers up to 16 777 216
 * exactly.
 *
 * Memory is seriesBytes(), taken by the first value, after setDetail() by the next, and nothing ever again.
 * For one thread; a value; nothing here fails.
 */
class TieredSeries
{
public:
    explicit TieredSeries(Detail detail = Detail::Full);

    /**
     * A value of one moment. Times do not go back; one that does is counted in late() and goes where it
     * belongs in every tier that still has that bucket.
     */
    void add(TimePoint time, double value);
    /**
     * A value that held over [from, to), as a rate between two readings does. It counts once for each tenth
     * of a second of the clock that begins in the stretch (once when none does), so that means over time are
     * right, and no bucket in the stretch is a gap because readings are slower than buckets. Late and
     * unknown values as in add(). Precondition: from < to.
     */
    void hold(TimePoint from, TimePoint to, double value);

    /**
     * The stretch [from, to) in columns.size() equal columns (edges rounded down to a nanosecond). Returns
     * the width of the buckets behind them: the widest that are no wider than a column, as long as that tier
     * reaches back to `from`; if none does both, the finest that reaches back. What nobody kept is a gap.
     *
     * A bucket belongs whole to the column it begins in, so no value is drawn more than a column left of its
     * time, and an inner column is the same however much is asked for around it. A bucket cut by `from` or
     * `to` is divided by finer tiers as far as these reach back, and what is left uncut to the stretch it
     * begins in. So neighbouring stretches share nothing and lose nothing: to 100 ms within 10 minutes, to 1
     * s within 2 hours, to 10 s within the day.
     *
     * Only when the width returned exceeds a column, each column shows the bucket that it begins in: to be
     * drawn, not to be added up. O(buckets in the stretch + columns), no allocation. Precondition: from < to,
     * columns not empty.
     */
    Duration columns(TimePoint from, TimePoint to, std::span<Column> columns) const;

    /** Full after Overview knows the fine tiers from here on, and the past from the others. */
    void setDetail(Detail detail);
    Detail detail() const noexcept;
    std::size_t bytes() const noexcept;
    /** Values that came after a newer one. */
    std::uint64_t late() const noexcept { return m_late; }

private:
    void noteTime(TimePoint from, TimePoint to);
    std::size_t ringFor(TimePoint from, Duration columnWidth) const;
    /** The widest ring whose buckets make up those of this one. Precondition: not the finest. */
    std::size_t dividerOf(std::size_t ring) const;
    /** Where the whole buckets of a stretch end, if a finer ring has the rest; else where the stretch ends.
     */
    TimePoint endOfWhole(std::size_t ring, TimePoint to) const;

    std::vector<BucketRing> m_rings; ///< finest first
    TimePoint m_newest = TimePoint::min();
    std::uint64_t m_late = 0;
};

} // namespace weir
