// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"
#include "core/link/circuit_breaker.h"
#include "core/link/connect_gate.h"
#include "core/link/conversation.h"
#include "core/link/endpoint_counters.h"
#include "core/link/endpoint_machine.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"
#include "core/link/subprotocol_speaker.h"
#include "core/link/transport.h"
#include "core/look/looker.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir {

/** Hears what an EndpointConnection does, by direct call. Must not destroy it from there. */
class EndpointObserver
{
public:
    virtual void endpointChanged(EndpointId id) = 0;
    virtual void endpointReported(LinkEvent event) = 0;
    /** A healthy connection was lost, closed by nobody; the other side was heard last at `lastHeard`. */
    virtual void endpointLost(EndpointId id, TimePoint lastHeard) = 0;

protected:
    ~EndpointObserver() = default;
};

/** What endpoints share. Everything outlives them. */
struct LinkServices
{
    ProductionMetrics& engine;
    const Clock& clock;
    TimerFactory& timers;
    TransportFactory& transports;
    ConnectGate& gate;
    SplitMix64& random;
    Looker& looker;
    SubprotocolSpeaker* speaker = nullptr; ///< or nobody knows a subprotocol
};

/**
 * One endpoint: makes a connection, keeps it while it is wanted, counts what arrives and says why when it
 * cannot. On the link thread; owned by the hub. It does not fail: trouble is a status.
 *
 * What follows on what is the table of endpoint_machine.h; here its actions are done.
 * Each attempt has its own Transport and one end: the first of failed, closed, deadline, dead, pause. The
 * Transport is destroyed later, never inside its own callback.
 */
class EndpointConnection final : private TransportListener
{
public:
    EndpointConnection(EndpointId id, EndpointSettings settings, const LinkServices& services,
                       EndpointObserver& observer, std::shared_ptr<EndpointCounters> counters);
    ~EndpointConnection();
    EndpointConnection(const EndpointConnection&) = delete;
    EndpointConnection& operator=(const EndpointConnection&) = delete;

    /** Connects, and keeps connected: also after pause(), in Retrying (now), NeedsYou and Closed. */
    void resume(ConnectLane lane);
    /** Closes with 1000 and stays so. */
    void pause();
    /** Closes with `code` for good: nothing but resume() connects again. */
    void leave(int code);
    /**
     * Lives by other settings from now on, under the same id and counters. Connects again when what is said
     * on the wire changed and the endpoint is wanted, in a person's lane; what waits to be sent goes on
     * waiting.
     */
    void edit(EndpointSettings settings);
    /** This computer slept: asks at once whether the connection is there still. */
    void wake();
    /** It was lost together with everything else. */
    void blameNetwork();
    QString host() const { return m_settings.url.host(); }
    /** Drops what still closes. */
    void abortNow();
    /** Whether no connection is left, not even one that closes. */
    bool isDown() const { return m_transport == nullptr; }
    /** Sends it as soon as it can be, behind first messages and script; counts what it cannot. */
    void send(OutgoingMessage message);
    /** To be called some four times a second: cuts a peer that does not read, gives up messages that waited
     * too long. */
    void watch();
    /** Asks the kernel for the wire bytes; whether the status changed by it. */
    bool refreshWireBytes();

    /** What is looked for from the next message on; figures begin anew. */
    void look(const LookSettings& settings);

    EndpointId id() const { return m_id; }
    /** Without the counters, which readers take from EndpointCounters. */
    const EndpointStatus& status() const { return m_status; }

private:
    void transportOpened(const QString& subprotocol) override;
    void transportReceivedText(const QString& text, std::uint64_t bytes) override;
    void transportReceivedBinary(const QByteArray& payload) override;
    void transportPonged(Duration roundTrip) override;
    void transportWrote() override;
    void transportClosed(const CloseInfo& close, bool byServer) override;
    void transportFailed(const TransportFailure& failure) override;

    void apply(LinkInput input);
    // What the table asks for:
    void rest();
    void startWait();
    void awaitTurn();
    void makeAttempt();
    void greet();
    void closeGently();
    void dropTransport();

    void connectNow();
    void connectTimedOut();
    void failed(const TransportFailure& failure);
    void watchHealth();
    void noteHealthy();
    /** `payload` is a QString or a QByteArray. */
    template<class Payload>
    void received(const Payload& payload, std::uint64_t bytes);
    template<class Payload>
    void lookInto(const Payload& payload, double weight, TimePoint now);
    void firstMessage();
    void pingNow();
    void beginSpeech(const QString& subprotocol);
    void endSpeech();
    void finishGoodbye();
    void cut(const QString& words, EndCause cause);
    void goDown(LinkInput input);
    void noteSleep();
    bool wasLostAsleep();
    TimePoint lastHeard() const;
    void refuse();
    void publishOutgoing();
    void reportTrouble(const QStringList& lines);
    void report(LinkEventKind kind, const QString& text);
    bool isConnected() const
    {
        return m_status.state == EndpointState::Open || m_status.state == EndpointState::Silent;
    }
    bool isWaiting() const
    {
        return m_status.state == EndpointState::Retrying || m_status.state == EndpointState::Slowed;
    }

    const EndpointId m_id;
    EndpointSettings m_settings;
    LinkServices m_services;
    EndpointObserver& m_observer;
    const std::shared_ptr<EndpointCounters> m_counters;
    KeyId m_key;
    KeyId m_connectionKey; ///< what the connection was counted under, whose end goes under the same name
    const std::shared_ptr<EndpointLooker> m_looker;
    EndpointStatus m_status;
    std::unique_ptr<Conversation> m_conversation;

    std::unique_ptr<Transport> m_transport; ///< of the attempt, the connection, or what still closes
    std::vector<std::unique_ptr<Transport>> m_retired; ///< over; destroyed on the next pass
    const std::unique_ptr<Timer> m_retireTimer;
    const std::unique_ptr<Timer> m_stepTimer; ///< turn, deadline, wait or close: one at a time
    const std::unique_ptr<Timer> m_pingTimer;
    const std::unique_ptr<Timer> m_healthTimer; ///< while the breaker is open

    CircuitBreaker m_breaker;
    bool m_isWanted = false;                     ///< by the user; no state, and never ended by the network
    bool m_isOpen = false;                       ///< m_transport opened
    bool m_isClosing = false;                    ///< m_transport says goodbye
    bool m_isSpokenOn = false;                   ///< the speaker took m_transport
    bool m_awaitsTurn = false;                   ///< as soon as the goodbye is over
    bool m_isRetry = false;                      ///< the next attempt is not the first since it is wanted
    ConnectLane m_lane = ConnectLane::Automatic; ///< of the next turn
    int m_closeCode = 1000;
    bool m_heardSincePing = false;
    std::optional<std::uint64_t> m_wireBytesAtPing;
    int m_failures = 0; ///< for the back-off
    int m_unansweredPings = 0;
    Duration m_sleptBefore{0}; ///< of the clock, when it was last asked
    Duration m_sleptFor{0};    ///< since the other side was last known to be there
    TimePoint m_pongedAt;
    TimePoint m_attemptAt;
    TimePoint m_openedAt;
    std::optional<TimePoint> m_lostAt;
    std::uint64_t m_formerWireBytes = 0; ///< of connections before this one
};

} // namespace weir
