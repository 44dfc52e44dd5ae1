// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/value_histogram.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace weir;

namespace {

double lognormal(SplitMix64& random, double sigma)
{
    const double radius = std::sqrt(-2 * std::log(random.uniform()));
    return 1000 * std::exp(sigma * radius * std::cos(2 * M_PI * random.uniform()));
}

double exactQuantile(std::vector<double> values, double q)
{
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(q * static_cast<double>(values.size()))) - 1;
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

} // namespace

class ValueHistogramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingKeptIsRightToHalfABin()
    {
        SplitMix64 random(3);
        ValueHistogram histogram;
        std::vector<double> values;
        for (int i = 0; i < 20'000; ++i) {
            values.push_back(lognormal(random, 2));
            histogram.add(1, values.back());
        }
        const double largest = *std::max_element(values.begin(), values.end());
        for (const double q : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999}) {
            const double exact = exactQuantile(values, q);
            const Estimate estimate = histogram.quantile(q, largest);
            QVERIFY2(std::abs(estimate.value / exact - 1) <= 1.0 / 64, qPrintable(QString::number(q)));
            QVERIFY(estimate.low <= exact && exact <= estimate.high);
            QVERIFY(estimate.high / estimate.low < 1 + 1.0 / 16);
        }
    }

    void aCopyMadeBinByBinSaysTheSame()
    {
        SplitMix64 random(5);
        OctaveAllowance allowance{6};
        ValueHistogram histogram(allowance); // some values find no octave
        for (int i = 0; i < 1000; ++i)
            histogram.add(10, lognormal(random, 1));
        histogram.add(10, 0.5);
        histogram.add(10, 1e15);
        ValueHistogram copy;
        histogram.forEachNumbered([&copy](int bin, double weight, double variance) {
            QVERIFY(bin >= 0 && bin <= ValueHistogram::kLastBin);
            copy.addNumbered(bin, weight, variance);
        });
        QVERIFY(std::abs(copy.weight() / histogram.weight() - 1) < 1e-6);
        for (const double q : {0.1, 0.5, 0.9}) {
            QCOMPARE(copy.quantile(q, 1e15).value, histogram.quantile(q, 1e15).value);
            QCOMPARE(copy.quantile(q, 1e15).low, histogram.quantile(q, 1e15).low);
            QCOMPARE(copy.quantile(q, 1e15).high, histogram.quantile(q, 1e15).high);
        }
    }

    void nothingAddedIsAllZero()
    {
        const Estimate estimate = ValueHistogram().quantile(0.5, 0);
        QCOMPARE(estimate.value, 0.0);
        QCOMPARE(estimate.high, 0.0);
    }

    void rangesOfAShareHoldTheTruth()
    {
        SplitMix64 random(4);
        constexpr int kRuns = 600;
        int held[3] = {};
        for (int run = 0; run < kRuns; ++run) {
            ValueHistogram histogram;
            std::vector<double> values;
            double largest = 0;
            for (int i = 0; i < 4000; ++i) {
                const double value = lognormal(random, 1);
                values.push_back(value);
                largest = std::max(largest, value);
                if (random.uniform() <= 0.1)
                    histogram.add(10, value);
            }
            int i = 0;
            for (const double q : {0.5, 0.9, 0.98}) {
                const Estimate estimate = histogram.quantile(q, largest);
                const double exact = exactQuantile(values, q);
                held[i++] += estimate.low <= exact && exact <= estimate.high;
            }
        }
        for (const int count : held)
            QVERIFY2(count >= kRuns * 93 / 100, qPrintable(QString::number(count)));
    }

    void aRankWithTooFewSamplesBesideItIsFlagged()
    {
        ValueHistogram histogram;
        for (int i = 1; i <= 100; ++i)
            histogram.add(10, i);
        const Estimate tail = histogram.quantile(0.99, 5000);
        QVERIFY(tail.grade == Grade::C);
        QCOMPARE(tail.low, 0.0);
        QCOMPARE(tail.high, 5000.0); // the exact maximum is all that is sure
        QVERIFY(histogram.quantile(0.8, 5000).grade == Grade::A);
    }

    void theTopIsCappedByTheExactMaximum()
    {
        ValueHistogram histogram;
        for (int i = 0; i < 1000; ++i)
            histogram.add(5, 1000);
        const Estimate estimate = histogram.quantile(0.99, 1000);
        QCOMPARE(estimate.high, 1000.0);
        QVERIFY(estimate.value <= 1000);
    }

    void mergedHistogramsAreTheOneThatSawEverything()
    {
        SplitMix64 random(5);
        ValueHistogram one;
        ValueHistogram left;
        ValueHistogram right;
        for (int i = 0; i < 5000; ++i) {
            const double value = i % 100 == 0 ? 0.5 : lognormal(random, 1.5);
            const double weight = 1 + static_cast<double>(i % 4);
            one.add(weight, value);
            (i % 3 ? left : right).add(weight, value);
        }
        left.add(right);
        QCOMPARE(left.weight(), one.weight());
        for (const double q : {0.001, 0.5, 0.99}) {
            QCOMPARE(left.quantile(q, 1e9).low, one.quantile(q, 1e9).low);
            QCOMPARE(left.quantile(q, 1e9).value, one.quantile(q, 1e9).value);
            QCOMPARE(left.quantile(q, 1e9).high, one.quantile(q, 1e9).high);
        }
    }

    void outOfOctavesItSaysOnlyWhatIsSure()
    {
        OctaveAllowance allowance{2};
        {
            ValueHistogram histogram(allowance);
            for (int i = 0; i < 50; ++i) {
                histogram.add(1, 10);
                histogram.add(1, 20);
            }
            QCOMPARE(allowance.left, std::size_t(0));
            QVERIFY(histogram.quantile(0.5, 20).grade == Grade::A);
            histogram.add(1, 1000);
            const Estimate estimate = histogram.quantile(0.5, 1000);
            QVERIFY(estimate.grade == Grade::C);
            QCOMPARE(estimate.low, 0.0);
            QCOMPARE(estimate.high, 1000.0);
            histogram.clear();
            QCOMPARE(allowance.left, std::size_t(0)); // both were used
            histogram.clear();
            QCOMPARE(allowance.left, std::size_t(2));
            histogram.add(1, 1000);
            QCOMPARE(allowance.left, std::size_t(1));
        }
        QCOMPARE(allowance.left, std::size_t(2));
    }

    void valuesOfEverySizeHaveAPlace()
    {
        ValueHistogram histogram;
        for (const double value : {0.0, 0.25, 1.0, 1e6, 1e12, 1e15, 1e300})
            histogram.add(1, value);
        QCOMPARE(histogram.weight(), 7.0);
        QVERIFY(histogram.quantile(0.99, 1e300).high == 1e300);
        QVERIFY(histogram.quantile(0.1, 1e300).low == 0);
    }
};

QTEST_APPLESS_MAIN(ValueHistogramTest)
#include "value_histogram_test.moc"
