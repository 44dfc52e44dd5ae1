// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metrics_ring_buffer.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>

using namespace weir;

namespace {

CompactMetric sample(MetricType type, double value, double mass = 1, std::uint8_t interval = 0)
{
    CompactMetric metric;
    metric.type = type;
    metric.value = static_cast<float>(value);
    metric.mass = mass;
    metric.interval = interval;
    return metric;
}

std::vector<CompactMetric> drained(MetricsRingBuffer& ring)
{
    std::vector<CompactMetric> all(ring.size());
    all.resize(ring.popFront(all));
    return all;
}

double massOf(const std::vector<CompactMetric>& samples)
{
    double mass = 0;
    for (const CompactMetric& metric : samples)
        mass += metric.mass;
    return mass;
}

} // namespace

class MetricsRingBufferTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackInOrderAcrossTheWrap()
    {
        MetricsRingBuffer ring(16);
        for (int round = 0; round < 5; ++round) {
            for (int i = 0; i < 10; ++i)
                ring.push(sample(MetricType::MessageReceived, round * 10 + i));
            const auto all = drained(ring);
            QCOMPARE(all.size(), std::size_t(10));
            for (int i = 0; i < 10; ++i)
                QCOMPARE(all[std::size_t(i)].value, float(round * 10 + i));
        }
    }

    void thinningHalvesTheLargestTypeAndLeavesTheRest()
    {
        MetricsRingBuffer ring(16);
        for (int i = 0; i < 4; ++i)
            ring.push(sample(MetricType::Connection, i));
        for (int i = 0; i < 12; ++i)
            ring.push(sample(MetricType::MessageReceived, i));
        QVERIFY(ring.isFull());
        SplitMix64 random(7);
        const auto thinning = ring.thin(random);
        QVERIFY(thinning.type == MetricType::MessageReceived);
        QCOMPARE(thinning.merged, std::size_t(6));
        QCOMPARE(ring.size(), std::size_t(10));
        const auto all = drained(ring);
        QCOMPARE(massOf(all), 16.0);
        QCOMPARE(std::count_if(all.begin(), all.end(),
                               [](const auto& m) { return m.type == MetricType::Connection; }),
                 std::ptrdiff_t(4));
    }

    void massIsPreservedThroughThousandsOfThinnings()
    {
        MetricsRingBuffer ring(64);
        SplitMix64 random(3);
        double mass = 0;
        for (int i = 0; i < 200'000; ++i) {
            if (ring.isFull())
                ring.thin(random);
            const double m = 1 + random.uniform();
            mass += m;
            ring.push(sample(kMetricTypes[std::size_t(i) % kMetricTypeCount], i, m));
        }
        QVERIFY(std::abs(massOf(drained(ring)) / mass - 1) < 1e-12);
    }

    /** Each sample's expected mass after thinning is what it had: the estimate of any domain is unbiased. */
    void everySampleKeepsItsExpectedMass()
    {
        std::array<double, 16> meanMass{};
        SplitMix64 random(11);
        constexpr int kRuns = 40'000;
        for (int run = 0; run < kRuns; ++run) {
            MetricsRingBuffer ring(16);
            for (int i = 0; i < 16; ++i)
                ring.push(sample(MetricType::MessageReceived, i, 1 + i % 4));
            ring.thin(random);
            ring.thin(random);
            for (const CompactMetric& metric : drained(ring))
                meanMass[std::size_t(metric.value)] += metric.mass / kRuns;
        }
        for (std::size_t i = 0; i < meanMass.size(); ++i)
            QVERIFY2(std::abs(meanMass[i] / (1 + double(i % 4)) - 1) < 0.05,
                     qPrintable(QString::number(meanMass[i])));
    }

    /** What thinning adds to the variance is what it does to the estimates: w = mass / m, y = 1 or the value.
     */
    void theVarianceItStatesIsTheOneItCauses()
    {
        SplitMix64 random(12);
        constexpr int kRuns = 40'000;
        constexpr double kPeriod = 20;
        const auto pending = [](int i) {
            CompactMetric metric = sample(MetricType::MessageReceived, i * i, -kPeriod, 1);
            metric.m = static_cast<float>(1 + i % 4);
            return metric;
        };
        double chosenCount = 0;
        double chosenSum = 0;
        for (int i = 0; i < 16; ++i) {
            CompactMetric metric = pending(i);
            metric.settle();
            const double weight = -1 / std::expm1(-double(metric.m) / kPeriod);
            QVERIFY(std::abs(metric.weight() / weight - 1) < 1e-12);
            chosenCount += weight * (weight - 1);
            chosenSum += weight * (weight - 1) * double(metric.value) * double(metric.value);
        }
        double count[2] = {};
        double sum[2] = {};
        TotalVariance stated;
        for (int run = 0; run < kRuns; ++run) {
            MetricsRingBuffer ring(16);
            for (int i = 0; i < 16; ++i)
                ring.push(pending(i));
            stated = ring.thin(random).added[1];
            double counted = 0;
            double summed = 0;
            for (const CompactMetric& metric : drained(ring)) {
                counted += metric.weight();
                summed += metric.weight() * double(metric.value);
            }
            count[0] += counted / kRuns;
            count[1] += counted * counted / kRuns;
            sum[0] += summed / kRuns;
            sum[1] += summed * summed / kRuns;
        }
        const double causedCount = count[1] - count[0] * count[0];
        const double causedSum = sum[1] - sum[0] * sum[0];
        QVERIFY2(
            std::abs((stated.count - chosenCount) / causedCount - 1) < 0.04,
            qPrintable(QStringLiteral("%1, caused %2").arg(stated.count - chosenCount).arg(causedCount)));
        QVERIFY2(std::abs((stated.sum - chosenSum) / causedSum - 1) < 0.04,
                 qPrintable(QStringLiteral("%1, caused %2").arg(stated.sum - chosenSum).arg(causedSum)));
    }

    /** Whether neighbours share a key or never do: the variance that is left says what merging did to one. */
    void theVarianceOfAKeyIsTheOneThatMergingCaused_data()
    {
        QTest::addColumn<QList<int>>("keys");
        QTest::newRow("blocks") << QList<int>{1, 1, 1, 1, 1, 1, 2, 2};
        QTest::newRow("alternating") << QList<int>{1, 2};
        QTest::newRow("mixed") << QList<int>{1, 1, 2, 3, 1, 2, 2};
    }

    void theVarianceOfAKeyIsTheOneThatMergingCaused()
    {
        QFETCH(QList<int>, keys);
        SplitMix64 random(13);
        constexpr int kRuns = 60'000;
        double mean = 0;
        double square = 0;
        double stated = 0;
        for (int run = 0; run < kRuns; ++run) {
            MetricsRingBuffer ring(32);
            for (int i = 0; i < 32; ++i) {
                CompactMetric metric = sample(MetricType::MessageReceived, 1);
                metric.key = static_cast<std::uint32_t>(keys[i % keys.size()]);
                ring.push(metric); // weight 1: all variance is merging's
            }
            ring.thin(random);
            ring.thin(random);
            ring.thin(random);
            double count = 0;
            for (const CompactMetric& metric : drained(ring)) {
                count += metric.key == 1 ? metric.weight() : 0;
                stated += metric.key == 1 ? metric.keyVariance() / kRuns : 0;
            }
            mean += count / kRuns;
            square += count * count / kRuns;
        }
        const double caused = square - mean * mean;
        QVERIFY2(std::abs(stated / caused - 1) < 0.04,
                 qPrintable(QStringLiteral("%1, caused %2").arg(stated).arg(caused)));
    }

    void intervalsAreNotMergedWhileThereIsAnotherPair()
    {
        MetricsRingBuffer ring(16);
        for (int i = 0; i < 8; ++i)
            ring.push(sample(MetricType::MessageReceived, i, 1, 0));
        for (int i = 0; i < 8; ++i)
            ring.push(sample(MetricType::MessageReceived, i, 1, 1));
        SplitMix64 random(5);
        ring.thin(random);
        double first = 0;
        for (const CompactMetric& metric : drained(ring))
            first += metric.interval == 0 ? metric.mass : 0;
        QCOMPARE(first, 8.0);
    }

    void aTinyRingFullOfDifferentIntervalsStillMakesRoom()
    {
        MetricsRingBuffer ring(16);
        for (int i = 0; i < 16; ++i)
            ring.push(sample(MetricType::MessageReceived, i, 1, static_cast<std::uint8_t>(i)));
        SplitMix64 random(5);
        QCOMPARE(ring.thin(random).merged, std::size_t(8));
        QCOMPARE(massOf(drained(ring)), 16.0);
    }

    void capacityChangesKeepWhatIsThere()
    {
        MetricsRingBuffer ring(16);
        for (int i = 0; i < 10; ++i)
            ring.push(sample(MetricType::MessageReceived, i));
        std::array<CompactMetric, 4> out;
        ring.popFront(out);
        for (int i = 10; i < 18; ++i)
            ring.push(sample(MetricType::MessageReceived, i));
        QCOMPARE(ring.replaceSlots(std::vector<CompactMetric>(100)).size(), std::size_t(16));
        QCOMPARE(ring.capacity(), std::size_t(100));
        const auto all = drained(ring);
        QCOMPARE(all.size(), std::size_t(14));
        QCOMPARE(all.front().value, 4.0F);
        QCOMPARE(all.back().value, 17.0F);
    }
};

QTEST_APPLESS_MAIN(MetricsRingBufferTest)
#include "metrics_ring_buffer_test.moc"
