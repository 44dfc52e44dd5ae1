// SPDX-License-Identifier: Apache-2.0
// What the exact implementation keeps of single clients, and for how long.
#include "core/websocket_metrics/legacy_websocket_metrics.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMany = 1'000'000;

double countOf(const LegacyWebSocketMetrics& metrics, std::string_view client, std::string_view what)
{
    for (const ClientFigure& figure : metrics.clients(kMany)) {
        if (figure.client == client && figure.what == what)
            return figure.count.value;
    }
    return 0;
}

double sumOf(const LegacyWebSocketMetrics& metrics, std::string_view what)
{
    double sum = 0;
    for (const ClientFigure& figure : metrics.clients(kMany))
        sum += figure.what == what ? figure.count.value : 0;
    return sum;
}

void connectAndSend(LegacyWebSocketMetrics& metrics, const std::string& client, int messages)
{
    metrics.recordConnection(client);
    for (int i = 0; i < messages; ++i)
        metrics.recordMessageSent(client, 1);
}

} // namespace

class LegacyWebSocketMetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientsAreExportedMostFrequentFirst()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time);
        connectAndSend(metrics, "quiet", 2);
        connectAndSend(metrics, "busy", 5);
        metrics.recordTimeout("quiet");
        const auto figures = metrics.clients(2);
        QCOMPARE(figures.size(), std::size_t(2));
        QCOMPARE(figures[0].client, std::string("busy"));
        QCOMPARE(figures[0].what, std::string_view("messages_sent"));
        QCOMPARE(figures[0].count.value, 5.0);
        QVERIFY(figures[0].count.isPoint());
        QCOMPARE(figures[1].client, std::string("quiet"));
        QCOMPARE(countOf(metrics, "quiet", "timeouts"), 1.0);
        QVERIFY(metrics.clients(0).empty());
    }

    void aForgottenClientGoesOnCountingAsOther()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time, {.clients = 3, .ttl = 1h, .disconnectedTtl = 5min});
        for (int client = 0; client < 1000; ++client) {
            const std::string name = "10.0.0.1:" + std::to_string(client);
            connectAndSend(metrics, name, 3);
            metrics.recordDisconnection(name);
        }
        QCOMPARE(metrics.clientCount(), std::size_t(3));
        QCOMPARE(countOf(metrics, "10.0.0.1:999", "messages_sent"), 3.0);
        QCOMPARE(countOf(metrics, "(other)", "messages_sent"), 2991.0);
        QCOMPARE(sumOf(metrics, "messages_sent"), 3000.0);
        QCOMPARE(metrics.exported().messages.sent, std::uint64_t(3000));
        QCOMPARE(metrics.exported().connections.active, std::uint64_t(0));
    }

    void whereAllAreConnectedANewClientCountsAsOther()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time, {.clients = 2});
        connectAndSend(metrics, "first", 1);
        connectAndSend(metrics, "second", 1);
        connectAndSend(metrics, "third", 7);
        QCOMPARE(countOf(metrics, "first", "messages_sent"), 1.0);
        QCOMPARE(countOf(metrics, "third", "messages_sent"), 0.0);
        QCOMPARE(countOf(metrics, "(other)", "messages_sent"), 7.0);
        metrics.recordDisconnection("first");
        metrics.recordMessageSent("fourth", 1);
        QCOMPARE(countOf(metrics, "fourth", "messages_sent"), 1.0);
        QCOMPARE(metrics.clientCount(), std::size_t(2));
    }

    void clientsWithoutAConnectionAreForgottenSooner()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time);
        connectAndSend(metrics, "stays", 1);
        connectAndSend(metrics, "goes", 1);
        metrics.recordDisconnection("goes");
        time.advance(5min);
        metrics.recordMessageSent("somebody", std::nullopt);
        QCOMPARE(countOf(metrics, "goes", "messages_sent"), 0.0);
        QCOMPARE(countOf(metrics, "stays", "messages_sent"), 1.0);
        time.advance(55min);
        metrics.recordMessageSent("somebody", std::nullopt);
        QCOMPARE(countOf(metrics, "stays", "messages_sent"), 0.0);
        QCOMPARE(sumOf(metrics, "messages_sent"), 4.0);
    }

    void aClientThatGoesOnIsNotForgotten()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time);
        for (int minute = 0; minute < 120; ++minute) {
            metrics.recordMessageSent("steady", 1);
            time.advance(1min);
        }
        QCOMPARE(countOf(metrics, "steady", "messages_sent"), 120.0);
    }

    void stoppedCleanupForgetsNobody()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time);
        metrics.stopAutomaticCleanup();
        metrics.recordMessageSent("old", 1);
        time.advance(24h);
        metrics.recordMessageSent("new", 1);
        QCOMPARE(metrics.clientCount(), std::size_t(2));
        metrics.startAutomaticCleanup();
        metrics.recordMessageSent("new", 1);
        QCOMPARE(metrics.clientCount(), std::size_t(1));
    }

    void namesAreCutBetweenCharactersAndHaveToBeSomething()
    {
        test::ManualTime time;
        LegacyWebSocketMetrics metrics(time);
        const std::string whole(255, 'x');
        std::string name = whole;
        name.append("\xc3\xa9");
        metrics.recordMessageSent(name, 1);
        metrics.recordMessageSent(name.append("more"), 1);
        QCOMPARE(countOf(metrics, whole, "messages_sent"), 2.0);
        metrics.recordMessageSent("", 1);
        QCOMPARE(countOf(metrics, "(other)", "messages_sent"), 1.0);
    }
};

QTEST_GUILESS_MAIN(LegacyWebSocketMetricsTest)
#include "legacy_websocket_metrics_test.moc"
