// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "tests/core/link/hub_helpers.h"
#include "tests/core/link/link_thread.h"
#include "tests/support/hostile_server.h"

#include <QTimer>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPatience = 30'000; ///< real sockets on a loaded machine under a sanitizer

} // namespace

class EndpointHubThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoRealEndpointsAreCountedExactlyOnAThreadOfTheirOwn();
    void aRealEndpointShutsDown();
    void anyThreadMayCall();
    void aServerThatFloodsPingsAndNeverReadsIsCut();
    void aServerThatNeverAnswersIsGivenUp();
};

void EndpointHubThreadsTest::twoRealEndpointsAreCountedExactlyOnAThreadOfTheirOwn()
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

void EndpointHubThreadsTest::aRealEndpointShutsDown()
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

void EndpointHubThreadsTest::anyThreadMayCall()
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
                link.hub->send(id, {"hello", true, {}});
                link.hub->edit(id, settingsFor(url, u"renamed"_s));
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
                   return status.state == EndpointState::Open && status.messages == 10 &&
                          status.outgoing.sent == 1 && status.name.startsWith(u"renamed"_s);
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allOpen(), kPatience);
}

void EndpointHubThreadsTest::aServerThatFloodsPingsAndNeverReadsIsCut()
{
    HostileServer server;
    const auto floods = [&server](QTcpSocket& socket, const QByteArray& request) {
        socket.disconnect(&server); // reads no more
        socket.setReadBufferSize(1);
        socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
        auto* more = new QTimer(&socket); // not bytesWritten(), which is not emitted while its slot writes
        connect(more, &QTimer::timeout, &socket, [&socket] {
            if (socket.bytesToWrite() < 64 * 1024)
                socket.write(HostileServer::frame(9, QByteArray(125, 'p')).repeated(500));
        });
        more->start(0);
        socket.write(HostileServer::upgrade(request));
    };
    server.setAnswer(floods);
    SystemClock clock;
    ProductionMetrics engine(everything(), clock);
    engine.start();
    LinkThread link(engine);
    EndpointSettings settings = settingsFor(server.url());
    settings.pingInterval = 1h; // unanswered pings are not what cuts it here
    const EndpointId id = link.hub->add(settings);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(*link.hub, id).disconnects, 1U, kPatience);
    QCOMPARE(statusOf(*link.hub, id).lastClose->code, 1006);
    bool isSaid = false;
    for (const LinkEvent& event : link.hub->takeEvents().events)
        isSaid = isSaid || event.text.contains("server does not read"_L1);
    QVERIFY(isSaid);
}

void EndpointHubThreadsTest::aServerThatNeverAnswersIsGivenUp()
{
    HostileServer server; // accepts, reads, says nothing
    SystemClock clock;
    ProductionMetrics engine(everything(), clock);
    engine.start();
    LinkThread link(engine);
    EndpointSettings settings = settingsFor(server.url());
    settings.connectTimeout = 100ms;
    const EndpointId id = link.hub->add(settings);
    QTRY_VERIFY_WITH_TIMEOUT(server.connections() >= 2, kPatience); // it came back by itself
    QCOMPARE(statusOf(*link.hub, id).error, u"No answer to the handshake within 100 ms"_s);
    QCOMPARE(statusOf(*link.hub, id).connects, 0U);
}

QTEST_GUILESS_MAIN(EndpointHubThreadsTest)
#include "endpoint_hub_threads_test.moc"
