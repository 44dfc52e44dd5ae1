// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;

namespace {

/** Of bring(), at another address. */
EndpointSettings elsewhere()
{
    EndpointSettings settings = endsAtNormalClose();
    settings.url = QUrl(u"ws://elsewhere/feed?token=CANARY"_s);
    return settings;
}

} // namespace

class EndpointEditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inEveryStateButPausedItConnectsWithTheNewSettings();
    void whatWaitsBehindThousandsConnectsAtOnce();
    void whatTheServerDoesNotSeeKeepsTheConnection();
    void itIsAFreshStart();
    void aNewNameIsCountedUnderThatName();
    void aConnectionBeginsAndEndsUnderOneName();
    void pauseDuringTheGoodbyeOfAnEditIsObeyed();
};

void EndpointEditTest::inEveryStateButPausedItConnectsWithTheNewSettings()
{
    for (const EndpointState state : kStates) {
        if (state == EndpointState::Idle)
            continue; // it was never wanted
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t before = rig.attempts();
        rig.connection->edit(elsewhere());
        rig.time.advance(2s);
        QCOMPARE(rig.status().displayUrl, u"ws://elsewhere/feed?token=•••"_s);
        QCOMPARE(rig.count(MetricType::Connection), rig.count(MetricType::Disconnection));
        if (state == EndpointState::Paused) {
            QCOMPARE(rig.attempts(), before);
            QVERIFY(rig.state() == EndpointState::Paused);
            rig.connection->resume(ConnectLane::Person);
            rig.time.advance(0s);
        }
        QCOMPARE(rig.attempts(), before + 1);
        QVERIFY(rig.state() == EndpointState::Connecting);
        QCOMPARE(rig.attempt().settings.url.host(), u"elsewhere"_s);
    }
}

void EndpointEditTest::whatWaitsBehindThousandsConnectsAtOnce()
{
    Rig rig;
    for (int i = 0; i < 2000; ++i)
        rig.gate.takeTurn(rig.time.now(), ConnectLane::Automatic);
    rig.start();
    QCOMPARE(rig.attempts(), 0U);
    rig.connection->edit(elsewhere());
    rig.time.advance(0s);
    QCOMPARE(rig.attempts(), 1U);
    rig.listener().transportFailed(kTransient);
    rig.time.advance(5s); // a try that nobody asked for waits as the others do
    QCOMPARE(rig.attempts(), 1U);
}

void EndpointEditTest::whatTheServerDoesNotSeeKeepsTheConnection()
{
    EndpointSettings settings = endsAtNormalClose();
    Rig rig(settings);
    bring(rig, EndpointState::Open);
    settings.name = u"other"_s;
    settings.pingInterval = 3s;
    settings.look.key = "/a";
    settings.reconnectAfterNormalClose = true;
    rig.connection->edit(settings);
    rig.time.advance(5s);
    QVERIFY(rig.state() == EndpointState::Open);
    QCOMPARE(rig.attempts(), 1U);
    QCOMPARE(rig.status().name, u"other"_s);
    rig.listener().transportClosed({1000, {}}, true);
    QVERIFY(rig.state() == EndpointState::Retrying);
}

void EndpointEditTest::itIsAFreshStart()
{
    Rig rig(endsAtNormalClose());
    bring(rig, EndpointState::Slowed);
    rig.connection->edit(elsewhere());
    QVERIFY(rig.state() == EndpointState::Idle);
    QVERIFY(!rig.status().retryAt);
    QVERIFY(rig.status().error.isEmpty());
    QCOMPARE(rig.status().failures, 0U);
    QCOMPARE(rig.count(MetricType::CircuitBreakerOpen), rig.count(MetricType::CircuitBreakerClose));
    rig.time.advance(ConnectGate::kSpacing);
    QCOMPARE(rig.status().attempt, 1U);
    rig.listener().transportFailed(kTransient);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QVERIFY(*rig.status().retryAt - rig.time.now() <= Duration(1s));
}

void EndpointEditTest::aNewNameIsCountedUnderThatName()
{
    EndpointSettings settings = endsAtNormalClose();
    Rig rig(settings);
    bring(rig, EndpointState::Open);
    settings.name = u"other"_s;
    rig.connection->edit(settings);
    rig.listener().transportReceivedText(u"x"_s, 1);
    rig.listener().transportReceivedText(u"x"_s, 1);
    QCOMPARE(rig.counters->messages(), 3U);
    std::map<std::string, double> counts;
    for (const KeySnapshot& key : rig.engine.flush()->keys) {
        if (key.type == MetricType::MessageReceived)
            counts[key.key] = key.count.value;
    }
    QCOMPARE(counts["h/feed"], 1.0);
    QCOMPARE(counts["other"], 2.0);
}

void EndpointEditTest::aConnectionBeginsAndEndsUnderOneName()
{
    for (const bool isReconnected : {true, false}) {
        Rig rig(endsAtNormalClose());
        bring(rig, EndpointState::Open);
        EndpointSettings settings = isReconnected ? elsewhere() : endsAtNormalClose();
        settings.name = u"other"_s;
        rig.connection->edit(settings);
        rig.time.advance(2s);
        if (isReconnected)
            rig.listener().transportOpened({});
        rig.connection->pause();
        std::map<std::string, std::array<double, 2>> pairs;
        for (const KeySnapshot& key : rig.engine.flush()->keys) {
            if (key.type == MetricType::Connection)
                pairs[key.key][0] = key.count.value;
            if (key.type == MetricType::Disconnection)
                pairs[key.key][1] = key.count.value;
        }
        QCOMPARE(pairs.size(), isReconnected ? 2U : 1U);
        for (const auto& [name, counts] : pairs) {
            QCOMPARE(counts[0], 1.0);
            QCOMPARE(counts[1], 1.0);
        }
    }
}

void EndpointEditTest::pauseDuringTheGoodbyeOfAnEditIsObeyed()
{
    Rig rig(endsAtNormalClose());
    bring(rig, EndpointState::Open);
    rig.connection->edit(elsewhere());
    rig.connection->pause();
    rig.time.advance(24h);
    QVERIFY(rig.state() == EndpointState::Paused);
    QCOMPARE(rig.attempts(), 1U);
    QVERIFY(rig.connection->isDown());
}

QTEST_GUILESS_MAIN(EndpointEditTest)
#include "endpoint_edit_test.moc"
