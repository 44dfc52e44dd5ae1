// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_transport.h"

#include "core/link/link_words.h"
#include "tests/core/link/transport_attempt.h"

#include <QNetworkProxyFactory>
#include <QtTest>

using namespace weir;
using namespace weir::test;
using Attempt = TransportAttempt;

namespace {

HostileServer::Answer sends(const QByteArray& bytes)
{
    return [bytes](QTcpSocket& socket, const QByteArray&) { socket.write(bytes); };
}

} // namespace

class WebSocketTransportEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** The system's proxy look-up runs on a thread of a library that ThreadSanitizer does not see into. */
    void initTestCase() { QNetworkProxyFactory::setUseSystemConfiguration(false); }
    void aRefusedHandshakeFailsOnceWithItsCause_data();
    void aRefusedHandshakeFailsOnceWithItsCause();
    void anEndlessHeaderIsGivenUpSmall();
    void nobodyListening();
    void anUnknownHost();
    void aServerThatHangsUpDuringTheHandshake();
    void aSilentServerIsReachedButNotOpen();
    void everyCloseHasItsTrueCode_data();
    void everyCloseHasItsTrueCode();
    void anEndWithoutACloseFrameIs1006_data();
    void anEndWithoutACloseFrameIs1006();
    void whatQtRefusesIsNotTheServersClose_data();
    void whatQtRefusesIsNotTheServersClose();
    void aHugeClaimedLengthIsRefusedAtOnce();
};

void WebSocketTransportEndsTest::aRefusedHandshakeFailsOnceWithItsCause_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("permanent");
    const QByteArray rest = "\r\nContent-Length: 4\r\n\r\nbody";
    QTest::newRow("web page") << "HTTP/1.1 200 OK" + rest << u"A web page answered, not a WebSocket"_s
                              << true;
    QTest::newRow("401") << "HTTP/1.1 401 Unauthorized" + rest << u"Refused: 401, a token is needed"_s
                         << true;
    QTest::newRow("403") << "HTTP/1.1 403 Forbidden" + rest << u"Refused: 403, not allowed here"_s << true;
    QTest::newRow("404") << "HTTP/1.1 404 Not Found" + rest << u"Refused: 404, nothing at this address"_s
                         << true;
    QTest::newRow("400") << "HTTP/1.1 400 Bad Request" + rest
                         << u"Refused: 400, the server did not accept the request"_s << true;
    QTest::newRow("302") << "HTTP/1.1 302 Found\r\nLocation: ws://other/" + rest
                         << u"Redirected (302): Weir follows none"_s << true;
    QTest::newRow("503") << "HTTP/1.1 503 Service Unavailable" + rest
                         << u"The server answered 503: not available now"_s << false;
    QTest::newRow("wrong key")
        << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: AAAA\r\n\r\n")
        << u"The answer to the handshake is not valid"_s << true;
    QTest::newRow("no key")
        << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        << u"The answer to the handshake is not valid"_s << true;
    QTest::newRow("not HTTP") << QByteArray("220 mail.example ESMTP\r\n")
                              << u"Something answered that is not HTTP, so not a WebSocket"_s << true;
    QTest::newRow("TLS alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7) << u"This port is encrypted"_s
                               << true;
}

void WebSocketTransportEndsTest::aRefusedHandshakeFailsOnceWithItsCause()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, words);
    HostileServer server(sends(answer)); // and keeps the connection open
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.failure); // loopback
    QVERIFY2(attempt.log.failure->error.startsWith(words), qPrintable(attempt.log.failure->error));
    QTEST(attempt.log.failure->permanent, "permanent");
    QTRY_VERIFY(!server.socket()); // we hung up, though the server did not
    QCOMPARE(attempt.log.ends, 1);
    QCOMPARE(attempt.log.opened, 0);
}

void WebSocketTransportEndsTest::anEndlessHeaderIsGivenUpSmall()
{
    qint64 written = 0;
    HostileServer server([&written](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 101 Switching Protocols\r\n");
        const auto more = [&socket, &written] {
            if (socket.bytesToWrite() < 64 * 1024)
                written += socket.write("X-Endless: " + QByteArray(32 * 1024, 'x') + "\r\n");
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
        more();
    });
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.failure); // loopback
    QTRY_VERIFY(!server.socket());
    QCOMPARE(attempt.log.failure->error, u"The answer to the handshake is too large"_s);
    QCOMPARE(attempt.log.ends, 1);
    QVERIFY2(written < 16 * 1024 * 1024, qPrintable(QString::number(written)));
}

void WebSocketTransportEndsTest::nobodyListening()
{
    auto server = std::make_unique<HostileServer>();
    const HostileServer other;
    Attempt attempt(other, [&server](EndpointSettings& settings) {
        settings.url = server->url();
        server.reset();
    });
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.log.failure->error, u"Nothing listens on this port"_s);
    QVERIFY(!attempt.log.failure->permanent);
    QVERIFY(!attempt.transport->isReached());
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportEndsTest::anUnknownHost()
{
    const HostileServer other;
    Attempt attempt(other,
                    [](EndpointSettings& settings) { settings.url.setHost(u"no-such-host.invalid"_s); });
    QTRY_VERIFY_WITH_TIMEOUT(attempt.log.failure,
                             30'000); // the resolver takes its time where there is no network
    QCOMPARE(attempt.log.failure->error, u"No such host"_s);
    QVERIFY(!attempt.log.failure->permanent);
}

void WebSocketTransportEndsTest::aServerThatHangsUpDuringTheHandshake()
{
    HostileServer server([](QTcpSocket& socket, const QByteArray&) { socket.disconnectFromHost(); });
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.log.failure->error, u"The server hung up during the handshake"_s);
    QVERIFY(!attempt.log.failure->permanent);
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportEndsTest::aSilentServerIsReachedButNotOpen()
{
    HostileServer server;
    Attempt attempt(server);
    QTRY_VERIFY(!server.request().isEmpty()); // loopback
    QVERIFY(attempt.transport->isReached());
    attempt.transport->abort();
    QTRY_VERIFY(!server.socket());
    QCOMPARE(attempt.log.ends, 0);
    QCOMPARE(attempt.log.opened, 0);
}

void WebSocketTransportEndsTest::everyCloseHasItsTrueCode_data()
{
    QTest::addColumn<int>("sent");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<int>("code");
    QTest::newRow("1000") << 1000 << QByteArray("done") << 1000;
    QTest::newRow("1001") << 1001 << QByteArray("") << 1001;
    QTest::newRow("1002") << 1002 << QByteArray("your frame was odd.") << 1002;
    QTest::newRow("1007") << 1007 << QByteArray("") << 1007;
    QTest::newRow("1008") << 1008 << QByteArray("no") << 1008;
    QTest::newRow("1009") << 1009 << QByteArray("yours is too big") << 1009;
    QTest::newRow("1011") << 1011 << QByteArray("") << 1011;
    QTest::newRow("4001") << 4001 << QByteArray("gr\xc3\xbc\xc3\x9f") << 4001;
    QTest::newRow("4401") << 4401 << QByteArray("") << 4401;
    QTest::newRow("1012, which Qt cannot read") << 1012 << QByteArray("restart") << 1006;
    QTest::newRow("1013, which Qt cannot read") << 1013 << QByteArray("") << 1006;
}

void WebSocketTransportEndsTest::everyCloseHasItsTrueCode()
{
    QFETCH(int, sent);
    QFETCH(QByteArray, reason);
    QFETCH(int, code);
    HostileServer server(upgradesAndSends(HostileServer::text("x") + HostileServer::close(sent, reason)));
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.close); // loopback
    QCOMPARE(attempt.log.close->code, code);
    QVERIFY(attempt.log.byServer);
    if (code == sent)
        QCOMPARE(attempt.log.close->reason, QString::fromUtf8(reason));
    else
        QVERIFY(attempt.log.close->reason.contains("Qt cannot read"_L1));
    QCOMPARE(attempt.log.texts.size(), 1);
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportEndsTest::anEndWithoutACloseFrameIs1006_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("FIN") << false;
    QTest::newRow("RST") << true;
}

void WebSocketTransportEndsTest::anEndWithoutACloseFrameIs1006()
{
    QFETCH(bool, reset);
    HostileServer server(upgradesAndSends(HostileServer::text("x")));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    if (reset)
        HostileServer::reset(*server.socket());
    else
        server.socket()->disconnectFromHost();
    QTRY_VERIFY(attempt.log.close);
    QCOMPARE(attempt.log.close->code, 1006);
    QVERIFY(!attempt.log.byServer);
    QCOMPARE(closeWords(*attempt.log.close, false, 1).error, u"Cut off without a close frame"_s);
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportEndsTest::whatQtRefusesIsNotTheServersClose_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const QByteArray euro = u"€"_s.toUtf8();
    QTest::newRow("frame above the limit") << HostileServer::text(QByteArray(64 * 1024 + 1, 'x')) << 1009;
    QTest::newRow("message above the limit") << HostileServer::frame(1, QByteArray(40 * 1024, 'x'), false) +
                                                    HostileServer::frame(0, QByteArray(40 * 1024, 'x'))
                                             << 1009;
    QTest::newRow("not UTF-8") << HostileServer::text("\xff\xfe") << 1007;
    QTest::newRow("split inside a character")
        << HostileServer::frame(1, euro.left(1), false) + HostileServer::frame(0, euro.mid(1)) << 1007;
    QTest::newRow("reserved bit") << HostileServer::frame(1, "x", true, 4) << 1002;
    QTest::newRow("reserved opcode") << HostileServer::frame(3, "x") << 1002;
    QTest::newRow("continuation of nothing") << HostileServer::frame(0, "x") << 1002;
    QTest::newRow("large control frame") << HostileServer::frame(9, QByteArray(126, 'x')) << 1002;
    QTest::newRow("split control frame") << HostileServer::frame(9, "x", false) << 1002;
    QTest::newRow("close of one byte") << HostileServer::frame(8, "x") << 1002;
}

void WebSocketTransportEndsTest::whatQtRefusesIsNotTheServersClose()
{
    QFETCH(QByteArray, bytes);
    HostileServer server(upgradesAndSends(bytes));
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.close); // loopback
    QTEST(attempt.log.close->code, "code");
    QVERIFY2(!attempt.log.byServer, qPrintable(attempt.log.close->reason));
    QVERIFY(attempt.log.texts.isEmpty());
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportEndsTest::aHugeClaimedLengthIsRefusedAtOnce()
{
    QByteArray claim = QByteArray::fromHex("827f0000000071000000"); // 1.9 GB of binary to come
    HostileServer server(upgradesAndSends(claim + QByteArray(1000, 'x')));
    Attempt attempt(server);
    QTRY_VERIFY(attempt.log.close); // loopback
    QCOMPARE(attempt.log.close->code, 1009);
    QVERIFY(!attempt.log.byServer);
}

QTEST_GUILESS_MAIN(WebSocketTransportEndsTest)
#include "websocket_transport_ends_test.moc"
