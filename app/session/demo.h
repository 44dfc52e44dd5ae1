// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "core/base/result.h"
#include "core/link/endpoint_settings.h"

#include <QThread>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace weir {

/**
 * The in-process feed behind --demo: five servers on loopback, which live and die on this thread. Owned by
 * the session, on the main thread.
 */
class Session::Demo : private QThread
{
public:
    Demo(const Clock& clock, TimerFactory& timers);
    /** Closes every client with 1001 and ends the thread. */
    ~Demo() override;

    /** Starts the servers, once; their endpoints, or why the machine does not let them listen. */
    Result<std::vector<EndpointSettings>> listen(FeedPattern pattern);

private:
    void run() override;
    void serve();
    void announce(Result<std::vector<EndpointSettings>> endpoints);

    const Clock& m_clock;
    TimerFactory& m_timers;
    FeedPattern m_pattern = FeedPattern::Mixed; ///< set before the thread starts
    bool m_isStarted = false;
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    std::optional<Result<std::vector<EndpointSettings>>> m_endpoints;
    bool m_hasEnded = false;
};

} // namespace weir
