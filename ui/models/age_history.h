// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/time_ring.h"
#include "core/look/look_report.h"
#include "ui/models/line_pieces.h"

#include <array>
#include <vector>

namespace weir {

/** The quantiles of message age that are kept. */
inline constexpr std::array<double, 3> kAgeLevels = {0.5, 0.9, 0.99};

/** How old messages were in one interval or, of a minute, on average; seconds. */
struct AgePoint
{
    struct Level
    {
        float value = 0;
        float low = 0; ///< of the 95 % range
        float high = 0;
        bool isKnown = false; ///< enough were looked into
    };
    TimePoint time; ///< end of the interval
    Duration length{0};
    std::array<Level, kAgeLevels.size()> levels{}; ///< at kAgeLevels
    std::uint32_t samples = 0;
    std::uint32_t fromFuture = 0; ///< of them
    float lowest = 0;             ///< negative: the clocks differ by at least that
};

/**
 * Message ages of one endpoint: every interval for about a quarter of an hour, then for a day the means of
 * minutes, weighted by how many were looked into. Memory grows to about 130 KB. For one thread; a value.
 */
class AgeHistory
{
public:
    static constexpr std::size_t kFine = 512;
    static constexpr std::size_t kMinutes = 24 * 60 + 2;

    /** Nothing is kept of an interval without a sample. Precondition: not older than the last. */
    void add(TimePoint time, Duration length, const LookedAge& age);
    bool empty() const { return m_fine.empty(); }
    bool areMinutes(const TimeWindow& window) const;
    /** The points of the window, oldest first. */
    std::vector<AgePoint> pointsIn(const TimeWindow& window) const;
    std::size_t bytes() const { return (m_fine.size() + m_minutes.size()) * sizeof(AgePoint); }

private:
    TimeRing<AgePoint> m_fine{kFine};
    TimeRing<AgePoint> m_minutes{kMinutes};
};

} // namespace weir
