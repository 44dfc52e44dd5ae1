// SPDX-License-Identifier: GPL-3.0-or-later
// weir-collect --set, against an agent, a server that is none, and requests that make no sense.
#include "core/protocol/agent_messages.h"
#include "tests/app/program_runner.h"
#include "tests/core/agent/agent_rig.h"

#include <QTcpServer>
#include <QWebSocketServer>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class CollectAgentTest : public QObject
{
    Q_OBJECT

    /** The agent lives on this thread, so that the program is awaited with events. */
    static ProgramResult collect(const QStringList& arguments, const QByteArray& token = kGoodToken)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"AGENT_TOKEN"_s, QString::fromUtf8(token));
        process.setProcessEnvironment(environment);
        QStringList line = arguments;
        if (!token.isEmpty())
            line << u"--token-env"_s << u"AGENT_TOKEN"_s;
        process.start(builtProgram(u"weir-collect"_s), line);
        ProgramResult result;
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000)) {
            process.kill();
            process.waitForFinished();
            return result;
        }
        result.exitCode = process.exitCode();
        result.out = process.readAllStandardOutput();
        result.errors = QString::fromUtf8(process.readAllStandardError());
        return result;
    }

private Q_SLOTS:
    void anAgentIsReadWithItsSessionAndBothSums()
    {
        AgentRig rig;
        const QStringList arguments{u"--subprotocol"_s, u"weir.v1"_s, u"--duration"_s, u"2"_s,
                                    rig.url.toString()};
        QTimer service;
        connect(&service, &QTimer::timeout, &service, [&rig] {
            rig.record(100);
            rig.flush();
        });
        service.start(50);
        const ProgramResult lines = collect(QStringList{u"--format"_s, u"ndjson"_s} + arguments);
        QCOMPARE(lines.exitCode, 0);
        const QJsonObject agent = lines.json().last()[u"agents"_s].toArray().at(0).toObject();
        QVERIFY(agent[u"connected"_s].toBool() && agent[u"control"_s].toBool());
        QCOMPARE(agent[u"session"_s].toString().size(), 32);
        QCOMPARE(agent[u"revision"_s].toInt(), 1);
        QVERIFY(agent[u"adds_up"_s].toBool());
        QVERIFY(agent[u"accounting"_s][u"seen"_s].toInt() > 0);
        QVERIFY(agent[u"events"_s].toInt() >= agent[u"accounting"_s][u"seen"_s].toInt());
        const ProgramResult table = collect(arguments);
        QVERIFY2(table.out.contains("agent ") && table.out.contains("revision 1"), table.out.constData());
        const QByteArray goodbye = "No longer connected: its last figures are shown"; // said while it stops
        QVERIFY2(table.out.contains(goodbye), table.out.constData());
    }

    void aScriptChangesTheSampling()
    {
        AgentRig rig;
        const ProgramResult result = collect({u"--set"_s, u"sample_rate=20%,buffer_size=3000"_s,
                                              u"--if-revision"_s, u"1"_s, rig.url.toString()});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        QVERIFY2(result.out.contains("revision 2"), result.out.constData());
        QCOMPARE(rig.engine.config().sampleRate, 0.2);
        QCOMPARE(rig.engine.config().bufferSize, std::size_t{3000});
        const ProgramResult old =
            collect({u"--set"_s, u"sample_rate=0.3"_s, u"--if-revision"_s, u"1"_s, rig.url.toString()});
        QCOMPARE(old.exitCode, 1);
        QVERIFY2(old.errors.contains(u"revision is 2, not 1"_s), qPrintable(old.errors));
        QCOMPARE(rig.engine.config().sampleRate, 0.2);
    }

    void aChangeForATimeEnds()
    {
        AgentRig rig;
        const ProgramResult result =
            collect({u"--set"_s, u"sample_rate=0.3"_s, u"--for"_s, u"10"_s, rig.url.toString()});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        QCOMPARE(rig.engine.config().sampleRate, 0.3);
        rig.time.advance(std::chrono::seconds(11));
        QCOMPARE(rig.engine.config().sampleRate, 0.1);
    }

    void withoutTheTokenNothingIsChanged()
    {
        AgentRig rig;
        const ProgramResult none = collect({u"--set"_s, u"sample_rate=0.3"_s, rig.url.toString()}, {});
        QCOMPARE(none.exitCode, 1);
        QVERIFY2(none.errors.contains(u"token"_s), qPrintable(none.errors));
        const ProgramResult wrong =
            collect({u"--set"_s, u"sample_rate=0.3"_s, rig.url.toString()}, "another-token-of-somebody");
        QCOMPARE(wrong.exitCode, 3);
        QVERIFY2(wrong.errors.contains(u"401"_s), qPrintable(wrong.errors));
        QCOMPARE(rig.engine.config().sampleRate, 0.1);
    }

    void nobodyThereIsSaid()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString url = u"ws://127.0.0.1:%1"_s.arg(server.serverPort());
        server.close();
        const ProgramResult result = collect({u"--set"_s, u"sample_rate=0.3"_s, url});
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.errors.contains(u"Nothing listens"_s), qPrintable(result.errors));
    }

    void aServerThatIsNoAgentIsSaid()
    {
        QWebSocketServer server(u"plain"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const ProgramResult result = collect({u"--set"_s, u"sample_rate=0.3"_s, u"--connect-timeout"_s,
                                              u"1"_s, server.serverUrl().toString()});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.contains(u"does not speak weir.v1"_s), qPrintable(result.errors));
    }

    void whatMakesNoSenseIsRefusedBeforeItIsSent_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("range") << QStringList{u"--set"_s, u"sample_rate=2"_s} << u"sample_rate"_s;
        QTest::newRow("name") << QStringList{u"--set"_s, u"rate=0.2"_s} << u"min_sample_rate"_s;
        QTest::newRow("word") << QStringList{u"--set"_s, u"mode=often"_s} << u"adaptive"_s;
        QTest::newRow("no value") << QStringList{u"--set"_s, u"sample_rate"_s} << u"NAME=VALUE"_s;
        QTest::newRow("time") << QStringList{u"--set"_s, u"sample_rate=1"_s, u"--for"_s, u"0"_s}
                              << u"86400"_s;
        QTest::newRow("alone") << QStringList{u"--for"_s, u"5"_s} << u"goes with --set"_s;
        QTest::newRow("two") << QStringList{u"--set"_s, u"sample_rate=1"_s, u"ws://127.0.0.1:2"_s}
                             << u"one agent"_s;
    }

    void whatMakesNoSenseIsRefusedBeforeItIsSent()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const ProgramResult result = collect(arguments << u"ws://127.0.0.1:1"_s, {});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.errors.contains(words), qPrintable(result.errors));
    }
};

QTEST_GUILESS_MAIN(CollectAgentTest)
#include "collect_agent_test.moc"
