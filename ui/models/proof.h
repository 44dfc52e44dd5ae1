// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/engine/engine_snapshot.h"

#include <cstdint>
#include <vector>

namespace weir {

/** What one interval said about one endpoint, and what was true. */
struct ProofPoint
{
    TimePoint time; ///< end of the interval
    Duration length{0};
    double exact = 0;  ///< messages counted
    Estimate estimate; ///< the same, from the messages looked into
    std::uint64_t sequence = 0;
    std::uint32_t tested = 0; ///< flushes in it that could be tested, set by ProofHistory
    std::uint32_t held = 0;   ///< of these, how many ranges held

    /** A point range proves nothing: everything was looked into. */
    bool isTested() const noexcept { return !estimate.isPoint() && exact > 0; }
    bool holds() const noexcept { return estimate.low <= exact && exact <= estimate.high; }
};

/** How many known totals lay inside their ranges. */
struct ProofCount
{
    std::uint64_t held = 0;
    std::uint64_t tested = 0;

    /** False when chance alone would do worse than this less than once in a hundred times. */
    bool isBelievable() const;
};

/** P(at most `held` of `tested`) when each holds with probability `p`. */
double binomialTail(std::uint64_t held, std::uint64_t tested, double p);

/** Sums of consecutive intervals: independent errors add as squares, so a sum's range is narrower than the
 * sum of ranges. */
ProofPoint sumOf(const std::vector<ProofPoint>& points);

} // namespace weir
