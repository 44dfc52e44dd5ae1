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
