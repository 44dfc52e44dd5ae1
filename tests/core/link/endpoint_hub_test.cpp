// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "core/link/qt_timer.h"
#include "core/link/websocket_transport.h"
#include "tests/support/fake_transport.h"
#include "tests/support/hostile_server.h"
#include "tests/support/manual_time.h"

#include <QSignalSpy>
#include <QThread>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

MetricsConfig everything()
{
    MetricsConfig config;
    config.mode = SamplingMode::Everything;
    return config;
}

EngineOptions withoutThread()
{
    EngineOptions options;
    options.flushThread = false;
    return options;
}

EndpointSettings settingsFor(const QUrl& url, const QString& name = {})
{
    EndpointSettings settings = endpointFromUrl(url.toString()).value();
    if (!name.isEmpty())
        settings.name = name;
    return settings;
}

EndpointStatus statusOf(const EndpointHub& hub, EndpointId id)
{
    for (const EndpointStatus& status : hub.statuses()) {
        if (status.id == id)
            return status;
    }
    return {};
}

EndpointState stateOf(const EndpointHub& hub, EndpointId id)
{
    return statusOf(hub, id).state;
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

/** A hub on a thread of its own, on the real network: as programs have it. */
class LinkThread
{
public:
    explicit LinkThread(ProductionMetrics& engine)
        : m_transports(m_clock)
        , hub(std::make_unique<EndpointHub>(engine, m_clock, m_timers, m_transports, 1))
    {
        hub->moveToThread(&m_thread);
        m_thread.start();
    }
    ~LinkThread()
    {
        QMetaObject::invokeMethod(
            hub.get(), [this] { hub.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

private:
    SystemClock m_clock;
    QtTimerFactory m_timers;
    WebSocketTransportFactory m_transports;
    QThread m_thread;

public:
    std::unique_ptr<EndpointHub> hub;
};

constexpr int kPatience = 30'000; ///< real sockets on a loaded machine under a sanitizer

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
    void changedIsCoalesced();
    void eventsAreTakenOnceAndBounded();
    void backlogAndWireBytesAreWatched();
    void shutDownSaysGoodbyeAndFinishes();
    void shutDownAbortsWhatDoesNotAnswer();
    void shutDownWithoutEndpointsFinishes();
    void nothingConnectsAfterShutDown();
    void itCanBeDestroyedWithConnectionsOpen();
    void twoRealEndpointsAreCountedExactlyOnAThreadOfTheirOwn();
    void aRealEndpointShutsDown();
    void anyThreadMayCall();
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

void EndpointHubTest::twoRealEndpointsAreCountedExactlyOnAThreadOfTheirOwn()
{
    constexpr int kMessages = 20'000;
    const QByteArray ascii = "plain text";
    const QByteArray other = u"grün 水 🌊"_s.toUtf8();
    const auto floods = [](const QByteArray& payload) {
        return [payload](QTcpSocket& socket, const QByteArray& request) {
            socket.write(HostileServer::upgrade(request));
            socket.write(HostileServer::text(payload).repeated(kMessages));
        };
    };
    HostileServer first(floods(ascii));
    HostileServer second(floods(other));
    SystemClock clock;
    ProductionMetrics engine(everything(), clock);
    engine.start();
    {
        LinkThread link(engine);
        const EndpointId a = link.hub->add(settingsFor(first.url(), u"a"_s));
        const EndpointId b = link.hub->add(settingsFor(second.url(), u"b"_s));
        const auto messagesOf = [&link](EndpointId id) { return statusOf(*link.hub, id).messages; };
        QTRY_COMPARE_WITH_TIMEOUT(messagesOf(a), static_cast<std::uint64_t>(kMessages), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(messagesOf(b), static_cast<std::uint64_t>(kMessages), kPatience);
        const auto counts = link.hub->exactCounts();
        QCOMPARE(counts.at(0).bytes, static_cast<std::uint64_t>(kMessages * ascii.size()));
        QCOMPARE(counts.at(1).bytes, static_cast<std::uint64_t>(kMessages * other.size()));
        QTRY_VERIFY_WITH_TIMEOUT(statusOf(*link.hub, b).wireBytes.value_or(0) > counts.at(1).bytes,
                                 kPatience);
        QVERIFY(stateOf(*link.hub, a) == EndpointState::Open);
    }
    engine.stop();
    const auto totals = engine.counters();
    QCOMPARE(totals[indexOf(MetricType::MessageReceived)].count, 2U * kMessages);
    QCOMPARE(totals[indexOf(MetricType::MessageReceived)].sum,
             static_cast<double>(kMessages * (ascii.size() + other.size())));
    QCOMPARE(totals[indexOf(MetricType::Connection)].count, 2U);
    QCOMPARE(totals[indexOf(MetricType::Disconnection)].count, 2U);
    QVERIFY(engine.accounting().addsUp());
}

void EndpointHubTest::aRealEndpointShutsDown()
{
    HostileServer server([](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + HostileServer::text("x"));
    });
    SystemClock clock;
    ProductionMetrics engine(everything(), clock);
    engine.start();
    LinkThread link(engine);
    const EndpointId id = link.hub->add(settingsFor(server.url()));
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(*link.hub, id) == EndpointState::Open, kPatience);
    std::atomic<bool> isFinished = false;
    connect(
        link.hub.get(), &EndpointHub::shutDownFinished, link.hub.get(), [&isFinished] { isFinished = true; },
        Qt::DirectConnection);
    link.hub->shutDown(10s);
    QTRY_VERIFY_WITH_TIMEOUT(isFinished, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!server.frames().isEmpty() && server.frames().back().opcode == 8, kPatience);
    QCOMPARE(server.frames().back().payload.left(2), QByteArray("\x03\xe9"));
    QVERIFY(stateOf(*link.hub, id) == EndpointState::Idle);
}

void EndpointHubTest::anyThreadMayCall()
{
    HostileServer server([](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + HostileServer::text("x").repeated(10));
    });
    SystemClock clock;
    ProductionMetrics engine(everything(), clock);
    engine.start();
    LinkThread link(engine);
    std::atomic<int> done = 0;
    std::vector<std::thread> callers;
    for (int t = 0; t < 3; ++t) {
        callers.emplace_back([&link, &done, url = server.url()] {
            for (int i = 0; i < 10; ++i) {
                const EndpointId id = link.hub->add(settingsFor(url));
                link.hub->pause(id);
                link.hub->resume(id);
                static_cast<void>(link.hub->statuses());
                static_cast<void>(link.hub->exactCounts());
                static_cast<void>(link.hub->takeEvents());
                if (i % 2 == 0)
                    link.hub->remove(id);
            }
            ++done;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(done.load(), 3, kPatience);
    for (std::thread& caller : callers)
        caller.join();
    const auto allOpen = [&link] {
        const auto all = link.hub->statuses();
        return all.size() == 15 && std::all_of(all.begin(), all.end(), [](const EndpointStatus& status) {
                   return status.state == EndpointState::Open && status.messages == 10;
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allOpen(), kPatience);
}

QTEST_GUILESS_MAIN(EndpointHubTest)
#include "endpoint_hub_test.moc"
