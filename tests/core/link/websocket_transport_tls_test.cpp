// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_transport.h"

#include "tests/core/link/test_certificates.h"
#include "tests/core/link/transport_log.h"
#include "tests/support/hostile_server.h"

#include <QtTest>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

void answer(QTcpSocket& socket, const QByteArray& request)
{
    socket.write(HostileServer::upgrade(request) + HostileServer::text("x"));
}

/** One attempt at `url`; `authority` trusted, if any. */
struct Attempt
{
    Attempt(const QUrl& url, const QByteArray& authority, bool verify = true)
    {
        EndpointSettings settings = endpointFromUrl(url.toString()).value();
        settings.verifyTls = verify;
        if (!authority.isEmpty())
            settings.authorities = {QSslCertificate(authority)};
        transport = WebSocketTransportFactory(clock).makeTransport(settings, log);
        transport->open();
    }
    QString error() const { return log.failure ? log.failure->error : QString(); }

    SystemClock clock;
    TransportLog log;
    std::unique_ptr<Transport> transport;
};

} // namespace

class WebSocketTransportTlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aTrustedCertificateOpens();
    void aSelfSignedCertificateIsRefused();
    void anExpiredCertificateIsRefused();
    void aCertificateOfTheFutureIsRefused();
    void aCertificateForAnotherHostIsRefused();
    void trustIsOfferedWhereItHelps_data();
    void trustIsOfferedWhereItHelps();
    void anUncheckedCertificateOpensWhenTheUserInsists();
    void trustingOneAttemptDoesNotTrustTheNext();
    void encryptedToAPlainPortIsSaid();
    void plainToAnEncryptedPortIsSaid();
};

void WebSocketTransportTlsTest::initTestCase()
{
    QVERIFY2(QSslSocket::supportsSsl(), "TLS is needed: install the OpenSSL library that Qt was built for");
}

void WebSocketTransportTlsTest::aTrustedCertificateOpens()
{
    HostileServer server(answer, serverWith(goodCertificate()));
    Attempt attempt(server.url(), goodCertificate().certificate);
    QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    QVERIFY(attempt.transport->wireBytes().value() > 100);
}

void WebSocketTransportTlsTest::aSelfSignedCertificateIsRefused()
{
    HostileServer server(answer, serverWith(goodCertificate()));
    Attempt attempt(server.url(), {});
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.error(), u"Certificate is self-signed"_s);
    QVERIFY(attempt.log.failure->permanent);
    QVERIFY(attempt.log.failure->hint.contains("--ca FILE"_L1));
    QCOMPARE(attempt.log.ends, 1);
}

void WebSocketTransportTlsTest::anExpiredCertificateIsRefused()
{
    HostileServer server(answer, serverWith(expiredCertificate()));
    Attempt attempt(server.url(), expiredCertificate().certificate);
    QTRY_VERIFY(attempt.log.failure); // loopback
    // Qt does not take up an authority that has expired: both causes are true.
    QCOMPARE(attempt.error(), u"Certificate is self-signed; certificate expired on 2021-01-01"_s);
    QVERIFY(attempt.log.failure->permanent);
}

void WebSocketTransportTlsTest::aCertificateOfTheFutureIsRefused()
{
    HostileServer server(answer, serverWith(futureCertificate()));
    Attempt attempt(server.url(), futureCertificate().certificate);
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.error(), u"Certificate is not valid before 2110-01-01"_s);
}

void WebSocketTransportTlsTest::aCertificateForAnotherHostIsRefused()
{
    HostileServer server(answer, serverWith(otherHostCertificate()));
    Attempt attempt(server.url(), otherHostCertificate().certificate);
    QTRY_VERIFY(attempt.log.failure); // loopback
    QCOMPARE(attempt.error(), u"Certificate is for a.example, not 127.0.0.1"_s);
    QVERIFY(attempt.log.failure->permanent);
}

void WebSocketTransportTlsTest::trustIsOfferedWhereItHelps_data()
{
    QTest::addColumn<TestCertificate>("identity");
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<bool>("helps");
    QTest::addColumn<QString>("remedy");
    const QString renew = u"must renew it"_s;
    QTest::newRow("self-signed") << goodCertificate() << QByteArray() << true << u"--ca FILE"_s;
    QTest::newRow("expired") << expiredCertificate() << QByteArray() << false << renew;
    QTest::newRow("expired, trusted")
        << expiredCertificate() << expiredCertificate().certificate << false << renew;
    QTest::newRow("of the future") << futureCertificate() << futureCertificate().certificate << false
                                   << u"Check the date of this computer"_s;
    QTest::newRow("other host") << otherHostCertificate() << QByteArray() << false
                                << u"Use a name it is for"_s;
    QTest::newRow("other host, trusted")
        << otherHostCertificate() << otherHostCertificate().certificate << false << u"Use a name it is for"_s;
}

void WebSocketTransportTlsTest::trustIsOfferedWhereItHelps()
{
    QFETCH(TestCertificate, identity);
    QFETCH(QByteArray, authority);
    QFETCH(bool, helps);
    QFETCH(QString, remedy);
    HostileServer server(answer, serverWith(identity));
    Attempt attempt(server.url(), authority);
    QTRY_VERIFY(attempt.log.failure); // loopback
    const TransportFailure& failure = *attempt.log.failure;
    QVERIFY(failure.cause == (helps ? EndCause::UnknownIssuer : EndCause::Certificate));
    QVERIFY2(failure.hint.contains(remedy), qPrintable(failure.hint));
    QCOMPARE(failure.hint.contains("--ca"_L1), helps);
    QVERIFY(failure.hint.contains("SHA-256 "_L1));
}

void WebSocketTransportTlsTest::anUncheckedCertificateOpensWhenTheUserInsists()
{
    for (const TestCertificate& identity :
         {goodCertificate(), expiredCertificate(), otherHostCertificate()}) {
        HostileServer server(answer, serverWith(identity));
        Attempt attempt(server.url(), {}, false);
        QTRY_COMPARE(attempt.log.texts.size(), 1); // loopback
    }
}

void WebSocketTransportTlsTest::trustingOneAttemptDoesNotTrustTheNext()
{
    HostileServer server(answer, serverWith(goodCertificate()));
    Attempt insists(server.url(), {}, false);
    QTRY_COMPARE(insists.log.opened, 1); // loopback
    Attempt trusts(server.url(), goodCertificate().certificate);
    QTRY_COMPARE(trusts.log.opened, 1);
    Attempt plain(server.url(), {});
    QTRY_VERIFY(plain.log.failure);
    QCOMPARE(plain.error(), u"Certificate is self-signed"_s);
}

void WebSocketTransportTlsTest::encryptedToAPlainPortIsSaid()
{
    HostileServer server; // waits for the end of a header that never comes
    QUrl url = server.url();
    url.setScheme(u"wss"_s);
    Attempt attempt(url, {});
    QTRY_VERIFY(server.socket()); // loopback
    server.socket()->write("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTRY_VERIFY(attempt.log.failure);
    QCOMPARE(attempt.error(), u"This port is not encrypted"_s);
    QVERIFY(attempt.log.failure->permanent);
    QVERIFY(attempt.log.failure->hint.contains("ws://"_L1));
}

void WebSocketTransportTlsTest::plainToAnEncryptedPortIsSaid()
{
    HostileServer server(answer, serverWith(goodCertificate()));
    QUrl url = server.url();
    url.setScheme(u"ws"_s);
    Attempt attempt(url, {});
    QTRY_VERIFY(attempt.log.failure); // loopback
    QVERIFY2(attempt.log.failure->hint.contains("wss://"_L1), qPrintable(attempt.error()));
}

QTEST_GUILESS_MAIN(WebSocketTransportTlsTest)
#include "websocket_transport_tls_test.moc"
