// SPDX-License-Identifier: Apache-2.0
#include "tests/support/manual_time.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace weir::test {

class ManualTime::ManualTimer final : public Timer
{
public:
    explicit ManualTimer(ManualTime& owner) : m_owner(owner) { m_owner.m_timers.push_back(this); }
    ~ManualTimer() override { std::erase(m_owner.m_timers, this); }

    void start(Duration delay, std::function<void()> expired) override
    {
        m_deadline = m_owner.now() + std::max(delay, Duration::zero());
        m_expired = std::move(expired);
    }
    void stop() override { m_deadline.reset(); }
    bool isActive() const override { return m_deadline.has_value(); }

    TimePoint deadline() const { return *m_deadline; }
    void expire()
    {
        m_deadline.reset();
        const auto expired = std::exchange(m_expired, nullptr); // the callback may destroy this timer
        expired();
    }

private:
    ManualTime& m_owner;
    std::optional<TimePoint> m_deadline;
    std::function<void()> m_expired;
};

std::unique_ptr<Timer> ManualTime::makeTimer()
{
    return std::make_unique<ManualTimer>(*this);
}

ManualTime::ManualTimer* ManualTime::nextDue(TimePoint until) const
{
    ManualTimer* next = nullptr;
    for (ManualTimer* timer : m_timers) {
        if (timer->isActive() && timer->deadline() <= until &&
            (!next || timer->deadline() < next->deadline()))
            next = timer;
    }
    return next;
}

void ManualTime::advance(Duration step)
{
    const TimePoint target = m_now + step;
    while (ManualTimer* timer = nextDue(target)) {
        m_wall += timer->deadline() - m_now;
        m_now = timer->deadline();
        timer->expire();
    }
    m_wall += target - m_now;
    m_now = target;
}

int ManualTime::activeTimers() const
{
    return static_cast<int>(
        std::count_if(m_timers.begin(), m_timers.end(), [](const ManualTimer* t) { return t->isActive(); }));
}

} // namespace weir::test
