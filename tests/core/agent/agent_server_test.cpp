// SPDX-License-Identifier: Apache-2.0
#include "tests/core/agent/agent_rig.h"

#include "core/protocol/wire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kReceived = indexOf(MetricType::MessageReceived);

} // namespace

/** What an agent tells its clients and does for them, by time moved by hand. */
class AgentServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helloComesFirst();
    void dataComesAtThePeriodAndAddsUpToTheEngine();
    void aLongPeriodGetsEveryIntervalInOne();
    void clientsOfDifferentPeriodsEachGetTheWhole();
    void withoutASubprotocolItIsNdjson();
    void aChangeIsAcknowledgedAndToldToEveryone();
    void aRevisionThatIsNotInForceIsAConflict();
    void whatTheEngineRefusesIsSaidInItsWords();
    void aChangeForAWhileExpires();
    void anEmptyChangeKeepsWhatWouldExpire();
    void whatTheServiceChangesItselfIsNotTakenBack();
    void totalsRiseAndIntervalsHoldTheTruthWhenTheRateChanges();
    void aThinningRingAndAnAdaptiveRateAreEvents();
    void stoppingPublishesTheTailAndSaysGoodbye();
    void whoDoesNotTakeTheGoodbyeIsDroppedAtTheDeadline();
    void eachProcessHasASessionOfItsOwn();
};

void AgentServerTest::helloComesFirst()
{
    AgentRig rig;
    Dashboard watcher(rig.url);
    Dashboard controller(rig.url, kGoodToken);
    const auto hello = watcher.next<Hello>();
    QVERIFY(hello);
    QCOMPARE(hello->version, 1);
    QVERIFY(!hello->control);
    QCOMPARE(hello->types.size(), kMetricTypeCount);
    QCOMPARE(hello->setting.revision, 1);
    QCOMPARE(hello->setting.config.sampleRate, 0.1);
    QCOMPARE(hello->sessionId.size(), 32);
    const auto other = controller.next<Hello>();
    QVERIFY(other && other->control);
    QCOMPARE(other->sessionId, hello->sessionId);
    QVERIFY(other->client != hello->client);
}

void AgentServerTest::dataComesAtThePeriodAndAddsUpToTheEngine()
{
    AgentRig rig;
    Dashboard dashboard(rig.url);
    QVERIFY(dashboard.next<Hello>());
    dashboard.say(Subscribe{u"s"_s, 100ms});
    QVERIFY(dashboard.next<Ack>());

    rig.record(500);
    rig.time.advance(100ms);
    const auto live = dashboard.next<Data>();
    QVERIFY(live);
    QCOMPARE(live->intervals, 0); // none has ended, and the totals are exact already
    QCOMPARE(live->now[kReceived].count, 500);
    QCOMPARE(live->now[kReceived].sum, rig.engine.counters()[kReceived].sum);

    const auto snapshot = rig.engine.flush();
    QCoreApplication::processEvents();
    rig.time.advance(100ms);
    const auto data = dashboard.next<Data>();
    QVERIFY(data);
    QCOMPARE(data->intervals, 1);
    QCOMPARE(data->sequence, snapshot->sequence);
    QVERIFY(data->accounting.addsUp());
    const EngineSnapshot shown = snapshotOf(*data);
    QCOMPARE(shown.of(MetricType::MessageReceived).exact.count, 500);
    QCOMPARE(shown.of(MetricType::MessageReceived).interval.value,
             snapshot->of(MetricType::MessageReceived).interval.value);
    QCOMPARE(shown.keys.size(), 2);
}

void AgentServerTest::aLongPeriodGetsEveryIntervalInOne()
{
    AgentRig rig;
    Dashboard dashboard(rig.url);
    dashboard.next<Hello>();
    dashboard.say(Subscribe{u"s"_s, 60s});
    QVERIFY(dashboard.next<Ack>());
    double estimate = 0;
    for (int i = 0; i < 5; ++i) {
        rig.record(1000);
        rig.flush(2s);
        estimate += rig.engine.snapshot()->of(MetricType::MessageReceived).interval.value;
    }
    rig.time.advance(60s);
    const auto data = dashboard.next<Data>();
    QVERIFY(data);
    QCOMPARE(data->intervals, 5);
    QVERIFY(data->interval == 10s);
    const TypeParts& parts = data->parts->types[kReceived];
    QCOMPARE(parts.intervalSampled.count, 5000);
    QVERIFY(std::abs(parts.intervalSums.count - estimate) < 1e-6 * estimate);
    QVERIFY(std::abs(data->parts->histograms[valueIndexOf(MetricType::MessageReceived)].weight() - estimate) <
            1e-5 * estimate);
    double keys = 0;
    for (const KeyParts& key : data->parts->keys)
        keys += key.sums.interval.count;
    QVERIFY(std::abs(keys - estimate) < 1e-4 * estimate);
}

void AgentServerTest::clientsOfDifferentPeriodsEachGetTheWhole()
{
    AgentRig rig;
    std::vector<std::unique_ptr<Dashboard>> dashboards;
    const std::array periods = {1000ms, 1000ms, 3000ms, 7000ms};
    for (const auto period : periods) {
        dashboards.push_back(std::make_unique<Dashboard>(rig.url));
        dashboards.back()->next<Hello>();
        dashboards.back()->say(Subscribe{u"s"_s, period});
        QVERIFY(dashboards.back()->next<Ack>());
    }
    for (int i = 0; i < 21; ++i) {
        rig.record(100);
        rig.flush(1s);
    }
    rig.time.advance(21s);
    for (const auto& dashboard : dashboards) {
        std::uint64_t intervals = 0;
        std::uint64_t events = 0;
        while (intervals < 21) {
            const auto data = dashboard->next<Data>();
            QVERIFY(data);
            intervals += data->intervals;
            events += data->parts ? data->parts->types[kReceived].intervalSampled.count : 0;
        }
        QCOMPARE(events, 2100);
    }
}

void AgentServerTest::withoutASubprotocolItIsNdjson()
{
    AgentRig rig;
    Dashboard reader(rig.url, {}, false);
    QTRY_COMPARE(reader.texts.size(), 1);
    rig.record(300);
    rig.flush();
    QTRY_COMPARE(reader.texts.size(), 2);
    const QJsonObject line = QJsonDocument::fromJson(reader.texts.last()).object();
    QVERIFY(!reader.texts.last().contains('\n'));
    QCOMPARE(line["totals"_L1]["message_received"_L1]["count"_L1].toInt(), 300);
    QCOMPARE(line["accounting"_L1]["seen"_L1].toInt(), 300);
    QCOMPARE(line["endpoints"_L1].toArray().size(), 0);
    reader.say(Get{u"x"_s}); // nobody listens
    rig.flush();
    QTRY_COMPARE(reader.texts.size(), 3);
    QVERIFY(reader.texts.last().contains("\"totals\""));
}

void AgentServerTest::aChangeIsAcknowledgedAndToldToEveryone()
{
    AgentRig rig;
    Dashboard watcher(rig.url);
    const auto watching = watcher.next<Hello>();
    Dashboard controller(rig.url, kGoodToken);
    const auto controlling = controller.next<Hello>();
    rig.flush();
    controller.say(rateOf(u"r1"_s, 0.5));
    const auto ack = controller.next<Ack>();
    QVERIFY(ack);
    QCOMPARE(ack->id, u"r1"_s);
    QCOMPARE(ack->setting.revision, 2);
    QCOMPARE(ack->setting.config.sampleRate, 0.5);
    QCOMPARE(ack->effectiveSequence, 2);
    QVERIFY(!ack->setting.expiresIn);
    QCOMPARE(rig.engine.config().sampleRate, 0.5);

    const auto event = watcher.next<Event>();
    QVERIFY(event);
    QCOMPARE(event->kind, QString(event_kind::kSet));
    QCOMPARE(event->client, std::optional(controlling->client));
    QCOMPARE(event->setting->revision, 2);
    QVERIFY2(event->detail.contains(u"sample_rate 0.1 -> 0.5"_s), qPrintable(event->detail));

    const QString audit = rig.audit.join(u'\n');
    QVERIFY2(audit.contains(u"client %1 set sample_rate 0.1 -> 0.5: revision 2"_s.arg(controlling->client)),
             qPrintable(audit));
    QVERIFY(!audit.contains(QLatin1String(kGoodToken)));
}

void AgentServerTest::aRevisionThatIsNotInForceIsAConflict()
{
    AgentRig rig;
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    Set set = rateOf(u"1"_s, 0.5);
    set.ifRevision = 1;
    controller.say(set);
    QVERIFY(controller.next<Ack>());
    set.change.sampleRate = 0.7;
    controller.say(set);
    const auto refused = controller.next<Refusal>();
    QVERIFY(refused);
    QCOMPARE(refused->code, QString(refusal::kConflict));
    QVERIFY2(refused->message.contains(u"The revision is 2, not 1"_s), qPrintable(refused->message));
    QCOMPARE(rig.engine.config().sampleRate, 0.5);
}

void AgentServerTest::whatTheEngineRefusesIsSaidInItsWords()
{
    AgentRig rig;
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    Set set{.id = u"1"_s};
    set.change.minSampleRate = 0.9;
    set.change.maxSampleRate = 0.2;
    controller.say(set);
    const auto refused = controller.next<Refusal>();
    QVERIFY(refused);
    QCOMPARE(refused->code, QString(refusal::kBadValue));
    QVERIFY2(refused->message.contains(u"must not exceed the highest"_s), qPrintable(refused->message));
    QCOMPARE(rig.engine.configured().second, 1);
}

void AgentServerTest::aChangeForAWhileExpires()
{
    AgentRig rig;
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    Set set = rateOf(u"1"_s, 0.5);
    set.lasts = 300s;
    controller.say(set);
    QCOMPARE(controller.next<Ack>()->setting.expiresIn, std::optional(300s));
    rig.time.advance(100s);
    controller.say(Get{u"2"_s});
    QCOMPARE(controller.next<Ack>()->setting.expiresIn, std::optional(200s));
    set.change.sampleRate = 0.9; // the former setting is still the one before the first
    controller.say(set);
    QVERIFY(controller.next<Ack>());
    rig.time.advance(299s);
    QCOMPARE(rig.engine.config().sampleRate, 0.9);
    rig.time.advance(1s);
    QCOMPARE(rig.engine.config().sampleRate, 0.1);
    const auto event = controller.next<Event>();
    QVERIFY(event);
    QCOMPARE(event->kind, QString(event_kind::kExpired));
    QCOMPARE(event->setting->revision, 4);
    QVERIFY(!event->client);
    QVERIFY(!event->setting->expiresIn);
}

void AgentServerTest::anEmptyChangeKeepsWhatWouldExpire()
{
    AgentRig rig;
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    Set set = rateOf(u"1"_s, 0.5);
    set.lasts = 300s;
    controller.say(set);
    QVERIFY(controller.next<Ack>());
    controller.say(Set{.id = u"keep"_s});
    QVERIFY(!controller.next<Ack>()->setting.expiresIn);
    rig.time.advance(1000s);
    QCOMPARE(rig.engine.config().sampleRate, 0.5);
}

void AgentServerTest::whatTheServiceChangesItselfIsNotTakenBack()
{
    AgentRig rig;
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    Set set = rateOf(u"1"_s, 0.5);
    set.lasts = 300s;
    controller.say(set);
    QVERIFY(controller.next<Ack>());
    QVERIFY(rig.engine.configure(fixedAt(0.2)).ok());
    rig.flush();
    rig.time.advance(1000s);
    QCOMPARE(rig.engine.config().sampleRate, 0.2);
    const auto event =
        controller.next<Event>([](const Event& e) { return e.kind == event_kind::kConfigured; });
    QVERIFY(event);
    QVERIFY2(event->detail.contains(u"0.5 -> 0.2"_s), qPrintable(event->detail));
}

void AgentServerTest::totalsRiseAndIntervalsHoldTheTruthWhenTheRateChanges()
{
    AgentRig rig(AgentRig::withToken(), fixedAt(0.03));
    Dashboard controller(rig.url, kGoodToken);
    controller.next<Hello>();
    controller.say(Subscribe{u"s"_s, 1000ms});
    QVERIFY(controller.next<Ack>());
    double lastCount = 0;
    double lastSum = 0;
    int intervals = 0;
    int held = 0;
    for (const double rate : {0.03, 0.5, 0.01}) {
        for (int i = 0; i < 40; ++i) {
            rig.record(3000);
            if (i == 20) { // in the middle of an interval
                controller.say(rateOf(u"r"_s, rate));
                QVERIFY(controller.next<Ack>());
            }
            rig.record(3000);
            rig.flush(1s);
            rig.time.advance(1s);
            const auto data = controller.nextInterval();
            QVERIFY(data && data->parts);
            const TypeParts& parts = data->parts->types[kReceived];
            QVERIFY(parts.totalSums.count >= lastCount && parts.totalSums.sum >= lastSum);
            lastCount = parts.totalSums.count;
            lastSum = parts.totalSums.sum;
            const EngineSnapshot shown = snapshotOf(*data);
            const Estimate& estimate = shown.of(MetricType::MessageReceived).interval;
            QCOMPARE(shown.of(MetricType::MessageReceived).intervalCount, 6000);
            held += estimate.low <= 6000 && 6000 <= estimate.high ? 1 : 0;
            ++intervals;
        }
    }
    QCOMPARE(intervals, 120);
    QVERIFY2(held >= 108, qPrintable(u"%1 of 120 intervals hold the truth"_s.arg(held))); // 95 % expected
    const double all = static_cast<double>(rig.engine.counters()[kReceived].count);
    QVERIFY(std::abs(lastCount / all - 1) < 0.05);
}

void AgentServerTest::aThinningRingAndAnAdaptiveRateAreEvents()
{
    MetricsConfig config;
    config.bufferSize = 16;
    AgentRig rig(AgentRig::withToken(), config);
    Dashboard watcher(rig.url);
    watcher.next<Hello>();
    rig.flush();
    rig.record(50'000);
    rig.flush();
    rig.flush();
    QStringList kinds;
    QTRY_VERIFY([&] {
        if (const auto event = watcher.take<Event>())
            kinds.append(event->kind);
        return kinds.contains(event_kind::kThinning) && kinds.contains(event_kind::kRateChange);
    }());
}

void AgentServerTest::stoppingPublishesTheTailAndSaysGoodbye()
{
    AgentRig rig;
    Dashboard dashboard(rig.url);
    dashboard.next<Hello>();
    dashboard.say(Subscribe{u"s"_s, 60s});
    QVERIFY(dashboard.next<Ack>());
    Dashboard reader(rig.url, {}, false);
    QTRY_COMPARE(reader.texts.size(), 1);
    rig.record(77);
    rig.engine.stop();
    QSignalSpy stopped(rig.server.get(), &AgentServer::stopped);
    rig.server->stop(2s);
    const auto data = dashboard.next<Data>();
    QVERIFY(data && data->final);
    QCOMPARE(data->now[kReceived].count, 77);
    QCOMPARE(data->accounting.inRing, 0);
    const auto event = dashboard.next<Event>();
    QVERIFY(event);
    QCOMPARE(event->kind, QString(event_kind::kStopping));
    QTRY_VERIFY(dashboard.isOver && reader.isOver);
    QCOMPARE(dashboard.socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QCOMPARE(dashboard.socket.closeReason(), u"the service stops"_s);
    QVERIFY(reader.texts.last().contains("\"final\":true"));
    QTRY_COMPARE(stopped.size(), 1);
    const auto how = stopped.front().front().value<AgentStop>();
    QCOMPARE(how.clients, 2);
    QCOMPARE(how.flushed + how.dropped, how.pending);
    QCOMPARE(how.dropped, 0);
    Dashboard late(rig.url);
    QTRY_COMPARE(late.socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void AgentServerTest::whoDoesNotTakeTheGoodbyeIsDroppedAtTheDeadline()
{
    AgentRig rig;
    QTcpSocket raw; // it reads the handshake and nothing more, and never answers a close
    raw.setReadBufferSize(1024);
    raw.connectToHost(rig.url.host(), static_cast<quint16>(rig.url.port()));
    raw.write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    QTRY_COMPARE(rig.server->totals().clients, 1);
    QSignalSpy stopped(rig.server.get(), &AgentServer::stopped);
    for (int i = 0; i < 400; ++i)
        rig.flush(); // more than it and the kernel take
    QTRY_VERIFY(rig.server->totals().lost > 0);
    rig.server->stop(2s);
    QCoreApplication::processEvents();
    QCOMPARE(stopped.size(), 0);
    rig.time.advance(2s);
    QCOMPARE(stopped.size(), 1);
    const auto how = stopped.front().front().value<AgentStop>();
    QCOMPARE(how.flushed + how.dropped, how.pending);
    QVERIFY(how.dropped > 0);
}

void AgentServerTest::eachProcessHasASessionOfItsOwn()
{
    QVERIFY(newSessionId() != newSessionId());
    AgentRig first;
    AgentRig second;
    Dashboard one(first.url);
    Dashboard other(second.url);
    QVERIFY(one.next<Hello>()->sessionId != other.next<Hello>()->sessionId);
}

QTEST_GUILESS_MAIN(AgentServerTest)
#include "agent_server_test.moc"
