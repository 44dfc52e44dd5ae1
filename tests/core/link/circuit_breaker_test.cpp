// SPDX-License-Identifier: Apache-2.0
#include "core/link/circuit_breaker.h"

#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;
using Change = CircuitBreaker::Change;

namespace {

/** Fails `times` in a row, waiting as long as the endpoint does. */
void fail(Rig& rig, int times)
{
    for (int i = 0; i < times; ++i) {
        if (rig.state() != EndpointState::Connecting)
            rig.waitForRetry();
        rig.listener().transportFailed(kTransient);
    }
}

Duration wait(const Rig& rig)
{
    return *rig.status().retryAt - rig.time.now();
}

} // namespace

class CircuitBreakerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFifthFailureInARowOpensIt();
    void aSuccessBeginsTheRowAnew();
    void twoSuccessesInARowCloseIt();
    void anEndpointThatFailsFiveTimesIsSlowed();
    void slowedItIsTriedOnceAMinute();
    void aConnectionThatFallsAtOnceIsAFailure();
    void aConnectionThatStandsClosesIt();
    void successesOfTwoConnectionsAddUp();
    void tryNowIsOneTry();
    void opensAndClosesAreCounted();
};

void CircuitBreakerTest::theFifthFailureInARowOpensIt()
{
    CircuitBreaker breaker;
    for (int i = 1; i <= 4; ++i) {
        QVERIFY(breaker.fail() == Change::None);
        QVERIFY(!breaker.isOpen());
        QCOMPARE(breaker.failures(), i);
    }
    QVERIFY(breaker.fail() == Change::Opened);
    QVERIFY(breaker.isOpen());
    QVERIFY(breaker.fail() == Change::None); // open already
    QCOMPARE(breaker.failures(), 6);
}

void CircuitBreakerTest::aSuccessBeginsTheRowAnew()
{
    CircuitBreaker breaker;
    for (int i = 0; i < 100; ++i) {
        for (int failures = 0; failures < 4; ++failures)
            QVERIFY(breaker.fail() == Change::None);
        QVERIFY(breaker.succeed() == Change::None);
    }
    QVERIFY(!breaker.isOpen());
}

void CircuitBreakerTest::twoSuccessesInARowCloseIt()
{
    CircuitBreaker breaker;
    for (int i = 0; i < 5; ++i)
        breaker.fail();
    QVERIFY(breaker.succeed() == Change::None);
    QVERIFY(breaker.isOpen());
    breaker.fail();
    QVERIFY(breaker.succeed() == Change::None); // the failure between voids the first
    QVERIFY(breaker.succeed() == Change::Closed);
    QVERIFY(!breaker.isOpen());
    QVERIFY(breaker.succeed() == Change::None);
    for (int i = 0; i < 4; ++i)
        QVERIFY(breaker.fail() == Change::None);
    QVERIFY(breaker.fail() == Change::Opened);
}

void CircuitBreakerTest::anEndpointThatFailsFiveTimesIsSlowed()
{
    Rig rig;
    rig.start();
    fail(rig, 4);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().failures, 4U);
    QCOMPARE(rig.count(MetricType::CircuitBreakerOpen), 0U);
    fail(rig, 1);
    QVERIFY(rig.state() == EndpointState::Slowed);
    QCOMPARE(rig.status().failures, 5U);
    QCOMPARE(rig.eventsOf(LinkEventKind::Slowed), 1);
    QCOMPARE(rig.lastWords(), u"5 failures in a row: from now on one try every 60 s"_s);
    QVERIFY(wait(rig) <= Duration(60s));
    QVERIFY(wait(rig) >= Duration(60s - ConnectGate::kSpacing));
}

void CircuitBreakerTest::slowedItIsTriedOnceAMinute()
{
    Rig rig;
    rig.start();
    fail(rig, 5);
    for (int minute = 0; minute < 10; ++minute) {
        const std::size_t before = rig.attempts();
        rig.time.advance(wait(rig));
        QCOMPARE(rig.attempts(), before + 1);
        rig.time.advance(3s);
        rig.listener().transportFailed(kTransient);
        QVERIFY(rig.state() == EndpointState::Slowed);
        QCOMPARE(wait(rig), Duration(57s)); // from try to try
    }
    QCOMPARE(rig.eventsOf(LinkEventKind::Slowed), 1);
}

void CircuitBreakerTest::aConnectionThatFallsAtOnceIsAFailure()
{
    Rig rig;
    rig.start();
    for (int i = 0; i < 5; ++i) {
        if (i > 0)
            rig.waitForRetry();
        rig.listener().transportOpened({});
        rig.time.advance(10s - 1ns);
        rig.listener().transportPonged(1ms);
        rig.listener().transportClosed({1001, {}}, true);
    }
    QVERIFY(rig.state() == EndpointState::Slowed);
}

void CircuitBreakerTest::aConnectionThatStandsClosesIt()
{
    Rig rig;
    rig.start();
    fail(rig, 5);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.time.advance(20s - 1ns);
    QCOMPARE(rig.count(MetricType::CircuitBreakerClose), 0U);
    rig.listener().transportPonged(1ms);
    rig.time.advance(1ns);
    QCOMPARE(rig.count(MetricType::CircuitBreakerClose), 1U);
    QCOMPARE(rig.lastWords(), u"Healthy again: no longer slowed"_s);
    QCOMPARE(rig.status().failures, 0U);
    rig.listener().transportClosed({1006, {}}, false);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QVERIFY(wait(rig) <= Duration(1s));
}

void CircuitBreakerTest::successesOfTwoConnectionsAddUp()
{
    Rig rig;
    rig.start();
    fail(rig, 5);
    for (int i = 0; i < 2; ++i) {
        rig.waitForRetry();
        rig.listener().transportOpened({});
        rig.time.advance(11s);
        rig.listener().transportClosed({1006, {}}, false);
        QVERIFY(rig.state() == (i == 0 ? EndpointState::Slowed : EndpointState::Retrying));
    }
    QCOMPARE(rig.count(MetricType::CircuitBreakerClose), 1U);
}

void CircuitBreakerTest::tryNowIsOneTry()
{
    Rig rig;
    rig.start();
    fail(rig, 5);
    const std::size_t before = rig.attempts();
    rig.connection->resume(ConnectLane::Person);
    rig.time.advance(ConnectGate::kSpacing);
    QCOMPARE(rig.attempts(), before + 1);
    rig.listener().transportFailed(kTransient);
    QVERIFY(rig.state() == EndpointState::Slowed);
    QVERIFY(wait(rig) > Duration(59s));
}

void CircuitBreakerTest::opensAndClosesAreCounted()
{
    Rig rig;
    rig.start();
    for (int round = 1; round <= 3; ++round) {
        if (rig.state() == EndpointState::Silent)
            rig.listener().transportClosed({1006, {}}, false); // healthy: not one of the five
        fail(rig, 5);
        QCOMPARE(rig.count(MetricType::CircuitBreakerOpen), static_cast<std::uint64_t>(round));
        rig.waitForRetry();
        rig.listener().transportOpened({});
        rig.time.advance(15s);
        rig.listener().transportPonged(1ms);
        rig.time.advance(10s);
        QCOMPARE(rig.count(MetricType::CircuitBreakerClose), static_cast<std::uint64_t>(round));
    }
}

QTEST_GUILESS_MAIN(CircuitBreakerTest)
#include "circuit_breaker_test.moc"
