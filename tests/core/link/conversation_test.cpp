// SPDX-License-Identifier: Apache-2.0
#include "core/link/conversation.h"

#include "tests/core/link/connection_rig.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using Rig = ConnectionRig;
using Kind = ScriptStep::Kind;

namespace {

EndpointSettings withScript(const QList<ScriptStep>& script)
{
    EndpointSettings settings = endpointFromUrl(u"ws://h/feed"_s).value();
    settings.firstMessages = {u"first"_s};
    settings.script = script;
    return settings;
}

void send(Rig& rig, const QByteArray& text, const QString& id = {})
{
    rig.connection->send({text, true, id});
}

/** Nothing that was given is unaccounted for. */
void addsUp(const Rig& rig)
{
    const OutgoingCounts& now = rig.status().outgoing;
    QCOMPARE(now.queued, now.sent + now.expired + now.waiting);
    QCOMPARE(rig.count(MetricType::MessageQueued), now.queued);
    QCOMPARE(rig.count(MetricType::MessageFailed), now.expired + now.overflowed);
}

/** The kernel takes all that waits. */
void drain(Rig& rig)
{
    rig.attempt().bytesToWrite = 0;
    rig.listener().transportWrote();
}

} // namespace

class ConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queuedMessagesGoBehindFirstMessagesAndScript();
    void aMessageIsSentWhenTheKernelTookIt();
    void whatWasInFlightWhenTheConnectionFellIsSentAgain();
    void aConnectionThatIsDyingTakesNothing();
    void aPeerThatDoesNotReadMeetsTheQueue();
    void aLargeMessageIsNotTakenForAPeerThatDoesNotRead();
    void longFirstMessagesAreNotTakenForAPeerThatDoesNotRead();
    void whatExpiresIsOneLine();
    void whatOverflowsIsOneLine();
    void whatWaitsWhenTheEndpointGoesIsSaid();
    void aDuplicateIsCountedNotSent();
    void binaryIsSentAsBinary();
    void aScriptThatWaitsSaysSo();
    void aHostileEchoIsHeldBack();
    void nothingIsAnsweredAfterOurGoodbye();
    void editedSettingsKeepWhatWaits();
};

void ConversationTest::queuedMessagesGoBehindFirstMessagesAndScript()
{
    Rig rig(withScript(
        {{Kind::SendText, {}, "login"}, {Kind::WaitFor, u"ok"_s, {}}, {Kind::SendText, {}, "join"}}));
    send(rig, "early");
    QCOMPARE(rig.status().outgoing.waiting, 1U);
    rig.startAndOpen();
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s, u"login"_s}));
    send(rig, "late");
    rig.listener().transportReceivedText(u"not yet"_s, 7);
    QCOMPARE(rig.attempt().sent.size(), 2);
    rig.listener().transportReceivedText(u"ok"_s, 2);
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s, u"login"_s, u"join"_s, u"early"_s, u"late"_s}));
    QCOMPARE(rig.status().outgoing.waiting, 0U);
    QCOMPARE(rig.status().outgoing.sent, 2U);
    QCOMPARE(rig.count(MetricType::MessageSent), 5U);
    addsUp(rig);
}

void ConversationTest::aMessageIsSentWhenTheKernelTookIt()
{
    Rig rig;
    rig.startAndOpen();
    rig.attempt().keepsWaiting = true;
    send(rig, "one");
    QCOMPARE(rig.attempt().sent, QStringList({u"one"_s}));
    QCOMPARE(rig.count(MetricType::MessageSent), 0U);
    QCOMPARE(rig.status().outgoing.waiting, 1U);
    rig.attempt().bytesToWrite = 1;
    rig.listener().transportWrote();
    QCOMPARE(rig.count(MetricType::MessageSent), 0U);
    drain(rig);
    QCOMPARE(rig.count(MetricType::MessageSent), 1U);
    QCOMPARE(rig.total(MetricType::MessageSent).sum, 3.0);
    QCOMPARE(rig.status().outgoing.waiting, 0U);
    addsUp(rig);
}

void ConversationTest::whatWasInFlightWhenTheConnectionFellIsSentAgain()
{
    Rig rig;
    rig.startAndOpen();
    rig.attempt().keepsWaiting = true;
    send(rig, "one", u"id 1"_s);
    send(rig, "two");
    rig.listener().transportClosed({1006, {}}, false);
    QCOMPARE(rig.status().outgoing.waiting, 2U);
    send(rig, "three");
    rig.waitForRetry();
    rig.listener().transportOpened({});
    QCOMPARE(rig.attempt().sent, QStringList({u"one"_s, u"two"_s, u"three"_s}));
    QCOMPARE(rig.count(MetricType::MessageSent), 3U);
    send(rig, "one", u"id 1"_s);
    QCOMPARE(rig.status().outgoing.duplicates, 1U);
    addsUp(rig);
}

void ConversationTest::aConnectionThatIsDyingTakesNothing()
{
    Rig rig(withScript({{Kind::ReplyText, u"hi"_s, "hi"}}));
    rig.startAndOpen();
    rig.attempt().keepsWaiting = true;
    send(rig, "in flight");
    rig.attempt().isDying = true;
    drain(rig); // the buffer went with the socket
    send(rig, "late", u"id 1"_s);
    rig.listener().transportReceivedText(u"hi"_s, 2);
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s, u"in flight"_s}));
    QCOMPARE(rig.count(MetricType::MessageSent), 1U);
    QCOMPARE(rig.status().outgoing.sent, 0U);
    QCOMPARE(rig.status().outgoing.waiting, 2U);
    rig.listener().transportClosed({1006, {}}, false);
    rig.waitForRetry();
    rig.listener().transportOpened({});
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s, u"in flight"_s, u"late"_s}));
    QCOMPARE(rig.status().outgoing.sent, 2U);
    addsUp(rig);
}

void ConversationTest::aPeerThatDoesNotReadMeetsTheQueue()
{
    Rig rig;
    rig.startAndOpen();
    rig.attempt().keepsWaiting = true;
    const QByteArray large(100 * 1024, 'x');
    for (int i = 0; i < 20; ++i)
        send(rig, large);
    QVERIFY(rig.attempt().bytesToWrite <= 100 * 1024); // the first; the others wait for it
    QCOMPARE(rig.status().outgoing.waiting, 20U);
    qsizetype most = 0;
    while (rig.status().outgoing.waiting > 0) {
        drain(rig);
        most = std::max<qsizetype>(most, rig.attempt().bytesToWrite);
    }
    QVERIFY(most <= 356 * 1024);
    QCOMPARE(rig.attempt().sent.size(), 20);
    addsUp(rig);
}

void ConversationTest::aLargeMessageIsNotTakenForAPeerThatDoesNotRead()
{
    Rig rig;
    rig.startAndOpen();
    rig.attempt().keepsWaiting = true;
    send(rig, QByteArray(10 * 1024 * 1024, 'x'));
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.attempt().bytesToWrite += 4 * 1024 * 1024 + 1; // pongs that pile up behind it
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Retrying);
}

void ConversationTest::longFirstMessagesAreNotTakenForAPeerThatDoesNotRead()
{
    constexpr qsizetype kMebibyte = 1024LL * 1024;
    EndpointSettings settings = withScript(
        {{Kind::ReplyText, u"again"_s, "answer"}, {Kind::SendBinary, {}, QByteArray(kMebibyte, 'b')}});
    settings.firstMessages = {QString(6 * kMebibyte, u'a')};
    Rig rig(settings);
    rig.start();
    rig.attempt().keepsWaiting = true;
    rig.listener().transportOpened({});
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.attempt().bytesToWrite = 2 * kMebibyte; // the rest was read
    rig.listener().transportWrote();
    rig.attempt().bytesToWrite += 4 * kMebibyte; // pongs
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Silent);
    rig.listener().transportReceivedText(u"again"_s, 5); // a reply is the other side's doing
    rig.connection->watch();
    QVERIFY(rig.state() == EndpointState::Retrying);
    QCOMPARE(rig.status().error, u"The server does not read: more than 4 MiB waited for it"_s);
}

void ConversationTest::whatExpiresIsOneLine()
{
    Rig rig;
    for (int i = 0; i < 500; ++i)
        send(rig, "x");
    rig.time.advance(300s - 1ns);
    rig.connection->watch();
    QCOMPARE(rig.eventsOf(LinkEventKind::Trouble), 0);
    rig.time.advance(1ns);
    rig.connection->watch();
    QCOMPARE(rig.eventsOf(LinkEventKind::Trouble), 1);
    QCOMPARE(rig.lastWords(), u"500 messages waited 5 min to be sent: given up"_s);
    QCOMPARE(rig.status().outgoing.expired, 500U);
    QCOMPARE(rig.status().outgoing.waiting, 0U);
    addsUp(rig);
}

void ConversationTest::whatOverflowsIsOneLine()
{
    Rig rig;
    for (int second = 0; second < 20; ++second) {
        for (int i = 0; i < 500; ++i)
            send(rig, "x");
        for (int i = 0; i < 4; ++i) {
            rig.connection->watch();
            rig.time.advance(250ms);
        }
    }
    QCOMPARE(rig.status().outgoing.overflowed, 9000U);
    QCOMPARE(rig.eventsOf(LinkEventKind::Trouble), 2); // in 20 s
    QCOMPARE(rig.lastWords(), u"5000 messages not taken: 1000 messages wait to be sent already"_s);
    addsUp(rig);
}

void ConversationTest::whatWaitsWhenTheEndpointGoesIsSaid()
{
    Rig rig;
    const TimePoint first = rig.time.now();
    for (int i = 0; i < 7; ++i) {
        send(rig, "xy");
        rig.time.advance(1s);
    }
    QCOMPARE(rig.status().outgoing.waitingBytes, 14U);
    QVERIFY(rig.status().outgoing.oldest == first);
    rig.connection->leave(1000);
    QCOMPARE(rig.status().outgoing.waitingBytes, 0U);
    QVERIFY(!rig.status().outgoing.oldest);
    QCOMPARE(rig.lastWords(), u"7 messages never sent: the endpoint was closed"_s);
    QCOMPARE(rig.status().outgoing.expired, 7U);
    addsUp(rig);
}

void ConversationTest::aDuplicateIsCountedNotSent()
{
    Rig rig;
    rig.startAndOpen();
    for (int i = 0; i < 3; ++i)
        send(rig, "x", u"same"_s);
    QCOMPARE(rig.attempt().sent.size(), 1);
    QCOMPARE(rig.status().outgoing.duplicates, 2U);
    addsUp(rig);
}

void ConversationTest::binaryIsSentAsBinary()
{
    Rig rig(withScript({{Kind::SendBinary, {}, "\x01"}, {Kind::ReplyBinary, u"?"_s, "\x02"}}));
    rig.startAndOpen();
    rig.connection->send({"\x03", false, {}});
    rig.listener().transportReceivedText(u"?"_s, 1);
    QCOMPARE(rig.attempt().sentBinary, QList<QByteArray>({"\x01", "\x03", "\x02"}));
    QCOMPARE(rig.count(MetricType::MessageSent), 4U);
}

void ConversationTest::aScriptThatWaitsSaysSo()
{
    Rig rig(withScript({{Kind::WaitFor, u"ok"_s, {}}}));
    rig.startAndOpen();
    rig.time.advance(5s);
    rig.connection->watch();
    QCOMPARE(rig.eventsOf(LinkEventKind::Trouble), 0);
    rig.time.advance(5s);
    rig.connection->watch();
    rig.connection->watch();
    QCOMPARE(rig.eventsOf(LinkEventKind::Trouble), 1);
    QVERIFY(rig.lastWords().startsWith("Step 1 of the script has waited 10 s"_L1));
}

void ConversationTest::aHostileEchoIsHeldBack()
{
    Rig rig(withScript({{Kind::ReplyText, u"hi"_s, "hi"}}));
    rig.startAndOpen();
    for (int i = 0; i < 1000; ++i)
        rig.listener().transportReceivedText(u"hi"_s, 2);
    QCOMPARE(rig.attempt().sent.size(), 1 + ScriptRunner::kMostReplies);
    rig.connection->watch();
    QCOMPARE(rig.lastWords(),
             u"990 messages left unanswered: the script replies 10 times a second at most"_s);
    QCOMPARE(rig.counters->messages(), 1000U);
}

void ConversationTest::nothingIsAnsweredAfterOurGoodbye()
{
    Rig rig(withScript({{Kind::ReplyText, u"hi"_s, "hi"}}));
    rig.startAndOpen();
    rig.connection->pause();
    rig.listener().transportReceivedText(u"hi"_s, 2);
    send(rig, "later");
    rig.listener().transportWrote();
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s}));
    QCOMPARE(rig.status().outgoing.waiting, 1U);
}

void ConversationTest::editedSettingsKeepWhatWaits()
{
    Rig rig(withScript({{Kind::WaitFor, u"never"_s, {}}}));
    rig.startAndOpen();
    send(rig, "kept");
    rig.connection->edit(withScript({{Kind::SendText, {}, "other"}}));
    QCOMPARE(rig.attempt().close->first, 1000);
    rig.listener().transportClosed({1000, {}}, false);
    rig.time.advance(ConnectGate::kSpacing);
    QCOMPARE(rig.attempts(), 2U);
    rig.listener().transportOpened({});
    QCOMPARE(rig.attempt().sent, QStringList({u"first"_s, u"other"_s, u"kept"_s}));
    QVERIFY(rig.lastWords().startsWith("Reconnected after"_L1));
    addsUp(rig);
}

QTEST_GUILESS_MAIN(ConversationTest)
#include "conversation_test.moc"
