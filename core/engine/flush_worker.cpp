// SPDX-License-Identifier: Apache-2.0
#include "core/engine/flush_worker.h"

#include <utility>

namespace weir {

FlushWorker::FlushWorker(Duration interval, std::function<void(Duration)> flush, std::function<void()> drain)
    : m_interval(interval)
    , m_flush(std::move(flush))
    , m_drain(std::move(drain))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

void FlushWorker::wakeEarly()
{
    {
        const std::lock_guard lock(m_mutex);
        m_early = true;
    }
    m_wake.notify_one();
}

void FlushWorker::setInterval(Duration interval)
{
    {
        const std::lock_guard lock(m_mutex);
        m_interval = interval;
        m_intervalChanged = true;
    }
    m_wake.notify_one();
}

void FlushWorker::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void FlushWorker::run(const std::stop_token& stop)
{
    // How long to wait is this thread's own business with the scheduler, so it reads the machine's clock;
    // what is measured is timed by the engine's Clock.
    auto began = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        m_intervalChanged = false;
        const Duration interval = m_interval;
        const auto deadline = began + interval;
        m_wake.wait_until(lock, stop, deadline, [this] { return m_early || m_intervalChanged; });
        if (stop.stop_requested())
            return;
        const bool early = std::exchange(m_early, false);
        const bool due = std::chrono::steady_clock::now() >= deadline;
        if (!early && !due)
            continue;
        lock.unlock();
        if (due) {
            // From the deadline, so that intervals do not drift; from now, when a whole one was missed.
            const auto now = std::chrono::steady_clock::now();
            began = now - deadline < interval ? deadline : now;
            m_flush(now - deadline);
        } else {
            m_drain();
        }
        lock.lock();
    }
}

} // namespace weir
