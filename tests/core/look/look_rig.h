// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/look/looker.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::test {

/** Manual time, and manual work that takes it; reading what this thread worked is work too. */
class WorkingClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return m_now; }
    WallTime wallNow() const noexcept override { return wall; }
    Duration threadTime() const noexcept override
    {
        ++threadReadings;
        return m_worked += reading;
    }
    void advance(Duration step)
    {
        m_now += step;
        wall += step;
    }
    void work(Duration cost)
    {
        advance(cost);
        m_worked += cost;
    }

    Duration reading{0};
    WallTime wall{std::chrono::seconds(1'700'000'000)};
    mutable int threadReadings = 0;

private:
    TimePoint m_now{std::chrono::hours(1)};
    mutable Duration m_worked{0};
};

/** One endpoint whose messages are chosen by a fair coin, as the engine would. */
class LookRig
{
public:
    explicit LookRig(const LookSettings& settings, std::uint64_t seed = 1) : random(seed), looker(clock, seed)
    {
        endpoint = looker.add(EndpointId{1});
        endpoint->set(settings, received);
    }

    /** A message arrives and is chosen with probability `rate`; make() gives its payload then. */
    template<class Make>
    bool arrives(double rate, std::size_t bytes, Make&& make)
    {
        ++received.messages;
        received.bytes += bytes;
        if (rate < 1 && random.uniform() > rate)
            return false;
        const auto opening = endpoint->open(1 / rate, clock.now());
        if (!opening)
            return false;
        const std::string payload = make();
        clock.work(lookCost);
        endpoint->look(*opening, payload, true, received.messages);
        return true;
    }
    bool arrives(std::string_view payload, double rate = 1)
    {
        return arrives(rate, payload.size(), [payload] { return std::string(payload); });
    }
    /** Ends the interval. */
    LookedEndpoint report()
    {
        last = looker.takeReport([this](EndpointId) { return received; });
        return last ? last->endpoints.front() : LookedEndpoint{};
    }

    WorkingClock clock;
    Duration lookCost{0};
    SplitMix64 random;
    Looker looker;
    std::shared_ptr<EndpointLooker> endpoint;
    ReceivedSoFar received;
    std::shared_ptr<const LookReport> last;
};

} // namespace weir::test
