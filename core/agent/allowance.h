// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <algorithm>

namespace weir {

/** So many a second, and as many at once after a pause (a token bucket). One thread. */
class Allowance
{
public:
    Allowance(int perSecond, const Clock& clock)
        : m_perSecond(perSecond), m_clock(clock), m_left(perSecond), m_filled(clock.now())
    {}

    bool take()
    {
        const TimePoint now = m_clock.now();
        const double seconds = std::chrono::duration<double>(now - m_filled).count();
        m_left = std::min(m_left + seconds * m_perSecond, m_perSecond);
        m_filled = now;
        if (m_left < 1)
            return false;
        m_left -= 1;
        return true;
    }

private:
    const double m_perSecond;
    const Clock& m_clock;
    double m_left;
    TimePoint m_filled;
};

} // namespace weir
