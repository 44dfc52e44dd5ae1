// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_navigator.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class TimeNavigatorTest : public QObject
{
    Q_OBJECT

    static constexpr TimePoint kNow{10h};

    static void compare(const TimeWindow& window, TimePoint begin, TimePoint end)
    {
        QCOMPARE(window.end.time_since_epoch().count(), end.time_since_epoch().count());
        QCOMPARE(window.begin().time_since_epoch().count(), begin.time_since_epoch().count());
    }

private Q_SLOTS:
    void liveFollowsTheLastSecond()
    {
        TimeNavigator time;
        time.setSpan(5min);
        compare(time.window(kNow), kNow - 5min, kNow);
        compare(time.window(kNow + 3s), kNow - 5min + 3s, kNow + 3s);
        QVERIFY(time.isLive());
        QCOMPARE(time.behind(kNow), Duration(0));
    }

    void aPauseStaysAndSaysHowFarItIsBehind()
    {
        TimeNavigator time;
        time.pause(kNow);
        time.pause(kNow + 5s); // paused is paused
        compare(time.window(kNow + 12s), kNow - 1min, kNow);
        QCOMPARE(time.behind(kNow + 12s), Duration(12s));
        time.goLive();
        compare(time.window(kNow + 12s), kNow - 48s, kNow + 12s);
    }

    void anotherSpanKeepsThePauseAndEndsTheZoom()
    {
        TimeNavigator time;
        time.zoom(kNow - 40s, kNow - 20s, kNow);
        time.setSpan(1h);
        compare(time.window(kNow + 1s), kNow - 20s - 1h, kNow - 20s);
        QVERIFY(!time.isZoomed());
        QVERIFY(!time.isLive());
    }

    void zoomsAreTakenBackOneByOne()
    {
        TimeNavigator time;
        time.setSpan(5min);
        time.zoom(kNow - 4min, kNow - 2min, kNow);
        compare(time.window(kNow), kNow - 4min, kNow - 2min);
        time.zoom(kNow - 150s, kNow - 180s, kNow); // from right to left as well
        compare(time.window(kNow), kNow - 180s, kNow - 150s);
        QVERIFY(time.undo());
        compare(time.window(kNow), kNow - 4min, kNow - 2min);
        QVERIFY(time.undo());
        QVERIFY(time.isLive());
        QVERIFY(!time.undo());
        compare(time.window(kNow), kNow - 5min, kNow);
    }

    void theMomentUnderTheCursorStaysWhereItIs()
    {
        TimeNavigator time;
        time.setSpan(100s);
        const TimePoint at = kNow - 25s;
        time.zoomAt(at, 0.5, kNow);
        compare(time.window(kNow), at - 37500ms, at + 12500ms);
        time.zoomAt(at, 2, kNow);
        compare(time.window(kNow), kNow - 100s, kNow);
    }

    void nothingGoesBeyondTheLimits()
    {
        TimeNavigator time;
        time.zoom(kNow, kNow, kNow);
        QCOMPARE(time.window(kNow).span, Duration(TimeNavigator::kShortest));
        for (int i = 0; i < 200; ++i)
            time.zoomAt(kNow - 1s, 1.25, kNow);
        compare(time.window(kNow), kNow - 24h, kNow);
        for (int i = 0; i < 200; ++i)
            time.zoomAt(kNow - 1s, 0.8, kNow);
        QCOMPARE(time.window(kNow).span, Duration(TimeNavigator::kShortest));
        time.zoomAt(kNow, 0, kNow); // no factor at all
        time.zoomAt(kNow, -3, kNow);
        QCOMPARE(time.window(kNow).span, Duration(TimeNavigator::kShortest));
        time.pan(5h, kNow);
        QVERIFY(time.window(kNow).end == kNow);
        for (int i = 0; i < 1000; ++i)
            time.pan(-1s, kNow);
        QVERIFY(time.window(kNow).end == kNow - 1000s);
        int undone = 0;
        while (time.undo())
            ++undone;
        QCOMPARE(undone, 100);
    }
};

QTEST_APPLESS_MAIN(TimeNavigatorTest)
#include "time_navigator_test.moc"
