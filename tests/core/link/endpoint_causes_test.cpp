// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;

class EndpointCausesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEndHasItsCause();
    void aConnectionThatDidNotSurviveSleepSaysSo();
    void aConnectionThatSurvivedSleepDoesNot();
    void lossesThatNobodyMadeAreHandedOn();
    void theMachinesClockNeverSleptLessThanNothing();
};

void EndpointCausesTest::everyEndHasItsCause()
{
    struct Case
    {
        CloseInfo close;
        bool byServer;
        EndCause cause;
    };
    for (const Case& each :
         {Case{{1001, u"bye"_s}, true, EndCause::ServerClosed}, Case{{1006, {}}, false, EndCause::CutOff},
          Case{{1006, u"unreadable"_s}, true, EndCause::ServerClosed},
          Case{{1008, {}}, true, EndCause::Denied}, Case{{4401, {}}, true, EndCause::Denied},
          Case{{1009, {}}, false, EndCause::Limit}, Case{{1007, {}}, false, EndCause::Limit}}) {
        Rig rig;
        rig.startAndOpen();
        QVERIFY(rig.status().cause == EndCause::None);
        rig.listener().transportClosed(each.close, each.byServer);
        QVERIFY2(rig.status().cause == each.cause, qPrintable(rig.status().error));
    }
    Rig rig;
    rig.start();
    rig.time.advance(10s);
    QVERIFY(rig.status().cause == EndCause::NoAnswer);
    rig.waitForRetry();
    rig.listener().transportFailed({false, u"No such host"_s, {}, EndCause::NoSuchHost});
    QVERIFY(rig.status().cause == EndCause::NoSuchHost);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    QVERIFY(rig.status().cause == EndCause::None);
    rig.time.advance(20s);
    QVERIFY(rig.status().cause == EndCause::Unresponsive);
}

void EndpointCausesTest::aConnectionThatDidNotSurviveSleepSaysSo()
{
    for (const bool isTold : {true, false}) {
        Rig rig;
        rig.startAndOpen();
        rig.time.advance(15s);
        rig.listener().transportPonged(1ms);
        rig.time.suspend(43min);
        if (isTold) { // the system reports the end
            rig.listener().transportClosed({1006, u"Connection timed out"_s}, false);
        } else { // or two pings find out
            rig.time.advance(20s);
            QVERIFY(rig.state() == EndpointState::Silent);
            rig.time.advance(5s);
        }
        QVERIFY(rig.state() == EndpointState::Retrying);
        QVERIFY(rig.status().cause == EndCause::Slept);
        QCOMPARE(rig.status().error,
                 u"This computer slept for 43 min, and the connection did not survive it"_s);
        QVERIFY(rig.lost.empty()); // not the network's doing
    }
}

void EndpointCausesTest::aConnectionThatSurvivedSleepDoesNot()
{
    Rig rig;
    rig.startAndOpen();
    rig.time.advance(5s);
    rig.time.suspend(1h);
    rig.connection->wake();
    rig.listener().transportPonged(1ms);
    rig.time.advance(5s);
    rig.listener().transportClosed({1006, {}}, false);
    QVERIFY(rig.status().cause == EndCause::CutOff);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.time.suspend(1h);
    rig.listener().transportClosed({1001, {}}, true); // the server says itself why
    QVERIFY(rig.status().cause == EndCause::ServerClosed);
}

void EndpointCausesTest::lossesThatNobodyMadeAreHandedOn()
{
    Rig rig;
    rig.startAndOpen();
    rig.time.advance(9s);
    rig.listener().transportClosed({1006, {}}, false); // was never healthy
    QVERIFY(rig.lost.empty());
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.time.advance(11s);
    rig.listener().transportReceivedText(u"x"_s, 1);
    const TimePoint heard = rig.time.now();
    rig.time.advance(5s);
    rig.listener().transportClosed({1006, u"Connection timed out"_s}, false);
    QCOMPARE(rig.lost, std::vector<TimePoint>({heard}));
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.time.advance(11s);
    rig.listener().transportClosed({1006, {}}, false);
    QCOMPARE(rig.lost.back(), rig.time.now());
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.time.advance(11s);
    rig.listener().transportClosed({1001, {}}, true);
    QCOMPARE(rig.lost.size(), 2U);
}

void EndpointCausesTest::theMachinesClockNeverSleptLessThanNothing()
{
    const SystemClock clock;
    const Duration before = clock.slept();
    QVERIFY(before >= Duration(-1ms));
    QVERIFY(clock.slept() >= before - Duration(1s));
}

QTEST_GUILESS_MAIN(EndpointCausesTest)
#include "endpoint_causes_test.moc"
