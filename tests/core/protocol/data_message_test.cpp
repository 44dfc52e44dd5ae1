// SPDX-License-Identifier: Apache-2.0
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/base/random.h"
#include "core/engine/production_metrics.h"
#include "core/protocol/agent_messages.h"
#include "tests/support/manual_time.h"

#include <array>
#include <span>

using namespace weir;
using namespace Qt::Literals::StringLiterals;
using Snapshot = std::shared_ptr<const EngineSnapshot>;

namespace {

/** An engine with an interval behind it. */
Snapshot someTraffic(test::ManualTime& time, std::uint64_t seed, int events)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = 0.1;
    EngineOptions options;
    options.seed = seed;
    options.flushThread = false;
    options.mergeable = true;
    ProductionMetrics engine(config, time, options);
    engine.start();
    SplitMix64 random(seed);
    for (int interval = 0; interval < 2; ++interval) {
        for (int i = 0; i < events; ++i)
            engine.record(MetricType::MessageReceived, 50 + 1000 * random.uniform(), i % 3 == 0 ? "a" : "b");
        engine.count(MetricType::Connection);
        engine.critical(MetricType::MessageFailed);
        time.advance(std::chrono::seconds(2));
        engine.flush();
    }
    return engine.snapshot();
}

Data dataOf(const Snapshot& snapshot)
{
    Data data;
    data.time = snapshot->wallTime;
    data.sequence = snapshot->sequence;
    data.intervals = 1;
    data.interval = snapshot->interval;
    data.uptime = snapshot->uptime;
    data.lost = 4;
    data.accounting = snapshot->accounting;
    data.sampling = snapshot->sampling;
    data.buffer = snapshot->buffer;
    for (const MetricType type : kMetricTypes)
        data.now[indexOf(type)] = snapshot->of(type).exact;
    data.parts = snapshot->parts;
    return data;
}

Data overTheWire(const Data& data)
{
    const auto message = parseAgentMessage(toJson(data));
    if (!message.ok())
        qFatal("%s", message.error().message.c_str());
    return std::get<Data>(message.value());
}

bool nearly(double a, double b)
{
    return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b));
}

void compareEstimates(const Estimate& came, const Estimate& sent)
{
    QVERIFY2(nearly(came.value, sent.value) && nearly(came.low, sent.low) && nearly(came.high, sent.high),
             qPrintable(u"%1 [%2, %3], not %4 [%5, %6]"_s.arg(came.value)
                            .arg(came.low)
                            .arg(came.high)
                            .arg(sent.value)
                            .arg(sent.low)
                            .arg(sent.high)));
    QVERIFY(came.grade == sent.grade);
}

void compareSnapshots(const EngineSnapshot& came, const EngineSnapshot& sent)
{
    for (const MetricType type : kMetricTypes) {
        QCOMPARE(came.of(type).exact.count, sent.of(type).exact.count);
        QVERIFY(nearly(came.of(type).exact.sum, sent.of(type).exact.sum));
        QCOMPARE(came.of(type).critical, sent.of(type).critical);
        QCOMPARE(came.of(type).intervalCount, sent.of(type).intervalCount);
        compareEstimates(came.of(type).interval, sent.of(type).interval);
        compareEstimates(came.of(type).intervalSumEstimate, sent.of(type).intervalSumEstimate);
    }
    for (const MetricType type : kValueTypes) {
        for (std::size_t i = 0; i < kQuantiles.size(); ++i)
            compareEstimates(came.quantilesOf(type)[i], sent.quantilesOf(type)[i]);
    }
    QCOMPARE(came.keys.size(), sent.keys.size());
    for (std::size_t i = 0; i < came.keys.size(); ++i) {
        QCOMPARE(came.keys[i].key, sent.keys[i].key);
        compareEstimates(came.keys[i].count, sent.keys[i].count);
        compareEstimates(came.keys[i].intervalCount, sent.keys[i].intervalCount);
    }
    QVERIFY(nearly(came.unlistedBelow, sent.unlistedBelow));
}

} // namespace

/** What an engine knows crosses the wire, so that a dashboard shows and merges what it would have shown at
 * home. */
class DataMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDashboardSeesWhatTheEngineSays();
    void agentsMergeAsTheirEnginesWould();
    void aDataWithoutAnIntervalHasTheTotals();
    void aCountRowMayLeaveOutWhatFollows();
    void whatIsNotADataIsRefused_data();
    void whatIsNotADataIsRefused();
};

void DataMessageTest::aDashboardSeesWhatTheEngineSays()
{
    test::ManualTime time;
    const Snapshot sent = someTraffic(time, 7, 5000);
    const Data came = overTheWire(dataOf(sent));
    QCOMPARE(came.sequence, 2);
    QCOMPARE(came.intervals, 1);
    QVERIFY(came.interval == sent->interval);
    QCOMPARE(came.lost, 4);
    QCOMPARE(came.accounting.seen, sent->accounting.seen);
    QVERIFY(came.accounting.addsUp());
    QCOMPARE(came.sampling.rate, 0.1);
    QCOMPARE(came.sampling.revision, sent->sampling.revision);
    QCOMPARE(came.buffer.capacity, 2000);
    QCOMPARE(came.now[indexOf(MetricType::MessageReceived)].count, 10'000);
    compareSnapshots(snapshotOf(came), *sent);
}

void DataMessageTest::agentsMergeAsTheirEnginesWould()
{
    test::ManualTime time;
    const std::array<Snapshot, 2> engines = {someTraffic(time, 1, 4000), someTraffic(time, 2, 9000)};
    std::array<Snapshot, 2> agents;
    for (std::size_t i = 0; i < engines.size(); ++i)
        agents[i] = std::make_shared<const EngineSnapshot>(snapshotOf(overTheWire(dataOf(engines[i]))));
    compareSnapshots(mergeSnapshots(agents, 20), mergeSnapshots(engines, 20));
}

void DataMessageTest::aDataWithoutAnIntervalHasTheTotals()
{
    test::ManualTime time;
    Data sent = dataOf(someTraffic(time, 3, 100));
    sent.intervals = 0;
    sent.parts = nullptr;
    const Data came = overTheWire(sent);
    QVERIFY(!came.parts);
    QCOMPARE(came.now[indexOf(MetricType::Connection)].count, 2);
    QCOMPARE(came.now[indexOf(MetricType::Connection)].max, 1.0);
    QVERIFY(!toJson(sent).contains("rows"));
}

void DataMessageTest::aCountRowMayLeaveOutWhatFollows()
{
    const auto message = parseAgentMessage(
        R"({"op":"data","t":0,"seq":1,"intervals":1,"dt":1,"uptime_s":1,
            "accounting":{"seen":8,"critical":0,"sampled_out":6,"chosen":2,"kept":2,"in_ring":0,"thinned":0,"dropped":0,"refused":0},
            "sampling":{"mode":"fixed","rate":0.25,"in_force":0.25,"effective_rate":0.25,"revision":1},
            "buffer":{"capacity":16,"used":0,"pressure":0,"peak":0,"thinnings":0},
            "now":[{"id":4,"n":8},{"id":99,"n":1}],
            "rows":[{"id":4,"n":8,"k":2,"W":8,"V":24,"w":[4,4],"total":{"n":8,"k":2,"W":8,"V":24}},{"id":99}]})");
    QVERIFY2(message.ok(), message.ok() ? "" : message.error().message.c_str());
    const Data& data = std::get<Data>(message.value());
    const TypeParts& type = data.parts->types[indexOf(MetricType::MessageQueued)];
    QCOMPARE(type.intervalSums.sum, 8.0);
    QCOMPARE(type.intervalVariance.sum, 24.0);
    QCOMPARE(type.intervalSampled.sum, 8.0);
    QCOMPARE(snapshotOf(data).of(MetricType::MessageQueued).interval.value, 8.0);
}

void DataMessageTest::whatIsNotADataIsRefused_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* field, const char* value, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(field) << QString::fromLatin1(value)
                            << QString::fromUtf8(words);
    };
    row("rows is missing", "rows", "null", "\"rows\" is missing");
    row("rows is a number", "rows", "3", "\"rows\" is 3: it must be an array of at most 64");
    row("a row is a number", "rows", "[3]", "\"rows[0]\" is 3: it must be an object");
    row("no sums", "rows", R"([{"id":4,"n":1,"total":{"n":1,"k":0,"W":0,"V":0}}])",
        "\"rows[0].k\" is missing");
    row("a negative sum", "rows", R"([{"id":4,"n":1,"k":0,"W":-1,"V":0,"total":{"n":1,"k":0,"W":0,"V":0}}])",
        "\"rows[0].W\" is -1");
    row("more critical than all", "rows",
        R"([{"id":4,"n":1,"critical":2,"k":0,"W":0,"V":0,"total":{"n":1,"k":0,"W":0,"V":0}}])",
        "whole number from 0 to 1");
    row("weights below 1", "rows",
        R"([{"id":4,"n":1,"k":0,"W":0,"V":0,"w":[0,1],"total":{"n":1,"k":0,"W":0,"V":0}}])",
        "smallest and the largest weight");
    row("a bin too far", "histograms", R"([{"id":11,"bins":[[1283,1,0]]}])", "bin from 0 to 1282");
    row("a bin without weight", "histograms", R"([{"id":11,"bins":[[3,0,0]]}])", "W above 0");
    row("a key without a name", "keys", R"([{"type":11,"k":1,"W":1,"V":0,"interval":{"k":1,"W":1,"V":0}}])",
        "\"keys[0].key\" is missing");
    row("an endless interval", "dt", "1e300", "\"dt\"");
    row("a time beyond time", "t", "\"18446744073709551615\"", "\"t\"");
    row("more intervals than ended", "intervals", "3", "\"intervals\" is 3");
    row("a share above one", "buffer", R"({"capacity":1,"used":1,"pressure":1.5,"peak":1,"thinnings":0})",
        "\"buffer.pressure\" is 1.5");
}

void DataMessageTest::whatIsNotADataIsRefused()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, words);
    test::ManualTime time;
    QJsonObject message = dataObject(dataOf(someTraffic(time, 3, 100)));
    message[field] = QJsonDocument::fromJson("[" + value.toUtf8() + "]").array().at(0);
    const auto parsed = parseAgentMessage(QJsonDocument(message).toJson());
    QVERIFY(!parsed.ok());
    QVERIFY2(QString::fromStdString(parsed.error().message).contains(words), parsed.error().message.c_str());
}

QTEST_GUILESS_MAIN(DataMessageTest)
#include "data_message_test.moc"
