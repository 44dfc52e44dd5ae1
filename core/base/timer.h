// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <functional>
#include <memory>

namespace weir {

/**
 * A one-shot timer of the thread that made it. Destroying it cancels it; its callback runs on that same
 * thread, never from inside start(), and may restart or destroy the timer.
 */
class Timer
{
public:
    virtual ~Timer() = default;
    /** Calls `expired` once after `delay` (negative counts as 0). A pending start is replaced. */
    virtual void start(Duration delay, std::function<void()> expired) = 0;
    virtual void stop() = 0;
    virtual bool isActive() const = 0;
};

/** Makes timers for objects that live on one thread. The factory outlives what it made. */
class TimerFactory
{
public:
    virtual ~TimerFactory() = default;
    virtual std::unique_ptr<Timer> makeTimer() = 0;
};

} // namespace weir
