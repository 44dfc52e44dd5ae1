// SPDX-License-Identifier: Apache-2.0
#include "core/link/link_words.h"

#include <QSslCertificate>
#include <QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class LinkWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durationsAreShort();
    void sizesAreInTheLargestUnitThatDividesThem();
    void ordinalsAreEnglish();
    void aCloseSaysWhoClosedAndWhy_data();
    void aCloseSaysWhoClosedAndWhy();
    void aHostileReasonIsMadeSafe();
    void aFailureNamesItsCause_data();
    void aFailureNamesItsCause();
    void aRefusedTokenIsToldFromAMissingOne();
    void certificatesAreRefusedByCause();
};

void LinkWordsTest::durationsAreShort()
{
    QCOMPARE(durationWords(0ms), u"less than 1 ms"_s);
    QCOMPARE(durationWords(212ms), u"212 ms"_s);
    QCOMPARE(durationWords(1s), u"1 s"_s);
    QCOMPARE(durationWords(3460ms), u"3.4 s"_s);
    QCOMPARE(durationWords(16'900ms), u"16 s"_s);
    QCOMPARE(durationWords(43min), u"43 min"_s);
    QCOMPARE(durationWords(125min), u"2 h 5 min"_s);
}

void LinkWordsTest::sizesAreInTheLargestUnitThatDividesThem()
{
    QCOMPARE(sizeWords(16 * 1024 * 1024), u"16 MiB"_s);
    QCOMPARE(sizeWords(64 * 1024), u"64 KiB"_s);
    QCOMPARE(sizeWords(1000), u"1000 bytes"_s);
    QCOMPARE(sizeWords(1), u"1 byte"_s);
}

void LinkWordsTest::ordinalsAreEnglish()
{
    QCOMPARE(ordinal(1), u"1st"_s);
    QCOMPARE(ordinal(2), u"2nd"_s);
    QCOMPARE(ordinal(3), u"3rd"_s);
    QCOMPARE(ordinal(4), u"4th"_s);
    QCOMPARE(ordinal(11), u"11th"_s);
    QCOMPARE(ordinal(112), u"112th"_s);
    QCOMPARE(ordinal(121), u"121st"_s);
}

void LinkWordsTest::aCloseSaysWhoClosedAndWhy_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("byServer");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("permanent");
    QTest::newRow("1000") << 1000 << u""_s << true << u"Closed by the server: 1000 normal"_s << false;
    QTest::newRow("1001") << 1001 << u"bye"_s << true << u"Closed by the server: 1001 going away \"bye\""_s
                          << false;
    QTest::newRow("1008") << 1008 << u""_s << true << u"Closed by the server: 1008 policy violation"_s
                          << true;
    QTest::newRow("4401") << 4401 << u""_s << true << u"Closed by the server: 4401 not authorised"_s << true;
    QTest::newRow("4001") << 4001 << u"x"_s << true << u"Closed by the server: 4001 \"x\""_s << false;
    QTest::newRow("no frame") << 1006 << u""_s << false << u"Cut off without a close frame"_s << false;
    QTest::newRow("timed out") << 1006 << u"Connection timed out"_s << false
                               << u"Cut off without a close frame: Connection timed out"_s << false;
    QTest::newRow("too big") << 1009 << u""_s << false << u"Message above the 16 MiB limit"_s << false;
    QTest::newRow("server finds it too big")
        << 1009 << u""_s << true << u"Closed by the server: 1009 message too big"_s << false;
    QTest::newRow("UTF-8") << 1007 << u""_s << false
                           << u"Text was not valid UTF-8, or split inside a character (1007)"_s << false;
}

void LinkWordsTest::aCloseSaysWhoClosedAndWhy()
{
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(bool, byServer);
    const EndWords words = closeWords({code, reason}, byServer, 16 * 1024 * 1024);
    QTEST(words.error, "words");
    QTEST(words.permanent, "permanent");
}

void LinkWordsTest::aHostileReasonIsMadeSafe()
{
    for (const int code : {1000, 1002, 1006, 4001}) {
        for (const bool byServer : {true, false}) {
            const QString error =
                closeWords({code, u"\u202e\n\u001b]0;x\u0007"_s.repeated(100'000)}, byServer, 1024).error;
            QVERIFY(error.size() < 512);
            for (const QChar c : error)
                QVERIFY(c.unicode() >= 0x20 && c.unicode() != 0x202e);
        }
    }
}

void LinkWordsTest::aFailureNamesItsCause_data()
{
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("qtWords");
    QTest::addColumn<bool>("isReached");
    QTest::addColumn<bool>("isTls");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("permanent");
    const int refused = QAbstractSocket::ConnectionRefusedError;
    const auto status = [](int code) {
        return u"QWebSocketPrivate::processHandshake: Unhandled http status code: %1 (Text)."_s.arg(code);
    };
    QTest::newRow("port") << refused << u"Connection refused"_s << false << false
                          << u"Nothing listens on this port"_s << false;
    QTest::newRow("name") << int(QAbstractSocket::HostNotFoundError) << u"Host not found"_s << false << false
                          << u"No such host"_s << false;
    QTest::newRow("descriptors") << int(QAbstractSocket::SocketResourceError) << u"Out of resources"_s
                                 << false << false << u"This process has no file descriptor left"_s << false;
    QTest::newRow("web page") << refused << status(200) << true << false
                              << u"A web page answered, not a WebSocket"_s << true;
    QTest::newRow("redirect") << refused << status(302) << true << false
                              << u"Redirected (302): Weir follows none"_s << true;
    QTest::newRow("401") << refused << status(401) << true << false << u"Refused: 401, a token is needed"_s
                         << true;
    QTest::newRow("403") << refused << status(403) << true << false << u"Refused: 403, not allowed here"_s
                         << true;
    QTest::newRow("404") << refused << status(404) << true << false
                         << u"Refused: 404, nothing at this address"_s << true;
    QTest::newRow("410") << refused << status(410) << true << false << u"Refused: 410"_s << true;
    QTest::newRow("429") << refused << status(429) << true << false << u"Refused for now: 429"_s << false;
    QTest::newRow("503") << refused << status(503) << true << false
                         << u"The server answered 503: not available now"_s << false;
    QTest::newRow("wss to a plain port")
        << int(QAbstractSocket::SslHandshakeFailedError)
        << u"Error during SSL handshake: error:0A00010B:SSL routines::wrong version number"_s << true << true
        << u"This port is not encrypted"_s << true;
    QTest::newRow("hung up") << int(QAbstractSocket::RemoteHostClosedError) << u"The remote host closed"_s
                             << true << false << u"The server hung up during the handshake"_s << false;
}

void LinkWordsTest::aFailureNamesItsCause()
{
    QFETCH(int, error);
    QFETCH(QString, qtWords);
    QFETCH(bool, isReached);
    QFETCH(bool, isTls);
    AttemptTrace trace;
    trace.error = static_cast<QAbstractSocket::SocketError>(error);
    trace.errorString = qtWords;
    trace.isReached = isReached;
    trace.isTls = isTls;
    const TransportFailure failure = failureFrom(trace);
    QTEST(failure.error, "words");
    QTEST(failure.permanent, "permanent");
}

void LinkWordsTest::aRefusedTokenIsToldFromAMissingOne()
{
    AttemptTrace trace;
    trace.error = QAbstractSocket::ConnectionRefusedError;
    trace.errorString = u"Unhandled http status code: 401 (Unauthorized)."_s;
    trace.isReached = true;
    QCOMPARE(failureFrom(trace).error, u"Refused: 401, a token is needed"_s);
    trace.sentCredentials = true;
    QCOMPARE(failureFrom(trace).error, u"Refused: 401, the token was not accepted"_s);
    QCOMPARE(failureFrom(trace).hint, u"Change the token; Weir does not try again by itself"_s);
}

void LinkWordsTest::certificatesAreRefusedByCause()
{
    const QSslCertificate none;
    AttemptTrace trace;
    trace.isTls = true;
    trace.isReached = true;
    trace.host = u"b.example"_s;
    trace.error = QAbstractSocket::SslHandshakeFailedError;
    const auto words = [&trace, &none](std::initializer_list<QSslError::SslError> errors) {
        trace.tlsErrors.clear();
        for (const QSslError::SslError error : errors)
            trace.tlsErrors += QSslError(error, none);
        return failureFrom(trace);
    };
    QCOMPARE(words({QSslError::SelfSignedCertificate}).error, u"Certificate is self-signed"_s);
    QVERIFY(words({QSslError::SelfSignedCertificate}).hint.contains("--ca FILE"_L1));
    QVERIFY(words({QSslError::SelfSignedCertificate}).cause == EndCause::UnknownIssuer);
    const TransportFailure untrusted =
        words({QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToVerifyFirstCertificate});
    QCOMPARE(untrusted.error, u"Certificate's issuer is not trusted"_s);
    QVERIFY(untrusted.cause == EndCause::UnknownIssuer);
    QVERIFY(words({QSslError::CertificateExpired}).error.startsWith("Certificate expired on"_L1));
    QVERIFY(
        words({QSslError::CertificateNotYetValid}).error.startsWith("Certificate is not valid before"_L1));
    QVERIFY(words({QSslError::HostNameMismatch}).error.endsWith("not b.example"_L1));
    const TransportFailure two = words({QSslError::SelfSignedCertificate, QSslError::HostNameMismatch});
    QVERIFY(two.error.contains("self-signed; certificate is for"_L1));
    QVERIFY(!two.hint.contains("--ca"_L1)); // an authority would not mend the name
    QVERIFY(two.cause == EndCause::Certificate);
    QVERIFY(two.permanent);
    QCOMPARE(words({QSslError::CertificateExpired, QSslError::HostNameMismatch}).hint,
             u"Who runs the server must renew it, unless the date of this computer is wrong. "
             u"Use a name it is for in the address, or let the server show another"_s);
    for (const QSslError::SslError other : {QSslError::CertificateNotYetValid, QSslError::CertificateRevoked,
                                            QSslError::CertificateSignatureFailed}) {
        QVERIFY(words({other}).cause == EndCause::Certificate);
        QVERIFY(!words({other}).hint.isEmpty() && !words({other}).hint.contains("--ca"_L1));
    }
}

QTEST_GUILESS_MAIN(LinkWordsTest)
#include "link_words_test.moc"
