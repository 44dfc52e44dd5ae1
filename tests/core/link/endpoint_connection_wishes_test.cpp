// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;

class EndpointConnectionWishesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pauseClosesAndStaysSo();
    void aCloseThatIsNotAnsweredIsAborted();
    void nothingIsCountedAfterOurGoodbye();
    void pauseDuringConnectingAborts();
    void pauseDuringRetryingStopsTheTries();
    void resumeDuringRetryingConnectsNow();
    void resumeWhileTheLastConnectionStillCloses();
    void pauseInEveryStateEndsPaused();
    void resumeInEveryStateEndsConnectedOrConnecting();
    void leaveInEveryStateNeverConnectsAgain();
    void lateReportsChangeNothing();
    void everyConnectionHasItsDisconnection();
    void itCanBeDestroyedInEveryState();
};

void EndpointConnectionWishesTest::pauseClosesAndStaysSo()
{
    Rig rig;
    rig.startAndOpen();
    rig.connection->pause();
    QVERIFY(rig.state() == EndpointState::Paused);
    QCOMPARE(rig.attempt().close->first, 1000);
    QVERIFY(!rig.connection->isDown());
    rig.listener().transportClosed({1000, {}}, false);
    QVERIFY(rig.connection->isDown());
    QCOMPARE(rig.status().disconnects, 1U);
    rig.time.advance(24h);
    QCOMPARE(rig.attempts(), 1U);
    QVERIFY(rig.state() == EndpointState::Paused);
    rig.connection->pause();
    QCOMPARE(rig.eventsOf(LinkEventKind::Paused), 1);
}

void EndpointConnectionWishesTest::aCloseThatIsNotAnsweredIsAborted()
{
    Rig rig;
    rig.startAndOpen();
    rig.connection->pause();
    rig.time.advance(1s - 1ns);
    QVERIFY(!rig.connection->isDown());
    QVERIFY(!rig.attempt().isAborted);
    rig.time.advance(1ns);
    QVERIFY(rig.connection->isDown());
    QVERIFY(rig.attempt().isAborted);
    QCOMPARE(rig.status().disconnects, 1U);
}

void EndpointConnectionWishesTest::nothingIsCountedAfterOurGoodbye()
{
    Rig rig;
    rig.startAndOpen();
    rig.connection->pause();
    rig.listener().transportReceivedText(u"late"_s, 4);
    rig.listener().transportPonged(1ms);
    QCOMPARE(rig.counters->messages(), 0U);
    QCOMPARE(rig.count(MetricType::MessageReceived), 0U);
    QVERIFY(rig.state() == EndpointState::Paused);
}

void EndpointConnectionWishesTest::pauseDuringConnectingAborts()
{
    Rig rig;
    rig.start();
    rig.connection->pause();
    QVERIFY(rig.state() == EndpointState::Paused);
    QVERIFY(rig.attempt().isAborted);
    QVERIFY(rig.connection->isDown());
    rig.time.advance(24h);
    QCOMPARE(rig.attempts(), 1U);
    QCOMPARE(rig.count(MetricType::Disconnection), 0U);
}

void EndpointConnectionWishesTest::pauseDuringRetryingStopsTheTries()
{
    Rig rig;
    rig.start();
    rig.listener().transportFailed(kTransient);
    rig.connection->pause();
    QVERIFY(rig.state() == EndpointState::Paused);
    QVERIFY(!rig.status().retryAt);
    rig.time.advance(24h);
    QCOMPARE(rig.attempts(), 1U);
}

void EndpointConnectionWishesTest::resumeDuringRetryingConnectsNow()
{
    Rig rig;
    rig.start();
    rig.listener().transportFailed(kTransient);
    rig.connection->resume(ConnectLane::Person);
    rig.time.advance(ConnectGate::kSpacing);
    QCOMPARE(rig.attempts(), 2U);
    QVERIFY(rig.state() == EndpointState::Connecting);
    rig.connection->resume(ConnectLane::Person); // connecting already
    rig.time.advance(1s);
    QCOMPARE(rig.attempts(), 2U);
}

void EndpointConnectionWishesTest::resumeWhileTheLastConnectionStillCloses()
{
    Rig rig;
    rig.startAndOpen();
    const auto first = rig.transports.attempts.back();
    rig.connection->pause();
    rig.connection->resume(ConnectLane::Person);
    rig.time.advance(ConnectGate::kSpacing);
    QVERIFY(first->isAborted);
    QCOMPARE(rig.attempts(), 2U);
    QCOMPARE(rig.count(MetricType::Disconnection), 1U);
    rig.listener().transportOpened({});
    rig.time.advance(5s);
    QVERIFY(rig.state() == EndpointState::Silent); // the former close timer is void
}

void EndpointConnectionWishesTest::pauseInEveryStateEndsPaused()
{
    for (const EndpointState state : kStates) {
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t before = rig.attempts();
        rig.connection->pause();
        QVERIFY(rig.state() == EndpointState::Paused);
        rig.time.advance(24h);
        QVERIFY(rig.connection->isDown());
        QCOMPARE(rig.attempts(), before);
        QCOMPARE(rig.time.activeTimers(), 0);
        QCOMPARE(rig.count(MetricType::Connection), rig.count(MetricType::Disconnection));
    }
}

void EndpointConnectionWishesTest::resumeInEveryStateEndsConnectedOrConnecting()
{
    for (const EndpointState state : kStates) {
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t before = rig.attempts();
        rig.connection->resume(ConnectLane::Person);
        rig.time.advance(ConnectGate::kSpacing);
        const bool isUp = state == EndpointState::Open || state == EndpointState::Silent;
        const bool isUnderWay = isUp || state == EndpointState::Connecting;
        QVERIFY(rig.state() == (isUp ? state : EndpointState::Connecting));
        QCOMPARE(rig.attempts(), isUnderWay ? before : before + 1);
    }
}

void EndpointConnectionWishesTest::leaveInEveryStateNeverConnectsAgain()
{
    for (const EndpointState state : kStates) {
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t before = rig.attempts();
        rig.connection->leave(1001);
        const bool wasUp = state == EndpointState::Open || state == EndpointState::Silent;
        if (wasUp)
            QCOMPARE(rig.attempt().close->first, 1001);
        rig.time.advance(24h);
        QVERIFY(rig.connection->isDown());
        QCOMPARE(rig.attempts(), before);
        QCOMPARE(rig.time.activeTimers(), 0);
        const bool isKept = state == EndpointState::NeedsYou || state == EndpointState::Paused ||
                            state == EndpointState::Closed;
        QVERIFY(rig.state() == (isKept ? state : EndpointState::Idle));
        QCOMPARE(rig.count(MetricType::Connection), rig.count(MetricType::Disconnection));
    }
}

void EndpointConnectionWishesTest::lateReportsChangeNothing()
{
    for (const EndpointState state :
         {EndpointState::Retrying, EndpointState::NeedsYou, EndpointState::Closed}) {
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t events = rig.events.size();
        rig.listener().transportOpened({});
        rig.listener().transportReceivedText(u"x"_s, 1);
        rig.listener().transportReceivedBinary("x");
        rig.listener().transportPonged(1ms);
        rig.listener().transportClosed({1000, {}}, true);
        rig.listener().transportFailed(kPermanent);
        QVERIFY(rig.state() == state);
        QCOMPARE(rig.events.size(), events);
        QCOMPARE(rig.counters->messages(), 0U);
    }
}

void EndpointConnectionWishesTest::everyConnectionHasItsDisconnection()
{
    Rig rig;
    rig.startAndOpen();
    rig.connection.reset();
    QCOMPARE(rig.count(MetricType::Connection), 1U);
    QCOMPARE(rig.count(MetricType::Disconnection), 1U);
}

void EndpointConnectionWishesTest::itCanBeDestroyedInEveryState()
{
    for (const EndpointState state : kStates) {
        Rig rig(endsAtNormalClose());
        bring(rig, state);
        const std::size_t before = rig.attempts();
        rig.connection.reset();
        QCOMPARE(rig.time.activeTimers(), 0);
        rig.time.advance(24h);
        QCOMPARE(rig.attempts(), before);
        QVERIFY(rig.attempts() == 0 || rig.attempt().isDestroyed);
    }
}

QTEST_GUILESS_MAIN(EndpointConnectionWishesTest)
#include "endpoint_connection_wishes_test.moc"
