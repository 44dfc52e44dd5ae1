// SPDX-License-Identifier: Apache-2.0
#include "core/history/series.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class TimeRingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNewestInOrder()
    {
        Series series(3);
        for (int i = 1; i <= 5; ++i)
            series.push(Sample::of(TimePoint(std::chrono::seconds(i)), i));
        QCOMPARE(series.size(), std::size_t(3));
        QCOMPARE(series[0].value, 3.0);
        QCOMPARE(series[1].value, 4.0);
        QCOMPARE(series.back().value, 5.0);
    }

    void findsTheFirstItemAfterATimeBeforeAndAfterWrapping()
    {
        Series series(4);
        QCOMPARE(series.firstAfter(TimePoint(0s)), std::size_t(0));
        for (int i = 1; i <= 9; ++i) {
            series.push(Sample::of(TimePoint(std::chrono::seconds(i)), i));
            for (int at = 0; at <= 10; ++at) {
                const std::size_t index = series.firstAfter(TimePoint(std::chrono::seconds(at)));
                if (index < series.size())
                    QVERIFY(series[index].time > TimePoint(std::chrono::seconds(at)));
                if (index > 0)
                    QVERIFY(series[index - 1].time <= TimePoint(std::chrono::seconds(at)));
            }
        }
    }

    void neverHoldsMoreThanItsCapacity()
    {
        Series series(2);
        for (int i = 0; i < 1000; ++i)
            series.push(Sample::gap(TimePoint(std::chrono::seconds(i))));
        QCOMPARE(series.size(), series.capacity());
        QVERIFY(series[0].isGap());
    }

    void startsAgainAfterClear()
    {
        Series series(2);
        for (int i = 0; i < 3; ++i)
            series.push(Sample::of(TimePoint(std::chrono::seconds(i)), i));
        series.clear();
        QVERIFY(series.empty());
        series.push(Sample::of(TimePoint(1s), 7));
        QCOMPARE(series.back().value, 7.0);
    }
};

QTEST_GUILESS_MAIN(TimeRingTest)
#include "time_ring_test.moc"
