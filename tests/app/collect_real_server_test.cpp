// SPDX-License-Identifier: GPL-3.0-or-later
// A server that nobody here wrote says what it sent; weir-collect says what arrived.
#include "tests/app/program_runner.h"

#include <QtTest/QtTest>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class CollectRealServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAndBytesAgreeWithPythonWebsockets()
    {
        const auto server =
            startServer(u"counting_server.py"_s, {u"--messages"_s, u"5000"_s, u"--clients"_s, u"2"_s});
        const QString url = QString::fromUtf8(server->readLine());
        QVERIFY2(url.startsWith(u"ws://"_s), "python3-websockets is installed and its server started");
        const ProgramResult result =
            run(u"weir-collect"_s, {u"--until-closed"_s, u"--format"_s, u"ndjson"_s, url, url});
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        const QJsonObject sent = server->finish().json().last();
        QCOMPARE(sent[u"messages"_s].toInteger(), 10'000);

        const QJsonObject last = result.json().last();
        const QJsonObject received = last[u"totals"_s][u"message_received"_s].toObject();
        QCOMPARE(received[u"count"_s].toInteger(), sent[u"messages"_s].toInteger());
        QCOMPARE(received[u"sum"_s].toInteger(), sent[u"bytes"_s].toInteger());
        QVERIFY(addsUp(last));
        for (const QJsonValue& endpoint : last[u"endpoints"_s].toArray()) {
            QCOMPARE(endpoint[u"messages"_s].toInteger(), 5000);
            QCOMPARE(endpoint[u"last_close"_s][u"code"_s].toInt(), 1000);
            QVERIFY(endpoint[u"wire_bytes"_s].toInteger() > endpoint[u"bytes"_s].toInteger());
        }
    }
};

QTEST_GUILESS_MAIN(CollectRealServerTest)
#include "collect_real_server_test.moc"
