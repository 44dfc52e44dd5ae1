// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace weir {

/** Who wants a connection: a person who waits for it, or the program on its own. */
enum class ConnectLane { Automatic, Person };

/**
 * Spaces the connects of all endpoints evenly, 20 a second at most. What a person asks for does not wait
 * behind thousands that connect on their own: it has a lane with turns of its own, which those give way to.
 * So a second in which a person clicked may have as many more. For the link thread.
 */
class ConnectGate
{
public:
    static constexpr std::size_t kMostPerSecond = 20;
    static constexpr Duration kSpacing = std::chrono::milliseconds(1000 / kMostPerSecond);
    /** So far ahead a person's turns are given away: whoever wants hundreds at once has not clicked for each.
     */
    static constexpr Duration kPersonsAhead = std::chrono::seconds(1);

    struct Turn
    {
        Duration wait{0};                          ///< from now
        ConnectLane lane = ConnectLane::Automatic; ///< in which it is: Automatic, where the other was full
    };

    /** Takes the next free turn. One that is not used is lost. */
    Turn takeTurn(TimePoint now, ConnectLane wanted)
    {
        const bool isPersons = wanted == ConnectLane::Person && m_nextOfPerson < now + kPersonsAhead;
        TimePoint& next = isPersons ? m_nextOfPerson : m_next;
        const TimePoint turn = std::max(now, next);
        next = turn + kSpacing;
        return {turn - now, isPersons ? ConnectLane::Person : ConnectLane::Automatic};
    }

    /**
     * At a turn: uses it, or says how long to wait still. Where this computer or its load held turns up, they
     * come all at once. A person's never waits; the others leave it its place.
     */
    Duration use(TimePoint now, ConnectLane lane)
    {
        std::optional<TimePoint>& oldest = m_used[m_at];
        if (lane == ConnectLane::Person) {
            m_heldUntil = now + kSpacing;
        } else {
            const TimePoint free =
                oldest ? std::max(*oldest + std::chrono::seconds(1), m_heldUntil) : m_heldUntil;
            if (free > now)
                return free - now;
        }
        oldest = now;
        m_at = (m_at + 1) % m_used.size();
        return Duration::zero();
    }

private:
    TimePoint m_next{};
    TimePoint m_nextOfPerson{};
    TimePoint m_heldUntil{};                                     ///< for a person's
    std::array<std::optional<TimePoint>, kMostPerSecond> m_used; ///< a ring of the last uses
    std::size_t m_at = 0;                                        ///< the oldest of them
};

} // namespace weir
