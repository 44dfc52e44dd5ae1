// SPDX-License-Identifier: GPL-3.0-or-later
// What weir-collect says, and returns, when there is nothing to collect or the request makes no sense.
#include "tests/app/program_runner.h"

#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class CollectRefusalsTest : public QObject
{
    Q_OBJECT

    static QString closedPort()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        return u"ws://127.0.0.1:%1"_s.arg(server.serverPort()); // closed again on return
    }

private Q_SLOTS:
    void aServerThatCannotBeWatchedEndsWithItsReason_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("words");
        QTest::newRow("closed port") << u"closed"_s << u"Nothing listens on this port"_s;
        QTest::newRow("never answers") << u"silent"_s << u"No answer to the handshake within 1 s"_s;
        QTest::newRow("401") << u"401"_s << u"401"_s;
        QTest::newRow("web page") << u"html"_s << u"A web page answered, not a WebSocket"_s;
    }

    void aServerThatCannotBeWatchedEndsWithItsReason()
    {
        QFETCH(QString, mode);
        QFETCH(QString, words);
        std::unique_ptr<Program> server;
        QString url = closedPort();
        if (mode != "closed"_L1) {
            server = startServer(u"refusing_server.py"_s, {mode});
            url = QString::fromUtf8(server->readLine());
        }
        const ProgramResult result =
            run(u"weir-collect"_s, {u"--connect-timeout"_s, u"1"_s, u"--format"_s, u"ndjson"_s, url});
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.errors.contains(words), qPrintable(result.errors));
        const QList<QJsonObject> lines = result.json();
        QVERIFY(lines.last()[u"final"_s].toBool());
        QVERIFY(addsUp(lines.last()));
        QVERIFY(lines.last()[u"endpoints"_s][0][u"error"_s].toString().contains(words));
    }

    void aPermanentRefusalEndsAtOnce()
    {
        const auto server = startServer(u"refusing_server.py"_s, {u"401"_s});
        const QString url = QString::fromUtf8(server->readLine());
        // With an hour's patience: only an end "at once" ends within the runner's two minutes.
        const ProgramResult result = run(u"weir-collect"_s, {u"--connect-timeout"_s, u"3600"_s, url});
        QCOMPARE(result.exitCode, 3);
    }

    void aCertificateForAnotherHostIsRefusedByName()
    {
        QTemporaryDir directory;
        const QString key = directory.filePath(u"key.pem"_s);
        const QString certificate = directory.filePath(u"certificate.pem"_s);
        QProcess openssl;
        openssl.start(QStringLiteral(WEIR_OPENSSL),
                      {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
                       u"-subj"_s, u"/CN=other.example"_s, u"-addext"_s,
                       u"subjectAltName=DNS:other.example"_s, u"-keyout"_s, key, u"-out"_s, certificate});
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(openssl.exitCode(), 0);
        const auto server = startServer(u"refusing_server.py"_s, {u"tls"_s, certificate, key});
        const QString url = QString::fromUtf8(server->readLine());

        const ProgramResult untrusted = run(u"weir-collect"_s, {u"--connect-timeout"_s, u"30"_s, url});
        QCOMPARE(untrusted.exitCode, 3);
        QVERIFY2(untrusted.errors.contains(u"certificate"_s, Qt::CaseInsensitive),
                 qPrintable(untrusted.errors));

        const ProgramResult wrongHost =
            run(u"weir-collect"_s, {u"--ca"_s, certificate, u"--connect-timeout"_s, u"30"_s, url});
        QCOMPARE(wrongHost.exitCode, 3);
        QVERIFY2(wrongHost.errors.contains(u"other.example"_s), qPrintable(wrongHost.errors));
    }

    void oneEndpointThatOpensIsEnough()
    {
        const auto server = startServer(u"counting_server.py"_s, {u"--messages"_s, u"10"_s});
        const QString url = QString::fromUtf8(server->readLine());
        const ProgramResult result = run(
            u"weir-collect"_s, {u"--connect-timeout"_s, u"1"_s, u"--duration"_s, u"3"_s, closedPort(), url});
        QCOMPARE(result.exitCode, 0);
    }

    void badSettingsAreAllNamedAtOnce()
    {
        const ProgramResult result = run(u"weir-collect"_s, {u"--demo"_s},
                                         {u"METRICS_SAMPLE_RATE=abc"_s, u"METRICS_BUFFER_SIZE=-1"_s});
        QCOMPARE(result.exitCode, 2);
        QVERIFY(result.errors.contains(u"METRICS_SAMPLE_RATE is \"abc\""_s));
        QVERIFY(result.errors.contains(u"METRICS_BUFFER_SIZE is \"-1\""_s));
        QVERIFY(result.out.isEmpty());
    }

    void badOptionsAreUsageErrors_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << QStringList{} << u"at least one"_s;
        QTest::newRow("unknown") << QStringList{u"--colour"_s} << u"colour"_s;
        QTest::newRow("scheme") << QStringList{u"http://host/x"_s} << u"ws://host/x"_s;
        QTest::newRow("format") << QStringList{u"--demo"_s, u"--format"_s, u"xml"_s}
                                << u"--format is \"xml\""_s;
        QTest::newRow("demo") << QStringList{u"--demo=sideways"_s} << u"--demo is \"sideways\""_s;
        QTest::newRow("rate") << QStringList{u"--demo"_s, u"--sample-rate"_s, u"2"_s}
                              << u"--sample-rate is \"2\""_s;
        QTest::newRow("header") << QStringList{u"--header"_s, u"Host: x"_s, u"ws://h"_s} << u"Host"_s;
        QTest::newRow("token variable")
            << QStringList{u"--token-env"_s, u"WEIR_NOT_SET"_s, u"ws://h"_s} << u"WEIR_NOT_SET"_s;
        QTest::newRow("two hosts") << QStringList{u"--header"_s, u"A: b"_s, u"ws://h1"_s, u"ws://h2"_s}
                                   << u"2 hosts"_s;
    }

    void badOptionsAreUsageErrors()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const ProgramResult result = run(u"weir-collect"_s, arguments);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.errors.contains(words), qPrintable(result.errors));
    }

    void aMissingAuthorityFileIsABadFile()
    {
        const ProgramResult result = run(u"weir-collect"_s, {u"--ca"_s, u"no/such/file.pem"_s, u"wss://h"_s});
        QCOMPARE(result.exitCode, 6);
        QVERIFY(result.errors.contains(u"no/such/file.pem"_s));
    }
};

QTEST_GUILESS_MAIN(CollectRefusalsTest)
#include "collect_refusals_test.moc"
