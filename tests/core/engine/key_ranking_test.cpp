// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/key_ranking.h"

#include <QtTest/QtTest>

#include <map>
#include <set>

using namespace weir;

namespace {

CompactMetric sample(std::uint32_t key, double weight = 1, double value = 1,
                     MetricType type = MetricType::MessageReceived)
{
    CompactMetric metric;
    metric.key = key;
    metric.mass = weight;
    metric.value = static_cast<float>(value);
    metric.type = type;
    return metric;
}

bool nothingIsPinned(std::uint32_t)
{
    return false;
}

} // namespace

class KeyRankingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withRoomForAllEverySumIsExact()
    {
        KeyRanking ranking(100, nothingIsPinned);
        SplitMix64 random(1);
        std::map<std::uint32_t, DomainSums> truth;
        for (int i = 0; i < 10'000; ++i) {
            const auto key = static_cast<std::uint32_t>(2 + random() % 100);
            const double value = static_cast<double>(random() % 1000);
            ranking.add(sample(key, 1, value));
            truth[key].add(1, value);
        }
        const auto listing = ranking.largest(1000);
        QCOMPARE(listing.keys.size(), std::size_t(100));
        QCOMPARE(listing.mostOutside, [&] {
            double least = 1e9;
            for (const auto& [key, sums] : truth)
                least = std::min(least, sums.count);
            return least;
        }());
        for (const KeySums& key : listing.keys) {
            QCOMPARE(key.total.count, truth.at(key.key).count);
            QCOMPARE(key.total.sum, truth.at(key.key).sum);
            QCOMPARE(key.total.samples, truth.at(key.key).samples);
            QCOMPARE(key.inherited, 0.0);
        }
        for (std::size_t i = 1; i < listing.keys.size(); ++i)
            QVERIFY(listing.keys[i - 1].total.count >= listing.keys[i].total.count);
    }

    /** The two guarantees of Space-Saving: own <= true <= own + inherited, and nothing missed above the
     * bound. */
    void theTruthLiesBetweenTheGuaranteedAndTheInherited()
    {
        KeyRanking ranking(64, nothingIsPinned);
        SplitMix64 random(2);
        std::map<std::pair<MetricType, std::uint32_t>, double> truth;
        for (int i = 0; i < 200'000; ++i) {
            // Falls off as 1/key, over 5000 keys, with weights that vary.
            const auto key =
                static_cast<std::uint32_t>(2 + 5000 * random.uniform() * random.uniform() * random.uniform());
            const double weight = 1 + static_cast<double>(random() % 8);
            const MetricType type = random() % 4 ? MetricType::MessageReceived : MetricType::MessageSent;
            ranking.add(sample(key, weight, 1, type));
            truth[{type, key}] += weight;
        }
        const auto listing = ranking.largest(20);
        QCOMPARE(listing.keys.size(), std::size_t(20));
        std::set<std::pair<MetricType, std::uint32_t>> listed;
        for (const KeySums& key : listing.keys) {
            const double exact = truth.at({key.type, key.key});
            QVERIFY(key.total.count <= exact);
            QVERIFY(exact <= (key.total.count + key.inherited) * 1.000001);
            listed.insert({key.type, key.key});
        }
        for (const auto& [key, exact] : truth)
            QVERIFY(listed.contains(key) || exact <= listing.mostOutside);
    }

    void pinnedKeysKeepTheirPlaceButTakeHalfAtMost()
    {
        KeyRanking ranking(8, [](std::uint32_t key) { return key < 100; });
        for (std::uint32_t key = 2; key < 9; ++key)
            ranking.add(sample(key)); // seven pinned keys, one event each
        for (std::uint32_t key = 100; key < 10'000; ++key)
            ranking.add(sample(key));
        int pinned = 0;
        for (const KeySums& key : ranking.largest(8).keys)
            pinned += key.key < 100;
        QCOMPARE(pinned, 4);
    }

    void anIntervalsSumsBeginAnewAndTotalsGoOn()
    {
        KeyRanking ranking(4, nothingIsPinned);
        for (int i = 0; i < 10; ++i)
            ranking.add(sample(7, 4, 100));
        KeySums first = ranking.largest(1).keys.at(0);
        QVERIFY(first.isNew);
        QCOMPARE(first.interval.count, 40.0);
        ranking.endInterval();
        ranking.add(sample(7, 2, 10));
        const KeySums second = ranking.largest(1).keys.at(0);
        QVERIFY(!second.isNew);
        QCOMPARE(second.interval.samples, std::uint64_t(1));
        QCOMPARE(second.interval.count, 2.0);
        QCOMPARE(second.interval.countVariance, 2.0);
        QCOMPARE(second.interval.sum, 20.0);
        QCOMPARE(second.interval.sumVariance, 200.0);
        QCOMPARE(second.total.samples, std::uint64_t(11));
        QCOMPARE(second.total.count, 42.0);
        QCOMPARE(second.total.countVariance, 10 * 12.0 + 2);
        QCOMPARE(second.total.sum, 4020.0);
        QCOMPARE(second.total.sumVariance, 10 * 12.0 * 10'000 + 200);
    }

    void memoryIsWhatItSays() { QVERIFY(KeyRanking::bytesFor(768) < 768 * 64); }
};

QTEST_APPLESS_MAIN(KeyRankingTest)
#include "key_ranking_test.moc"
