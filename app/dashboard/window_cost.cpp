// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/window_cost.h"

#include <time.h>

namespace weir {

Duration threadCpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::optional<double> WindowCost::read(TimePoint now, Duration used)
{
    if (m_since && now - *m_since < kPeriod)
        return std::nullopt;
    std::optional<double> share;
    if (m_since)
        share = std::chrono::duration<double>(used - m_usedThen) / (now - *m_since);
    m_since = now;
    m_usedThen = used;
    return share;
}

} // namespace weir
