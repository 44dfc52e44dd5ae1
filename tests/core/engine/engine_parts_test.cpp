// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/engine_parts.h"
#include "core/engine/production_metrics.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr MetricType kReceived = MetricType::MessageReceived;

struct Event
{
    MetricType type;
    double value;
    std::string key;
    bool isCritical;
};

/** Three types, forty keys of falling size, values over three decades, one event in a hundred critical. */
std::vector<Event> events(std::uint64_t seed, int count)
{
    SplitMix64 random(seed);
    std::vector<Event> all;
    for (int i = 0; i < count; ++i) {
        const double u = random.uniform();
        const auto type =
            std::array{kReceived, MetricType::MessageSent, MetricType::MessageQueued}[random() % 3];
        all.push_back({type, std::floor(std::exp(7 * random.uniform())),
                       "key " + std::to_string(static_cast<int>(40 * u * u)), random() % 100 == 0});
    }
    return all;
}

class Engines
{
public:
    Engines(std::size_t count, double rate, std::uint64_t seed)
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = rate;
        config.bufferSize = 100'000;
        for (std::size_t i = 0; i < count; ++i) {
            EngineOptions options;
            options.seed = seed + i;
            options.flushThread = false;
            options.mergeable = true;
            options.keys.listed = 200;
            m_engines.push_back(std::make_unique<ProductionMetrics>(config, m_time, options));
            m_engines.back()->start();
        }
    }

    void record(const std::vector<Event>& all)
    {
        for (std::size_t i = 0; i < all.size(); ++i)
            m_engines[i % m_engines.size()]->record(all[i].type, all[i].value, all[i].key, all[i].isCritical);
    }
    std::vector<std::shared_ptr<const EngineSnapshot>> flush()
    {
        m_time.advance(2s);
        std::vector<std::shared_ptr<const EngineSnapshot>> snapshots;
        for (const auto& engine : m_engines)
            snapshots.push_back(engine->flush());
        return snapshots;
    }

private:
    test::ManualTime m_time;
    std::vector<std::unique_ptr<ProductionMetrics>> m_engines;
};

std::map<std::pair<MetricType, std::string>, KeySnapshot> byName(const EngineSnapshot& snapshot)
{
    std::map<std::pair<MetricType, std::string>, KeySnapshot> keys;
    for (const KeySnapshot& key : snapshot.keys)
        keys[{key.type, key.key}] = key;
    return keys;
}

} // namespace

class EnginePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeEnginesThatKeptEverythingMergeIntoTheOneThatSawEverything()
    {
        Engines parts(3, 1, 1);
        Engines whole(1, 1, 9);
        for (int interval = 0; interval < 3; ++interval) {
            const auto all = events(static_cast<std::uint64_t>(interval), 9000);
            parts.record(all);
            whole.record(all);
            const EngineSnapshot merged = mergeSnapshots(parts.flush(), 200);
            const EngineSnapshot one = *whole.flush().front();

            QVERIFY(merged.accounting.addsUp());
            QCOMPARE(merged.accounting.seen, one.accounting.seen);
            QCOMPARE(merged.accounting.kept, one.accounting.kept);
            for (const MetricType type : kMetricTypes) {
                QCOMPARE(merged.of(type).exact.count, one.of(type).exact.count);
                QCOMPARE(merged.of(type).exact.sum, one.of(type).exact.sum);
                QCOMPARE(merged.of(type).exact.max, one.of(type).exact.max);
                QCOMPARE(merged.of(type).critical, one.of(type).critical);
                QCOMPARE(merged.of(type).intervalCount, one.of(type).intervalCount);
                QCOMPARE(merged.of(type).interval.low, one.of(type).interval.low);
                QCOMPARE(merged.of(type).interval.high, one.of(type).interval.high);
                QCOMPARE(merged.of(type).intervalSumEstimate.value, one.of(type).intervalSumEstimate.value);
            }
            for (const MetricType type : kValueTypes) {
                for (std::size_t i = 0; i < kQuantiles.size(); ++i)
                    QCOMPARE(merged.quantilesOf(type)[i].value, one.quantilesOf(type)[i].value);
            }
            QCOMPARE(merged.keys.size(), one.keys.size());
            const auto expected = byName(one);
            for (const auto& [name, key] : byName(merged)) {
                QCOMPARE(key.count.value, expected.at(name).count.value);
                QVERIFY(key.count.isPoint());
                QCOMPARE(key.sum.value, expected.at(name).sum.value);
                QCOMPARE(key.intervalCount.value, expected.at(name).intervalCount.value);
            }
            QCOMPARE(merged.unlistedBelow, 0.0);
        }
    }

    void mergedRangesHoldTheTruthAsOftenAsOneEnginesDo()
    {
        int held[2] = {};
        int asked = 0;
        double widths[2] = {};
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Engines parts(4, 0.05, 100 * seed);
            Engines whole(1, 0.05, 100 * seed + 50);
            const auto all = events(seed, 20'000);
            parts.record(all);
            whole.record(all);
            std::map<std::pair<MetricType, std::string>, double> truth;
            for (const Event& event : all) {
                if (!event.isCritical)
                    truth[{event.type, event.key}] += 1;
            }
            const auto merged = byName(mergeSnapshots(parts.flush(), 200));
            const auto one = byName(*whole.flush().front());
            for (const auto& [name, count] : truth) {
                if (!merged.contains(name) || !one.contains(name) || count < 100)
                    continue;
                ++asked;
                int i = 0;
                for (const KeySnapshot* key : {&merged.at(name), &one.at(name)}) {
                    held[i] += key->count.low <= count && count <= key->count.high;
                    widths[i] += (key->count.high - key->count.low) / count;
                    ++i;
                }
            }
        }
        QVERIFY(asked > 1500);
        for (const int count : held)
            QVERIFY2(count >= asked * 93 / 100 && count <= asked * 97 / 100,
                     qPrintable(QStringLiteral("%1 of %2").arg(count).arg(asked)));
        QVERIFY2(std::abs(widths[0] / widths[1] - 1) < 0.05,
                 qPrintable(QString::number(widths[0] / widths[1])));
    }

    void aKeyThatOneEngineDoesNotListMayHaveHadThereWhatThatOneLeavesOpen()
    {
        auto snapshot = [](const std::string& name, double count, double mostOutside) {
            auto parts = std::make_shared<EngineParts>();
            KeyParts key;
            key.name = name;
            key.sums.type = kReceived;
            for (double i = 0; i < count; ++i)
                key.sums.total.add(1, 1);
            TypeParts& type = parts->types[indexOf(kReceived)];
            type.totalSums = key.sums.total;
            type.sampled.count = static_cast<std::uint64_t>(count);
            type.everInForce.note(1);
            parts->keys.push_back(key);
            parts->mostOutside = mostOutside;
            auto result = std::make_shared<EngineSnapshot>();
            result->parts = parts;
            return std::shared_ptr<const EngineSnapshot>(result);
        };
        const std::array both{snapshot("a", 100, 7), snapshot("b", 50, 3)};
        const auto keys = byName(mergeSnapshots(both, 10));
        const Estimate a = keys.at({kReceived, "a"}).count;
        QCOMPARE(a.low, 100.0);
        QCOMPARE(a.high, 103.0); // three more may hide in the other engine
        QCOMPARE(keys.at({kReceived, "b"}).count.high, 57.0);
        QCOMPARE(mergeSnapshots(both, 10).unlistedBelow, 10.0);
        QCOMPARE(mergeSnapshots(both, 1).unlistedBelow, 57.0);
    }
};

QTEST_APPLESS_MAIN(EnginePartsTest)
#include "engine_parts_test.moc"
