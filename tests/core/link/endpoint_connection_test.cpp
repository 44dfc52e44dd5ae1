// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_connection.h"

#include "core/link/backoff.h"
#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;

class EndpointConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itConnectsWhenStarted();
    void itIsSilentUntilTheFirstMessage();
    void everyMessageIsCountedHereAndInTheEngine();
    void firstMessagesAreSentAfterEachOpen();
    void aSilentServerIsGivenUpAtTheDeadline();
    void aHostThatDoesNotAnswerIsGivenUpAtTheDeadline();
    void aTransientFailureIsTriedAgainLater();
    void aPermanentFailureIsNeverTriedAgainByItself();
    void eachAttemptHasOneEnd();
    void everyAttemptHasAFreshTransport();
    void retriesAreCountedInTheEngine();
    void theBackoffGrowsUntilAConnectionWasHealthy();
    void aCutConnectionIsTriedAgain();
    void aCloseOfTheServerIsShownWithItsCodeAndReason();
    void aNormalCloseEndsTheEndpointWhenAsked();
    void aPolicyViolationNeedsYou_data();
    void aPolicyViolationNeedsYou();
    void twoMissedPongsCutTheConnection();
    void aServerThatTalksButNeverPongsIsKept();
    void aLargeMessageOnItsWayIsNotTakenForDeath();
    void aPongIsTheRoundTrip();
    void aPeerThatDoesNotReadIsCut();
    void wireBytesAddUpOverConnections();
    void hostileWordsComeOutDisplaySafe();
    void manyEndpointsConnectTwentyASecond();
};

void EndpointConnectionTest::itConnectsWhenStarted()
{
    Rig rig;
    QVERIFY(rig.state() == EndpointState::Idle);
    QCOMPARE(rig.attempts(), 0U);
    rig.start();
    QVERIFY(rig.state() == EndpointState::Connecting);
    QVERIFY(rig.attempt().isOpening);
    QCOMPARE(rig.status().attempt, 1U);
    QCOMPARE(rig.status().displayUrl, u"ws://h/feed"_s);
    QCOMPARE(rig.count(MetricType::RetryAttempt), 0U);
    QCOMPARE(rig.count(MetricType::Connection), 0U);
}

void EndpointConnectionTest::itIsSilentUntilTheFirstMessage()
{
    Rig rig;
    rig.start();
    rig.time.advance(45ms);
    rig.listener().transportOpened(u"mqtt"_s);
    QVERIFY(rig.state() == EndpointState::Silent);
    QCOMPARE(rig.lastWords(), u"Open after 45 ms, subprotocol mqtt"_s);
    QCOMPARE(rig.status().connects, 1U);
    QCOMPARE(rig.status().attempt, 0U);
    QCOMPARE(rig.count(MetricType::Connection), 1U);
    rig.time.advance(212ms);
    rig.listener().transportReceivedText(u"a"_s, 1);
    QVERIFY(rig.state() == EndpointState::Open);
    QCOMPARE(rig.lastWords(), u"First message after 212 ms"_s);
    rig.listener().transportReceivedText(u"b"_s, 1);
    QCOMPARE(rig.eventsOf(LinkEventKind::FirstMessage), 1);
}

void EndpointConnectionTest::everyMessageIsCountedHereAndInTheEngine()
{
    Rig rig;
    rig.startAndOpen();
    rig.listener().transportReceivedText(u"é"_s, 2);
    rig.listener().transportReceivedBinary(QByteArray(100, 'x'));
    rig.listener().transportReceivedText({}, 0);
    QCOMPARE(rig.counters->messages(), 3U);
    QCOMPARE(rig.counters->bytes(), 102U);
    QCOMPARE(rig.counters->lastMessage(), std::optional(rig.time.now()));
    QCOMPARE(rig.count(MetricType::MessageReceived), 3U);
    QCOMPARE(rig.total(MetricType::MessageReceived).sum, 102.0);
    const auto snapshot = rig.engine.flush();
    const auto key = std::find_if(snapshot->keys.begin(), snapshot->keys.end(), [](const KeySnapshot& row) {
        return row.type == MetricType::MessageReceived && row.key == "h/feed";
    });
    QVERIFY(key != snapshot->keys.end());
    QCOMPARE(key->count.value, 3.0);
}

void EndpointConnectionTest::firstMessagesAreSentAfterEachOpen()
{
    Rig rig(withMessages({u"subscribe é"_s, u"go"_s}));
    rig.startAndOpen();
    QCOMPARE(rig.attempt().sent, QStringList({u"subscribe é"_s, u"go"_s}));
    QCOMPARE(rig.count(MetricType::MessageSent), 2U);
    QCOMPARE(rig.total(MetricType::MessageSent).sum, 12.0 + 2.0);
    rig.listener().transportClosed({1006, {}}, false);
    rig.waitForRetry();
    QCOMPARE(rig.attempts(), 2U);
    QVERIFY(rig.attempt().sent.isEmpty());
    rig.listener().transportOpened({});
    QCOMPARE(rig.attempt().sent.size(), 2);
    QCOMPARE(rig.count(MetricType::MessageSent), 4U);
}

void EndpointConnectionTest::aSilentServerIsGivenUpAtTheDeadline()
{
    Rig rig;
    rig.start();
    rig.attempt().isReached = true;
    rig.time.advance(10s - 1ns);
    QVERIFY(rig.state() == EndpointState::Connecting);
    rig.time.advance(1ns);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, u"No answer to the handshake within 10 s"_s);
    QVERIFY(rig.attempt().isAborted);
    QCOMPARE(rig.status().connects, 0U);
    QCOMPARE(rig.status().disconnects, 0U);
}

void EndpointConnectionTest::aHostThatDoesNotAnswerIsGivenUpAtTheDeadline()
{
    EndpointSettings settings = endpointFromUrl(u"ws://h"_s).value();
    settings.connectTimeout = 2500ms;
    Rig rig(settings);
    rig.start();
    rig.time.advance(2500ms);
    QCOMPARE(rig.status().error, u"Could not connect within 2.5 s"_s);
    QVERIFY(rig.state() == EndpointState::Retrying);
}

void EndpointConnectionTest::aTransientFailureIsTriedAgainLater()
{
    Rig rig;
    rig.start();
    rig.listener().transportFailed(kTransient);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, kTransient.error);
    QVERIFY(rig.status().retryAt.has_value());
    const Duration wait = *rig.status().retryAt - rig.time.now();
    QVERIFY(wait >= kShortestBackoff && wait <= Duration(1s));
    QVERIFY(rig.lastWords().startsWith("Nothing listens on this port. Next try in"_L1));
    rig.time.advance(wait - 1ns);
    QCOMPARE(rig.attempts(), 1U);
    rig.waitForRetry();
    QCOMPARE(rig.attempts(), 2U);
    QVERIFY(rig.state() == EndpointState::Connecting);
    QCOMPARE(rig.status().attempt, 2U);
    QVERIFY(!rig.status().retryAt);
    QCOMPARE(rig.lastWords(), u"Connecting, 2nd try"_s);
    rig.listener().transportOpened({});
    QVERIFY(rig.status().error.isEmpty());
}

void EndpointConnectionTest::aPermanentFailureIsNeverTriedAgainByItself()
{
    Rig rig;
    rig.start();
    rig.listener().transportFailed(kPermanent);
    QVERIFY(rig.state() == EndpointState::NeedsYou);
    QCOMPARE(rig.status().error, kPermanent.error);
    QCOMPARE(rig.status().hint, kPermanent.hint);
    QCOMPARE(rig.eventsOf(LinkEventKind::NeedsYou), 1);
    rig.time.advance(24h);
    QCOMPARE(rig.attempts(), 1U);
    QCOMPARE(rig.time.activeTimers(), 0);
    rig.connection->resume(ConnectLane::Automatic);
    rig.time.advance(0s);
    QCOMPARE(rig.attempts(), 2U);
}

void EndpointConnectionTest::eachAttemptHasOneEnd()
{
    Rig rig;
    rig.start();
    TransportListener& first = rig.listener();
    first.transportFailed(kTransient);
    const TimePoint retryAt = *rig.status().retryAt;
    first.transportFailed(kTransient);
    first.transportFailed(kPermanent);
    first.transportClosed({1000, {}}, true);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(*rig.status().retryAt, retryAt);
    QCOMPARE(rig.eventsOf(LinkEventKind::Failed), 1);
    rig.time.advance(10s); // the deadline of the first attempt is void
    QCOMPARE(rig.attempts(), 2U);
    QCOMPARE(rig.eventsOf(LinkEventKind::Failed), 1);
}

void EndpointConnectionTest::everyAttemptHasAFreshTransport()
{
    Rig rig;
    rig.start();
    const auto first = rig.transports.attempts.back();
    rig.listener().transportFailed(kTransient);
    QVERIFY(first->isAborted);
    QVERIFY(!first->isDestroyed); // we may be inside its callback
    rig.time.advance(0s);
    QVERIFY(first->isDestroyed);
    rig.waitForRetry();
    QVERIFY(rig.transports.attempts.back() != first);
}

void EndpointConnectionTest::retriesAreCountedInTheEngine()
{
    Rig rig;
    rig.start();
    rig.listener().transportFailed(kTransient); // the first try is no retry
    QCOMPARE(rig.count(MetricType::RetryAttempt), 0U);
    QCOMPARE(rig.count(MetricType::RetryFailure), 0U);
    rig.waitForRetry();
    QCOMPARE(rig.count(MetricType::RetryAttempt), 1U);
    rig.listener().transportFailed(kTransient);
    QCOMPARE(rig.count(MetricType::RetryFailure), 1U);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    QCOMPARE(rig.count(MetricType::RetryAttempt), 2U);
    QCOMPARE(rig.count(MetricType::RetrySuccess), 1U);
    rig.listener().transportClosed({1006, {}}, false);
    rig.waitForRetry();
    QCOMPARE(rig.count(MetricType::RetryAttempt), 3U); // to come back is a retry
    rig.listener().transportOpened({});
    QCOMPARE(rig.count(MetricType::RetrySuccess), 2U);
    QCOMPARE(rig.count(MetricType::RetryFailure), 1U);
    QCOMPARE(rig.count(MetricType::Connection), 2U);
    QCOMPARE(rig.count(MetricType::Disconnection), 1U);
}

void EndpointConnectionTest::theBackoffGrowsUntilAConnectionWasHealthy()
{
    Rig rig;
    Duration longest{0};
    rig.start();
    for (int i = 0; i < 4; ++i) { // opens, but falls at once
        rig.listener().transportOpened({});
        rig.time.advance(9s);
        rig.listener().transportClosed({1006, {}}, false);
        longest = std::max(longest, *rig.status().retryAt - rig.time.now());
        rig.waitForRetry();
    }
    QVERIFY(longest > Duration(1s));
    QVERIFY(longest <= Duration(8s));
    rig.listener().transportOpened({});
    rig.time.advance(10s);
    rig.listener().transportClosed({1006, {}}, false);
    QVERIFY(*rig.status().retryAt - rig.time.now() <= Duration(1s));
}

void EndpointConnectionTest::aCutConnectionIsTriedAgain()
{
    Rig rig;
    rig.startAndOpen();
    rig.listener().transportClosed({1006, {}}, false);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, u"Cut off without a close frame"_s);
    QCOMPARE(rig.status().lastClose->code, 1006);
    QCOMPARE(rig.status().disconnects, 1U);
    QCOMPARE(rig.eventsOf(LinkEventKind::Closed), 1);
    rig.waitForRetry();
    rig.time.advance(5s);
    rig.listener().transportOpened({});
    QVERIFY2(rig.lastWords().startsWith("Reconnected after"_L1), qPrintable(rig.lastWords()));
    QVERIFY(rig.lastWords().endsWith("Messages in the gap are unknown"_L1));
    QCOMPARE(rig.status().lastClose->code, 1006); // still known
}

void EndpointConnectionTest::aCloseOfTheServerIsShownWithItsCodeAndReason()
{
    Rig rig;
    rig.startAndOpen();
    rig.listener().transportClosed({1001, u"restarting"_s}, true);
    QCOMPARE(rig.status().error, u"Closed by the server: 1001 going away \"restarting\""_s);
    QCOMPARE(rig.status().lastClose->code, 1001);
    QCOMPARE(rig.status().lastClose->reason, u"restarting"_s);
    QVERIFY(rig.state() == EndpointState::Retrying); // normal, but wanted
}

void EndpointConnectionTest::aNormalCloseEndsTheEndpointWhenAsked()
{
    for (const int code : {1000, 1001}) {
        Rig rig(endsAtNormalClose());
        rig.startAndOpen();
        rig.listener().transportClosed({code, {}}, true);
        QVERIFY(rig.state() == EndpointState::Closed);
        QVERIFY(rig.status().error.isEmpty());
        rig.time.advance(24h);
        QCOMPARE(rig.attempts(), 1U);
        rig.connection->resume(ConnectLane::Automatic);
        rig.time.advance(0s);
        QVERIFY(rig.state() == EndpointState::Connecting);
        QCOMPARE(rig.count(MetricType::RetryAttempt), 0U);
    }
    Rig other(endsAtNormalClose());
    other.startAndOpen();
    other.listener().transportClosed({1006, {}}, false);
    QVERIFY(other.state() == EndpointState::Retrying);
}

void EndpointConnectionTest::aPolicyViolationNeedsYou_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("1008") << 1008;
    QTest::newRow("4401") << 4401;
    QTest::newRow("4403") << 4403;
}

void EndpointConnectionTest::aPolicyViolationNeedsYou()
{
    QFETCH(int, code);
    Rig rig;
    rig.startAndOpen();
    rig.listener().transportClosed({code, u"no"_s}, true);
    QVERIFY(rig.state() == EndpointState::NeedsYou);
    QVERIFY(!rig.status().hint.isEmpty());
    rig.time.advance(24h);
    QCOMPARE(rig.attempts(), 1U);
}

void EndpointConnectionTest::twoMissedPongsCutTheConnection()
{
    Rig rig;
    rig.startAndOpen();
    QCOMPARE(rig.attempt().pings, 1);
    rig.time.advance(10s);
    QCOMPARE(rig.attempt().pings, 2);
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.time.advance(10s);
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, u"No answer to two pings: the connection is dead"_s);
    QCOMPARE(rig.status().lastClose->code, 1006);
    QVERIFY(rig.transports.attempts.front()->isAborted);
}

void EndpointConnectionTest::aServerThatTalksButNeverPongsIsKept()
{
    Rig rig;
    rig.startAndOpen();
    for (int i = 0; i < 60; ++i) {
        rig.time.advance(2s);
        rig.listener().transportReceivedText(u"x"_s, 1);
    }
    QVERIFY(rig.state() == EndpointState::Open);
    rig.time.advance(20s);
    QVERIFY(rig.state() == EndpointState::Retrying);
}

void EndpointConnectionTest::aLargeMessageOnItsWayIsNotTakenForDeath()
{
    Rig rig;
    rig.startAndOpen();
    for (std::uint64_t arrived = 1; arrived <= 30; ++arrived) { // five minutes on a slow line
        rig.attempt().wireBytes = arrived * 100'000;
        rig.time.advance(10s);
    }
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.time.advance(10s); // half a message, then nothing
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, u"No answer to two pings: the connection is dead"_s);
}

void EndpointConnectionTest::aPongIsTheRoundTrip()
{
    Rig rig;
    rig.startAndOpen();
    QVERIFY(!rig.status().roundTrip);
    for (int i = 0; i < 10; ++i) {
        rig.listener().transportPonged(1500us);
        rig.time.advance(10s);
    }
    QVERIFY(rig.state() == EndpointState::Silent);
    QCOMPARE(*rig.status().roundTrip, Duration(1500us));
    QCOMPARE(rig.count(MetricType::RoundTrip), 10U);
    QCOMPARE(rig.total(MetricType::RoundTrip).sum, 15000.0);
}

void EndpointConnectionTest::aPeerThatDoesNotReadIsCut()
{
    Rig rig;
    rig.startAndOpen();
    rig.attempt().bytesToWrite = 4 * 1024 * 1024;
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.attempt().bytesToWrite += 1;
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Retrying);
    QVERIFY(rig.attempt().isAborted);
    QCOMPARE(rig.status().error, u"The server does not read: more than 4 MiB waited for it"_s);
}

void EndpointConnectionTest::wireBytesAddUpOverConnections()
{
    Rig rig;
    rig.startAndOpen();
    QVERIFY(!rig.connection->refreshWireBytes());
    QVERIFY(!rig.status().wireBytes);
    rig.attempt().wireBytes = 1000;
    QVERIFY(rig.connection->refreshWireBytes());
    QVERIFY(!rig.connection->refreshWireBytes());
    QCOMPARE(*rig.status().wireBytes, 1000U);
    rig.attempt().wireBytes = 1500;
    rig.listener().transportClosed({1006, {}}, false);
    QCOMPARE(*rig.status().wireBytes, 1500U);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    rig.attempt().wireBytes = 10;
    QVERIFY(rig.connection->refreshWireBytes());
    QCOMPARE(*rig.status().wireBytes, 1510U);
}

void EndpointConnectionTest::hostileWordsComeOutDisplaySafe()
{
    EndpointSettings settings = endpointFromUrl(u"ws://h/\u202efeed"_s).value();
    settings.name = u"<b>\u202e\n"_s.repeated(500);
    Rig rig(settings);
    rig.start();
    const QString hostile = u"<table>\u202e\u001b[2J\r\n"_s.repeated(100'000);
    rig.listener().transportOpened(hostile);
    rig.listener().transportClosed({4001, hostile}, true);
    QStringList shown = {rig.status().name, rig.status().displayUrl, rig.status().error, rig.status().hint};
    for (const LinkEvent& event : rig.events)
        shown << event.text << event.name;
    for (const QString& text : shown) {
        QVERIFY(text.size() <= 512);
        QVERIFY(std::none_of(text.begin(), text.end(),
                             [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x202e; }));
    }
}

void EndpointConnectionTest::manyEndpointsConnectTwentyASecond()
{
    Rig rig;
    std::vector<std::unique_ptr<EndpointConnection>> others;
    for (std::uint32_t i = 0; i < 100; ++i) {
        others.push_back(std::make_unique<EndpointConnection>(
            EndpointId{100 + i}, endpointFromUrl(u"ws://h"_s).value(),
            LinkServices{rig.engine, rig.time, rig.time, rig.transports, rig.gate, rig.random, rig.looker},
            rig, std::make_shared<EndpointCounters>()));
        others.back()->resume(ConnectLane::Automatic);
    }
    rig.time.advance(0s);
    QCOMPARE(rig.attempts(), 1U);
    rig.time.advance(1s - 1ns);
    QCOMPARE(rig.attempts(), 20U);
    rig.time.advance(4s);
    QCOMPARE(rig.attempts(), 100U);
}

QTEST_GUILESS_MAIN(EndpointConnectionTest)
#include "endpoint_connection_test.moc"
