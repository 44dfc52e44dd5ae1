// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/time_ring.h"
#include "ui/models/line_pieces.h"
#include "ui/models/proof.h"

#include <vector>

namespace weir {

/**
 * What the intervals of a day said about one endpoint: every flush of a second or more for about a quarter of
 * an hour, minutes for a day. Sums of intervals are made by sumOf(), so errors of a longer stretch are
 * smaller. Memory grows to about 180 KB. For one thread; a value.
 */
class ProofHistory
{
public:
    static constexpr std::size_t kFine = 1024;
    static constexpr std::size_t kMinutes = 24 * 60 + 2;

    /** Points of one width; the newest is left out while it is much shorter than the others. */
    struct Bins
    {
        std::vector<ProofPoint> points;
        Duration width{0}; ///< of one
    };

    /** One flush. Precondition: not older than the last. */
    void add(ProofPoint point);
    bool empty() const { return m_fine.empty(); }
    /** The newest; of several flushes when these are shorter than a second. Precondition: !empty(). */
    const ProofPoint& back() const { return m_fine.back(); }
    /** About sixty points over the window. */
    Bins bins(const TimeWindow& window) const;
    /** All of the window as one. */
    ProofPoint sumIn(const TimeWindow& window) const;
    /** Of single flushes. */
    ProofCount countIn(const TimeWindow& window) const;
    std::size_t bytes() const;

private:
    const TimeRing<ProofPoint>& ringFor(const TimeWindow& window) const;

    TimeRing<ProofPoint> m_fine{kFine};       ///< `sequence` counts them
    TimeRing<ProofPoint> m_minutes{kMinutes}; ///< `sequence` is the minute of the clock
};

} // namespace weir
