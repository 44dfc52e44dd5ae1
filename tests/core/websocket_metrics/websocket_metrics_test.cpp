// SPDX-License-Identifier: Apache-2.0
// Both implementations of the older interface, and the defects W1 to W4 of the system it comes from. Tests
// named w1 to w4 show that ours have not got them; their comments say what they were.
#include "core/websocket_metrics/create_websocket_metrics.h"
#include "core/websocket_metrics/legacy_websocket_metrics.h"
#include "core/websocket_metrics/sampled_websocket_metrics.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <thread>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/** The 24 leaves of the older tree, and the other name that one of them had. */
const QStringList kLeaves = {
    u"circuit_breaker.closes"_s,
    u"circuit_breaker.half_opens"_s,
    u"circuit_breaker.opens"_s,
    u"circuit_breaker.state"_s,
    u"connections.active"_s,
    u"connections.failed"_s,
    u"connections.reconnections"_s,
    u"connections.timeouts"_s,
    u"connections.total"_s,
    u"last_update"_s,
    u"latency.average_send_ms"_s,
    u"latency.avg_send_ms"_s,
    u"messages.deduplicated"_s,
    u"messages.expired"_s,
    u"messages.failed"_s,
    u"messages.queued"_s,
    u"messages.sent"_s,
    u"queue.current_size"_s,
    u"queue.max_size"_s,
    u"queue.overflows"_s,
    u"retry.attempts"_s,
    u"retry.failures"_s,
    u"retry.success_rate"_s,
    u"retry.successes"_s,
    u"uptime_seconds"_s,
};

/** "group.leaf" -> value, without meta_metrics. */
QVariantMap leavesOf(const WebSocketMetricsInterface& metrics)
{
    QVariantMap leaves;
    const QJsonObject tree =
        QJsonDocument::fromJson(QByteArray::fromStdString(toJson(metrics.exported()))).object();
    for (auto group = tree.begin(); group != tree.end(); ++group) {
        if (group.key() == u"meta_metrics")
            continue;
        if (!group->isObject())
            leaves[group.key()] = group->toVariant();
        const QJsonObject inner = group->toObject();
        for (auto leaf = inner.begin(); leaf != inner.end(); ++leaf)
            leaves[group.key() + u'.' + leaf.key()] = leaf->toVariant();
    }
    return leaves;
}

QJsonObject metaOf(const WebSocketMetricsInterface& metrics)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(toJson(metrics.exported())))
        .object()[u"meta_metrics"]
        .toObject();
}

Environment with(std::map<std::string, std::string, std::less<>> variables)
{
    return Environment(std::move(variables));
}

} // namespace

class WebSocketMetricsTest : public QObject
{
    Q_OBJECT

    test::ManualTime m_time;

    std::unique_ptr<WebSocketMetricsInterface> made(bool sampled)
    {
        if (!sampled)
            return std::make_unique<LegacyWebSocketMetrics>(m_time);
        EngineOptions options;
        options.flushThread = false;
        return std::make_unique<SampledWebSocketMetrics>(MetricsConfig(), m_time, options);
    }

    static void bothImplementations()
    {
        QTest::addColumn<bool>("sampled");
        QTest::newRow("exact") << false;
        QTest::newRow("sampled") << true;
    }

private Q_SLOTS:
    void everyLeafIsLive_data() { bothImplementations(); }
    void everyLeafIsLive()
    {
        QFETCH(bool, sampled);
        const auto metrics = made(sampled);
        QCOMPARE(leavesOf(*metrics)[u"last_update"_s], QVariant::fromValue(nullptr));
        const auto times = [](int count, auto&& what) {
            for (int i = 0; i < count; ++i)
                what();
        };
        times(9, [&] { metrics->recordConnection("a"); });
        times(2, [&] { metrics->recordDisconnection("a"); });
        times(3, [&] { metrics->recordFailedConnection("a"); });
        times(4, [&] { metrics->recordReconnection("a"); });
        times(5, [&] { metrics->recordTimeout("a"); });
        times(10, [&] { metrics->recordMessageSent("a", 2.5); });
        times(10, [&] { metrics->recordMessageSent("a", 3.5); });
        times(6, [&] { metrics->recordMessageQueued("a", 40); });
        times(7, [&] { metrics->recordMessageFailed("a"); });
        times(8, [&] { metrics->recordMessageExpired("a"); });
        times(11, [&] { metrics->recordMessageDeduplicated("a"); });
        times(12, [&] { metrics->recordQueueOverflow("a"); });
        times(13, [&] { metrics->recordRetryAttempt("a"); });
        times(3, [&] { metrics->recordRetrySuccess("a"); });
        times(1, [&] { metrics->recordRetryFailure("a"); });
        times(2, [&] { metrics->setCircuitBreakerState(BreakerState::Open); });
        metrics->setCircuitBreakerState(BreakerState::HalfOpen);
        metrics->setCircuitBreakerState(BreakerState::Open);
        metrics->setCircuitBreakerState(BreakerState::HalfOpen);
        metrics->setCircuitBreakerState(BreakerState::Closed);
        metrics->setCircuitBreakerState(BreakerState::HalfOpen);
        metrics->setQueueSize(4);
        m_time.advance(90s);

        const QVariantMap leaves = leavesOf(*metrics);
        QCOMPARE(leaves.keys(), kLeaves);
        const std::map<QString, QVariant> expected = {
            {u"connections.total"_s, 9},
            {u"connections.active"_s, 7},
            {u"connections.failed"_s, 3},
            {u"connections.reconnections"_s, 4},
            {u"connections.timeouts"_s, 5},
            {u"messages.sent"_s, 20},
            {u"messages.queued"_s, 6},
            {u"messages.failed"_s, 7},
            {u"messages.expired"_s, 8},
            {u"messages.deduplicated"_s, 11},
            {u"queue.current_size"_s, 4},
            {u"queue.max_size"_s, 40},
            {u"queue.overflows"_s, 12},
            {u"retry.attempts"_s, 13},
            {u"retry.successes"_s, 3},
            {u"retry.failures"_s, 1},
            {u"retry.success_rate"_s, 0.75},
            {u"circuit_breaker.opens"_s, 2},
            {u"circuit_breaker.half_opens"_s, 3},
            {u"circuit_breaker.closes"_s, 1},
            {u"latency.average_send_ms"_s, 3},
            {u"latency.avg_send_ms"_s, 3},
            {u"uptime_seconds"_s, 90},
        };
        for (const auto& [leaf, value] : expected)
            QVERIFY2(leaves[leaf].toDouble() == value.toDouble(),
                     qPrintable(leaf + u": "_s + leaves[leaf].toString()));
        QCOMPARE(leaves[u"circuit_breaker.state"_s].toString(), QStringLiteral("half_open"));
        QVERIFY(leaves[u"last_update"_s].toDouble() >= 1.7e9);
        QCOMPARE(metrics->averageSendLatency(), 3.0);
        QCOMPARE(metrics->retrySuccessRate(), 0.75);
        QCOMPARE(metrics->uptimeSeconds(), 90.0);
    }

    void whatIsNoLatencyIsLeftOut_data() { bothImplementations(); }
    void whatIsNoLatencyIsLeftOut()
    {
        QFETCH(bool, sampled);
        const auto metrics = made(sampled);
        for (const double latency : {-1.0, std::nan(""), std::numeric_limits<double>::infinity(), 4.0})
            metrics->recordMessageSent("a", latency);
        metrics->recordMessageSent("a");
        QCOMPARE(metrics->exported().messages.sent, std::uint64_t(5));
        QCOMPARE(metrics->averageSendLatency(), 4.0);
    }

    void theLastUpdateIsOfTheLastEvent_data() { bothImplementations(); }
    void theLastUpdateIsOfTheLastEvent()
    {
        QFETCH(bool, sampled);
        const auto metrics = made(sampled);
        metrics->recordMessageSent("a");
        const WallTime recorded = m_time.wallNow();
        QCOMPARE(metrics->exported().lastUpdate, recorded);
        m_time.advance(1h);
        QCOMPARE(metrics->exported().lastUpdate, recorded);
    }

    void aFlushNotesWhenSomethingHappened()
    {
        EngineOptions options;
        options.flushThread = false;
        std::uint64_t published = 0;
        options.published = [&](const std::shared_ptr<const EngineSnapshot>&) { ++published; };
        SampledWebSocketMetrics metrics(MetricsConfig(), m_time, options);
        metrics.recordTimeout("a");
        m_time.advance(2s);
        metrics.engine().flush();
        const WallTime flushed = m_time.wallNow();
        m_time.advance(10min);
        QCOMPARE(metrics.exported().lastUpdate, flushed);
        QCOMPARE(published, std::uint64_t(1));
        QCOMPARE(metaOf(metrics)[u"flush_count"].toInt(), 1);
        QCOMPARE(metaOf(metrics)[u"current_sample_rate"].toDouble(), 0.15);
        QCOMPARE(metaOf(metrics)[u"metrics_dropped"].toInt(-1), 0);
    }

    void theSampledOneEstimatesClients()
    {
        EngineOptions options;
        options.flushThread = false;
        SampledWebSocketMetrics metrics(MetricsConfig(), m_time, options);
        for (int i = 0; i < 40'000; ++i)
            metrics.recordMessageSent(i % 4 == 0 ? "small" : "large");
        m_time.advance(2s);
        metrics.engine().flush();
        const auto figures = metrics.clients(10);
        QCOMPARE(figures.size(), std::size_t(2));
        QCOMPARE(figures[0].client, std::string("large"));
        QCOMPARE(figures[0].what, std::string_view("messages_sent"));
        QVERIFY(figures[0].count.low < 30'000 && figures[0].count.high > 30'000);
        QVERIFY(figures[1].count.low < 10'000 && figures[1].count.high > 10'000);
        QVERIFY(!figures[0].count.isPoint());
    }

    void namesFromOutsideMakeValidJson()
    {
        const std::vector<ClientFigure> figures = {{"a\"\\\n\xff\xc3\xa9", "timeouts", {1, 1, 1}}};
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(toJson(figures)), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(document.array()[0].toObject()[u"client"].toString(), QStringLiteral("a\"\\\n\ufffd\u00e9"));
        QCOMPARE(document.array()[0].toObject()[u"high"].toDouble(), 1.0);
    }

    /**
     * The newer implementation lacked eight calls of the older: the first duplicate message, the first change
     * of the breaker raised an error. The average latency had changed its name; last_update was gone.
     */
    void w1_bothAreOneInterfaceAndExportTheSameLeaves()
    {
        const auto exact = made(false);
        const auto sampled = made(true);
        for (WebSocketMetricsInterface* metrics : {exact.get(), sampled.get()}) {
            metrics->recordMessageDeduplicated("a");
            metrics->setCircuitBreakerState(BreakerState::Open);
            metrics->recordMessageSent("a", 2);
            metrics->startAutomaticCleanup();
            QCOMPARE(metrics->averageSendLatency(), 2.0);
            metrics->stopAutomaticCleanup();
            metrics->cleanupInactiveClients(1h);
        }
        QCOMPARE(leavesOf(*exact).keys(), kLeaves);
        QCOMPARE(leavesOf(*sampled), leavesOf(*exact));
    }

    /** Of two sampled counts: a hundred successful retries gave a rate from 0 to 6, above 1 in a third of all
     * cases. */
    void w2_theRetrySuccessRateIsExactAndNeverAboveOne()
    {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            EngineOptions options;
            options.flushThread = false;
            options.seed = seed;
            SampledWebSocketMetrics metrics(MetricsConfig(), m_time, options);
            QCOMPARE(metrics.retrySuccessRate(), 0.0);
            for (int i = 0; i < 100; ++i) {
                metrics.recordRetryAttempt("a");
                metrics.recordRetrySuccess("a");
            }
            QCOMPARE(metrics.retrySuccessRate(), 1.0);
            for (int i = 0; i < 300; ++i)
                metrics.recordRetryFailure("a");
            QCOMPARE(metrics.retrySuccessRate(), 0.25);
        }
    }

    /** `ttl or default` took 0 for "not given". */
    void w3_aTimeToLiveOfZeroForgetsEveryClient()
    {
        LegacyWebSocketMetrics metrics(m_time);
        for (int i = 0; i < 100; ++i)
            metrics.recordConnection("client_" + std::to_string(i));
        QCOMPARE(metrics.cleanupInactiveClients(0s), std::size_t(100));
        QCOMPARE(metrics.clientCount(), std::size_t(0));
        QCOMPARE(metrics.exported().connections.total, std::uint64_t(100));
        QCOMPARE(metrics.exported().connections.active, std::uint64_t(100));
        QCOMPARE(made(true)->cleanupInactiveClients(0s), std::size_t(0));
    }

    /** A message of a client that had not connected was remembered as an activity, and its count lost. */
    void w3_aClientThatOnlySendsHasItsCounts()
    {
        LegacyWebSocketMetrics metrics(m_time);
        for (int i = 0; i < 1000; ++i)
            metrics.recordMessageSent("client_" + std::to_string(i), 1);
        QCOMPARE(metrics.clientCount(), std::size_t(1000));
        const auto figures = metrics.clients(2000);
        QCOMPARE(figures.size(), std::size_t(1000));
        for (const ClientFigure& figure : figures)
            QCOMPARE(figure.count.value, 1.0);
    }

    /** 800,000 pairs of four threads ended at 56 connections, as nothing held the counters together. */
    void w3_activeConnectionsAreZeroAfterPairsInFourThreads_data() { bothImplementations(); }
    void w3_activeConnectionsAreZeroAfterPairsInFourThreads()
    {
        QFETCH(bool, sampled);
        constexpr int kPairs = 20'000;
        const auto metrics = made(sampled);
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&metrics, thread] {
                    const std::string client = "client_" + std::to_string(thread);
                    for (int i = 0; i < kPairs; ++i) {
                        metrics->recordConnection(client);
                        metrics->recordMessageSent(client, 1);
                        metrics->recordDisconnection(client);
                        if (i % 1000 == 0)
                            metrics->exported();
                    }
                });
            }
        }
        QCOMPARE(metrics->exported().connections.active, std::uint64_t(0));
        QCOMPARE(metrics->exported().connections.total, std::uint64_t(4 * kPairs));
        QCOMPARE(metrics->exported().messages.sent, std::uint64_t(4 * kPairs));
        QCOMPARE(metrics->averageSendLatency(), 1.0);
    }

    void w3_aDisconnectionTooManyTakesNothingAway_data() { bothImplementations(); }
    void w3_aDisconnectionTooManyTakesNothingAway()
    {
        QFETCH(bool, sampled);
        const auto metrics = made(sampled);
        metrics->recordDisconnection("a");
        metrics->recordConnection("a");
        QCOMPARE(metrics->exported().connections.active, std::uint64_t(1));
    }

    /** METRICS_SAMPLE_RATE also meant something else, elsewhere, with another default. */
    void w4_aSettingMeansTheSameHereAsInTheEngine()
    {
        EngineOptions options;
        options.flushThread = false;
        const auto created = createWebSocketMetrics(
            with({{"METRICS_SAMPLE_RATE", "5%"}, {"METRICS_BUFFER_SIZE", "512"}}), m_time, options);
        QVERIFY(created.problems.empty());
        auto* sampled = dynamic_cast<SampledWebSocketMetrics*>(created.metrics.get());
        QVERIFY(sampled);
        QCOMPARE(sampled->engine().config().sampleRate, 0.05);
        QCOMPARE(sampled->engine().config().bufferSize, std::size_t(512));
    }

    /** There were two classes MetricsConfig and three enums of a breaker's states. */
    void w4_everySettingAndStateIsDefinedOnce()
    {
        const QRegularExpression definition(
            u"^\\s*(?:class|struct|enum class|enum) (MetricsConfig|\\w*(?:Breaker|Circuit)\\w*State)\\b(?!\\s*;)"_s,
            QRegularExpression::MultilineOption);
        QMap<QString, int> found;
        int readers = 0;
        for (const auto& folder : {u"core"_s, u"ui"_s, u"app"_s}) {
            QDirIterator files(QStringLiteral(WEIR_SOURCE "/%1").arg(folder), {u"*.h"_s, u"*.cpp"_s},
                               QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString text = QString::fromUtf8(file.readAll());
                for (auto match = definition.globalMatch(text); match.hasNext();)
                    ++found[match.next().captured(1)];
                readers += text.contains(u"{MetricsSetting::SampleRate, \"METRICS_SAMPLE_RATE\"");
            }
        }
        const QMap<QString, int> expected = {{u"BreakerState"_s, 1}, {u"MetricsConfig"_s, 1}};
        QCOMPARE(found, expected);
        QCOMPARE(readers, 1);
    }

    void theEnvironmentChooses()
    {
        EngineOptions options;
        options.flushThread = false;
        const auto implementation = [&](const Environment& environment) {
            const auto created = createWebSocketMetrics(environment, m_time, options);
            return created.problems.empty() ? metaOf(*created.metrics)[u"implementation"].toString()
                                            : QString::fromStdString(created.problems[0].message);
        };
        QCOMPARE(implementation({}), QStringLiteral("sampled"));
        QCOMPARE(implementation(with({{"USE_PRODUCTION_METRICS", "on"}})), QStringLiteral("sampled"));
        QCOMPARE(implementation(with({{"USE_PRODUCTION_METRICS", "False"}})), QStringLiteral("exact"));
        QVERIFY(
            metaOf(*createWebSocketMetrics(with({{"METRICS_ENABLE_META", "off"}}), m_time, options).metrics)
                .value(u"buffer_size"_s)
                .isUndefined());
    }

    void whatCannotStartIsReplacedByTheExactOneVisibly_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("why");
        QTest::newRow("a bad switch")
            << u"USE_PRODUCTION_METRICS"_s << u"maybe"_s << u"USE_PRODUCTION_METRICS is \"maybe\""_s;
        QTest::newRow("a bad rate") << u"METRICS_SAMPLE_RATE"_s << u"2"_s
                                    << u"METRICS_SAMPLE_RATE is \"2\""_s;
        QTest::newRow("no memory") << u""_s << u""_s << u"The engine cannot start"_s;
    }
    void whatCannotStartIsReplacedByTheExactOneVisibly()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, why);
        EngineOptions options;
        if (variable.isEmpty())
            options.keys.names = std::numeric_limits<std::size_t>::max() / 8;
        const auto created =
            createWebSocketMetrics(with({{variable.toStdString(), value.toStdString()}}), m_time, options);
        QCOMPARE(created.problems.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(created.problems[0].message).startsWith(why));
        QCOMPARE(metaOf(*created.metrics)[u"implementation"].toString(), QStringLiteral("exact"));
        QVERIFY(
            metaOf(*created.metrics)[u"why"].toString().startsWith(u"Exact instead of sampled: "_s + why));
        created.metrics->recordMessageSent("a");
        QCOMPARE(created.metrics->exported().messages.sent, std::uint64_t(1));
    }

    void aFlushThreadRunsWhileOthersRecordAndRead()
    {
        const SystemClock clock;
        const auto created = createWebSocketMetrics(with({{"METRICS_FLUSH_INTERVAL", "0.05"}}), clock);
        {
            const std::jthread recorder([&](const std::stop_token& stop) {
                while (!stop.stop_requested())
                    created.metrics->recordMessageSent("a", 1);
            });
            QTRY_VERIFY(metaOf(*created.metrics)[u"flush_count"].toInt() >= 3);
        }
        QCOMPARE(created.metrics->averageSendLatency(), 1.0);
        QVERIFY(!created.metrics->clients(10).empty());
    }
};

QTEST_GUILESS_MAIN(WebSocketMetricsTest)
#include "websocket_metrics_test.moc"
