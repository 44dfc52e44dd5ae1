// SPDX-License-Identifier: GPL-3.0-or-later
// A secret given in every way there is comes out nowhere: not in output, log, profile, picture or process
// list.
#include "tests/app/program_runner.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest/QtTest>

#include <csignal>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Nothing else is called so; the last test of the suite looks for it in the suite's own log. */
const QString kSecret = u"CANARY-3f9c"_s;

/** `address` with a password and a token in it. */
QString withSecrets(const QString& address)
{
    QUrl url(address);
    url.setUserName(u"user"_s);
    url.setPassword(kSecret);
    url.setPath(u"/feed"_s);
    url.setQuery(u"token=%1&x=1"_s.arg(kSecret));
    return url.toString(QUrl::FullyEncoded);
}

QString withScheme(const QString& address, const QString& scheme)
{
    QUrl url(address);
    url.setScheme(scheme);
    return url.toString();
}

/** A secret written out, and the same by way of the environment. */
QStringList secretOptions()
{
    return {u"--header"_s,
            u"X-Api-Key: "_s + kSecret,
            u"--header"_s,
            u"X-Other: ${WEIR_TOKEN}"_s,
            u"--token-env"_s,
            u"WEIR_TOKEN"_s,
            u"--send"_s,
            u"{\"auth\":\"${WEIR_TOKEN}\"}"_s,
            u"--send={\"token\":\"%1\"}"_s.arg(kSecret)};
}

} // namespace

class CanaryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void collectTellsNoSecret_data();
    void collectTellsNoSecret();
    void refusedOptionsTellNoSecret_data();
    void refusedOptionsTellNoSecret();
    void theWindowAndItsProfileTellNoSecret();
    void whatIsLeftOnDiskTellsNoSecret();

private:
    void verifyQuiet(const QByteArray& text, const char* where);
    void verifyQuiet(const ProgramResult& result);
    /** Reads on until the server was told the secret in the address, in headers and in a message. */
    void awaitSecret(Program& server);

    QTemporaryDir m_home;
    QStringList m_environment;
};

void CanaryTest::initTestCase()
{
    QVERIFY(m_home.isValid());
    m_environment = {u"WEIR_TOKEN="_s + kSecret, u"QT_LOGGING_RULES=*.debug=true"_s,
                     u"HOME="_s + m_home.path(), u"QT_QPA_PLATFORM=offscreen"_s};
    for (const QString& name : {u"CONFIG"_s, u"DATA"_s, u"CACHE"_s, u"STATE"_s})
        m_environment += u"XDG_%1_HOME=%2"_s.arg(name, m_home.filePath(name.toLower()));
}

void CanaryTest::verifyQuiet(const QByteArray& text, const char* where)
{
    // Without the words themselves, which would then stand in the suite's log.
    QVERIFY2(!text.contains(kSecret.toUtf8()) && !text.contains(kSecret.toUtf8().toBase64()), where);
}

void CanaryTest::verifyQuiet(const ProgramResult& result)
{
    verifyQuiet(result.out, "standard output");
    verifyQuiet(result.errors.toUtf8(), "standard error");
}

void CanaryTest::awaitSecret(Program& server)
{
    const QByteArray handshake = server.readLine();
    QVERIFY2(handshake.count(kSecret.toUtf8()) >= 4, "address, header, header by variable, bearer token");
    QVERIFY2(server.readLine().contains(kSecret.toUtf8()), "first message");
    QVERIFY2(server.readLine().contains(kSecret.toUtf8()), "second message");
}

void CanaryTest::collectTellsNoSecret_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("server");
    for (const QString& format : {u"table"_s, u"ndjson"_s}) {
        for (const QString& server :
             {u"listens"_s, u"401"_s, u"html"_s, u"silent"_s, u"nobody"_s, u"not TLS"_s})
            QTest::newRow(qPrintable(format + u' ' + server)) << format << server;
    }
}

void CanaryTest::collectTellsNoSecret()
{
    QFETCH(QString, format);
    QFETCH(QString, server);
    const bool listens = server == u"listens"_s;
    std::unique_ptr<Program> other;
    QString address = u"ws://127.0.0.1:1"_s;
    if (server != u"nobody"_s) {
        other = listens ? startServer(u"listening_server.py"_s)
                        : startServer(u"refusing_server.py"_s, {server == u"not TLS"_s ? u"401"_s : server});
        address = QString::fromUtf8(other->readLine());
    }
    if (server == u"not TLS"_s)
        address = withScheme(address, u"wss"_s);
    Program collect(builtProgram(u"weir-collect"_s),
                    QStringList{u"--format"_s, format, u"--duration"_s, u"3"_s, u"--connect-timeout"_s,
                                u"1"_s, withSecrets(address)} +
                        secretOptions(),
                    m_environment);
    if (listens) {
        awaitSecret(*other);
        const QByteArray shown = collect.commandLine();
        QVERIFY2(shown.contains("127.0.0.1") && shown.contains("--token-env"), "it is its command line");
        verifyQuiet(shown, "process list");
    }
    const ProgramResult result = collect.finish();
    QCOMPARE(result.exitCode, listens ? 0 : 3);
    QVERIFY(result.out.contains("127.0.0.1") || result.errors.contains(u"127.0.0.1"_s));
    verifyQuiet(result);
}

void CanaryTest::refusedOptionsTellNoSecret_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString good = u"ws://127.0.0.1:1"_s;
    QTest::newRow("header with a line break") << QStringList{good, u"--header"_s, u"X: a\n"_s + kSecret};
    QTest::newRow("header without a colon") << QStringList{good, u"--header"_s, u"Name "_s + kSecret};
    QTest::newRow("header of the handshake") << QStringList{good, u"--header"_s, u"Host: "_s + kSecret};
    QTest::newRow("variable that is not set")
        << QStringList{good, u"--header"_s, u"X: ${NOT_SET} "_s + kSecret};
    QTest::newRow("web address") << QStringList{u"https://user:%1@h/?t=%1"_s.arg(kSecret)};
    QTest::newRow("no scheme") << QStringList{u"user:%1@h/?t=%1"_s.arg(kSecret)};
    QTest::newRow("not a URL") << QStringList{u"ws://h:%1/?t=%1"_s.arg(kSecret)};
    QTest::newRow("no host") << QStringList{u"ws:///?t="_s + kSecret};
    QTest::newRow("two hosts") << QStringList{good, u"ws://localhost:1"_s, u"--header"_s, u"X: "_s + kSecret};
    QTest::newRow("subprotocol") << QStringList{good, u"--subprotocol"_s, u"a b "_s + kSecret};
}

void CanaryTest::refusedOptionsTellNoSecret()
{
    QFETCH(QStringList, arguments);
    for (const QString& program : {u"weir-collect"_s, u"weir"_s}) {
        const ProgramResult result = run(program, arguments, m_environment);
        QCOMPARE(result.exitCode, 2);
        verifyQuiet(result);
    }
}

void CanaryTest::theWindowAndItsProfileTellNoSecret()
{
    const QString profile = m_home.filePath(u"profile.json"_s);
    const auto server = startServer(u"listening_server.py"_s);
    const QString address = QString::fromUtf8(server->readLine());
    {
        // Nobody reads its standard error meanwhile: only what speaks of connections, lest the pipe fill up.
        const QStringList environment =
            m_environment + QStringList{u"QT_LOGGING_RULES=qt.network*=true;qt.websockets*=true"_s};
        Program weir(builtProgram(u"weir"_s),
                     QStringList{u"--profile"_s, profile, withSecrets(address)} + secretOptions(),
                     environment);
        awaitSecret(*server);
        verifyQuiet(weir.commandLine(), "process list");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(profile), 60'000); // kept a moment after the start
        weir.signal(SIGTERM);
        verifyQuiet(weir.finish());
    }
    QFile kept(profile);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    const QByteArray content = kept.readAll();
    QVERIFY(content.contains("WEIR_TOKEN") && content.contains(QUrl(address).authority().toUtf8()));
    verifyQuiet(content, "profile");

    const QString picture = m_home.filePath(u"picture.png"_s);
    verifyQuiet(run(u"weir"_s, {u"--profile"_s, profile, u"--screenshot"_s, picture, u"--after"_s, u"2"_s},
                    m_environment));
    QVERIFY(QFile::exists(picture));
}

void CanaryTest::whatIsLeftOnDiskTellsNoSecret()
{
    int files = 0;
    QDirIterator each(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        QFile file(each.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        verifyQuiet(file.readAll(), qPrintable(file.fileName()));
        verifyQuiet(file.fileName().toUtf8(), "file name");
        ++files;
    }
    QVERIFY2(files >= 2, "the profile and the picture");
}

QTEST_GUILESS_MAIN(CanaryTest)
#include "canary_test.moc"
