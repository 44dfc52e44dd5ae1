// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/engine/engine_parts.h"
#include "core/engine/production_metrics.h"
#include "core/protocol/data_message.h"
#include "core/watch/agent_state.h"
#include "core/watch/all_agents.h"
#include "tests/support/manual_time.h"

#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr MetricType kReceived = MetricType::MessageReceived;

/** An engine with the client's end of its wire. */
class WiredAgent
{
public:
    WiredAgent(double rate, std::uint64_t seed) : m_engine(configOf(rate), m_time, optionsOf(seed))
    {
        m_engine.start();
        m_state.opened(u"agent"_s, 1s);
        Hello hello;
        hello.version = 1;
        hello.sessionId = QString::number(seed);
        hello.setting.config = configOf(rate);
        m_state.heard(toJson(hello), {});
    }

    void record(int events, int step)
    {
        for (int i = 0; i < events; ++i)
            m_engine.record(kReceived, 1 + i % step, i % 3 ? "often" : "seldom");
        m_time.advance(1s);
        m_engine.flush();
        const auto snapshot = m_engine.snapshot();
        Data data;
        data.time = m_time.wallNow();
        data.sequence = snapshot->sequence;
        data.intervals = 1;
        data.interval = snapshot->interval;
        data.accounting = snapshot->accounting;
        data.sampling = snapshot->sampling;
        for (const MetricType type : kMetricTypes)
            data.now[indexOf(type)] = snapshot->of(type).exact;
        data.parts = snapshot->parts;
        m_state.heard(toJson(data), {});
    }
    AgentView view() const { return m_state.view(); }
    std::shared_ptr<const EngineSnapshot> truth() const { return m_engine.snapshot(); }
    void leave() { m_state.ended({}); }

private:
    static MetricsConfig configOf(double rate)
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = rate;
        config.bufferSize = 100'000;
        return config;
    }
    static EngineOptions optionsOf(std::uint64_t seed)
    {
        EngineOptions options;
        options.seed = seed;
        options.flushThread = false;
        options.mergeable = true;
        return options;
    }

    ManualTime m_time;
    ProductionMetrics m_engine;
    AgentState m_state{EndpointId(), u"agent"_s};
};

} // namespace

class AllAgentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWentOverTheWireMergesAsTheEnginesThemselvesWould()
    {
        WiredAgent one(0.1, 1);
        WiredAgent other(0.5, 2); // another rate: weights are merged, not counts
        one.record(20'000, 100);
        other.record(5'000, 900);
        const std::vector<AgentView> views{one.view(), other.view()};
        const auto merged = mergeAgents(views);
        QVERIFY(merged);
        const std::vector truths{one.truth(), other.truth()};
        const EngineSnapshot reference = mergeSnapshots(truths, 200);

        const TypeSnapshot& type = merged->of(kReceived);
        const TypeSnapshot& expected = reference.of(kReceived);
        QCOMPARE(type.exact.count, std::uint64_t{25'000});
        QCOMPARE(type.exact.sum, expected.exact.sum);
        QCOMPARE(type.exact.max, expected.exact.max);
        QCOMPARE(type.interval.value, expected.interval.value);
        QCOMPARE(type.interval.low, expected.interval.low);
        QCOMPARE(type.interval.high, expected.interval.high);
        QVERIFY(type.interval.low <= 25'000 && type.interval.high >= 25'000);
        QCOMPARE(type.intervalSumEstimate.value, expected.intervalSumEstimate.value);
        QCOMPARE(type.intervalSumEstimate.high, expected.intervalSumEstimate.high);
        for (std::size_t i = 0; i < kQuantiles.size(); ++i)
            QCOMPARE(merged->quantilesOf(kReceived)[i].value, reference.quantilesOf(kReceived)[i].value);
        QCOMPARE(merged->keys.size(), reference.keys.size());
        for (std::size_t i = 0; i < merged->keys.size(); ++i) {
            QCOMPARE(merged->keys[i].key, reference.keys[i].key);
            QCOMPARE(merged->keys[i].count.value, reference.keys[i].count.value);
        }
        QVERIFY(merged->accounting.addsUp());
        QCOMPARE(merged->accounting.seen, std::uint64_t{25'000});
    }

    void whoIsNotConnectedIsNotAmongThem()
    {
        QVERIFY(!mergeAgents({}));
        WiredAgent one(0.1, 1);
        WiredAgent other(0.5, 2);
        QVERIFY(!mergeAgents(std::vector{one.view(), other.view()})); // no interval yet
        one.record(1'000, 10);
        other.record(500, 10);
        other.leave();
        const auto merged = mergeAgents(std::vector{one.view(), other.view()});
        QCOMPARE(merged->of(kReceived).exact.count, std::uint64_t{1'000});
    }
};

QTEST_GUILESS_MAIN(AllAgentsTest)
#include "all_agents_test.moc"
