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
    std::unique_ptr<Timer> makeTimer() override;

    /** Moves time and runs every timer that falls due on the way, each at its own deadline. */
    void advance(Duration step);
    int activeTimers() const;

private:
    class ManualTimer;
    ManualTimer* nextDue(TimePoint until) const;

    TimePoint m_now{std::chrono::hours(1)};
    WallTime m_wall{std::chrono::seconds(1'700'000'000)};
    std::vector<ManualTimer*> m_timers;
};

} // namespace weir::test
