// SPDX-License-Identifier: Apache-2.0
#include "tests/core/agent/agent_rig.h"

#include "core/protocol/wire.h"

#include <QTcpSocket>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Bytes on a connection, right or wrong. */
class RawClient : public QTcpSocket
{
public:
    RawClient(const QUrl& url, const QByteArray& bytes)
    {
        connectToHost(url.host(), static_cast<quint16>(url.port()));
        write(bytes);
    }
};

QByteArray request(const QByteArray& more = {}, const QByteArray& host = "127.0.0.1")
{
    return "GET / HTTP/1.1\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: weir.v1\r\n" +
           more + "\r\n";
}

/** A text frame of a client, masked with zeros. */
QByteArray frame(const QByteArray& text)
{
    QByteArray bytes("\x81");
    if (text.size() < 126) {
        bytes.append(static_cast<char>(0x80 | text.size()));
    } else {
        bytes.append(static_cast<char>(0x80 | 126));
        bytes.append(static_cast<char>(text.size() >> 8)).append(static_cast<char>(text.size() & 0xff));
    }
    return bytes + QByteArray(4, '\0') + text;
}

} // namespace

/**
 * What clients must not do is refused or ignored, as agent.md says, and disturbs nobody: after each case, a
 * dashboard that was there before still gets its data.
 */
class AgentRefusalsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<AgentRig> m_rig;
    std::unique_ptr<Dashboard> m_bystander;

    void start(AgentOptions options = AgentRig::withToken())
    {
        m_rig = std::make_unique<AgentRig>(std::move(options));
        m_bystander = std::make_unique<Dashboard>(m_rig->url);
        QVERIFY(m_bystander->next<Hello>());
        m_bystander->say(Subscribe{u"s"_s, 1000ms});
        QVERIFY(m_bystander->next<Ack>());
    }

private Q_SLOTS:
    void init() { start(); }
    void cleanup();

    void atTheDoor_data();
    void atTheDoor();
    void halfAHandshakeIsWaitedForTwoSeconds();
    void manyHalfHandshakesTakeNoMoreThanTheirRoom();
    void oneClientTooManyIsToldSo();
    void anOversizedFrameEndsItsConnectionOnly();
    void withoutTheTokenNothingIsChanged();
    void whatIsNotACommandIsAnsweredWithTheField_data();
    void whatIsNotACommandIsAnsweredWithTheField();
    void anUnknownFieldIsIgnored();
    void aThousandCommandsASecondAreNotRead();
    void aStalledClientCostsNoMoreThanItsCap();
    void whoAsksAndDoesNotReadIsDropped();
};

void AgentRefusalsTest::cleanup()
{
    m_rig->record(10);
    m_rig->flush(1s);
    m_rig->time.advance(1s);
    QVERIFY(m_bystander->nextInterval());
    QCOMPARE(m_rig->engine.config().sampleRate, 0.1); // no case changed anything
    m_bystander.reset();
    m_rig.reset();
}

void AgentRefusalsTest::atTheDoor_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("wrong token") << request("Authorization: Bearer not-the-token-at-all\r\n")
                                 << QByteArray("401");
    QTest::newRow("foreign origin") << request("Origin: https://evil.example\r\n") << QByteArray("403");
    QTest::newRow("foreign host") << request({}, "rebound.example") << QByteArray("403");
    QTest::newRow("a header without end") << QByteArray(20'000, 'x') << QByteArray("431");
    QTest::newRow("not HTTP") << QByteArray("HELO there\r\n\r\n") << QByteArray("400");
    QTest::newRow("a browser's page")
        << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") << QByteArray("426");
}

void AgentRefusalsTest::atTheDoor()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, status);
    RawClient client(m_rig->url, bytes);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = client.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer.constData());
    QCOMPARE(m_rig->server->totals().refused, 1);
    QCOMPARE(m_rig->server->totals().clients, 1); // the bystander
    const QString audit = m_rig->audit.join(u'\n');
    QVERIFY2(audit.contains(u"refused 127.0.0.1 port"_s), qPrintable(audit));
    QVERIFY(!audit.contains(u"not-the-token"_s));
}

void AgentRefusalsTest::halfAHandshakeIsWaitedForTwoSeconds()
{
    RawClient half(m_rig->url, "GET / HTTP/1.1\r\nHost: loc");
    RawClient silent(m_rig->url, {});
    QTRY_COMPARE(half.state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(silent.state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(m_rig->time.activeTimers(), 3); // theirs, and that of the bystander's data
    m_rig->time.advance(1999ms);
    QCoreApplication::processEvents();
    QCOMPARE(half.state(), QAbstractSocket::ConnectedState);
    m_rig->time.advance(1ms);
    QTRY_COMPARE(half.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(silent.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_rig->server->totals().refused, 2);
}

void AgentRefusalsTest::manyHalfHandshakesTakeNoMoreThanTheirRoom()
{
    AgentOptions options = AgentRig::withToken();
    options.limits.handshakes = 3;
    start(std::move(options));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(std::make_unique<RawClient>(m_rig->url, "GET "));
    const auto standing = [&clients] {
        return std::count_if(clients.begin(), clients.end(),
                             [](const auto& c) { return c->state() == QAbstractSocket::ConnectedState; });
    };
    QTRY_COMPARE(m_rig->time.activeTimers(), 4); // of three, and of the bystander's data
    QTRY_COMPARE(standing(), 3);
    m_rig->time.advance(2s);
    QTRY_COMPARE(standing(), 0);
}

void AgentRefusalsTest::oneClientTooManyIsToldSo()
{
    AgentOptions options = AgentRig::withToken();
    options.limits.clients = 2;
    start(std::move(options));
    Dashboard second(m_rig->url);
    QVERIFY(second.next<Hello>());
    RawClient third(m_rig->url, request());
    QTRY_COMPARE(third.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(third.readAll().startsWith("HTTP/1.1 503"));
    second.socket.close();
    QTRY_VERIFY(m_rig->audit.last().endsWith(u"left"_s));
    Dashboard next(m_rig->url);
    QVERIFY(next.next<Hello>());
}

void AgentRefusalsTest::anOversizedFrameEndsItsConnectionOnly()
{
    Dashboard client(m_rig->url, kGoodToken);
    QVERIFY(client.next<Hello>());
    client.say(QByteArray(kMostCommandBytes + 1, ' '));
    QTRY_VERIFY(client.isOver);
    QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
}

void AgentRefusalsTest::withoutTheTokenNothingIsChanged()
{
    Dashboard client(m_rig->url);
    QVERIFY(!client.next<Hello>()->control);
    client.say(rateOf(u"1"_s, 0.9));
    const auto refused = client.next<Refusal>();
    QVERIFY(refused);
    QCOMPARE(refused->code, QString(refusal::kNoControl));
    QCOMPARE(refused->id, u"1"_s);
    QVERIFY(m_rig->audit.join(u'\n').contains(u"was refused: This connection may watch only"_s));

    m_bystander.reset();
    start({}); // an agent without a token
    Dashboard other(m_rig->url);
    QVERIFY(other.next<Hello>());
    other.say(rateOf(u"1"_s, 0.9));
    QVERIFY(other.next<Refusal>()->message.contains(u"its service set no token"_s));
}

void AgentRefusalsTest::whatIsNotACommandIsAnsweredWithTheField_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown op") << QByteArray(R"({"op":"shutdown","id":"1"})")
                                << u"one of subscribe, set, get, ping"_s;
    QTest::newRow("wrong type")
        << QByteArray(R"({"op":"set","id":"1","values":{"sample_rate":"all"}})")
        << u"\"values.sample_rate\" is \"all\": it must be a number from 0.0001 to 1"_s;
    QTest::newRow("out of range") << QByteArray(R"({"op":"subscribe","id":"1","period_ms":1})")
                                  << u"50 to 60000"_s;
    QTest::newRow("not JSON") << QByteArray("hello?") << u"one JSON object"_s;
    QTest::newRow("deeply nested") << QByteArray(5000, '[') << u"one JSON object"_s;
}

void AgentRefusalsTest::whatIsNotACommandIsAnsweredWithTheField()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, words);
    Dashboard client(m_rig->url, kGoodToken);
    client.next<Hello>();
    client.say(message);
    const auto refused = client.next<Refusal>();
    QVERIFY(refused);
    QVERIFY2(refused->message.contains(words), qPrintable(refused->message));
    client.socket.sendBinaryMessage(message);
    QCOMPARE(client.next<Refusal>()->code, QString(refusal::kBadMessage));
    client.say(Ping{u"p"_s});
    QCOMPARE(client.next<Ack>()->id, u"p"_s); // it may go on
}

void AgentRefusalsTest::anUnknownFieldIsIgnored()
{
    Dashboard client(m_rig->url, kGoodToken);
    client.next<Hello>();
    client.say(R"({"op":"get","id":"1","sample_rate":5,"extra":[{}]})");
    QCOMPARE(client.next<Ack>()->setting.revision, 1);
}

void AgentRefusalsTest::aThousandCommandsASecondAreNotRead()
{
    Dashboard client(m_rig->url, kGoodToken);
    QVERIFY(client.next<Hello>());
    const auto before = m_rig->server->totals().commands;
    for (int i = 0; i < 1000; ++i) // while time stands still: in one moment
        client.say(Ping{QString::number(i)});
    QTRY_VERIFY(client.isOver);
    QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    QCOMPARE(client.socket.closeReason(), u"too many commands"_s);
    QCOMPARE(m_rig->server->totals().commands - before, 50);
    int warnings = 0;
    while (const auto refused = client.take<Refusal>())
        warnings += refused->code == refusal::kTooMany ? 1 : 0;
    QCOMPARE(warnings, 1);
    QVERIFY(m_rig->audit.join(u'\n').contains(u"more than 50 commands a second"_s));
}

void AgentRefusalsTest::aStalledClientCostsNoMoreThanItsCap()
{
    AgentOptions options = AgentRig::withToken();
    options.limits.queuedBytes = 32LL * 1024;
    start(std::move(options));
    RawClient stalled(m_rig->url, request());
    stalled.setReadBufferSize(1024);
    QTRY_COMPARE(m_rig->server->totals().clients, 2);
    stalled.write(frame(toJson(Command(Subscribe{u"s"_s, 1000ms}))));
    QTRY_COMPARE(m_rig->server->totals().commands, 2);
    for (int i = 0; i < 2000 && m_rig->server->totals().lost < 100; ++i) {
        m_rig->record(20);
        m_rig->flush(1s);
        m_bystander->texts.clear();
    }
    QVERIFY(m_rig->server->totals().lost >= 100);
    QSignalSpy stopped(m_rig->server.get(), &AgentServer::stopped);
    m_bystander->socket.close();
    QTRY_VERIFY(m_rig->audit.last().endsWith(u"left"_s));
    m_rig->server->stop(1s);
    m_rig->time.advance(1s);
    const auto how = stopped.front().front().value<AgentStop>();
    QVERIFY2(how.pending > 0 && how.pending <= 32 * 1024, qPrintable(QString::number(how.pending)));
    start(); // for the bystander of the others
}

void AgentRefusalsTest::whoAsksAndDoesNotReadIsDropped()
{
    AgentOptions options = AgentRig::withToken();
    options.limits.queuedBytes = 16LL * 1024;
    options.limits.commandsPerSecond = 1'000'000;
    start(std::move(options));
    RawClient greedy(m_rig->url, request());
    greedy.setReadBufferSize(1024);
    QByteArray frames;
    for (int i = 0; i < 20'000; ++i)
        frames += frame(R"({"op":"get","id":"1"})");
    greedy.write(frames);
    QTRY_COMPARE(m_rig->server->totals().clients, 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_rig->audit.last().endsWith(u"left"_s), 20'000);
}

QTEST_GUILESS_MAIN(AgentRefusalsTest)
#include "agent_refusals_test.moc"
