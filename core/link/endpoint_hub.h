// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"
#include "core/link/connect_gate.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"
#include "core/link/outgoing_message.h"
#include "core/link/subprotocol_speaker.h"
#include "core/link/transport.h"
#include "core/look/kept_message.h"
#include "core/look/look_report.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <string>
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
    /** `speaker`, if any, speaks subprotocols that servers choose; it outlives the hub. */
    EndpointHub(ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
                TransportFactory& transports, std::uint64_t seed, SubprotocolSpeaker* speaker = nullptr);
    ~EndpointHub() override;

    // Any thread.
    /** Connects and keeps connected. A name already taken gets a number ("name 2"). */
    EndpointId add(EndpointSettings settings, ConnectLane lane = ConnectLane::Automatic);
    void remove(EndpointId id);
    /** Disconnects and stays so until resume(). */
    void pause(EndpointId id);
    /** Connects now, ahead of all that connect on their own: after pause(), in Retrying, NeedsYou or Closed.
     */
    void resume(EndpointId id);
    /**
     * The same endpoint, id and counters with other settings: it connects again when what is said on the wire
     * changed, unless it is paused. A name already taken gets a number.
     */
    void edit(EndpointId id, EndpointSettings settings);
    /**
     * Sends it when the endpoint is open, behind its first messages and script; until then it waits, at most
     * 1000 of them for at most 300 s. What becomes of it is in EndpointStatus::outgoing and the events.
     */
    void send(EndpointId id, OutgoingMessage message);
    /** In the order of add(). Includes endpoints whose add() is still on its way. */
    std::vector<EndpointStatus> statuses() const;
    /** In the order of add(), read now. */
    std::vector<EndpointExact> exactCounts() const;
    /** Events since the last call, oldest first; at most 1000 are held. */
    LinkEvents takeEvents();
    /** From the next message on; figures begin anew. Settings without a field end looking. */
    void look(EndpointId id, LookSettings settings);
    /** Keys that reports list whatever their size; replaces those of before. At most 500 count. */
    void follow(EndpointId id, std::vector<std::string> keys);
    /** Whether some of the messages that are looked into are kept as examples; off at first. */
    void keepMessages(bool on);
    /** Since the last call; at most the newest 256. */
    KeptMessages takeMessages();
    /**
     * Ends an interval of looking: to be called from the engine's `intervalEnded`, with the exact counts of
     * that moment. Holds the engine's budget down to what looks cost. Null when nothing is looked for.
     */
    std::shared_ptr<const LookReport> takeLooks(const std::vector<EndpointExact>& exact);
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
