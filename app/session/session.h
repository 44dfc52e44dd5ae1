// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/engine/production_metrics.h"
#include "core/feed/feed_options.h"
#include "core/link/endpoint_hub.h"

#include <QObject>
#include <QThread>
#include <QUrl>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace weir {

/** One flush with the truth beside it: exact endpoint counts read at the same boundary. */
struct IntervalRecord
{
    std::shared_ptr<const EngineSnapshot> engine;
    std::vector<EndpointExact> exact;
};

/**
 * The core of a program, assembled: an engine, the link thread with its endpoints and, if asked for, the demo feed on
 * a thread of its own. weir and weir-collect are this plus a face.
 *
 * Lives on the main thread, whose event loop delivers its signals. Threads are torn down in reverse: link, feed,
 * engine; the engine last, so that the final flush has everything. The destructor stops if nobody did.
 */
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(const MetricsConfig& config);
    ~Session() override;

    void start();
    /** Closes connections (within a second), stops threads, publishes the final interval. Does nothing when stopped. */
    void stop();

    EndpointId connectTo(EndpointSettings settings);
    /** Starts the in-process feed if it does not run, and connects its endpoints. */
    Result<std::vector<EndpointId>> startDemo(FeedPattern pattern);

    ProductionMetrics& engine() { return *m_engine; }
    EndpointHub& hub() { return *m_hub; }
    const Clock& clock() const { return m_clock; }

    /** Intervals since the last call, oldest first. At most 64 wait: the newest stay. */
    std::vector<IntervalRecord> takeIntervals();

Q_SIGNALS:
    /** takeIntervals() has something. On the main thread. */
    void intervalReady();
    /** hub().statuses() or its events changed. On the main thread. */
    void linkChanged();

private:
    void startThread(QThread& thread, const QString& name);

    SystemClock m_clock;
    std::unique_ptr<TimerFactory> m_timers;
    std::unique_ptr<TransportFactory> m_transports;
    std::unique_ptr<ProductionMetrics> m_engine;
    QThread m_linkThread;
    std::unique_ptr<EndpointHub> m_hub;
    QThread m_feedThread;
    class Demo;
    std::unique_ptr<Demo> m_demo;

    mutable std::mutex m_mutex; ///< guards what follows; held for moves only
    std::vector<EndpointExact> m_boundary;
    std::deque<IntervalRecord> m_intervals;
    bool m_started = false;
    bool m_stopped = false;
};

} // namespace weir
