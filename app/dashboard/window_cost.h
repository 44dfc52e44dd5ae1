// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <optional>

namespace weir {

/** CPU time that the calling thread has used so far. */
Duration threadCpuTime();

/** What a thread costs, from readings of its CPU time: the share of a core over each two seconds. A value. */
class WindowCost
{
public:
    static constexpr Duration kPeriod = std::chrono::seconds(2);

    /** The share, 0 and up, when a period has passed since the last one; `used` is the thread's CPU time. */
    std::optional<double> read(TimePoint now, Duration used);

private:
    std::optional<TimePoint> m_since;
    Duration m_usedThen{0};
};

} // namespace weir
