// SPDX-License-Identifier: Apache-2.0
#include "core/history/uptime.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class UptimeTest : public QObject
{
    Q_OBJECT

    static constexpr TimePoint kStart{100h};

private Q_SLOTS:
    void whatNobodyReportedIsUnknown()
    {
        const Uptime uptime;
        for (const Uptime::Part& part : uptime.parts(kStart))
            QCOMPARE(part, Uptime::Part{});
    }

    void aStretchOverSeveralPartsIsDividedAmongThem()
    {
        Uptime uptime;
        uptime.hold(kStart + 20min, kStart + 70min, Uptime::State::Up);
        const Uptime::Parts parts = uptime.parts(kStart + 70min);
        QCOMPARE(parts[45].up, Duration(10min));
        QCOMPARE(parts[46].up, Duration(30min));
        QCOMPARE(parts[47].up, Duration(10min));
        QCOMPARE(parts[44], Uptime::Part{});
    }

    void goingDownIsCountedOnceHoweverLongItStays()
    {
        Uptime uptime;
        uptime.hold(kStart, kStart + 1min, Uptime::State::Up);
        for (int i = 1; i < 5; ++i)
            uptime.hold(kStart + i * 1min, kStart + (i + 1) * 1min, Uptime::State::Down);
        uptime.hold(kStart + 5min, kStart + 6min, Uptime::State::Up);
        uptime.hold(kStart + 6min, kStart + 7min, Uptime::State::Down);
        const Uptime::Part part = uptime.parts(kStart + 7min).back();
        QCOMPARE(part.outages, 2U);
        QCOMPARE(part.down, Duration(5min));
        QCOMPARE(part.up, Duration(2min));
    }

    void restingIsNoOutage()
    {
        Uptime uptime;
        uptime.hold(kStart, kStart + 1min, Uptime::State::Up);
        uptime.hold(kStart + 1min, kStart + 2min, Uptime::State::AtRest);
        uptime.hold(kStart + 2min, kStart + 3min, Uptime::State::Down); // never came up again
        const Uptime::Part part = uptime.parts(kStart + 3min).back();
        QCOMPARE(part.atRest, Duration(1min));
        QCOMPARE(part.outages, 0U);
    }

    void aDayLaterTheFirstPartIsForgotten()
    {
        Uptime uptime;
        uptime.hold(kStart, kStart + 30min, Uptime::State::Down);
        QCOMPARE(uptime.parts(kStart + 23h + 59min).front().down, Duration(30min));
        QCOMPARE(uptime.parts(kStart + 24h).front().down, Duration(0));
        uptime.hold(kStart + 30min, kStart + 100h, Uptime::State::Up); // longer than is kept
        for (const Uptime::Part& part : uptime.parts(kStart + 100h - 1ns)) {
            QCOMPARE(part.up, Duration(30min));
            QCOMPARE(part.down, Duration(0));
        }
    }
};

QTEST_APPLESS_MAIN(UptimeTest)
#include "uptime_test.moc"
