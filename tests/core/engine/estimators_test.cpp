// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/adaptive_sampler.h"
#include "core/engine/estimators.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace weir;

namespace {

WeightRange weights(double weight)
{
    WeightRange range;
    range.note(weight);
    return range;
}

} // namespace

class EstimatorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingKeptIsAPoint()
    {
        DomainSums sums;
        for (int i = 0; i < 40; ++i)
            sums.add(1, 2.5);
        const Estimate estimate = estimateCount(sums, weights(1));
        QCOMPARE(estimate.value, 40.0);
        QCOMPARE(estimate.low, 40.0);
        QCOMPARE(estimate.high, 40.0);
        QVERIFY(estimate.grade == Grade::A);
        QCOMPARE(estimateSum(sums, weights(1), 2.5).value, 100.0);
    }

    void nothingKeptIsBoundedByTheWeightInForce()
    {
        const Estimate estimate = estimateCount(DomainSums(), weights(33));
        QCOMPARE(estimate.low, 0.0);
        QCOMPARE(estimate.high, std::ceil(33 * 3.688879));
        QVERIFY(estimate.grade == Grade::C);
        const Estimate none = estimateCount(DomainSums(), weights(1));
        QCOMPARE(none.high, 0.0);
    }

    void gradesFollowTheNumberOfSamples()
    {
        DomainSums sums;
        for (int i = 1; i <= 30; ++i) {
            sums.add(2, 1);
            const Grade expected = i >= 30 ? Grade::A : i >= 10 ? Grade::B : Grade::C;
            QVERIFY(estimateCount(sums, weights(2)).grade == expected);
        }
    }

    /** Hand-computed: Y = 100·10 = 1000, V = 100·10·9 = 9000, u = 9, x = 111.11. */
    void theScoreIntervalIsTheDocumentedFormula()
    {
        DomainSums sums;
        for (int i = 0; i < 100; ++i)
            sums.add(10, 1);
        const Estimate estimate = estimateCount(sums, weights(10));
        const double x = 1000.0 * 1000 / 9000;
        const double half = 1.96 * std::sqrt(x + 1.96 * 1.96 / 4);
        QCOMPARE(estimate.low, std::floor(9 * (x + 1.96 * 1.96 / 2 - half)));
        QCOMPARE(estimate.high, std::ceil(9 * (x + 1.96 * 1.96 / 2 + half)));
        const Estimate sum = estimateSum(sums, weights(10), 1);
        QVERIFY(std::abs(sum.low - 9 * (x + 1.96 * 1.96 / 2 - half)) < 1e-9);
        QVERIFY(std::abs(sum.high - 9 * (x + 1.96 * 1.96 / 2 + half)) < 1e-9);
        QVERIFY(estimate.low < 1000 && estimate.high > 1000);
    }

    void veryDifferentWeightsWidenTheUpperLimitOnly()
    {
        DomainSums sums;
        for (int i = 0; i < 50; ++i)
            sums.add(10, 1);
        WeightRange wide = weights(10);
        wide.note(100);
        QCOMPARE(estimateCount(sums, wide).low, estimateCount(sums, weights(10)).low);
        QVERIFY(estimateCount(sums, wide).high > estimateCount(sums, weights(10)).high + 50);
    }

    void neverBelowWhatWasSeen()
    {
        DomainSums sums;
        for (int i = 0; i < 5; ++i)
            sums.add(1.2, 1);
        QVERIFY(estimateCount(sums, weights(1.2)).low >= 5);
    }

    void rangesHoldTheTruthAboutNineteenTimesInTwenty()
    {
        SplitMix64 random(42);
        const double period = samplingPeriod(0.03, 1);
        int held = 0;
        constexpr int kRuns = 2000;
        for (int run = 0; run < kRuns; ++run) {
            DomainSums sums;
            for (int i = 0; i < 3000; ++i) {
                if (random.uniform() <= 0.03)
                    sums.add(weightOf(1, period), 1);
            }
            const Estimate estimate = estimateCount(sums, weights(weightOf(1, period)));
            held += estimate.low <= 3000 && 3000 <= estimate.high;
        }
        QVERIFY2(held >= kRuns * 93 / 100 && held <= kRuns * 97 / 100, qPrintable(QString::number(held)));
    }
};

QTEST_APPLESS_MAIN(EstimatorsTest)
#include "estimators_test.moc"
