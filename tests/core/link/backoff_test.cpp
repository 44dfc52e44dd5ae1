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
        QCOMPARE(gate.takeTurn(now), Duration(i * 50ms));
}

void BackoffTest::aGateThatRestedLetsTheNextThroughAtOnce()
{
    ConnectGate gate;
    const TimePoint now{1h};
    QCOMPARE(gate.takeTurn(now), Duration::zero());
    QCOMPARE(gate.takeTurn(now + 20ms), Duration(30ms));
    QCOMPARE(gate.takeTurn(now + 10s), Duration::zero());
}

QTEST_GUILESS_MAIN(BackoffTest)
#include "backoff_test.moc"
