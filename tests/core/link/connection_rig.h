// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/endpoint_connection.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_time.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace weir::test {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/** One endpoint on a fake network in manual time. */
class ConnectionRig final : public EndpointObserver
{
public:
    explicit ConnectionRig(EndpointSettings settings = endpointFromUrl(u"ws://h/feed"_s).value())
        : engine(everything(), time, withoutThread()), counters(std::make_shared<EndpointCounters>())
    {
        engine.start();
        connection = std::make_unique<EndpointConnection>(
            EndpointId{7}, std::move(settings),
            LinkServices{engine, time, time, transports, gate, random, looker}, *this, counters);
    }
    ~ConnectionRig() { engine.stop(); }

    static EngineOptions withoutThread()
    {
        EngineOptions options;
        options.flushThread = false;
        return options;
    }
    static MetricsConfig everything()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Everything;
        return config;
    }

    void endpointChanged(EndpointId) override { ++changes; }
    void endpointReported(LinkEvent event) override { events.push_back(std::move(event)); }
    void endpointLost(EndpointId, TimePoint lastHeard) override { lost.push_back(lastHeard); }

    /** Starts it and lets its first turn come. */
    void start()
    {
        connection->resume(ConnectLane::Automatic);
        time.advance(0s);
    }
    void startAndOpen()
    {
        start();
        listener().transportOpened({});
    }
    /** Passes the wait of Retrying and the turn at the gate. */
    void waitForRetry()
    {
        QVERIFY(state() == EndpointState::Retrying || state() == EndpointState::Slowed);
        time.advance(*status().retryAt - time.now());
        time.advance(ConnectGate::kSpacing);
    }

    FakeAttempt& attempt() { return *transports.attempts.back(); }
    TransportListener& listener() { return *attempt().listener; }
    std::size_t attempts() const { return transports.attempts.size(); }
    const EndpointStatus& status() const { return connection->status(); }
    EndpointState state() const { return status().state; }
    TypeTotals total(MetricType type) const { return engine.counters()[indexOf(type)]; }
    std::uint64_t count(MetricType type) const { return total(type).count; }
    QString lastWords() const { return events.empty() ? QString() : events.back().text; }
    int eventsOf(LinkEventKind kind) const
    {
        return static_cast<int>(std::count_if(events.begin(), events.end(),
                                              [kind](const LinkEvent& event) { return event.kind == kind; }));
    }

    ManualTime time;
    FakeTransportFactory transports;
    ProductionMetrics engine;
    ConnectGate gate;
    SplitMix64 random{1};
    Looker looker{time, 1};
    std::shared_ptr<EndpointCounters> counters;
    std::vector<LinkEvent> events;
    std::vector<TimePoint> lost;
    int changes = 0;
    std::unique_ptr<EndpointConnection> connection;
};

inline EndpointSettings withMessages(const QStringList& messages)
{
    EndpointSettings settings = endpointFromUrl(u"ws://h/feed"_s).value();
    settings.firstMessages = messages;
    return settings;
}

inline const TransportFailure kTransient{false, u"Nothing listens on this port"_s, {}};
inline const TransportFailure kPermanent{true, u"Refused: 401, the token was not accepted"_s,
                                         u"Change the token"_s};

/** Brings a rig into a state. */
inline void bring(ConnectionRig& rig, EndpointState state)
{
    switch (state) {
    case EndpointState::Idle:
        break;
    case EndpointState::Slowed:
        rig.start();
        for (int i = 0; i < CircuitBreaker::kFailuresToOpen; ++i) {
            if (i > 0)
                rig.waitForRetry();
            rig.listener().transportFailed(kTransient);
        }
        break;
    case EndpointState::Connecting:
        rig.start();
        break;
    case EndpointState::Silent:
        rig.startAndOpen();
        break;
    case EndpointState::Open:
        rig.startAndOpen();
        rig.listener().transportReceivedText(u"x"_s, 1);
        break;
    case EndpointState::Retrying:
        rig.start();
        rig.listener().transportFailed(kTransient);
        break;
    case EndpointState::NeedsYou:
        rig.start();
        rig.listener().transportFailed(kPermanent);
        break;
    case EndpointState::Paused:
        rig.startAndOpen();
        rig.connection->pause();
        break;
    case EndpointState::Closed:
        rig.startAndOpen();
        rig.listener().transportClosed({1000, {}}, true);
        break;
    }
    QVERIFY(rig.state() == state);
}

inline EndpointSettings endsAtNormalClose()
{
    EndpointSettings settings = endpointFromUrl(u"ws://h/feed"_s).value();
    settings.reconnectAfterNormalClose = false;
    return settings;
}

inline constexpr std::array kStates = {
    EndpointState::Idle,     EndpointState::Connecting, EndpointState::Open,
    EndpointState::Silent,   EndpointState::Retrying,   EndpointState::Slowed,
    EndpointState::NeedsYou, EndpointState::Paused,     EndpointState::Closed};

} // namespace weir::test
