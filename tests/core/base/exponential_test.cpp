// SPDX-License-Identifier: Apache-2.0
#include "core/base/exponential.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace weir;

class ExponentialTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** Kolmogorov-Smirnov: at 1.95 / sqrt(n) a right distribution fails once in 1000 seeds. */
    void itsDistributionIsTheExponentialOne()
    {
        SplitMix64 random(17);
        constexpr int kDraws = 1'000'000;
        std::vector<double> draws(kDraws);
        for (double& draw : draws)
            draw = Exponential::instance()(random);
        std::sort(draws.begin(), draws.end());
        double distance = 0;
        for (int i = 0; i < kDraws; ++i) {
            const double share = -std::expm1(-draws[std::size_t(i)]);
            distance = std::max({distance, share - double(i) / kDraws, double(i + 1) / kDraws - share});
        }
        QVERIFY2(distance < 1.95 / std::sqrt(double(kDraws)), qPrintable(QString::number(distance)));
    }

    void itsTailGoesOnBeyondTheTable()
    {
        SplitMix64 random(18);
        constexpr int kDraws = 10'000'000;
        int beyond8 = 0;
        int beyond12 = 0;
        for (int i = 0; i < kDraws; ++i) {
            const double draw = Exponential::instance()(random);
            QVERIFY(draw >= 0);
            beyond8 += draw > 8;
            beyond12 += draw > 12;
        }
        const double expected8 = kDraws * std::exp(-8.0);
        const double expected12 = kDraws * std::exp(-12.0);
        QVERIFY2(std::abs(beyond8 - expected8) < 4 * std::sqrt(expected8),
                 qPrintable(QString::number(beyond8)));
        QVERIFY2(std::abs(beyond12 - expected12) < 4 * std::sqrt(expected12),
                 qPrintable(QString::number(beyond12)));
    }
};

QTEST_APPLESS_MAIN(ExponentialTest)
#include "exponential_test.moc"
