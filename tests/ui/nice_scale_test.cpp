// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/nice_scale.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class NiceScaleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyValueFitsInFewRoundSteps()
    {
        for (double value = 0.013; value < 1e9; value *= 1.37) {
            const NiceScale scale = niceScaleFor(value);
            QVERIFY(scale.top >= value * (1 - 1e-9));
            const std::size_t ticks = ticksOf(scale).size();
            QVERIFY2(ticks >= 3 && ticks <= 6, qPrintable(QString::number(value)));
            QCOMPARE(niceScaleFor(scale.top).top, scale.top); // a scale fits itself
        }
    }

    void nothingToShowStillHasAnAxis()
    {
        QCOMPARE(niceScaleFor(0).top, 1.0);
        QCOMPARE(ticksOf(niceScaleFor(0)).size(), std::size_t(5));
    }

    void growsAtOnceAndShrinksAfterTenCalmSeconds()
    {
        CalmScale scale;
        TimePoint now{1h};
        QCOMPARE(scale.follow(3900, now).top, 4000.0);
        QCOMPARE(scale.follow(7000, now += 1s).top, 8000.0);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(scale.follow(1000, now += 1s).top, 8000.0);
        QCOMPARE(scale.follow(1000, now += 1s).top, 1000.0);
    }

    void aPeakStartsTheCalmAgain()
    {
        CalmScale scale;
        TimePoint now{1h};
        (void)scale.follow(7000, now);
        (void)scale.follow(1000, now += 9s);
        (void)scale.follow(5000, now += 1s); // above 60 %
        QCOMPARE(scale.follow(1000, now += 9s).top, 8000.0);
    }
};

QTEST_GUILESS_MAIN(NiceScaleTest)
#include "nice_scale_test.moc"
