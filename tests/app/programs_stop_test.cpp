// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM and SIGINT end every program with what it knew published, whatever the servers are doing.
#include "tests/app/program_runner.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class ProgramsStopTest : public QObject
{
    Q_OBJECT

    static void signals_()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("SIGTERM") << SIGTERM << 0;
        QTest::newRow("SIGINT") << SIGINT << 130;
    }

private Q_SLOTS:
    void collectPublishesItsLastFlush_data() { signals_(); }
    void collectPublishesItsLastFlush()
    {
        QFETCH(int, number);
        QFETCH(int, exitCode);
        Program collect(builtProgram(u"weir-collect"_s),
                        {u"--demo=steady"_s, u"--format"_s, u"ndjson"_s, u"--flush-interval"_s, u"0.2"_s});
        QVERIFY(!collect.readLine().isEmpty());
        QVERIFY(!collect.readLine().isEmpty());
        collect.signal(number);
        const ProgramResult result = collect.finish();
        QVERIFY2(result.exitCode == exitCode, qPrintable(result.errors));
        const QList<QJsonObject> lines = result.json();
        QVERIFY(lines.last()[u"final"_s].toBool());
        QVERIFY(addsUp(lines.last()));
        QCOMPARE(lines.last()[u"accounting"_s][u"in_ring"_s].toInteger(), 0);
        qint64 messages = 0;
        for (const QJsonValue& endpoint : lines.last()[u"endpoints"_s].toArray())
            messages += endpoint[u"messages"_s].toInteger();
        QCOMPARE(lines.last()[u"totals"_s][u"message_received"_s][u"count"_s].toInteger(), messages);
    }

    void collectDoesNotHangOnADeadServer()
    {
        const auto server = startServer(u"counting_server.py"_s, {u"--messages"_s, u"5"_s});
        const QString url = QString::fromUtf8(server->readLine());
        Program collect(builtProgram(u"weir-collect"_s),
                        {u"--format"_s, u"ndjson"_s, u"--flush-interval"_s, u"0.2"_s, url});
        QByteArray line = collect.readLine();
        while (!line.isEmpty() && !line.contains("\"state\":\"open\""))
            line = collect.readLine();
        QVERIFY(!line.isEmpty());
        server->signal(SIGSTOP);
        collect.signal(SIGTERM);
        const ProgramResult result = collect.finish();
        server->signal(SIGCONT);
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.json().last()[u"totals"_s][u"message_received"_s][u"count"_s].toInteger(), 5);
    }

    void feedSaysWhatItSent_data() { signals_(); }
    void feedSaysWhatItSent()
    {
        QFETCH(int, number);
        QFETCH(int, exitCode);
        Program feed(builtProgram(u"weir-feed"_s), {u"--rate"_s, u"100"_s});
        QVERIFY(feed.readLine().startsWith("ws://"));
        feed.signal(number);
        const ProgramResult result = feed.finish();
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY(result.json().last().contains(u"messages"_s));
    }

    void theWindowEndsToo_data() { signals_(); }
    void theWindowEndsToo()
    {
        QFETCH(int, number);
        QFETCH(int, exitCode);
        Program feed(builtProgram(u"weir-feed"_s), {u"--clients"_s, u"1"_s, u"--count"_s, u"10"_s});
        const QString url = QString::fromUtf8(feed.readLine());
        Program window(builtProgram(u"weir"_s), {url}, {u"QT_QPA_PLATFORM=offscreen"_s});
        // The feed ends when its one client was served and left: the window was up, and now has a dead
        // server.
        QCOMPARE(feed.finish().exitCode, 0);
        window.signal(number);
        const ProgramResult result = window.finish();
        QVERIFY2(result.exitCode == exitCode, qPrintable(result.errors));
    }
};

QTEST_GUILESS_MAIN(ProgramsStopTest)
#include "programs_stop_test.moc"
