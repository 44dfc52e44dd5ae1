// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"
#include "core/link/transport.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <vector>

namespace weir {

/** Exact counts of one endpoint at one moment. */
struct EndpointExact
{
    EndpointId id;
    QString name;
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
};

struct LinkEvents
{
    std::vector<LinkEvent> events;
    std::uint64_t suppressed = 0; ///< older ones given up because nobody took them
};

/**
 * All endpoints of a process: makes, holds and reports their connections, and records each message and
 * connection event in the engine.
 *
 * Lives on the link thread (move it there before use). The methods under "any thread" post to that thread or
 * read published values and single-writer counters; they never wait for the network. Owned by the app; the
 * references outlive it. Failure of an endpoint is a status, never an error here.
 */
class EndpointHub : public QObject
{
    Q_OBJECT

public:
    EndpointHub(ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
                TransportFactory& transports, std::uint64_t seed);
    ~EndpointHub() override;

    // Any thread.
    /** Connects and keeps connected. A name already taken gets a number ("name 2"). */
    EndpointId add(EndpointSettings settings);
    void remove(EndpointId id);
    /** Disconnects and stays so until resume(). */
    void pause(EndpointId id);
    /** Connects now: after pause(), in Retrying, NeedsYou or Closed. */
    void resume(EndpointId id);
    /** In the order of add(). Includes endpoints whose add() is still on its way. */
    std::vector<EndpointStatus> statuses() const;
    /** In the order of add(), read now. */
    std::vector<EndpointExact> exactCounts() const;
    /** Events since the last call, oldest first; at most 1000 are held. */
    LinkEvents takeEvents();
    /** Closes every connection with 1001, aborts what is left after `deadline`, then emits shutDownFinished.
     */
    void shutDown(Duration deadline);

Q_SIGNALS:
    /** A status changed (counters apart). Coalesced: at most one per pass of the link thread's event loop. */
    void changed();
    void shutDownFinished();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
