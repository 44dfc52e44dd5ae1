// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

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
};

/** The machine's clocks. */
class SystemClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
    WallTime wallNow() const noexcept override { return std::chrono::system_clock::now(); }
};

} // namespace weir
