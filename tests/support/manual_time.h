// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/timer.h"

#include <functional>
#include <memory>
#include <vector>

namespace weir::test {

/**
 * Time that moves only by advance(), and timers that expire in it, in order of their deadlines. For one
 * thread, but for now() and wallNow(), which other threads may read while time stands still.
 */
class ManualTime final : public Clock, public TimerFactory
{
public:
    TimePoint now() const noexcept override { return m_now; }
    WallTime wallNow() const noexcept override { return m_wall; }
    Duration slept() const noexcept override { return m_slept; }
    std::unique_ptr<Timer> makeTimer() override;

    /** Moves time and runs every timer that falls due on the way, each at its own deadline. */
    void advance(Duration step);
    /** This computer sleeps: the wall clock goes on, timers and now() do not. */
    void suspend(Duration duration)
    {
        m_wall += duration;
        m_slept += duration;
    }
    int activeTimers() const;

private:
    class ManualTimer;
    ManualTimer* nextDue(TimePoint until) const;

    TimePoint m_now{std::chrono::hours(1)};
    Duration m_slept{0};
    WallTime m_wall{std::chrono::seconds(1'700'000'000)};
    std::vector<ManualTimer*> m_timers;
};

} // namespace weir::test
