// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "core/base/result.h"
#include "core/feed/feed_server.h"
#include "core/link/endpoint_settings.h"

#include <QThread>

#include <memory>
#include <vector>

namespace weir {

/** The in-process feed behind --demo: five servers on loopback, on a thread of their own. Lives on the main
 * thread. */
class Session::Demo
{
public:
    Demo(const Clock& clock, TimerFactory& timers);
    ~Demo();

    /** Starts the servers; their endpoints, or why the machine does not let them listen. */
    Result<std::vector<EndpointSettings>> start(FeedPattern pattern);

private:
    const Clock& m_clock;
    TimerFactory& m_timers;
    QThread m_thread;
    std::unique_ptr<QObject> m_context; ///< lives on m_thread: what is posted to it runs there
    std::vector<std::unique_ptr<FeedServer>> m_servers;
};

} // namespace weir
