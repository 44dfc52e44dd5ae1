// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_transport.h"

#include "tests/core/link/transport_attempt.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using Attempt = TransportAttempt;

class WebSocketTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itOpensAndSendsHeadersAndSubprotocols();
    void itReceivesTextAndBinaryWithTheBytesOfTheWire();
    void itReceivesWhatComesInPieces();
    void itSendsText();
    void itSendsBinaryAndSaysWhenItIsWritten();
    void itGoesThroughAProxy_data();
    void itGoesThroughAProxy();
    void aProxyThatRefusesIsNamed();
    void aMessageOfTheLargestSizePasses();
    void aFrameLargerThanTheHandshakeBufferPasses();
    void aPongIsMeasuredByItsNonce();
    void pongsNobodyAskedForAreIgnored();
    void ourCloseIsAnsweredAndIsNotTheServers();
    void abortInsideACallbackEndsTheReports();
    void closeInsideACallbackIsSafe();
    void destroyingDropsTheConnectionAndCallsNobody();
    void wireBytesCountFramesAndHandshake();
    void bytesToWriteGrowWhenThePeerDoesNotRead();
};

void WebSocketTransportTest::itOpensAndSendsHeadersAndSubprotocols()
{
    HostileServer server([](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request, "Sec-WebSocket-Protocol: b\r\n"));
    });
    Attempt attempt(server, [](EndpointSettings& settings) {
        settings.url.setQuery(u"x=1"_s);
        settings.headers = {headerFromText(u"X-Key: a:b ü"_s).value()};
        settings = withBearerToken(settings, "secret").value();
        settings.subprotocols = {u"a"_s, u"b"_s};
    });
    QTRY_COMPARE(attempt.log.opened, 1); // loopback
    QCOMPARE(attempt.log.subprotocol, u"b"_s);
    const QByteArray request = server.request();
    QVERIFY(request.startsWith("GET /feed?x=1 HTTP/1.1\r\n"));
    QVERIFY(request.contains(u"\r\nX-Key: a:b ü\r\n"_s.toUtf8()));
    QVERIFY(request.contains("\r\nAuthorization: Bearer secret\r\n"));
    QVERIFY(request.contains("Sec-WebSocket-Protocol: a, b\r\n"));
    QCOMPARE(request.count("\r\nHost: "), 1);
    QVERIFY(!request.contains("Sec-WebSocket-Extensions"));
}

void WebSocketTransportTest::itReceivesTextAndBinaryWithTheBytesOfTheWire()
{
    const QByteArray words = u"grün 水 🌊"_s.toUtf8();
    HostileServer server(upgradesAndSends(HostileServer::text(words) + HostileServer::text("") +
                                          HostileServer::frame(2, QByteArray("\0\xff\x80", 3))));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.binaries.size(), 1); // loopback
    QCOMPARE(attempt.log.texts, QStringList({u"grün 水 🌊"_s, QString(u""_s)}));
    QCOMPARE(attempt.log.bytes, static_cast<std::uint64_t>(words.size()));
    QCOMPARE(attempt.log.binaries.first(), QByteArray("\0\xff\x80", 3));
}

void WebSocketTransportTest::itReceivesWhatComesInPieces()
{
    const QByteArray message = HostileServer::frame(1, "one ", false) +
                               HostileServer::frame(9, "ping inside") +
                               HostileServer::frame(0, "two ", false) + HostileServer::frame(0, "three");
    HostileServer server([&message](QTcpSocket& socket, const QByteArray& request) {
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        for (const char byte : HostileServer::upgrade(request) + message) {
            socket.write(&byte, 1);
            socket.flush();
        }
    });
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.texts, QStringList({u"one two three"_s})); // loopback
    QTRY_COMPARE(server.frames().size(), 1);                            // the answer to the ping
    QCOMPARE(server.frames().first().opcode, 10);
    QCOMPARE(server.frames().first().payload, QByteArray("ping inside"));
}

void WebSocketTransportTest::itSendsText()
{
    HostileServer server(upgradesAndSends({}));
    Attempt attempt(server);
    attempt.log.whenOpened = [&attempt] { attempt.transport->sendText(u"grüß"_s); };
    QTRY_COMPARE(server.frames().size(), 1); // loopback
    QCOMPARE(server.frames().first().opcode, 1);
    QCOMPARE(server.frames().first().payload, u"grüß"_s.toUtf8());
}

void WebSocketTransportTest::itSendsBinaryAndSaysWhenItIsWritten()
{
    const QByteArray payload("\0\xff\x80", 3);
    HostileServer server(upgradesAndSends({}));
    Attempt attempt(server);
    attempt.log.whenOpened = [&] { attempt.transport->sendBinary(payload); };
    QTRY_COMPARE(server.frames().size(), 1); // loopback
    QCOMPARE(server.frames().first().opcode, 2);
    QCOMPARE(server.frames().first().payload, payload);
    QVERIFY(attempt.log.wrote >= 1);
    QCOMPARE(attempt.transport->bytesToWrite(), 0);
}

void WebSocketTransportTest::itGoesThroughAProxy_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("http") << u"http://127.0.0.1:%1"_s;
    QTest::newRow("socks5") << u"socks5://127.0.0.1:%1"_s;
}

void WebSocketTransportTest::itGoesThroughAProxy()
{
    QFETCH(QString, address);
    const bool isHttp = address.startsWith("http"_L1);
    HostileServer server(upgradesAndSends(HostileServer::text("here")));
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    QByteArray asked;
    QTcpSocket onwards;
    connect(&proxy, &QTcpServer::newConnection, &proxy, [&] {
        QTcpSocket* const client = proxy.nextPendingConnection();
        connect(&onwards, &QTcpSocket::readyRead, client, [&, client] { client->write(onwards.readAll()); });
        connect(client, &QTcpSocket::readyRead, client, [&, client, steps = 0]() mutable {
            const QByteArray data = client->readAll();
            if (steps == (isHttp ? 1 : 2)) {
                onwards.write(data);
                return;
            }
            asked += data;
            if (isHttp && !asked.contains("\r\n\r\n"))
                return;
            ++steps;
            if (steps == (isHttp ? 1 : 2)) {
                onwards.connectToHost(QHostAddress::LocalHost, server.port());
                client->write(isHttp ? "HTTP/1.1 200 OK\r\n\r\n"_ba
                                     : QByteArray("\5\0\0\1\177\0\0\1\0\1", 10));
            } else {
                client->write(QByteArray("\5\0", 2)); // no password wanted
            }
        });
    });
    Attempt attempt(server, [&](EndpointSettings& settings) {
        settings.proxy = proxyFromText(address.arg(proxy.serverPort())).value();
    });
    QTRY_COMPARE(attempt.log.texts, QStringList({u"here"_s})); // loopback
    QVERIFY(asked.startsWith(isHttp ? "CONNECT 127.0.0.1" : "\5"));
}

void WebSocketTransportTest::aProxyThatRefusesIsNamed()
{
    HostileServer server(upgradesAndSends({}));
    QTcpServer gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    const quint16 port = gone.serverPort();
    gone.close();
    Attempt attempt(server, [port](EndpointSettings& settings) {
        settings.proxy = proxyFromText(u"http://127.0.0.1:%1"_s.arg(port)).value();
    });
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.log.failure->error, u"The proxy does not answer"_s);
    QVERIFY(!attempt.log.failure->permanent);
}

void WebSocketTransportTest::aMessageOfTheLargestSizePasses()
{
    const QByteArray largest(64 * 1024, 'x');
    HostileServer server(upgradesAndSends(HostileServer::text(largest) + HostileServer::frame(2, largest)));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.binaries.size(), 1); // loopback
    QCOMPARE(attempt.log.texts.size(), 1);
    QCOMPARE(attempt.log.bytes, 64U * 1024);
}

void WebSocketTransportTest::aFrameLargerThanTheHandshakeBufferPasses()
{
    const QByteArray large(3 * 1024 * 1024, 'x');
    HostileServer server(upgradesAndSends(HostileServer::text(large)));
    Attempt attempt(server, [](EndpointSettings& settings) { settings.maxMessageBytes = 4 * 1024 * 1024; });
    QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    QCOMPARE(attempt.log.bytes, 3U * 1024 * 1024);
}

void WebSocketTransportTest::aPongIsMeasuredByItsNonce()
{
    HostileServer server(upgradesAndSends({}));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.opened, 1); // loopback
    attempt.transport->ping();
    attempt.transport->ping();
    QTRY_COMPARE(server.frames().size(), 2);
    QVERIFY(server.frames().at(0).payload != server.frames().at(1).payload);
    for (const ClientFrame& frame : server.frames()) {
        QCOMPARE(frame.opcode, 9);
        server.socket()->write(HostileServer::frame(10, frame.payload));
    }
    QTRY_COMPARE(attempt.log.pongs.size(), 2U);
    QVERIFY(attempt.log.pongs.at(0) > Duration::zero());
    QVERIFY(attempt.log.pongs.at(0) < Duration(1min));
}

void WebSocketTransportTest::pongsNobodyAskedForAreIgnored()
{
    HostileServer server(upgradesAndSends(
        HostileServer::frame(10, "") + HostileServer::frame(10, "12345678") +
        HostileServer::frame(10, QByteArray(8, '\xff')) + HostileServer::frame(10, QByteArray(8, '\0')) +
        HostileServer::frame(10, QByteArray(125, 'x')) + HostileServer::text("after")));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    QVERIFY(attempt.log.pongs.empty());
}

void WebSocketTransportTest::ourCloseIsAnsweredAndIsNotTheServers()
{
    HostileServer server(upgradesAndSends({}));
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.opened, 1); // loopback
    attempt.transport->close(1001, u"bye"_s);
    QTRY_VERIFY(attempt.log.close);
    QVERIFY(!attempt.log.byServer);
    QTRY_COMPARE(server.frames().size(), 1);
    QCOMPARE(server.frames().first().opcode, 8);
    QCOMPARE(server.frames().first().payload, QByteArray("\x03\xe9"
                                                         "bye"));
}

void WebSocketTransportTest::abortInsideACallbackEndsTheReports()
{
    HostileServer server(upgradesAndSends(HostileServer::text("x").repeated(1000)));
    Attempt attempt(server);
    attempt.log.whenText = [&attempt] { attempt.transport->abort(); };
    QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    QTRY_VERIFY(!server.socket());
    QCOMPARE(attempt.log.texts.size(), 1);
    QCOMPARE(attempt.log.ends, 0);
}

void WebSocketTransportTest::closeInsideACallbackIsSafe()
{
    HostileServer server(upgradesAndSends(HostileServer::text("x").repeated(1000)));
    Attempt attempt(server);
    attempt.log.whenText = [&attempt] {
        if (attempt.log.texts.size() == 1)
            attempt.transport->close(1000, {});
    };
    QTRY_VERIFY(attempt.log.close); // loopback
    QCOMPARE(attempt.log.close->code, 1000);
    QVERIFY(!attempt.log.byServer);
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportTest::destroyingDropsTheConnectionAndCallsNobody()
{
    HostileServer server(upgradesAndSends({}));
    Attempt open(server);
    QTRY_COMPARE(open.log.opened, 1); // loopback
    open.transport.reset();
    QTRY_VERIFY(!server.socket());
    QCOMPARE(open.log.ends, 0);

    Attempt connecting(server);
    connecting.transport.reset();
    QCoreApplication::processEvents();
    QCOMPARE(connecting.log.ends, 0);
    QCOMPARE(connecting.log.opened, 0);

    Attempt aborted(server);
    QTRY_COMPARE(aborted.log.opened, 1);
    aborted.transport->abort();
    aborted.transport.reset(); // before the abort was carried out
    QTRY_VERIFY(!server.socket());
    QCOMPARE(aborted.log.ends, 0);
}

void WebSocketTransportTest::wireBytesCountFramesAndHandshake()
{
    HostileServer server;
    Attempt attempt(server);
    QTRY_VERIFY(!server.request().isEmpty()); // loopback
    const QByteArray bytes = HostileServer::upgrade(server.request()) + HostileServer::text("0123456789") +
                             HostileServer::text("x");
    server.socket()->write(bytes);
    QTRY_COMPARE(attempt.log.texts.size(), 2);
    QCOMPARE(attempt.transport->wireBytes().value(), static_cast<std::uint64_t>(bytes.size()));

    const QByteArray last = HostileServer::text("last") + HostileServer::close(1000);
    server.socket()->write(last);
    QTRY_VERIFY(attempt.log.close);
    QCOMPARE(attempt.transport->wireBytes().value(), static_cast<std::uint64_t>(bytes.size() + last.size()));
}

void WebSocketTransportTest::bytesToWriteGrowWhenThePeerDoesNotRead()
{
    HostileServer server([](QTcpSocket& socket, const QByteArray& request) {
        socket.setReadBufferSize(1);
        socket.write(HostileServer::upgrade(request));
    });
    Attempt attempt(server);
    QTRY_COMPARE(attempt.log.opened, 1); // loopback
    QCOMPARE(attempt.transport->bytesToWrite(), 0);
    server.socket()->disconnect(&server);
    for (int i = 0; i < 64; ++i)
        attempt.transport->sendText(QString(1024 * 1024, u'x'));
    QCoreApplication::processEvents();
    QVERIFY(attempt.transport->bytesToWrite() > 4 * 1024 * 1024);
    attempt.transport->abort();
    QTRY_COMPARE(attempt.transport->bytesToWrite(), 0);
}

QTEST_GUILESS_MAIN(WebSocketTransportTest)
#include "websocket_transport_test.moc"
