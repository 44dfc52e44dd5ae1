// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "tests/core/link/hub_helpers.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_time.h"

#include <QSignalSpy>
#include <QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

EngineOptions withoutThread()
{
    EngineOptions options;
    options.flushThread = false;
    return options;
}

/** A hub on this thread, on a fake network, in manual time. */
struct Rig
{
    Rig() : engine(everything(), time, withoutThread()) { engine.start(); }

    /** Lets posted orders arrive, and the turns at the gate come. */
    void settle(Duration step = 1s)
    {
        QCoreApplication::processEvents();
        time.advance(step);
        QCoreApplication::processEvents();
    }
    EndpointId add(const QString& url, const QString& name = {})
    {
        const EndpointId id = hub->add(settingsFor(QUrl(url), name));
        settle(50ms);
        return id;
    }
    FakeAttempt& last() { return *transports.attempts.back(); }

    ManualTime time;
    FakeTransportFactory transports;
    ProductionMetrics engine;
    std::unique_ptr<EndpointHub> hub = std::make_unique<EndpointHub>(engine, time, time, transports, 1);
};

} // namespace

class EndpointHubTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEndpointIsListedAtOnceAndConnects();
    void namesAreUnique();
    void statusesComeInTheOrderOfAdd();
    void countersAreLive();
    void aRemovedEndpointLeavesNothing();
    void aRemovedEndpointThatDoesNotAnswerIsAborted();
    void removeFreesTheName();
    void pauseAndResumeAreObeyed();
    void ordersForUnknownEndpointsAreIgnored();
    void sendReachesItsEndpoint();
    void editKeepsIdAndCounters();
    void aNetworkThatWentDownIsTold();
    void aComputerThatSleptIsTold();
    void changedIsCoalesced();
    void eventsAreTakenOnceAndBounded();
    void backlogAndWireBytesAreWatched();
    void shutDownSaysGoodbyeAndFinishes();
    void shutDownAbortsWhatDoesNotAnswer();
    void shutDownWithoutEndpointsFinishes();
    void nothingConnectsAfterShutDown();
    void itCanBeDestroyedWithConnectionsOpen();
    void secretsAreNeverPublished();
    void aSecretWithoutEncryptionIsSaid_data();
    void aSecretWithoutEncryptionIsSaid();
};

void EndpointHubTest::anEndpointIsListedAtOnceAndConnects()
{
    Rig rig;
    const EndpointId id = rig.hub->add(settingsFor(QUrl(u"wss://h/x?token=CANARY"_s)));
    QVERIFY(!id.isNull());
    const auto statuses = rig.hub->statuses();
    QCOMPARE(statuses.size(), 1U);
    QCOMPARE(statuses.front().id, id);
    QVERIFY(statuses.front().state == EndpointState::Idle);
    QCOMPARE(statuses.front().name, u"h/x"_s);
    QCOMPARE(statuses.front().displayUrl, u"wss://h/x?token=•••"_s);
    QCOMPARE(statuses.front().connectTimeout, Duration(10s));
    rig.settle(0s);
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Connecting);
    rig.last().listener->transportOpened({});
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Silent);
    QCOMPARE(statusOf(*rig.hub, id).connects, 1U);
}

void EndpointHubTest::namesAreUnique()
{
    Rig rig;
    for (int i = 0; i < 3; ++i)
        rig.add(u"ws://h/x"_s);
    rig.add(u"ws://other"_s, u"h/x 2"_s);
    QStringList names;
    for (const EndpointStatus& status : rig.hub->statuses())
        names += status.name;
    QCOMPARE(names, QStringList({u"h/x"_s, u"h/x 2"_s, u"h/x 3"_s, u"h/x 2 2"_s}));
}

void EndpointHubTest::statusesComeInTheOrderOfAdd()
{
    Rig rig;
    const EndpointId a = rig.add(u"ws://z"_s);
    const EndpointId b = rig.add(u"ws://a"_s);
    const EndpointId c = rig.add(u"ws://m"_s);
    rig.hub->remove(b);
    const auto counts = rig.hub->exactCounts();
    QCOMPARE(counts.size(), 2U);
    QCOMPARE(counts.at(0).id, a);
    QCOMPARE(counts.at(1).id, c);
    QCOMPARE(counts.at(1).name, u"m"_s);
}

void EndpointHubTest::countersAreLive()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    rig.last().listener->transportOpened({});
    QVERIFY(!statusOf(*rig.hub, id).lastMessage);
    for (int i = 0; i < 5; ++i)
        rig.last().listener->transportReceivedText(u"é"_s, 2);
    const EndpointStatus status = statusOf(*rig.hub, id);
    QCOMPARE(status.messages, 5U);
    QCOMPARE(status.bytes, 10U);
    QCOMPARE(status.lastMessage, std::optional(rig.time.now()));
    QVERIFY(status.state == EndpointState::Open);
    QCOMPARE(rig.hub->exactCounts().front().messages, 5U);
    QCOMPARE(rig.hub->exactCounts().front().bytes, 10U);
}

void EndpointHubTest::aRemovedEndpointLeavesNothing()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    const auto attempt = rig.transports.attempts.back();
    attempt->listener->transportOpened({});
    rig.hub->remove(id);
    QVERIFY(rig.hub->statuses().empty());
    QVERIFY(rig.hub->exactCounts().empty());
    QCoreApplication::processEvents();
    QCOMPARE(attempt->close->first, 1000);
    attempt->listener->transportClosed({1000, {}}, false);
    rig.settle();
    QVERIFY(attempt->isDestroyed);
    QCOMPARE(rig.time.activeTimers(), 0);
    QVERIFY(rig.hub->takeEvents().events.back().kind == LinkEventKind::Removed);
    QVERIFY(rig.hub->statuses().empty());
}

void EndpointHubTest::aRemovedEndpointThatDoesNotAnswerIsAborted()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    const auto attempt = rig.transports.attempts.back();
    attempt->listener->transportOpened({});
    rig.hub->remove(id);
    rig.settle(2s);
    rig.settle(2s);
    QVERIFY(attempt->isAborted);
    QVERIFY(attempt->isDestroyed);
    QCOMPARE(rig.time.activeTimers(), 0);
    QCOMPARE(rig.engine.counters()[indexOf(MetricType::Disconnection)].count, 1U);
}

void EndpointHubTest::removeFreesTheName()
{
    Rig rig;
    rig.hub->remove(rig.add(u"ws://h"_s));
    QCOMPARE(statusOf(*rig.hub, rig.add(u"ws://h"_s)).name, u"h"_s);
}

void EndpointHubTest::pauseAndResumeAreObeyed()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    rig.last().listener->transportOpened({});
    rig.hub->pause(id);
    rig.settle();
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Paused);
    rig.hub->resume(id);
    rig.settle();
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Connecting);
    QCOMPARE(rig.transports.attempts.size(), 2U);
}

void EndpointHubTest::ordersForUnknownEndpointsAreIgnored()
{
    Rig rig;
    for (const EndpointId id : {EndpointId{}, EndpointId{99}}) {
        rig.hub->pause(id);
        rig.hub->resume(id);
        rig.hub->remove(id);
    }
    rig.settle();
    QVERIFY(rig.hub->statuses().empty());
    QVERIFY(rig.hub->takeEvents().events.empty());
}

void EndpointHubTest::sendReachesItsEndpoint()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    rig.hub->send(id, {"waits", true, {}});
    rig.hub->send(EndpointId{99}, {"nobody", true, {}});
    rig.settle(0s);
    QCOMPARE(statusOf(*rig.hub, id).outgoing.waiting, 1U);
    rig.last().listener->transportOpened({});
    QCOMPARE(rig.last().sent, QStringList({u"waits"_s}));
    QCOMPARE(statusOf(*rig.hub, id).outgoing.sent, 1U);
    rig.hub->pause(id);
    rig.hub->send(id, {"late", true, {}});
    rig.settle(301s);
    QCOMPARE(statusOf(*rig.hub, id).outgoing.expired, 1U);
    QVERIFY(rig.hub->takeEvents().events.back().kind == LinkEventKind::Trouble);
}

void EndpointHubTest::editKeepsIdAndCounters()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s, u"feed"_s);
    rig.add(u"ws://h"_s, u"taken"_s);
    rig.transports.attempts.front()->listener->transportOpened({});
    rig.transports.attempts.front()->listener->transportReceivedText(u"x"_s, 1);
    rig.hub->edit(id, settingsFor(QUrl(u"ws://other"_s), u"feed"_s));
    rig.hub->edit(EndpointId{99}, settingsFor(QUrl(u"ws://other"_s)));
    rig.settle(2s);
    EndpointStatus status = statusOf(*rig.hub, id);
    QCOMPARE(status.name, u"feed"_s);
    QCOMPARE(status.displayUrl, u"ws://other"_s);
    QCOMPARE(status.messages, 1U);
    QCOMPARE(rig.last().settings.url.host(), u"other"_s);
    rig.hub->edit(id, settingsFor(QUrl(u"ws://other"_s), u"taken"_s));
    QCOMPARE(statusOf(*rig.hub, id).name, u"taken 2"_s); // at once: who asked reads it back
    rig.settle(2s);
    QCOMPARE(statusOf(*rig.hub, id).name, u"taken 2"_s);
    QCOMPARE(rig.hub->exactCounts().front().name, u"taken 2"_s);
    QCOMPARE(rig.transports.attempts.size(), 3U); // a name is not said on the wire
    QCOMPARE(rig.hub->statuses().size(), 2U);
}

void EndpointHubTest::aNetworkThatWentDownIsTold()
{
    Rig rig;
    std::vector<EndpointId> ids;
    for (const QString& host : {u"ws://a"_s, u"ws://b"_s, u"ws://c"_s}) {
        ids.push_back(rig.add(host));
        rig.last().listener->transportOpened({});
    }
    rig.settle(11s);
    rig.hub->takeEvents();
    const auto attempts = rig.transports.attempts;
    for (const auto& attempt : attempts) {
        attempt->listener->transportClosed({1006, {}}, false);
        rig.settle(100ms);
    }
    for (const EndpointId id : ids) {
        QVERIFY(statusOf(*rig.hub, id).cause == EndCause::NetworkDown);
        QCOMPARE(statusOf(*rig.hub, id).hint, u"Everything stopped within 1 s: probably your network"_s);
    }
    const LinkEvents events = rig.hub->takeEvents();
    const auto told = std::count_if(events.events.begin(), events.events.end(), [](const LinkEvent& event) {
        return event.text == u"All 3 connections stopped within 1 s: probably your network"_s;
    });
    QCOMPARE(told, 1);
}

void EndpointHubTest::aComputerThatSleptIsTold()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    const auto attempt = rig.transports.attempts.back();
    attempt->listener->transportOpened({});
    rig.settle(15s);
    attempt->listener->transportPonged(1ms);
    rig.hub->takeEvents();
    const int pings = attempt->pings;
    rig.time.suspend(43min);
    rig.settle(250ms);
    QCOMPARE(attempt->pings, pings + 1); // at once
    const LinkEvents events = rig.hub->takeEvents();
    QCOMPARE(events.events.size(), 1U);
    QCOMPARE(events.events.front().text, u"Slept for 43 min: nothing was counted meanwhile"_s);
    rig.settle(10s);
    QVERIFY(statusOf(*rig.hub, id).cause == EndCause::Slept);
}

void EndpointHubTest::changedIsCoalesced()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    QSignalSpy changed(rig.hub.get(), &EndpointHub::changed);
    TransportListener& listener = *rig.last().listener;
    listener.transportOpened({});
    listener.transportReceivedText(u"x"_s, 1);
    listener.transportClosed({1006, {}}, false);
    QCOMPARE(changed.size(), 0);
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 1);
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Retrying);
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 1);
}

void EndpointHubTest::eventsAreTakenOnceAndBounded()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    LinkEvents taken = rig.hub->takeEvents();
    QCOMPARE(taken.events.size(), 1U);
    QVERIFY(taken.events.front().kind == LinkEventKind::Connecting);
    QCOMPARE(taken.events.front().endpoint, id);
    QCOMPARE(taken.events.front().name, u"h"_s);
    QCOMPARE(taken.events.front().wallTime, rig.time.wallNow() - 50ms); // before add() let its turn pass
    QCOMPARE(taken.events.front().time, rig.time.now() - 50ms);
    QVERIFY(rig.hub->takeEvents().events.empty());
    for (int i = 0; i < 600; ++i) { // two events each
        rig.hub->pause(id);
        rig.hub->resume(id);
        rig.settle(50ms);
    }
    taken = rig.hub->takeEvents();
    QCOMPARE(taken.events.size(), 1000U);
    QCOMPARE(taken.suppressed, 200U);
    QCOMPARE(rig.hub->takeEvents().suppressed, 0U);
}

void EndpointHubTest::backlogAndWireBytesAreWatched()
{
    Rig rig;
    const EndpointId id = rig.add(u"ws://h"_s);
    rig.last().listener->transportOpened({});
    rig.last().wireBytes = 4321;
    rig.settle(1s);
    QCOMPARE(statusOf(*rig.hub, id).wireBytes.value_or(0), 4321U);
    rig.last().listener->transportPonged(3ms);
    rig.last().wireBytes = 5000;
    rig.settle(1s);
    QCOMPARE(*statusOf(*rig.hub, id).roundTrip, Duration(3ms));
    rig.last().bytesToWrite = 5 * 1024 * 1024;
    rig.settle(250ms);
    QVERIFY(stateOf(*rig.hub, id) == EndpointState::Retrying);
}

void EndpointHubTest::shutDownSaysGoodbyeAndFinishes()
{
    Rig rig;
    const EndpointId open = rig.add(u"ws://open"_s);
    const auto attempt = rig.transports.attempts.back();
    attempt->listener->transportOpened({});
    const EndpointId retrying = rig.add(u"ws://retrying"_s);
    rig.last().listener->transportFailed({false, u"x"_s, {}});
    QSignalSpy finished(rig.hub.get(), &EndpointHub::shutDownFinished);
    rig.hub->shutDown(1s);
    QCoreApplication::processEvents();
    QCOMPARE(attempt->close->first, 1001);
    QCOMPARE(finished.size(), 0);
    attempt->listener->transportClosed({1001, {}}, false);
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
    rig.settle(10s);
    QCOMPARE(finished.size(), 1);
    QVERIFY(stateOf(*rig.hub, open) == EndpointState::Idle);
    QVERIFY(stateOf(*rig.hub, retrying) == EndpointState::Idle);
    QCOMPARE(statusOf(*rig.hub, open).disconnects, 1U);
}

void EndpointHubTest::shutDownAbortsWhatDoesNotAnswer()
{
    Rig rig;
    rig.add(u"ws://h"_s);
    const auto attempt = rig.transports.attempts.back();
    attempt->listener->transportOpened({});
    QSignalSpy finished(rig.hub.get(), &EndpointHub::shutDownFinished);
    rig.hub->shutDown(300ms);
    rig.settle(299ms);
    QCOMPARE(finished.size(), 0);
    QVERIFY(!attempt->isAborted);
    rig.settle(1ms);
    QCOMPARE(finished.size(), 1);
    QVERIFY(attempt->isAborted);
}

void EndpointHubTest::shutDownWithoutEndpointsFinishes()
{
    Rig rig;
    QSignalSpy finished(rig.hub.get(), &EndpointHub::shutDownFinished);
    rig.hub->shutDown(1s);
    rig.settle(0s);
    rig.settle(0s);
    QCOMPARE(finished.size(), 1);
    rig.hub->shutDown(1s);
    rig.settle(0s);
    rig.settle(0s);
    QCOMPARE(finished.size(), 2); // asked again, answered again
}

void EndpointHubTest::nothingConnectsAfterShutDown()
{
    Rig rig;
    const EndpointId early = rig.add(u"ws://early"_s);
    rig.last().listener->transportFailed({false, u"x"_s, {}});
    rig.hub->shutDown(1s);
    rig.settle();
    const EndpointId late = rig.add(u"ws://late"_s);
    rig.hub->resume(early);
    rig.hub->resume(late);
    rig.settle(24h);
    QCOMPARE(rig.transports.attempts.size(), 1U);
    QVERIFY(stateOf(*rig.hub, late) == EndpointState::Idle);
}

void EndpointHubTest::itCanBeDestroyedWithConnectionsOpen()
{
    Rig rig;
    rig.add(u"ws://open"_s);
    rig.last().listener->transportOpened({});
    rig.add(u"ws://connecting"_s);
    rig.hub->add(settingsFor(QUrl(u"ws://posted"_s))); // its order never arrives
    rig.hub.reset();
    rig.settle();
    for (const auto& attempt : rig.transports.attempts)
        QVERIFY(attempt->isDestroyed);
    QCOMPARE(rig.time.activeTimers(), 0);
    QCOMPARE(rig.engine.counters()[indexOf(MetricType::Disconnection)].count, 1U);
}

void EndpointHubTest::secretsAreNeverPublished()
{
    Rig rig;
    EndpointSettings settings = endpointFromUrl(u"wss://user:CANARY@h/x?token=CANARY"_s).value();
    settings.headers += headerFromText(u"X-Key: CANARY"_s).value();
    settings = withBearerToken(settings, "CANARY").value();
    settings.firstMessages = {u"{\"token\":\"CANARY\"}"_s};
    const EndpointId id = rig.hub->add(settings);
    rig.settle();
    rig.last().listener->transportOpened({});
    QCOMPARE(rig.last().sent, settings.firstMessages);
    rig.last().listener->transportReceivedText(u"CANARY"_s, 6);
    rig.last().listener->transportClosed({1006, {}}, false);
    rig.settle();
    rig.hub->pause(id);
    rig.settle();
    const EndpointStatus status = statusOf(*rig.hub, id);
    QStringList published = {status.name, status.displayUrl, status.error, status.hint,
                             status.lastClose->reason};
    for (const LinkEvent& event : rig.hub->takeEvents().events)
        published << event.name << event.text;
    for (const KeySnapshot& key : rig.engine.flush()->keys)
        published << QString::fromStdString(key.key);
    QVERIFY(published.size() > 10);
    for (const QString& text : published)
        QVERIFY2(!text.contains("CANARY"_L1), qPrintable(text));
}

void EndpointHubTest::aSecretWithoutEncryptionIsSaid_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("header");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("token in a header") << u"ws://h.example"_s << u"X-Api-Key: a"_s << true;
    QTest::newRow("password") << u"ws://u:p@h.example"_s << QString() << true;
    QTest::newRow("token in the query") << u"ws://192.0.2.1/?access_token=a"_s << QString() << true;
    QTest::newRow("nothing secret") << u"ws://h.example/?page=1"_s << u"X-Trace: a"_s << false;
    QTest::newRow("encrypted") << u"wss://u:p@h.example"_s << u"X-Api-Key: a"_s << false;
    for (const QString& here :
         {u"localhost"_s, u"feed.localhost"_s, u"127.0.0.1"_s, u"127.1.2.3"_s, u"[::1]"_s})
        QTest::newRow(qPrintable(here)) << u"ws://u:p@%1"_s.arg(here) << QString() << false;
}

void EndpointHubTest::aSecretWithoutEncryptionIsSaid()
{
    QFETCH(QString, url);
    QFETCH(QString, header);
    Rig rig;
    EndpointSettings settings = endpointFromUrl(url).value();
    if (!header.isEmpty())
        settings.headers += headerFromText(header).value();
    const EndpointId id = rig.hub->add(settings);
    rig.settle();
    const auto events = rig.hub->takeEvents().events;
    QVERIFY(!events.empty());
    const bool isSaid = events.front().kind == LinkEventKind::Notice && events.front().endpoint == id &&
                        events.front().text.startsWith("Not encrypted: "_L1);
    QTEST(isSaid, "isSaid");
}

QTEST_GUILESS_MAIN(EndpointHubTest)
#include "endpoint_hub_test.moc"
