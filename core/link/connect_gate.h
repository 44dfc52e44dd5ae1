// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <algorithm>

namespace weir {

/** Spaces the connects of all endpoints evenly, 20 a second at most. For the link thread. */
class ConnectGate
{
public:
    static constexpr Duration kSpacing = std::chrono::milliseconds(50);

    /** Takes the next free turn: how long from `now` until it. A turn that is not used is lost. */
    Duration takeTurn(TimePoint now)
    {
        const TimePoint turn = std::max(now, m_next);
        m_next = turn + kSpacing;
        return turn - now;
    }

private:
    TimePoint m_next{};
};

} // namespace weir
