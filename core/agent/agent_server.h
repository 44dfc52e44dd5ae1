// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_options.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"

#include <QObject>
#include <QUrl>

#include <cstdint>
#include <memory>

namespace weir {

/** How an agent's last messages ended. flushed + dropped = pending. */
struct AgentStop
{
    std::uint64_t clients = 0; ///< there when it began
    qint64 pending = 0;        ///< bytes in their queues, the tail included
    qint64 flushed = 0;        ///< of these, what was written to the network
    qint64 dropped = 0;        ///< of these, what was left when the deadline came
};

/** What an agent has done since it was made. */
struct AgentTotals
{
    std::uint64_t clients = 0;  ///< ever let in
    std::uint64_t refused = 0;  ///< connections
    std::uint64_t commands = 0; ///< read
    std::uint64_t lost = 0;     ///< messages passed over, of clients that read too slowly
    std::uint64_t missed = 0;   ///< intervals of the engine that came while 64 others waited
};

/**
 * The agent on one thread with an event loop: lets clients in, gives them what the engine publishes, takes
 * their commands. Recording threads never meet it: it reads the engine's exact counters and is handed its
 * snapshots. Who wants a thread for it takes Agent. Engine, clock and timers outlive it. It is the engine's
 * watcher while it listens.
 */
class AgentServer final : public QObject
{
    Q_OBJECT

public:
    AgentServer(ProductionMetrics& engine, AgentOptions options, const Clock& clock, TimerFactory& timers);
    /** Drops clients that are still there; stop() first says goodbye to them. */
    ~AgentServer() override;

    /** The address clients connect to, or why there is none. Once. */
    Result<QUrl> listen();
    /**
     * No new client and no command from now on; each client gets what it has not seen yet, and a close with
     * 1001. stopped() follows when all are gone, or after `deadline`, when the rest is dropped. Stop the
     * engine before, so that its last interval is among it.
     */
    void stop(Duration deadline);
    AgentTotals totals() const;

Q_SIGNALS:
    void stopped(const weir::AgentStop& how);

protected:
    /** Snapshots wait: posted by the flushing thread. */
    void customEvent(QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
