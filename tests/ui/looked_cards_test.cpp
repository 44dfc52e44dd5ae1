// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/card_table.h"
#include "ui/models/cards.h"
#include "ui/models/format.h"
#include "ui/models/looked_text.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/** Corrected totals, message age and words from what looking into messages said. */
class LookedCardsTest : public QObject
{
    Q_OBJECT

    static constexpr EndpointId kFeed{1};

    /** One endpoint whose messages are looked into every two seconds. */
    struct Feed
    {
        Feed()
        {
            looked.endpoint = kFeed;
            looked.settings.key = "/key";
            looked.settings.value = "/value";
            looked.keys.resize(1);
            looked.keys[0].key = "user-1";
            data.tick(now, WallTime(now.time_since_epoch()), {openEndpoint(1, u"feed"_s)});
        }

        void tell(int times = 1)
        {
            for (int i = 0; i < times; ++i) {
                now += 2s;
                data.tick(now, WallTime(now.time_since_epoch()), {openEndpoint(1, u"feed"_s)});
                auto report = std::make_shared<LookReport>();
                report->endpoints.push_back(looked);
                auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(now, {}, ++sequence));
                snapshot->interval = 2s;
                data.applyInterval({snapshot, {}, report});
            }
        }
        CardView totals(Measure measure)
        {
            CalmScale scale;
            return totalsCard(data, {{now, 1min}}, scale, {kFeed, "user-1", measure});
        }
        CardView age() const
        {
            CardContext context{{now, 1min}};
            context.showsAge = true;
            return latencyCard(data, context);
        }

        DashboardData data;
        LookedEndpoint looked;
        TimePoint now{1h};
        std::uint64_t sequence = 0;
    };

    static QStringList namesOf(const CardView& card)
    {
        QStringList names;
        for (const LineView& line : card.lines)
            names.append(line.name);
        return names;
    }

private Q_SLOTS:
    void aKeyHasNoTruthBesideItsEstimate()
    {
        Feed feed;
        feed.looked.keys[0].intervalCount = {100, 80, 130, Grade::A, 40};
        feed.data.follow({kFeed, "user-1"});
        feed.tell(30);
        const CardView card = feed.totals(Measure::Messages);
        QCOMPARE(namesOf(card), QStringList({u"user-1"_s}));
        QVERIFY(card.lines.front().isOutside);
        QCOMPARE(card.headline, u"≈\u202F3.00k"_s);
        const double below = 20 * std::sqrt(30.0);
        const double above = 30 * std::sqrt(30.0);
        QCOMPARE(card.subline, format::range(3000 - below, 3000 + above) + u", 1\u202Fmin"_s);
        QCOMPARE(card.lines.front().pieces.back().back().y(), 50.0);
        QCOMPARE(card.bands.front().pieces.back().high.back().y(), 65.0);
        QVERIFY(card.explanation.startsWith(u"“user-1”, 1\u202Fmin: 1,200 messages looked into."_s));
        QVERIFY(card.explanation.contains(u"nobody counted it"_s));
        for (const ReadoutView::Row& row : card.readouts.back().rows)
            QVERIFY(row.name != u"counted"_s);
    }

    void whereEverythingIsLookedIntoAKeyIsExact()
    {
        Feed feed;
        feed.looked.keys[0].intervalCount = {100, 100, 100, Grade::A, 100};
        feed.data.follow({kFeed, "user-1"});
        feed.tell(3);
        const CardView card = feed.totals(Measure::Messages);
        QVERIFY(card.tag == CardTag::Exact);
        QCOMPARE(card.headline, u"300"_s);
        QVERIFY(card.explanation.isEmpty());
        QCOMPARE(card.legend.size(), std::size_t(1));
    }

    void ofTooFewOnlyTheRangeIsSaid()
    {
        Feed feed;
        feed.looked.keys[0].intervalCount = {40, 2, 300, Grade::C, 1};
        feed.data.follow({kFeed, "user-1"});
        feed.tell(4);
        const CardView card = feed.totals(Measure::Messages);
        QVERIFY(card.lines.front().pieces.empty());
        QVERIFY(!card.bands.front().pieces.empty());
        QVERIFY(!card.headline.startsWith(u'≈'));
        QVERIFY(card.headline.contains(u'–'));
        QCOMPARE(card.subline, u"too few: 4, 8\u202Fs"_s);
    }

    void aSumBelowNothingHasAnAxisThatReachesIt()
    {
        Feed feed;
        feed.looked.keys[0].intervalSum = {-100, -130, -80, Grade::A, 40};
        feed.data.follow({kFeed, "user-1"});
        feed.tell(4);
        const CardView card = feed.totals(Measure::Sum);
        QVERIFY(card.quantity == Quantity::SumPerSecond);
        QCOMPARE(card.headline, u"≈\u202F-400"_s);
        QVERIFY(card.yLow <= -65);
        QCOMPARE(card.yHigh, 0.0);
        QVERIFY(std::is_sorted(card.yTicks.begin(), card.yTicks.end(),
                               [](const AxisTick& a, const AxisTick& b) { return a.at < b.at; }));
        QVERIFY(card.subline.contains(u" to "_s)); // no dash beside a sign
    }

    void bytesOfAKeyAndTheSumOfAllHaveTheirUnits()
    {
        Feed feed;
        feed.looked.keys[0].intervalBytes = {4000, 3600, 4400, Grade::A, 40};
        feed.looked.intervalSum = {90, 80, 100, Grade::A, 40};
        feed.data.follow({kFeed, "user-1"});
        feed.data.follow({kFeed, {}, Measure::Sum});
        feed.tell(4);
        QCOMPARE(feed.totals(Measure::Bytes).headline, u"≈\u202F16.0\u202FkB"_s);
        const Subject sum{kFeed, {}, Measure::Sum};
        CalmScale scale;
        QCOMPARE(totalsCard(feed.data, {{feed.now, 1min}}, scale, sum).headline, u"≈\u202F360"_s);
        QCOMPARE(looked::choice(feed.data, sum), u"sum of /value: feed"_s);
        QCOMPARE(looked::choice(feed.data, {kFeed, "user-1", Measure::Bytes}), u"bytes: “user-1”"_s);
        QCOMPARE(looked::choice(feed.data, {kFeed}), u"proof: feed"_s);
    }

    void bytesOfAnEndpointAreProved()
    {
        DashboardData data;
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = 0.1;
        EndpointStatus status = openEndpoint(1, u"feed"_s);
        TimePoint now{1h};
        data.tick(now, {}, {status});
        const Subject subject{kFeed, {}, Measure::Bytes};
        data.follow(subject);
        for (int i = 1; i <= 5; ++i) {
            now += 2s;
            status.messages += 100;
            status.bytes += 42'000;
            data.tick(now, {}, {status});
            auto snapshot =
                std::make_shared<EngineSnapshot>(snapshotAt(now, config, static_cast<std::uint64_t>(i)));
            KeySnapshot key;
            key.key = "feed";
            key.intervalCount = {100, 90, 110, Grade::A, 40};
            key.intervalSum = {41'000, 38'000, 45'000, Grade::A, 40};
            snapshot->keys.push_back(key);
            data.applyInterval({snapshot, {{kFeed, u"feed"_s, status.messages, status.bytes}}});
        }
        CalmScale scale;
        const CardView card = totalsCard(data, {{now, 1min}}, scale, subject);
        QCOMPARE(namesOf(card), QStringList({u"estimate"_s, u"counted"_s}));
        QCOMPARE(card.lines[1].pieces.back().back().y(), 21'000.0);
        QCOMPARE(card.lines[0].pieces.back().back().y(), 20'500.0);
        QVERIFY(card.quantity == Quantity::BytesPerSecond);
        QCOMPARE(card.headline, u"≈\u202F164\u202FkB"_s);
    }

    void messageAgeIsAnEstimateWhoseClockIsNotChecked()
    {
        Feed feed;
        QCOMPARE(feed.age().emptyText, u"No time chosen: click one in a message"_s);
        feed.looked.settings.time = "/ts";
        feed.looked.age = {{0.08, 0.07, 0.1, Grade::A, 400},
                           {0.2, 0.18, 0.23, Grade::A, 400},
                           {0.5, 0.4, 0.7, Grade::A, 400},
                           400,
                           0,
                           0.01};
        feed.tell(5);
        const CardView card = feed.age();
        QVERIFY(card.tag == CardTag::Estimate);
        QCOMPARE(card.headline, u"≈\u202F500\u202Fms"_s);
        QCOMPARE(card.subline, u"p99 of feed"_s);
        QCOMPARE(namesOf(card), QStringList({u"p50"_s, u"p90"_s, u"p99"_s}));
        QCOMPARE(card.legend.front().value, u"≈\u202F80\u202Fms"_s);
        QCOMPARE(card.foot, u"Server’s clock not checked: level may be off"_s);
        QVERIFY(card.explanation.contains(u"400 messages with a time looked into"_s));
        QVERIFY(std::abs(card.bands.front().pieces.front().high.back().y() - std::log10(0.1)) < 1e-6);
        QCOMPARE(card.readouts.size(), std::size_t(5));
    }

    void fewAgesHaveNoHighQuantile()
    {
        Feed feed;
        feed.looked.settings.time = "/ts";
        feed.looked.age.p50 = {0.08, 0.02, 0.3, Grade::C, 6};
        feed.looked.age.p99 = {0.5, 0.1, 3, Grade::C, 6};
        feed.looked.age.samples = 6;
        feed.tell(2);
        const CardView card = feed.age();
        QCOMPARE(card.subline, u"p50 of feed"_s);
        QCOMPARE(card.legend.back().value, u"–"_s);
    }

    void messagesFromTheFutureTellThatClocksDiffer()
    {
        Feed feed;
        feed.looked.settings.time = "/ts";
        feed.looked.age.samples = 200;
        feed.looked.age.fromFuture = 40;
        feed.looked.age.lowest = -0.084;
        feed.tell(2);
        const CardView card = feed.age();
        QCOMPARE(card.foot, u"Messages from the future: clocks differ by at least 84\u202Fms"_s);
        QVERIFY(card.footGlyph == Glyph::Triangle);
    }

    void whatIsOverIsNotSaidOfNow()
    {
        Feed feed;
        feed.looked.settings.time = "/ts";
        feed.looked.age.samples = 200;
        feed.looked.age.p50 = {0.08, 0.07, 0.1, Grade::A, 200};
        feed.tell(2);
        feed.now += 10s;
        const CardView card = feed.age();
        QCOMPARE(card.headline, u"–"_s);
        QCOMPARE(card.legend.front().value, u"–"_s);
        QVERIFY(!card.lines.front().hasDot);
    }

    void aTableHasTheRangesOfAKey()
    {
        Feed feed;
        feed.looked.keys[0].intervalCount = {100, 80, 130, Grade::A, 40};
        feed.data.follow({kFeed, "user-1"});
        feed.tell(3);
        const QByteArray csv = csvOf(tableOf(feed.totals(Measure::Messages)), {});
        QVERIFY(csv.contains("user-1 (messages/s),95 % low (messages/s),95 % high (messages/s)"));
        QVERIFY(csv.contains(",50,40,65\r\n"));
    }

    void aSequenceSaysNoMoreThanIsKnown()
    {
        LookedSequence sequence;
        QCOMPARE(looked::sequence(sequence), u"no number read yet"_s);
        sequence.numbers = 4210;
        QCOMPARE(looked::sequence(sequence), u"no gap in 4,210 (on messages looked into)"_s);
        sequence.missing = 12;
        QCOMPARE(looked::sequence(sequence), u"12 numbers missing (on messages looked into)"_s);
        sequence.isOnEvery = true;
        sequence.missing = 1;
        sequence.duplicates = 3;
        sequence.reordered = 2;
        QCOMPARE(looked::sequence(sequence),
                 u"1 number missing, 3 came again, 2 out of order (on every message)"_s);
        sequence = {};
        sequence.numbers = 9;
        sequence.restarts = 1;
        QCOMPARE(looked::sequence(sequence), u"no gap in 9, began anew once (on messages looked into)"_s);
    }
};

QTEST_GUILESS_MAIN(LookedCardsTest)
#include "looked_cards_test.moc"
