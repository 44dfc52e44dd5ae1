// SPDX-License-Identifier: GPL-3.0-or-later
// weir-feed into weir-collect: every message counted, every byte added up, both identities on every line.
#include "tests/app/program_runner.h"

#include <QtTest/QtTest>

using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

class CollectCountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMessageOfAFeedIsCounted_data()
    {
        QTest::addColumn<int>("clients");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("defaults") << 1 << QStringList{};
        QTest::newRow("eight clients") << 8 << QStringList{};
        QTest::newRow("everything") << 1 << QStringList{u"--sample-rate"_s, u"1"_s};
        QTest::newRow("tiny ring") << 1 << QStringList{u"--buffer-size"_s, u"16"_s};
        QTest::newRow("fixed half") << 1
                                    << QStringList{u"--adaptive"_s, u"off"_s, u"--sample-rate"_s, u"0.5"_s};
        QTest::newRow("short flushes, fixed, tiny ring, eight clients")
            << 8 << QStringList{u"--flush-interval"_s, u"0.05"_s, u"--sample-rate"_s, u"1"_s,
                                u"--buffer-size"_s,    u"16"_s};
    }

    void everyMessageOfAFeedIsCounted()
    {
        QFETCH(int, clients);
        QFETCH(QStringList, arguments);
        const qint64 count = scaled(200'000);
        Program feed(builtProgram(u"weir-feed"_s), {u"--count"_s, QString::number(count), u"--rate"_s,
                                                    u"50000"_s, u"--clients"_s, QString::number(clients)});
        const QString url = QString::fromUtf8(feed.readLine());
        QVERIFY(url.startsWith(u"ws://127.0.0.1:"_s));

        QStringList line{u"--until-closed"_s, u"--format"_s, u"ndjson"_s};
        line += arguments;
        for (int i = 0; i < clients; ++i)
            line += url;
        const ProgramResult result = run(u"weir-collect"_s, line);
        QVERIFY2(result.exitCode == 0, qPrintable(result.errors));
        const ProgramResult fed = feed.finish();
        QCOMPARE(fed.exitCode, 0);
        const QJsonObject sent = fed.json().last();
        QCOMPARE(sent[u"messages"_s].toInteger(), clients * count);

        const QList<QJsonObject> lines = result.json();
        QVERIFY(!lines.isEmpty());
        for (const QJsonObject& one : lines)
            QVERIFY2(addsUp(one), QJsonDocument(one).toJson().constData());
        const QJsonObject last = lines.last();
        QVERIFY(last[u"final"_s].toBool());
        const QJsonObject received = last[u"totals"_s][u"message_received"_s].toObject();
        QCOMPARE(received[u"count"_s].toInteger(), clients * count);
        QCOMPARE(received[u"sum"_s].toInteger(), sent[u"bytes"_s].toInteger());
        QCOMPARE(last[u"accounting"_s][u"dropped"_s].toInteger(), 0);
        QCOMPARE(last[u"accounting"_s][u"refused"_s].toInteger(), 0);

        qint64 bytes = 0;
        const QJsonArray endpoints = last[u"endpoints"_s].toArray();
        QCOMPARE(endpoints.size(), clients);
        for (const QJsonValue& endpoint : endpoints) {
            QCOMPARE(endpoint[u"state"_s].toString(), u"closed"_s);
            QCOMPARE(endpoint[u"messages"_s].toInteger(), count);
            QCOMPARE(endpoint[u"last_close"_s][u"code"_s].toInt(), 1000);
            bytes += endpoint[u"bytes"_s].toInteger();
        }
        QCOMPARE(bytes, sent[u"bytes"_s].toInteger());
    }

    void theEstimateOfEachEndpointIsNearItsExactCount()
    {
        const int count = scaled(100'000);
        Program feed(builtProgram(u"weir-feed"_s),
                     {u"--count"_s, QString::number(count), u"--rate"_s, u"50000"_s});
        const QString url = QString::fromUtf8(feed.readLine());
        const ProgramResult result = run(u"weir-collect"_s, {u"--until-closed"_s, u"--format"_s, u"ndjson"_s,
                                                             u"--sample-rate"_s, u"0.1"_s, url});
        QCOMPARE(result.exitCode, 0);
        const QJsonObject last = result.json().last();
        const QJsonObject key = last[u"keys"_s].toArray().first().toObject();
        QCOMPARE(key[u"key"_s], last[u"endpoints"_s][0][u"name"_s]);
        QCOMPARE(key[u"grade"_s].toString(), u"A"_s);
        QVERIFY(std::abs(key[u"count"_s].toDouble() / count - 1) < 0.25); // seven sigma at the smaller count
        QVERIFY(key[u"low"_s].toDouble() < key[u"high"_s].toDouble());
    }
};

QTEST_GUILESS_MAIN(CollectCountsTest)
#include "collect_counts_test.moc"
