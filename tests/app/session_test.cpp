// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/options.h"
#include "app/session/session.h"

#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class SessionTest : public QObject
{
    Q_OBJECT

    static MetricsConfig quick()
    {
        MetricsConfig config = programMetricsDefaults();
        config.flushInterval = 100ms;
        return config;
    }

private Q_SLOTS:
    void theDemoYieldsIntervalsWithTheTruthBesideThem()
    {
        Session session(quick());
        session.start();
        const auto demo = session.startDemo(FeedPattern::Steady);
        QVERIFY(demo.ok());
        QCOMPARE(demo.value().size(), std::size_t(5));
        std::vector<IntervalRecord> records;
        const auto received = [&] {
            for (IntervalRecord& record : session.takeIntervals())
                records.push_back(std::move(record));
            return records.empty() ? 0 : records.back().engine->of(MetricType::MessageReceived).exact.count;
        };
        QTRY_VERIFY2(received() > 500, "the demo sends thousands of messages a second");
        session.stop();
        received();
        const IntervalRecord& last = records.back();
        QVERIFY(last.engine->final);
        std::uint64_t messages = 0;
        for (const EndpointExact& exact : last.exact)
            messages += exact.messages;
        QCOMPARE(messages, last.engine->of(MetricType::MessageReceived).exact.count);
        for (std::size_t i = 1; i < records.size(); ++i)
            QCOMPARE(records[i].engine->sequence, records[i - 1].engine->sequence + 1);
        QCOMPARE(session.statuses().size(), std::size_t(5));
        std::uint64_t inStatuses = 0;
        for (const EndpointStatus& status : session.statuses())
            inStatuses += status.messages;
        QCOMPARE(inStatuses, messages);
        QVERIFY(session.statuses()[0].state == EndpointState::Open);
    }

    void aSecondDemoIsRefusedInWords()
    {
        Session session(quick());
        session.start();
        QVERIFY(session.startDemo(FeedPattern::Steady).ok());
        QVERIFY(!session.startDemo(FeedPattern::Steady).ok());
    }

    void stopsWithoutHavingStarted()
    {
        Session session(quick());
        session.stop();
        session.stop();
        QVERIFY(session.takeIntervals().empty());
    }

    void whatStoppingCameToIsAmongTheLastEvents()
    {
        Session session(quick());
        session.start();
        EndpointSettings nowhere;
        nowhere.name = QStringLiteral("orders");
        nowhere.url = QUrl(QStringLiteral("ws://127.0.0.1:1"));
        const EndpointId id = session.connectTo(nowhere);
        session.hub().send(id, {"an order", true, {}});
        session.stop();
        const LinkEvents last = session.takeEvents();
        QVERIFY(!last.events.empty());
        const QString text = last.events.back().text;
        QVERIFY2(text == QStringLiteral("1 message never sent: the endpoint was closed"), qPrintable(text));
        QVERIFY(session.takeEvents().events.empty());
    }

    void signalsArriveOnTheThreadOfTheSession()
    {
        Session session(quick());
        QSignalSpy linkChanged(&session, &Session::linkChanged);
        bool elsewhere = false;
        int intervals = 0;
        connect(&session, &Session::intervalReady, this, [&] {
            ++intervals;
            elsewhere |= QThread::currentThread() != thread();
        });
        session.start();
        QVERIFY(session.startDemo(FeedPattern::Steady).ok());
        QTRY_VERIFY2(!linkChanged.isEmpty() && intervals > 0, "endpoints open within the time-out");
        QVERIFY(!elsewhere);
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
