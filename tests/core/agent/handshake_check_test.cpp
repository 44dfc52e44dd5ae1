// SPDX-License-Identifier: Apache-2.0
#include "core/agent/handshake_check.h"

#include <QTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char kToken[] = "0123456789abcdef";

AgentOptions guarded()
{
    AgentOptions options;
    options.token = AgentToken::fromText(kToken).value();
    options.allowedOrigins = {u"https://ops.example"_s};
    options.allowedHosts = {u"metrics.example"_s};
    return options;
}

QByteArray request(const QByteArray& host, const QByteArray& more = {})
{
    return "GET / HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\n" + more;
}

} // namespace

/** Who is let in, by the request alone. */
class HandshakeCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreJudged_data();
    void requestsAreJudged();
    void offLoopbackTheTokenIsAsked();
    void withoutATokenNobodyControls();
    void anAnswerIsHttpAndHasNoSecret();
    void optionsThatWouldExposeItAreRefused();
};

void HandshakeCheckTest::requestsAreJudged_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("control");
    const QByteArray good = QByteArray("Authorization: Bearer ") + kToken + "\r\n";
    QTest::newRow("an address") << request("127.0.0.1:1234") << 101 << false;
    QTest::newRow("an IPv6 address") << request("[::1]:1234") << 101 << false;
    QTest::newRow("localhost") << request("LOCALHOST:1234") << 101 << false;
    QTest::newRow("an allowed name") << request("metrics.example") << 101 << false;
    QTest::newRow("a foreign name") << request("evil.example:1234") << 403 << false;
    QTest::newRow("a name that ends like an allowed one") << request("x.metrics.example") << 403 << false;
    QTest::newRow("a name before an address") << request("evil.example@127.0.0.1") << 403 << false;
    QTest::newRow("a path in the name") << request("evil.example/127.0.0.1") << 403 << false;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\nUpgrade: websocket") << 400 << false;
    QTest::newRow("two hosts") << request("127.0.0.1", "Host: evil.example\r\n") << 400 << false;
    QTest::newRow("an empty host") << request("") << 403 << false;
    QTest::newRow("an allowed page") << request("127.0.0.1", "Origin: https://ops.example\r\n") << 101
                                     << false;
    QTest::newRow("a foreign page") << request("127.0.0.1", "origin: https://evil.example\r\n") << 403
                                    << false;
    QTest::newRow("a file") << request("127.0.0.1", "Origin: null\r\n") << 403 << false;
    QTest::newRow("the allowed page by HTTP")
        << request("127.0.0.1", "Origin: http://ops.example\r\n") << 403 << false;
    QTest::newRow("the token") << request("127.0.0.1", good) << 101 << true;
    QTest::newRow("the token, spelled otherwise")
        << request("127.0.0.1", QByteArray("AUTHORIZATION: bearer ") + kToken + "\r\n") << 101 << true;
    QTest::newRow("a wrong token") << request("127.0.0.1", "Authorization: Bearer 0123456789abcdeF\r\n")
                                   << 401 << false;
    QTest::newRow("an empty token") << request("127.0.0.1", "Authorization: Bearer \r\n") << 401 << false;
    QTest::newRow("a password") << request("127.0.0.1", "Authorization: Basic eDp5\r\n") << 401 << false;
    QTest::newRow("two tokens") << request("127.0.0.1", good + good) << 400 << false;
    QTest::newRow("the token from a foreign page")
        << request("127.0.0.1", good + "Origin: https://evil.example\r\n") << 403 << false;
    QTest::newRow("no upgrade") << QByteArray("GET / HTTP/1.1\r\nHost: localhost") << 426 << false;
    QTest::newRow("a post") << QByteArray("POST / HTTP/1.1\r\nHost: localhost") << 400 << false;
    QTest::newRow("nonsense") << QByteArray("\x16\x03\x01") << 400 << false;
}

void HandshakeCheckTest::requestsAreJudged()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    QFETCH(bool, control);
    const HandshakeVerdict verdict = checkHandshake(header, guarded());
    QCOMPARE(verdict.status, status);
    QCOMPARE(verdict.control, control);
    QCOMPARE(verdict.reason.isEmpty(), status == 101);
}

void HandshakeCheckTest::offLoopbackTheTokenIsAsked()
{
    AgentOptions options = guarded();
    options.host = QHostAddress::AnyIPv4;
    QCOMPARE(checkHandshake(request("192.0.2.1"), options).status, 401);
    const QByteArray token = QByteArray("Authorization: Bearer ") + kToken;
    QVERIFY(checkHandshake(request("192.0.2.1", token), options).isLetIn());
}

void HandshakeCheckTest::withoutATokenNobodyControls()
{
    const AgentOptions options;
    QVERIFY(!checkHandshake(request("127.0.0.1"), options).control);
    QCOMPARE(checkHandshake(request("127.0.0.1", "Authorization: Bearer anything-at-all-16"), options).status,
             401);
}

void HandshakeCheckTest::anAnswerIsHttpAndHasNoSecret()
{
    const QByteArray answer =
        checkHandshake(request("127.0.0.1", "Authorization: Bearer not-the-token-but-secret"), guarded())
            .answer();
    QVERIFY(answer.startsWith("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n"));
    QVERIFY(!answer.contains("secret"));
    QVERIFY(answer.endsWith("The token is not this agent's.\n"));
}

void HandshakeCheckTest::optionsThatWouldExposeItAreRefused()
{
    QVERIFY(!problemOf(AgentOptions()));
    AgentOptions options = guarded();
    options.host = QHostAddress::AnyIPv4;
    QVERIFY(problemOf(options)->message.find("needs a token and TLS") != std::string::npos);
    options.token.reset();
    QVERIFY(problemOf(options));
    options = guarded();
    options.tls = QSslConfiguration();
    QVERIFY(problemOf(options)->message.find("certificate") != std::string::npos);
    options = guarded();
    options.limits.queuedBytes = 100;
    QVERIFY(problemOf(options)->message.find("16384") != std::string::npos);
}

QTEST_GUILESS_MAIN(HandshakeCheckTest)
#include "handshake_check_test.moc"
