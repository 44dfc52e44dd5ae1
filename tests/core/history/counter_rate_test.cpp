// SPDX-License-Identifier: Apache-2.0
#include "core/history/series.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class CounterRateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingFromOneReading()
    {
        CounterRate rate;
        QVERIFY(!rate.read(TimePoint(1s), 500));
    }

    void dividesByTheTimeThatReallyPassed()
    {
        CounterRate rate;
        (void)rate.read(TimePoint(1s), 100);
        QCOMPARE(rate.read(TimePoint(2s), 300).value(), 200.0);
        QCOMPARE(rate.read(TimePoint(6s), 700).value(), 100.0); // a late reading is no burst
    }

    void aCounterThatWentBackIsUnknownOnce()
    {
        CounterRate rate;
        (void)rate.read(TimePoint(1s), 100);
        QVERIFY(!rate.read(TimePoint(2s), 10));
        QCOMPARE(rate.read(TimePoint(3s), 20).value(), 10.0);
    }

    void noTimeIsNoRate()
    {
        CounterRate rate;
        (void)rate.read(TimePoint(1s), 100);
        QVERIFY(!rate.read(TimePoint(1s), 200));
    }

    void forgetsWhenTold()
    {
        CounterRate rate;
        (void)rate.read(TimePoint(1s), 100);
        rate.forget();
        QVERIFY(!rate.read(TimePoint(2s), 200));
    }
};

QTEST_GUILESS_MAIN(CounterRateTest)
#include "counter_rate_test.moc"
