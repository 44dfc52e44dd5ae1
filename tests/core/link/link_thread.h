// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QThread>

#include "core/link/endpoint_hub.h"
#include "core/link/websocket_transport.h"
#include "core/net/qt_timer.h"

#include <memory>

namespace weir::test {

/** A hub on a thread of its own, on the real network: as programs have it. */
class LinkThread
{
public:
    explicit LinkThread(ProductionMetrics& engine)
        : m_transports(m_clock)
        , hub(std::make_unique<EndpointHub>(engine, m_clock, m_timers, m_transports, 1))
    {
        hub->moveToThread(&m_thread);
        m_thread.start();
    }
    ~LinkThread()
    {
        hub.release()->deleteLater(); // on its own thread, as that ends
        m_thread.quit();
        m_thread.wait();
    }

private:
    SystemClock m_clock;
    QtTimerFactory m_timers;
    WebSocketTransportFactory m_transports;
    QThread m_thread;

public:
    std::unique_ptr<EndpointHub> hub;
};

} // namespace weir::test
