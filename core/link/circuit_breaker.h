// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

namespace weir {

/**
 * Holds an endpoint back that fails again and again. Opens at the fifth failure in a row; open, one try a
 * minute is let through, so that it half-opens by itself; two successes in a row close it. A failure is a
 * try that did not open, or a connection that fell before it was healthy; each kHealthyAfter that a
 * connection stands is a success. A value without a clock.
 */
class CircuitBreaker
{
public:
    static constexpr int kFailuresToOpen = 5;
    static constexpr int kSuccessesToClose = 2;
    static constexpr Duration kTryEvery = std::chrono::seconds(60);

    enum class Change { None, Opened, Closed };

    constexpr Change fail() noexcept
    {
        m_successes = 0;
        m_failures += m_failures < kMostCounted ? 1 : 0;
        if (m_isOpen || m_failures < kFailuresToOpen)
            return Change::None;
        m_isOpen = true;
        return Change::Opened;
    }

    constexpr Change succeed() noexcept
    {
        m_failures = 0;
        if (!m_isOpen || ++m_successes < kSuccessesToClose)
            return Change::None;
        m_isOpen = false;
        m_successes = 0;
        return Change::Closed;
    }

    constexpr bool isOpen() const noexcept { return m_isOpen; }
    /** In a row. */
    constexpr int failures() const noexcept { return m_failures; }

private:
    static constexpr int kMostCounted = 1'000'000;

    int m_failures = 0;
    int m_successes = 0;
    bool m_isOpen = false;
};

} // namespace weir
