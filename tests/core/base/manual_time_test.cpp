// SPDX-License-Identifier: Apache-2.0
#include "tests/support/manual_time.h"

#include <QTest>

using namespace weir;
using namespace std::chrono_literals;
using weir::test::ManualTime;

class ManualTimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timeStandsStillUntilItIsMoved()
    {
        ManualTime time;
        const TimePoint before = time.now();
        QCOMPARE(time.now(), before);
        const WallTime wall = time.wallNow();
        time.advance(3s);
        QCOMPARE(time.now() - before, Duration(3s));
        QCOMPARE(time.wallNow() - wall, Duration(3s));
    }

    void timersExpireInTheOrderOfTheirDeadlines()
    {
        ManualTime time;
        const TimePoint begin = time.now();
        std::vector<Duration> at;
        const auto late = time.makeTimer();
        const auto early = time.makeTimer();
        late->start(20ms, [&] { at.push_back(time.now() - begin); });
        early->start(10ms, [&] { at.push_back(time.now() - begin); });
        time.advance(15ms);
        QCOMPARE(at, (std::vector<Duration>{10ms}));
        QCOMPARE(time.activeTimers(), 1);
        time.advance(15ms);
        QCOMPARE(at, (std::vector<Duration>{10ms, 20ms}));
        QCOMPARE(time.activeTimers(), 0);
    }

    void aTimerRestartedInItsCallbackRunsAgainInTheSameStep()
    {
        ManualTime time;
        const auto timer = time.makeTimer();
        int expired = 0;
        std::function<void()> again = [&] {
            ++expired;
            timer->start(10ms, again);
        };
        timer->start(10ms, again);
        time.advance(35ms);
        QCOMPARE(expired, 3);
        QVERIFY(timer->isActive());
    }

    void aStartReplacesAPendingOne()
    {
        ManualTime time;
        const auto timer = time.makeTimer();
        int first = 0;
        int second = 0;
        timer->start(10ms, [&] { ++first; });
        timer->start(30ms, [&] { ++second; });
        time.advance(1s);
        QCOMPARE(first, 0);
        QCOMPARE(second, 1);
    }

    void aStoppedOrDestroyedTimerStaysSilent()
    {
        ManualTime time;
        int expired = 0;
        const auto stopped = time.makeTimer();
        stopped->start(10ms, [&] { ++expired; });
        stopped->stop();
        QVERIFY(!stopped->isActive());
        auto destroyed = time.makeTimer();
        destroyed->start(10ms, [&] { ++expired; });
        destroyed.reset();
        time.advance(1s);
        QCOMPARE(expired, 0);
    }

    void aTimerMayBeDestroyedByItsOwnCallback()
    {
        ManualTime time;
        auto timer = time.makeTimer();
        timer->start(10ms, [&] { timer.reset(); });
        time.advance(1s);
        QVERIFY(!timer);
    }

    void aNegativeDelayCountsAsNone()
    {
        ManualTime time;
        const auto timer = time.makeTimer();
        int expired = 0;
        timer->start(-5s, [&] { ++expired; });
        QCOMPARE(expired, 0); // never from inside start()
        time.advance(0ns);
        QCOMPARE(expired, 1);
    }
};

QTEST_GUILESS_MAIN(ManualTimeTest)
#include "manual_time_test.moc"
