// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"
#include "core/link/connect_gate.h"
#include "core/link/endpoint_counters.h"
#include "core/link/endpoint_settings.h"
#include "core/link/endpoint_status.h"
#include "core/link/transport.h"

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
};

/**
 * One endpoint: makes a connection, keeps it while it is wanted, counts what arrives and says why when it
 * cannot. On the link thread; owned by the hub. It does not fail: trouble is a status.
 *
 *            start, resume                 opened            message
 *     Idle ───────────────▶ Connecting ───────────▶ Silent ─────────▶ Open
 *                            ▲   │  │                  │                │
 *                  the wait  │   │  │ refused          │ lost, closed   │
 *                  is over   │   │  │ for good         ├────────────────┘
 *                            │   │  ▼                  │
 *     Retrying ──────────────┘   │ NeedsYou ◀──────────┤ 1008, 4401, 4403
 *        ▲  ▲     failed,        │                     │
 *        │  └────────────────────┘                     ├───────▶ Closed   1000 or 1001, and a normal close
 * ends it └─────────────────────────────────────────────┘ pause: from any state to Paused. leave: Connecting,
 * Open, Silent and Retrying to Idle, the others stay. resume: from Paused, Retrying, NeedsYou, Closed and
 * Idle to Connecting, after a turn at the gate.
 *
 * Whether it is wanted is not a state: NeedsYou and Closed end the wish, and so do pause() and leave().
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
    void resume();
    /** Closes with 1000 and stays so. */
    void pause();
    /** Closes with `code` for good: nothing but resume() connects again. */
    void leave(int code);
    /** Drops what still closes. */
    void abortNow();
    /** Whether no connection is left, not even one that closes. */
    bool isDown() const { return m_transport == nullptr; }
    /** To be called some four times a second: cuts a peer that does not read. */
    void checkBacklog();
    /** Asks the kernel for the wire bytes; whether the status changed by it. */
    bool refreshWireBytes();

    EndpointId id() const { return m_id; }
    /** Without the counters, which readers take from EndpointCounters. */
    const EndpointStatus& status() const { return m_status; }

private:
    void transportOpened(const QString& subprotocol) override;
    void transportReceivedText(const QString& text, std::uint64_t bytes) override;
    void transportReceivedBinary(const QByteArray& payload) override;
    void transportPonged(Duration roundTrip) override;
    void transportClosed(const CloseInfo& close, bool byServer) override;
    void transportFailed(const TransportFailure& failure) override;

    void awaitTurn();
    void connectNow();
    void connectTimedOut();
    void received(std::uint64_t bytes);
    void firstMessage();
    void pingNow();
    void closeGently(int code);
    void cut(const QString& words);
    void lost(const CloseInfo& close, const QString& error, const QString& hint);
    void failed(const TransportFailure& failure);
    void retryLater(LinkEventKind kind);
    void needYou();
    void dropTransport();
    void recordSent(const QString& text);
    void enter(EndpointState state);
    void report(LinkEventKind kind, const QString& text);
    bool isConnected() const { return m_isOpen && !m_isClosing; }

    const EndpointId m_id;
    const EndpointSettings m_settings;
    LinkServices m_services;
    EndpointObserver& m_observer;
    const std::shared_ptr<EndpointCounters> m_counters;
    const KeyId m_key;
    EndpointStatus m_status;

    std::unique_ptr<Transport> m_transport; ///< of the attempt, the connection, or what still closes
    std::vector<std::unique_ptr<Transport>> m_retired; ///< over; destroyed on the next pass
    const std::unique_ptr<Timer> m_retireTimer;
    const std::unique_ptr<Timer> m_stepTimer; ///< turn, deadline, wait or close: one at a time
    const std::unique_ptr<Timer> m_pingTimer;

    bool m_isOpen = false;
    bool m_isClosing = false;
    bool m_isRetry = false;    ///< the next attempt is not the first since it is wanted
    bool m_gotMessage = false; ///< on this connection
    bool m_heardSincePing = false;
    std::optional<std::uint64_t> m_wireBytesAtPing;
    int m_failures = 0; ///< for the back-off
    int m_unansweredPings = 0;
    TimePoint m_attemptAt;
    TimePoint m_openedAt;
    std::optional<TimePoint> m_lostAt;
    std::uint64_t m_formerWireBytes = 0; ///< of connections before this one
};

} // namespace weir
