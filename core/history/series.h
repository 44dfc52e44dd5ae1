// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/time_ring.h"

#include <cstdint>
#include <optional>

namespace weir {

/** A value that held until `time`; with count 0 nothing is known of that stretch, which is not the same as
 * zero. */
struct Sample
{
    TimePoint time;
    double value = 0;
    std::uint32_t count = 0; ///< readings behind the value; 0 = gap

    bool isGap() const noexcept { return count == 0; }
    static Sample of(TimePoint time, double value) { return {time, value, 1}; }
    static Sample gap(TimePoint time) { return {time, 0, 0}; }
};

using Series = TimeRing<Sample>;

/**
 * Turns readings of a cumulative counter into events a second, over the monotonic time between two readings.
 * A late reading makes the stretch longer, never the rate higher. For one thread; a value.
 */
class CounterRate
{
public:
    /** Since the last reading; nothing for the first one, when no time passed, or when the counter went back.
     */
    std::optional<double> read(TimePoint now, std::uint64_t count)
    {
        const std::optional<Reading> before = m_last;
        m_last = Reading{now, count};
        if (!before || now <= before->time || count < before->count)
            return std::nullopt;
        const double seconds = std::chrono::duration<double>(now - before->time).count();
        return static_cast<double>(count - before->count) / seconds;
    }

    void forget() noexcept { m_last.reset(); }

private:
    struct Reading
    {
        TimePoint time;
        std::uint64_t count = 0;
    };
    std::optional<Reading> m_last;
};

} // namespace weir
