// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that nobody here wrote, each started for the test and gone with it: npm's ws, mosquitto,
// websocketd, python3-websockets, and nginx with one certificate of each kind. weir-collect says what came of
// it.
#include "tests/app/program_runner.h"
#include "tests/core/link/test_certificates.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** For servers that cannot choose one themselves. */
quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool listens(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(1000);
}

QString addressOf(quint16 port)
{
    return u"ws://127.0.0.1:%1"_s.arg(port);
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(), qPrintable(path));
}

ProgramResult collect(QStringList arguments, const QStringList& environment = {})
{
    arguments += {u"--until-closed"_s, u"--format"_s, u"ndjson"_s, u"--connect-timeout"_s, u"60"_s};
    return run(u"weir-collect"_s, arguments, environment);
}

/** Reads flush by flush until `messages` arrived, and ends the program. Its last line. */
QJsonObject collectUntil(qint64 messages, QStringList arguments)
{
    arguments += {u"--format"_s, u"ndjson"_s, u"--flush-interval"_s, u"0.2"_s};
    Program program(builtProgram(u"weir-collect"_s), arguments);
    for (QByteArray line = program.readLine(); !line.isEmpty(); line = program.readLine()) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        if (json[u"endpoints"_s][0][u"messages"_s].toInteger() >= messages)
            break;
    }
    program.signal(SIGTERM);
    return program.finish().json().last();
}

QJsonObject endpointOf(const QJsonObject& line)
{
    return line[u"endpoints"_s][0].toObject();
}

} // namespace

class RealServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_ws = std::make_unique<Program>(QStringLiteral(WEIR_NODE),
                                         QStringList{QStringLiteral(WEIR_TEST_DIR "/npm_ws_server.js")},
                                         QStringList{u"NODE_PATH=/usr/share/nodejs"_s});
        m_wsUrl = QString::fromUtf8(m_ws->readLine());
        QVERIFY2(m_wsUrl.startsWith(u"ws://"_s), "npm's ws is installed and its server started");
    }

    void npmWsIsCountedExactly_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("protocol");
        QTest::newRow("plain") << u"/count"_s << QStringList{} << QString();
        QTest::newRow("token") << u"/token"_s << QStringList{u"--token-env"_s, u"TOKEN"_s} << QString();
        QTest::newRow("header") << u"/token"_s
                                << QStringList{u"--header"_s, u"Authorization: Bearer ${TOKEN}"_s}
                                << QString();
        QTest::newRow("subprotocol") << u"/protocol"_s
                                     << QStringList{u"--subprotocol"_s, u"feed.v1"_s, u"--subprotocol"_s,
                                                    u"feed.v2"_s}
                                     << u"feed.v2"_s;
    }

    void npmWsIsCountedExactly()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, arguments);
        QFETCH(QString, protocol);
        const ProgramResult result = collect(arguments + QStringList{m_wsUrl + path}, {u"TOKEN=let-me-in"_s});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        const QJsonObject sent = QJsonDocument::fromJson(m_ws->readLine()).object();
        QCOMPARE(sent[u"path"_s].toString(), path);
        QCOMPARE(sent[u"protocol"_s].toString(), protocol);
        QCOMPARE(sent[u"messages"_s].toInteger(), 500);
        QCOMPARE(sent[u"extensions"_s].toString(), QString()); // it offers compression; Qt asks for none
        isWhole(result, sent);
    }

    void npmWsRefusesInWords_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("words");
        QTest::newRow("401") << u"/token"_s << u"Refused: 401, a token is needed"_s;
        QTest::newRow("302") << u"/moved"_s << u"Redirected (302): Weir follows none"_s;
    }

    void npmWsRefusesInWords()
    {
        QFETCH(QString, path);
        QFETCH(QString, words);
        const ProgramResult result = collect({m_wsUrl + path});
        QCOMPARE(result.exitCode, 3);
        const QJsonObject endpoint = endpointOf(result.json().last());
        QCOMPARE(endpoint[u"error"_s].toString(), words);
        QCOMPARE(endpoint[u"state"_s].toString(), u"needs_you"_s);
        QVERIFY2(result.errors.contains(words), qPrintable(result.errors));
    }

    void npmWsThatRestartsIsTriedAgain()
    {
        const QJsonObject last = collectUntil(2, {m_wsUrl + u"/restart"_s});
        const QJsonObject endpoint = endpointOf(last);
        QVERIFY(endpoint[u"connects"_s].toInteger() >= 2);
        QCOMPARE(endpoint[u"messages"_s], endpoint[u"connects"_s]);
        QCOMPARE(endpoint[u"last_close"_s][u"code"_s].toInt(), 1006); // Qt does not tell 1012
        QVERIFY(addsUp(last));
        for (qint64 i = 0; i < endpoint[u"connects"_s].toInteger(); ++i)
            m_ws->readLine();
    }

    void websocketdIsCountedAndAnswers()
    {
        const quint16 port = freePort();
        Program server(QStringLiteral(WEIR_WEBSOCKETD), {u"--address=127.0.0.1"_s, u"--port=%1"_s.arg(port),
                                                         u"sh"_s, u"-c"_s, u"seq 1000; exec cat"_s});
        QTRY_VERIFY(listens(port)); // a server starts
        const QJsonObject last = collectUntil(1001, {u"--send"_s, u"hello"_s, addressOf(port)});
        const QJsonObject endpoint = endpointOf(last);
        QCOMPARE(endpoint[u"messages"_s].toInteger(), 1001);
        QCOMPARE(endpoint[u"bytes"_s].toInteger(),
                 2893 + 5); // the digits of 1 to 1000, and what cat gave back
        QCOMPARE(endpoint[u"connects"_s].toInteger(), 1);
        QVERIFY(addsUp(last));
    }

    void mosquittoAnswersAScriptInBinary()
    {
        const quint16 port = freePort();
        // Beside the WebSocket one, because mosquitto 2.0.11 starts no listeners if none is of another kind.
        write(m_folder.filePath(u"mosquitto.conf"_s), "user root\nallow_anonymous true\nlistener 0 " +
                                                          m_folder.filePath(u"mosquitto.sock"_s).toUtf8() +
                                                          "\nlistener " + QByteArray::number(port) +
                                                          " 127.0.0.1\nprotocol websockets\n");
        Program server(QStringLiteral(WEIR_MOSQUITTO), {u"-c"_s, m_folder.filePath(u"mosquitto.conf"_s)});
        QTRY_VERIFY(listens(port)); // a server starts
        const QByteArray connect("\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04weir", 18);
        const QByteArray ping("\xc0\x00", 2);
        const QString profile = m_folder.filePath(u"mosquitto.json"_s);
        const QJsonObject script{
            {u"url"_s, addressOf(port)},
            {u"subprotocols"_s, QJsonArray{u"mqtt"_s}},
            {u"script"_s, QJsonArray{QJsonObject{{u"send_base64"_s, QString::fromLatin1(connect.toBase64())}},
                                     QJsonObject{{u"send_base64"_s, QString::fromLatin1(ping.toBase64())}}}}};
        write(profile,
              QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"endpoints"_s, QJsonArray{script}}}).toJson());
        const QJsonObject last = collectUntil(2, {u"--profile"_s, profile});
        const QJsonObject endpoint = endpointOf(last);
        QCOMPARE(endpoint[u"messages"_s].toInteger(), 2); // CONNACK of 4 bytes, PINGRESP of 2
        QCOMPARE(endpoint[u"bytes"_s].toInteger(), 6);
        QCOMPARE(last[u"totals"_s][u"message_sent"_s][u"count"_s].toInteger(), 2);
        QCOMPARE(last[u"totals"_s][u"message_sent"_s][u"sum"_s].toInteger(), 20);
        QVERIFY(addsUp(last));
    }

    void pythonWebsocketsTakesAPasswordAndASubprotocol()
    {
        const auto server = startServer(u"counting_server.py"_s,
                                        {u"--messages"_s, u"100"_s, u"--clients"_s, u"1"_s, u"--user"_s,
                                         u"reader:let-me-in"_s, u"--subprotocol"_s, u"feed.v2"_s});
        const QString url = QString::fromUtf8(server->readLine());
        const ProgramResult refused = collect({url});
        QCOMPARE(refused.exitCode, 3);
        QCOMPARE(endpointOf(refused.json().last())[u"error"_s].toString(),
                 u"Refused: 401, a token is needed"_s);
        QString withPassword = url;
        withPassword.replace(u"ws://"_s, u"ws://reader:let-me-in@"_s);
        const ProgramResult result = collect({u"--subprotocol"_s, u"feed.v2"_s, withPassword});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        QVERIFY(!result.out.contains("let-me-in"));
        isWhole(result, server->finish().json().last());
    }

    void nginxShowsACertificate_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words"); ///< "" when it is good
        const auto file = [this](const char* name) { return m_folder.filePath(QString::fromLatin1(name)); };
        const auto trusting = [&file](const char* name) { return QStringList{u"--ca"_s, file(name)}; };
        QTest::newRow("good") << u"good"_s << trusting("good.pem") << QString();
        QTest::newRow("of an authority") << u"issued"_s << trusting("authority.pem") << QString();
        QTest::newRow("insisted on") << u"other"_s << QStringList{u"--insecure"_s} << QString();
        QTest::newRow("self-signed") << u"good"_s << QStringList{} << u"Certificate is self-signed"_s;
        QTest::newRow("untrusted") << u"issued"_s << QStringList{}
                                   << u"Certificate's issuer is not trusted"_s;
        QTest::newRow("wrong host") << u"other"_s << trusting("other.pem")
                                    << u"Certificate is for a.example, not 127.0.0.1"_s;
        QTest::newRow("expired") << u"expired"_s << trusting("expired.pem")
                                 << u"Certificate is self-signed; certificate expired on 2021-01-01"_s;
        QTest::newRow("of the future")
            << u"future"_s << trusting("future.pem") << u"Certificate is not valid before 2110-01-01"_s;
        QTest::newRow("outdated") << u"outdated"_s << trusting("good.pem")
                                  << u"The server offers only outdated TLS"_s;
    }

    void nginxShowsACertificate()
    {
        QFETCH(QString, certificate);
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        startNginx();
        if (QTest::currentTestFailed())
            return;
        const QString url = u"wss://127.0.0.1:%1/count"_s.arg(m_tlsPorts[certificate]);
        const ProgramResult result = collect(arguments + QStringList{url});
        if (words.isEmpty()) {
            QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
            isWhole(result, QJsonDocument::fromJson(m_ws->readLine()).object());
            return;
        }
        QCOMPARE(result.exitCode, 3);
        const QJsonObject endpoint = endpointOf(result.json().last());
        QCOMPARE(endpoint[u"error"_s].toString(), words);
        QCOMPARE(endpoint[u"state"_s].toString(), u"needs_you"_s);
        QCOMPARE(endpoint[u"messages"_s].toInteger(), 0);
    }

    void nginxWithNothingBehindItIsTriedAgain()
    {
        startNginx();
        if (QTest::currentTestFailed())
            return;
        const QString url = u"wss://127.0.0.1:%1/nowhere"_s.arg(m_tlsPorts[u"good"_s]);
        const ProgramResult result =
            run(u"weir-collect"_s, {u"--ca"_s, m_folder.filePath(u"good.pem"_s), u"--connect-timeout"_s,
                                    u"2"_s, u"--format"_s, u"ndjson"_s, url});
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(endpointOf(result.json().last())[u"error"_s].toString(),
                 u"The server answered 502: not available now"_s);
    }

private:
    /** Ended by the server with 1000, and exactly what it sent. */
    static void isWhole(const ProgramResult& result, const QJsonObject& sent)
    {
        const QJsonObject last = result.json().last();
        const QJsonObject endpoint = endpointOf(last);
        QCOMPARE(endpoint[u"messages"_s].toInteger(), sent[u"messages"_s].toInteger());
        QCOMPARE(endpoint[u"bytes"_s].toInteger(), sent[u"bytes"_s].toInteger());
        QCOMPARE(endpoint[u"last_close"_s][u"code"_s].toInt(), 1000);
        QCOMPARE(endpoint[u"state"_s].toString(), u"closed"_s);
        for (const QJsonObject& line : result.json())
            QVERIFY(addsUp(line));
    }

    void writeCertificates()
    {
        const std::pair<const char*, TestCertificate> kinds[] = {{"good", goodCertificate()},
                                                                 {"outdated", goodCertificate()},
                                                                 {"expired", expiredCertificate()},
                                                                 {"future", futureCertificate()},
                                                                 {"other", otherHostCertificate()}};
        for (const auto& [name, identity] : kinds) {
            write(m_folder.filePath(QString::fromLatin1(name) + u".pem"_s), identity.certificate);
            write(m_folder.filePath(QString::fromLatin1(name) + u".key"_s), identity.key);
        }
        write(m_folder.filePath(u"names"_s), "subjectAltName=IP:127.0.0.1\n");
        for (const QString& line : {u"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
                                    u"-subj /CN=authority.example -keyout "
                                    "authority.key -out authority.pem"_s,
                                    u"req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "
                                    u"/CN=issued.example -keyout issued.key "
                                    "-out issued.csr"_s,
                                    u"x509 -req -days 2 -in issued.csr -CA authority.pem -CAkey "
                                    u"authority.key -CAcreateserial -extfile names "
                                    "-out issued.pem"_s}) {
            QProcess openssl;
            openssl.setWorkingDirectory(m_folder.path());
            openssl.start(QStringLiteral(WEIR_OPENSSL), line.split(u' '));
            QVERIFY(openssl.waitForFinished());
            QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
        }
    }

    /** In front of npm's ws, with a port for each certificate; once. */
    void startNginx()
    {
        if (m_nginx)
            return;
        writeCertificates();
        QByteArray servers;
        for (const char* name : {"good", "issued", "expired", "future", "other", "outdated"}) {
            const quint16 port = freePort();
            m_tlsPorts.insert(QString::fromLatin1(name), port);
            servers += "server { listen 127.0.0.1:" + QByteArray::number(port) + " ssl; ssl_certificate " +
                       name + ".pem; ssl_certificate_key " + name + ".key; ";
            if (name == "outdated"_ba)
                servers += "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; ";
            servers += "location / { proxy_pass http" + m_wsUrl.mid(2).toUtf8() +
                       "; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header "
                       "Connection upgrade; }\n"
                       "location /nowhere { proxy_pass http://127.0.0.1:" +
                       QByteArray::number(freePort()) + "; } }\n";
        }
        QByteArray folders;
        for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            folders += kind + "_temp_path temp_"_ba + kind + "; ";
        write(m_folder.filePath(u"nginx.conf"_s),
              "daemon off; master_process off; pid nginx.pid; events {}\nhttp { access_log off; " + folders +
                  "\n" + servers + "}\n");
        m_nginx = std::make_unique<Program>(
            QStringLiteral(WEIR_NGINX),
            QStringList{u"-p"_s, m_folder.path(), u"-e"_s, u"stderr"_s, u"-c"_s, u"nginx.conf"_s});
        QTRY_VERIFY2(listens(m_tlsPorts[u"outdated"_s]), "nginx starts");
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Program> m_ws;
    std::unique_ptr<Program> m_nginx;
    QString m_wsUrl;
    QHash<QString, quint16> m_tlsPorts;
};

QTEST_GUILESS_MAIN(RealServersTest)
#include "real_servers_test.moc"
