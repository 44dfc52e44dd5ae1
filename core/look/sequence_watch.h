// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/look/look_report.h"

#include <array>
#include <cstdint>
#include <optional>

namespace weir {

/**
 * Follows the sequence numbers of one endpoint's messages. Each comes with the number of its arrival, so that
 * where only a share is read, what lies between two that were is known to have arrived: numbers passed minus
 * arrivals is what is missing. A number behind the largest fills the gap it belongs to (reordered), or came
 * again (duplicate); where only a share is read, which gap it filled is not known, only that one was. A jump
 * back by more than 1000 or ahead by more than a million, or 32 numbers in a row behind, is a beginning anew.
 * Not synchronised.
 */
class SequenceWatch
{
public:
    /** `arrivals` of the endpoint before looking began. */
    explicit SequenceWatch(std::uint64_t arrivals = 0) : m_begin(arrivals), m_lastArrival(arrivals) {}

    /** Message number `arrival` has no number, or none that can be read. */
    void skip(std::uint64_t arrival) noexcept;
    void add(std::int64_t number, std::uint64_t arrival) noexcept;

    LookedSequence report() const noexcept;

private:
    /** Numbers that are still missing. */
    struct Gap
    {
        std::int64_t first = 0;
        std::int64_t last = -1;
        std::uint64_t arrival = 0; ///< that showed it
    };

    void ahead(std::int64_t number, std::int64_t passed, std::uint64_t arrival) noexcept;
    void behind(std::int64_t number, std::uint64_t arrival) noexcept;
    void restart(std::int64_t number, std::uint64_t arrival) noexcept;
    bool fill(std::int64_t number) noexcept;
    std::uint64_t closeNewest(std::uint64_t count, std::uint64_t arrival) noexcept;
    void arrived(std::uint64_t arrival) noexcept;

    std::uint64_t m_begin;
    std::uint64_t m_seen = 0; ///< arrivals we were told of
    std::uint64_t m_lastArrival;
    bool m_hasNumber = false;
    std::int64_t m_largest = 0;         ///< the number of …
    std::uint64_t m_largestArrival = 0; ///< … this arrival
    std::uint64_t m_aside = 0;          ///< arrivals since then that did not go ahead
    std::array<Gap, 64> m_gaps;         ///< the newest, a ring
    std::size_t m_nextGap = 0;
    // What was inferred of messages that were not read, until kRecent arrivals later:
    std::uint64_t m_inferredAt = 0;
    std::uint64_t m_openMissing = 0;    ///< a late one may be among them
    std::uint64_t m_openDuplicates = 0; ///< may have been early ones
    std::int64_t m_behindNumber = 0;
    std::uint64_t m_behindArrival = 0;
    std::uint64_t m_run = 0;           ///< in a row behind
    std::uint64_t m_runDuplicates = 0; ///< of them
    LookedSequence m_said;
};

} // namespace weir
