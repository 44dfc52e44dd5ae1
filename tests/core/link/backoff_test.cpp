// SPDX-License-Identifier: Apache-2.0
#include "core/link/backoff.h"

#include "core/link/connect_gate.h"

#include <QtTest>

using namespace weir;
using namespace std::chrono_literals;

class BackoffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWaitLiesBetweenHalfASecondAndADoublingCeiling();
    void theCeilingStopsAtOneMinuteHoweverManyFailures();
    void turnsAreSpacedToTwentyASecond();
    void aGateThatRestedLetsTheNextThroughAtOnce();
    void turnsThatComeTogetherAreStillTwentyASecond();
    void aPersonDoesNotWaitBehindThousands();
    void aPersonWhoWantsThousandsWaitsAsTheyDo();
    void otherTurnsGiveWayToAPersons();
};

void BackoffTest::theWaitLiesBetweenHalfASecondAndADoublingCeiling()
{
    Duration ceiling = 1s;
    for (int failures = 0; failures <= 5; ++failures, ceiling *= 2) {
        QCOMPARE(backoffDelay(failures, 0.0), Duration(500ms));
        QCOMPARE(backoffDelay(failures, 1.0), ceiling);
        QCOMPARE(backoffDelay(failures, 0.5), (Duration(500ms) + ceiling) / 2);
    }
}

void BackoffTest::theCeilingStopsAtOneMinuteHoweverManyFailures()
{
    for (const int failures : {6, 7, 31, 32, 63, 64, 1'000'000}) {
        QCOMPARE(backoffDelay(failures, 1.0), Duration(60s));
        QCOMPARE(backoffDelay(failures, 0.0), Duration(500ms));
    }
    QCOMPARE(backoffDelay(-1, 1.0), Duration(1s));
}

void BackoffTest::turnsAreSpacedToTwentyASecond()
{
    ConnectGate gate;
    const TimePoint now{1h};
    for (int i = 0; i < 200; ++i)
        QCOMPARE(gate.takeTurn(now, ConnectLane::Automatic).wait, Duration(i * 50ms));
}

void BackoffTest::aGateThatRestedLetsTheNextThroughAtOnce()
{
    ConnectGate gate;
    const TimePoint now{1h};
    QCOMPARE(gate.takeTurn(now, ConnectLane::Automatic).wait, Duration::zero());
    QCOMPARE(gate.takeTurn(now + 20ms, ConnectLane::Automatic).wait, Duration(30ms));
    QCOMPARE(gate.takeTurn(now + 10s, ConnectLane::Automatic).wait, Duration::zero());
}

void BackoffTest::turnsThatComeTogetherAreStillTwentyASecond()
{
    ConnectGate gate;
    const TimePoint now{1h};
    for (std::size_t i = 0; i < ConnectGate::kMostPerSecond; ++i)
        QCOMPARE(gate.use(now, ConnectLane::Automatic), Duration::zero());
    QCOMPARE(gate.use(now, ConnectLane::Automatic), Duration(1s));
    QCOMPARE(gate.use(now + 400ms, ConnectLane::Automatic), Duration(600ms));
    QCOMPARE(gate.use(now + 1s, ConnectLane::Automatic), Duration::zero());
}

void BackoffTest::aPersonDoesNotWaitBehindThousands()
{
    ConnectGate gate;
    const TimePoint now{1h};
    for (int i = 0; i < 2000; ++i)
        gate.takeTurn(now, ConnectLane::Automatic);
    const ConnectGate::Turn first = gate.takeTurn(now, ConnectLane::Person);
    QCOMPARE(first.wait, Duration::zero());
    QVERIFY(first.lane == ConnectLane::Person);
    QCOMPARE(gate.takeTurn(now, ConnectLane::Person).wait, Duration(50ms));
    QCOMPARE(gate.takeTurn(now + 10s, ConnectLane::Person).wait, Duration::zero());
    QCOMPARE(gate.takeTurn(now, ConnectLane::Automatic).wait, Duration(100s));
}

void BackoffTest::aPersonWhoWantsThousandsWaitsAsTheyDo()
{
    ConnectGate gate;
    const TimePoint now{1h};
    for (int i = 0; i < 20; ++i) {
        const ConnectGate::Turn turn = gate.takeTurn(now, ConnectLane::Person);
        QCOMPARE(turn.wait, Duration(i * 50ms));
        QVERIFY(turn.lane == ConnectLane::Person);
    }
    for (int i = 0; i < 2000; ++i) {
        const ConnectGate::Turn turn = gate.takeTurn(now, ConnectLane::Person);
        QCOMPARE(turn.wait, Duration(i * 50ms));
        QVERIFY(turn.lane == ConnectLane::Automatic);
    }
    QVERIFY(gate.takeTurn(now + 1s, ConnectLane::Person).lane == ConnectLane::Person);
}

void BackoffTest::otherTurnsGiveWayToAPersons()
{
    ConnectGate gate;
    TimePoint now{1h};
    QCOMPARE(gate.use(now, ConnectLane::Person), Duration::zero());
    QCOMPARE(gate.use(now + 20ms, ConnectLane::Automatic), Duration(30ms));
    QCOMPARE(gate.use(now + 50ms, ConnectLane::Automatic), Duration::zero());

    for (int i = 2; i < 20; ++i)
        QCOMPARE(gate.use(now + i * 50ms, ConnectLane::Automatic), Duration::zero());
    now += 970ms; // twenty in the last second
    QCOMPARE(gate.use(now, ConnectLane::Person), Duration::zero());
    QCOMPARE(gate.use(now + 50ms, ConnectLane::Automatic), Duration(30ms)); // now, as they fill a second
    QCOMPARE(gate.use(now + 80ms, ConnectLane::Automatic), Duration::zero());
}

QTEST_GUILESS_MAIN(BackoffTest)
#include "backoff_test.moc"
