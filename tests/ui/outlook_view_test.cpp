// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/outlook_view.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Ten seconds of 10,000 messages/s of equal size, two keys, into a ring of 20,000. */
EngineSnapshot loaded()
{
    MetricsConfig config;
    config.bufferSize = 20'000;
    config.flushInterval = 10s;
    config.budget = 1;
    EngineSnapshot snapshot = snapshotAt(TimePoint{1h}, config, 7);
    snapshot.types[indexOf(MetricType::MessageReceived)].intervalCount = 100'000;
    snapshot.meta.nanosecondsPerChosen = 1000;
    for (const auto& [name, count] : {std::pair("busy", 99'000.0), std::pair("quiet", 400.0)}) {
        KeySnapshot key;
        key.key = name;
        key.intervalCount.value = count;
        key.intervalSum.value = 100 * count;
        snapshot.keys.push_back(key);
    }
    return snapshot;
}

} // namespace

class OutlookViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRateInForceStandsInThePlaceOfTheNearest()
    {
        const OutlookView view = outlookView(loaded(), 0.05, u"busy"_s);
        QCOMPARE(view.rates, (QStringList{u"1\u202F%"_s, u"5\u202F%"_s, u"10\u202F%"_s, u"100\u202F%"_s}));
        QCOMPARE(view.current, 1);
        QCOMPARE(outlookView(loaded(), 1, u"busy"_s).current, 3);
        QCOMPARE(outlookView(loaded(), 0.004, u"busy"_s).rates.first(), u"0.4\u202F%"_s);
    }

    void eachQuestionIsAnsweredForEachRate()
    {
        const OutlookView view = outlookView(loaded(), 0.03, u"busy"_s);
        QCOMPARE(view.questions, (QStringList{u"Looked into/s"_s, u"busy, range"_s, u"quiet, range"_s,
                                              u"Ring, fullest"_s, u"CPU, one core"_s}));
        QCOMPARE(view.answers.size(), std::size_t(5));
        QCOMPARE(view.hints.size(), view.questions.size());
        QVERIFY(view.hints[1].contains(u"half the 95\u202F% range"_s));
        QVERIFY(!view.questions.join(QString()).contains(u'±'));
        for (const QStringList& answers : view.answers)
            QCOMPARE(answers.size(), 4);
        QCOMPARE(view.answers[0], (QStringList{u"100"_s, u"300"_s, u"1.00k"_s, u"10.0k"_s}));
        QCOMPARE(view.answers[2][0], u"few"_s); // 400 events at 1 %
        QCOMPARE(view.answers[3], (QStringList{u"5\u202F%"_s, u"15\u202F%"_s, u"50\u202F%"_s, u"thins"_s}));
        QCOMPARE(view.answers[4][3], u"1\u202F%"_s);
        QCOMPARE(view.answers[4][0], u"<0.1\u202F%"_s);
    }

    void everythingIsExactWhereTheRingHoldsIt()
    {
        EngineSnapshot snapshot = loaded();
        snapshot.config.bufferSize = 1'000'000;
        const OutlookView view = outlookView(snapshot, 0.03, u"busy"_s);
        QCOMPARE(view.answers[1][3], u"exact"_s);
        QCOMPARE(view.answers[2][3], u"exact"_s);
    }

    void theOnlyKeyIsNotAskedTwiceAndAnUnknownOneNotAtAll()
    {
        EngineSnapshot snapshot = loaded();
        QCOMPARE(outlookView(snapshot, 0.03, u"quiet"_s).questions.size(), 4);
        QCOMPARE(outlookView(snapshot, 0.03, u"gone"_s).questions.size(), 4);
        snapshot.keys.clear();
        QCOMPARE(outlookView(snapshot, 0.03, u"busy"_s).questions.size(), 3);
    }

    void withoutMessagesThereIsNothingToSay()
    {
        EngineSnapshot snapshot = loaded();
        snapshot.types[indexOf(MetricType::MessageReceived)].intervalCount = 0;
        QVERIFY(outlookView(snapshot, 0.03, u"busy"_s).rates.isEmpty());
    }

    void costIsUnknownWhereItIsNotMeasured()
    {
        EngineSnapshot snapshot = loaded();
        snapshot.config.enableMeta = false;
        QCOMPARE(outlookView(snapshot, 0.03, u"busy"_s).answers.back()[0], u"–"_s);
    }

    void namesFromOutsideAreMadePlain()
    {
        EngineSnapshot snapshot = loaded();
        snapshot.keys[0].key = "a\nb\x1b[31m" + std::string(500, 'x');
        const OutlookView view = outlookView(snapshot, 0.03, QString::fromStdString(snapshot.keys[0].key));
        QVERIFY(view.questions[1].size() < 60);
        QVERIFY(!view.questions[1].contains(u'\n') && !view.questions[1].contains(u'\x1b'));
    }
};

QTEST_APPLESS_MAIN(OutlookViewTest)
#include "outlook_view_test.moc"
