// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/engine/production_metrics.h"
#include "core/feed/feed_options.h"
#include "core/link/endpoint_hub.h"
#include "core/link/websocket_transport.h"
#include "core/net/qt_timer.h"
#include "core/watch/agent_watch.h"

#include <QObject>
#include <QThread>

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace weir {

/** One flush with the truth beside it: exact endpoint counts read at the same boundary; and what was inside.
 */
struct IntervalRecord
{
    std::shared_ptr<const EngineSnapshot> engine;
    std::vector<EndpointExact> exact;
    std::shared_ptr<const LookReport> looks; ///< null: nothing is looked for
};

/**
 * The core of a program, assembled: an engine, the link thread with its endpoints and, if asked for, the demo
 * feed on a thread of its own. weir and weir-collect are this plus a face.
 *
 * Lives on the main thread, whose event loop delivers its signals. Torn down in reverse: connections, engine
 * (so that the final flush has everything), link thread, feed. The destructor stops if nobody did.
 */
class Session : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostWaitingIntervals = 64;

    /** Precondition: config.validate() is empty. */
    explicit Session(const MetricsConfig& config);
    ~Session() override;

    void start();
    /** Closes connections (within a second), publishes the final interval, ends threads. Does nothing when
     * stopped. */
    void stop();

    /** Precondition: started. */
    EndpointId connectTo(EndpointSettings settings, ConnectLane lane = ConnectLane::Automatic);
    /** Starts the in-process feed and connects to it; once. What it needs from the machine may fail. */
    Result<std::vector<EndpointId>> startDemo(FeedPattern pattern);

    ProductionMetrics& engine() { return m_engine; }
    /** Precondition: not stopped. */
    EndpointHub& hub() { return *m_hub; }
    /** The endpoints whose server speaks weir.v1. */
    AgentWatch& agents() { return *m_agents; }
    const Clock& clock() const { return m_clock; }
    /** hub().statuses(), and after stop() the last ones: final counts, and the states from before the
     * goodbye. */
    std::vector<EndpointStatus> statuses() const;
    /** hub().takeEvents(), and after stop() the last ones: what closing the connections came to. */
    LinkEvents takeEvents();

    /** Intervals since the last call, oldest first. The newest kMostWaitingIntervals are held. */
    std::vector<IntervalRecord> takeIntervals();

Q_SIGNALS:
    /** takeIntervals() has something. Not emitted for the final interval, which is there when stop() returns.
     */
    void intervalReady();
    /** hub().statuses() or its events changed. */
    void linkChanged();
    /** agents() knows something new. */
    void agentsChanged();

private:
    class Demo;

    EngineOptions engineOptions();
    void closeConnections();
    void readBoundary();
    void addInterval(const std::shared_ptr<const EngineSnapshot>& snapshot);

    SystemClock m_clock;
    QtTimerFactory m_timers;
    WebSocketTransportFactory m_transports;
    std::mutex m_mutex;        ///< guards m_boundary and m_intervals; held for moves only
    IntervalRecord m_boundary; ///< without the engine's part
    std::deque<IntervalRecord> m_intervals;
    ProductionMetrics m_engine;
    std::mutex m_handOver; ///< what QThread::quit() and wait() order, where ThreadSanitizer sees it
    QThread m_linkThread;
    std::unique_ptr<AgentWatch> m_agents; ///< lives on m_linkThread, as does the hub
    std::unique_ptr<EndpointHub> m_hub;
    std::unique_ptr<Demo> m_demo;
    std::vector<EndpointStatus> m_lastStatuses;
    LinkEvents m_lastEvents;
    bool m_started = false;
    bool m_stopped = false;
};

} // namespace weir
