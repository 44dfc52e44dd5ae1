// SPDX-License-Identifier: Apache-2.0
#include "core/net/qt_timer.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

class QtTimer final : public Timer
{
public:
    QtTimer()
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer); // coarse ones are up to 5 % early
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const auto expired = std::exchange(m_expired, nullptr); // it may destroy this timer
            expired();
        });
    }

    void start(Duration delay, std::function<void()> expired) override
    {
        m_expired = std::move(expired);
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::max(delay, Duration::zero()));
        m_timer.start(wait);
    }

    void stop() override
    {
        m_timer.stop();
        m_expired = nullptr;
    }

    bool isActive() const override { return m_timer.isActive(); }

private:
    QTimer m_timer;
    std::function<void()> m_expired;
};

} // namespace

std::unique_ptr<Timer> QtTimerFactory::makeTimer()
{
    return std::make_unique<QtTimer>();
}

} // namespace weir
