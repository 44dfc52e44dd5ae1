// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_options.h"
#include "core/agent/agent_server.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"

#include <QUrl>

#include <memory>

namespace weir {

/**
 * Puts a service's engine on the wire (weir.v1, docs/protocol.md): dashboards watch it and, where a token is
 * set, turn its sampling. On a thread of its own, so that a service needs no event loop for it and its own
 * threads never wait for the network. Made, started and stopped by one thread; engine, clock and timers
 * outlive it. Where there is no QCoreApplication, which Qt's event loops ask for, there is one while it runs.
 *
 *     weir::SystemClock clock;
 *     weir::QtTimerFactory timers;
 *     weir::ProductionMetrics engine(config, clock);
 *     weir::Agent agent(engine, {}, clock, timers);
 *     engine.start();
 *     const auto url = agent.start(); // or why not
 */
class Agent
{
public:
    Agent(ProductionMetrics& engine, AgentOptions options, const Clock& clock, TimerFactory& timers);
    /** Stops with a deadline of a second. */
    ~Agent();
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    /** The address clients connect to, or why there is none. It may be started again once it was stopped. */
    Result<QUrl> start();
    /**
     * Says goodbye to every client within `deadline`, and returns how it ended; at once when it is not
     * running. Stop the engine before, so that its last interval is published too.
     */
    AgentStop stop(Duration deadline);

private:
    class Worker;

    ProductionMetrics& m_engine;
    const AgentOptions m_options;
    const Clock& m_clock;
    TimerFactory& m_timers;
    std::unique_ptr<Worker> m_worker; ///< while it runs
};

} // namespace weir
