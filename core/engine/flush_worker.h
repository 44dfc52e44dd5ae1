// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace weir {

/**
 * A thread that calls `flush` once an interval, with how late it is, and `drain` whenever it is woken early.
 * The callbacks run on that thread, with no lock held. Destruction or stop() ends it at once; stop() waits
 * for a running callback only.
 */
class FlushWorker
{
public:
    FlushWorker(Duration interval, std::function<void(Duration lag)> flush, std::function<void()> drain);

    /** From any thread; cheap. */
    void wakeEarly();
    /** Takes effect at once: the running interval ends when the new length has passed since it began. */
    void setInterval(Duration interval);
    void stop();

private:
    void run(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    Duration m_interval;
    bool m_intervalChanged = false;
    bool m_early = false;
    const std::function<void(Duration)> m_flush;
    const std::function<void()> m_drain;
    std::jthread m_thread; ///< last: it uses the rest
};

} // namespace weir
