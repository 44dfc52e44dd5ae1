// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#ifdef __linux__
#include <ctime>
#endif

namespace weir {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/**
 * The only door to time. Injected by constructor, so that tests move time by hand
 * (tests/support/manual_time.h). now() is monotonic and measures; wallNow() may jump and only labels. Both
 * may be called from any thread.
 */
class Clock
{
public:
    virtual ~Clock() = default;
    virtual TimePoint now() const noexcept = 0;
    virtual WallTime wallNow() const noexcept = 0;
    /** How long this computer has slept since it started, which now() leaves out. 0 where unknown. */
    virtual Duration slept() const noexcept { return Duration::zero(); }
    /** What the calling thread has used of a processor; now() where that is unknown. Reading it costs more.
     */
    virtual Duration threadTime() const noexcept { return now().time_since_epoch(); }
};

/** The machine's clocks. */
class SystemClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
    WallTime wallNow() const noexcept override { return std::chrono::system_clock::now(); }
#ifdef __linux__
    Duration slept() const noexcept override
    {
        Duration awake{0};
        Duration all{0};
        Duration length{0};
        for (int i = 0; i < 3 && (i == 0 || length > std::chrono::milliseconds(1)); ++i) {
            awake = read(CLOCK_MONOTONIC);
            all = read(CLOCK_BOOTTIME);
            length = read(CLOCK_MONOTONIC) - awake; // long when this thread was put aside between the two
        }
        return all - awake;
    }
    Duration threadTime() const noexcept override
    {
        return read(CLOCK_THREAD_CPUTIME_ID);
    }

private:
    static Duration read(clockid_t clock) noexcept
    {
        std::timespec time{};
        clock_gettime(clock, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
#endif
};

} // namespace weir
