// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

#include <cstdint>
#include <optional>

namespace weir {

/**
 * Keeps looking within 2 % of a core, whatever share the engine chooses: a second stage, in which each chosen
 * message is opened with a probability r that follows from what came before it alone, so that weights times
 * 1/r stay unbiased. r begins a period of 100 ms with what the last one would have needed, halves when the
 * period's looks are spent, and again each time half of what was left until twice of them is spent; what was
 * spent too much is taken off the next period.
 *
 * What a look costs is the mean of what was measured: of each look at first, and while looks are so dear
 * that reading the clock is little beside them; else of one in 16, at random, which counts for 16. Nothing is
 * cut off it, and it decays by looks: so a dear one takes from those that follow just what it cost, and what
 * is spent in the long run is the budget. It begins at an assumption worth 256 looks, so that a first look in
 * cold memory is not all that is known. One thread.
 */
class LookBudget
{
public:
    static constexpr double kShareOfCore = 0.02;
    static constexpr Duration kPeriod = std::chrono::milliseconds(100);

    explicit LookBudget(std::uint64_t seed) : m_random(seed) {}

    /** 1/r of the message that was just chosen, or nothing when it stays closed. */
    std::optional<double> admit(TimePoint now);
    /** Whether the look that begins is one to be measured; decided before anything is known of it. */
    bool isTimed() noexcept;
    /** Processor time of a look, without that of reading the clock. */
    void measured(Duration cost) noexcept;

    /** 0: none was measured yet. */
    double nanosecondsPerLook() const noexcept { return m_known > kAssumedLooks ? m_nanoseconds : 0; }
    double perSecond() const noexcept;

private:
    static constexpr double kAssumedNanoseconds = 10'000;
    static constexpr double kDearNanoseconds = 20'000;
    static constexpr int kAssumedLooks = 256;
    static constexpr int kRemembered = 1024; ///< looks over which the mean reaches
    static constexpr int kOneIn = 16;

    void beginPeriod(TimePoint now);

    SplitMix64 m_random;
    TimePoint m_periodBegan{};
    double m_share = 0; ///< looks of this period
    double m_nextHalving = 0;
    double m_r = 1;
    double m_spent = 0;
    double m_offered = 0;
    double m_nanoseconds = kAssumedNanoseconds;
    int m_known = kAssumedLooks; ///< looks that the mean is of
    int m_standsFor = 1;         ///< of the look that is measured
};

} // namespace weir
