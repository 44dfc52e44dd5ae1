// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/cards.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class CardsTest : public QObject
{
    Q_OBJECT

    static MetricsConfig fixedAt(double rate)
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = rate;
        return config;
    }

    static void play(DashboardData& data, ScriptedRun& run, int seconds)
    {
        for (int i = 0; i < seconds * 10; ++i) {
            ScriptedRun::Step step = run.advance();
            data.tick(run.now(), run.wall(), step.statuses);
            for (const LinkEvent& event : step.events)
                data.addLinkEvent(event);
            if (step.interval)
                data.applyInterval(*step.interval);
        }
    }

    static std::vector<ScriptedEndpoint> twoEndpoints()
    {
        return {{u"steady"_s, [](double) { return 3000.0; }},
                {u"flaky"_s, [](double t) { return t > 20 && t < 30 ? -1.0 : 1000.0; }}};
    }

private Q_SLOTS:
    void anEmptyCardSaysWhatItWaitsFor()
    {
        DashboardData data;
        CalmScale scale;
        data.tick(TimePoint(1h), {}, {openEndpoint(1, u"feed"_s)});
        const TimeWindow window{TimePoint(1h), 1min};
        QCOMPARE(throughputCard(data, {window}, scale).emptyText, u"Waiting for the first full second"_s);
        QCOMPARE(throughputCard(data, {window}, scale).headline, u"–"_s);
        QVERIFY(throughputCard(data, {window}, scale).yTicks.empty());
        EndpointStatus lost = openEndpoint(1, u"feed"_s);
        lost.state = EndpointState::Retrying;
        data.tick(TimePoint(1h + 100ms), {}, {lost});
        QCOMPARE(throughputCard(data, {window}, scale).emptyText,
                 u"No endpoint is open. The list says why"_s);
        data.tick(TimePoint(1h + 200ms), {}, {openEndpoint(1, u"feed"_s)});
        QVERIFY(!totalsCard(data, {window}, scale, {EndpointId{1}}).emptyText.isEmpty());
        QVERIFY(!sampleRateCard(data, {window}).emptyText.isEmpty());
        QVERIFY(!bufferCard(data, {window}).emptyText.isEmpty());
    }

    void anHourShowsItsPeaksAndItsHoles()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        TimePoint now{1h};
        for (int second = 0; second < 3000; ++second) {
            const bool isDown = second >= 1000 && second < 1300;
            feed.state = isDown ? EndpointState::Retrying : EndpointState::Open;
            feed.messages += isDown ? 0 : second == 500 ? 9000 : 20;
            data.tick(now += 1s, {}, {feed});
        }
        CalmScale scale;
        const CardView card = throughputCard(data, {{data.lastSecond(), 1h}}, scale);
        QCOMPARE(card.lines.size(), std::size_t(1));
        const auto& pieces = card.lines[0].pieces;
        QCOMPARE(pieces.size(), std::size_t(2));
        QCOMPARE(largestOf(pieces), 9000.0);
        QVERIFY(std::abs(pieces[0].front().x() + 3000) <= 12);
        QVERIFY(std::abs(pieces[0].back().x() + 2000) <= 12);
        QVERIFY(std::abs(pieces[1].front().x() + 1700) <= 12);
        QVERIFY(pieces[1].back().x() > -12 && pieces[1].back().x() <= 0);
        for (const QPointF& point : pieces[1])
            QCOMPARE(point.y(), 20.0);
        const auto hole =
            std::find_if(card.gaps.begin(), card.gaps.end(), [](const GapView& gap) { return !gap.isTotal; });
        QVERIFY(hole != card.gaps.end());
        QVERIFY(std::abs(hole->from + 2000) <= 12 && std::abs(hole->to + 1700) <= 12);
        QCOMPARE(card.xTicks.size(), std::size_t(7));
    }

    void aLostEndpointLeavesAHoleInItsLineAndAMarkInTheLane()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 45);
        CalmScale scale;
        const CardView card = throughputCard(data, {{data.lastSecond(), 1min}}, scale);
        QCOMPARE(card.lines.size(), std::size_t(3)); // total and two endpoints
        QCOMPARE(card.lines[1].pieces.size(), std::size_t(1));
        QCOMPARE(card.lines[2].pieces.size(), std::size_t(2));
        QCOMPARE(card.gaps.size(), std::size_t(1));
        QCOMPARE(card.markers.size(), std::size_t(2)); // lost, reconnected
        QVERIFY(card.tag == CardTag::Exact);
        QVERIFY(card.headline.endsWith(u"/s"_s));
    }

    void theHeadlineIsTheTotalOfTheLastFullSecond()
    {
        DashboardData data;
        EndpointStatus one = openEndpoint(1, u"one"_s);
        EndpointStatus two = openEndpoint(2, u"two"_s);
        TimePoint now{1h};
        data.tick(now, {}, {one, two});
        one.messages = 4'000;
        two.messages = 980;
        data.tick(now += 1s, {}, {one, two});
        CalmScale scale;
        const CardView card = throughputCard(data, {{data.lastSecond(), 1min}}, scale);
        QCOMPARE(card.headline, u"4.98\u202Fk/s"_s);
        QCOMPARE(card.subline, u"total, last full second"_s);
        two.state = EndpointState::Retrying;
        data.tick(now += 1s, {}, {one, two});
        QCOMPARE(throughputCard(data, {{data.lastSecond(), 1min}}, scale).subline, u"total, two missing"_s);
    }

    void aPausedViewShowsWhatWasKnownThen()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 15);
        CalmScale scale;
        const TimeWindow paused{data.lastSecond(), 10s};
        const CardView before = throughputCard(data, {paused}, scale);
        play(data, run, 10);
        const CardView after = throughputCard(data, {paused}, scale);
        QCOMPARE(after.headline, before.headline);
        QCOMPARE(after.lines.back().pieces, before.lines.back().pieces);
    }

    void rangesHoldAboutAsOftenAsPromised()
    {
        DashboardData data;
        ScriptedRun run({{u"a"_s, [](double) { return 2000.0; }}, {u"b"_s, [](double) { return 900.0; }}},
                        fixedAt(0.05));
        play(data, run, 600);
        const ProofCount proof = proofIn(data, {data.lastSecond(), 15min});
        QVERIFY(proof.tested > 500);
        QVERIFY(proof.isBelievable());
        CalmScale scale;
        const CardView card = totalsCard(data, {{data.lastSecond(), 5min}}, scale, {EndpointId{1}});
        QVERIFY(card.tag == CardTag::Estimate);
        QVERIFY(card.foot.startsWith(u"Known endpoint totals held "_s));
        QVERIFY(card.headline.startsWith(u'≈'));
        QCOMPARE(card.bands.size(), std::size_t(1));
    }

    void lookingIntoEverythingIsCalledExact()
    {
        DashboardData data;
        MetricsConfig config;
        config.mode = SamplingMode::Everything;
        ScriptedRun run(twoEndpoints(), config);
        play(data, run, 12);
        CalmScale scale;
        const CardView card = totalsCard(data, {{data.lastSecond(), 1min}}, scale, {EndpointId{1}});
        QVERIFY(card.tag == CardTag::Exact);
        QVERIFY(!card.headline.contains(u'≈'));
    }

    void pointsHoldWholeFlushesWhateverTheSpan()
    {
        DashboardData data;
        ScriptedRun run({{u"even"_s, [](double) { return 2000.0; }}}, fixedAt(0.1));
        play(data, run, 400);
        CalmScale scale;
        const CardView minute = totalsCard(data, {{data.lastSecond(), 1min}}, scale, {EndpointId{1}});
        QCOMPARE(minute.unit, u"2\u202Fs a point"_s);
        const CardView five = totalsCard(data, {{data.lastSecond(), 5min}}, scale, {EndpointId{1}});
        QCOMPARE(five.unit, u"6\u202Fs a point"_s);
        // Evenly spaced: no point holds one flush and the next two.
        const auto& points = five.lines.back().pieces.front();
        for (qsizetype i = 2; i + 1 < points.size(); ++i)
            QVERIFY(std::abs((points[i].x() - points[i - 1].x()) - 6) < 0.01);
    }

    void tooFewSamplesLeaveARangeAndNoLine()
    {
        DashboardData data;
        ScriptedRun run({{u"quiet"_s, [](double) { return 5.0; }}}, fixedAt(0.03));
        play(data, run, 30);
        CalmScale scale;
        const CardView card = totalsCard(data, {{data.lastSecond(), 1min}}, scale, {EndpointId{1}});
        QVERIFY(!card.bands.front().pieces.empty());
        QVERIFY(card.lines.front().pieces.empty()); // the estimate's
        QVERIFY(card.legend.front().value.startsWith(u"too few"_s));
    }

    void aChangeOfTheRateIsAStepAndAMark()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 20);
        run.configure(fixedAt(0.03));
        data.markRateSet(run.now(), u"10"_s, u"3.0\u202F%"_s, u"You set 10 % → 3 %"_s);
        play(data, run, 10);
        const CardView card = sampleRateCard(data, {{data.lastSecond(), 1min}});
        QCOMPARE(card.headline, u"3.0\u202F%"_s);
        QVERIFY(card.subline.startsWith(u"1 in 33 · "_s));
        QCOMPARE(card.markers.size(), std::size_t(1));
        const auto& points = card.lines.back().pieces.front();
        const bool hasStep = std::adjacent_find(points.begin(), points.end(), [](QPointF a, QPointF b) {
                                 return a.x() == b.x() && a.y() > b.y();
                             }) != points.end();
        QVERIFY(hasStep);
        QCOMPARE(points.back().x(), 0.0); // what is set holds until now
        for (const CardView& other : {bufferCard(data, {{data.lastSecond(), 1min}})})
            QCOMPARE(other.markers.size(), std::size_t(1));
    }

    void theBufferShowsItsTwoZones()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 10);
        const CardView card = bufferCard(data, {{data.lastSecond(), 1min}});
        QCOMPARE(card.zones.size(), std::size_t(2));
        QCOMPARE(card.zones[0].label, u"flushes early above 75\u202F%"_s);
        QCOMPARE(card.zones[1].label, u"full: thins, never drops"_s);
        QVERIFY(card.lines.front().isFilled);
    }

    void theFocusDimsTheOthersAndSoloLeavesOnlyOne()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 10);
        CalmScale scale;
        CardContext context{{data.lastSecond(), 1min}};
        context.focus = EndpointId{2};
        CardView card = throughputCard(data, context, scale);
        QCOMPARE(card.lines.size(), std::size_t(3)); // the total, too
        for (const LineView& line : card.lines)
            QCOMPARE(line.isDimmed, line.name != u"flaky"_s);
        for (const LegendEntry& entry : card.legend) {
            QCOMPARE(entry.isDimmed, entry.name != u"flaky"_s);
            QCOMPARE(card.lines[static_cast<std::size_t>(entry.line)].name, entry.name);
        }
        context.solo = EndpointId{1};
        card = throughputCard(data, context, scale);
        QCOMPARE(card.lines.size(), std::size_t(1));
        QVERIFY(!card.lines.front().isDimmed);
        QVERIFY(card.headline.startsWith(u"3.0"_s));
        QVERIFY(card.subline.startsWith(u"steady"_s));
    }

    void aScopeNarrowsTheCurvesAndTheTotal()
    {
        DashboardData data;
        std::vector<ScriptedEndpoint> endpoints;
        for (int i = 0; i < 10; ++i)
            endpoints.push_back({u"feed %1"_s.arg(i), [i](double) { return 1000.0 * (i + 1); }});
        ScriptedRun run(endpoints, fixedAt(0.1));
        play(data, run, 3);
        data.setGroup(EndpointId{1}, u"small"_s);
        data.setGroup(EndpointId{2}, u"small"_s);
        play(data, run, 3);
        CalmScale scale;
        for (const Duration span : {Duration(1min), Duration(1h)}) {
            CardContext context{{data.lastSecond(), span}};
            context.scope.group = u"small"_s;
            const CardView card = throughputCard(data, context, scale);
            const double total = card.lines.front().pieces.back().back().y();
            QVERIFY2(total > 2700 && total < 3300, qPrintable(QString::number(total)));
            QVERIFY(card.subline.startsWith(u"small"_s));
            context.scope = {};
            context.scope.filter = u"nobody"_s;
            QCOMPARE(throughputCard(data, context, scale).emptyText, u"No endpoint matches the filter"_s);
        }
    }

    void bytesAreShownInPlaceOfMessages()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 6);
        CalmScale scale;
        CardContext context{{data.lastSecond(), 1min}};
        context.showsBytes = true;
        const CardView card = throughputCard(data, context, scale);
        QVERIFY(card.headline.endsWith(u"MB/s"_s)); // 4000/s of 420 bytes
        QCOMPARE(card.unit, u"bytes/s"_s);
        QVERIFY(card.quantity == Quantity::BytesPerSecond);
    }

    void pingsAreDotsUntilThereAreEnoughForQuantiles()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        TimePoint now{1h};
        data.tick(now, {}, {feed});
        QCOMPARE(latencyCard(data, {{now, 1min}}).emptyText, u"No ping answered yet"_s);
        for (int i = 1; i <= 700; ++i) {
            feed.roundTrip = std::chrono::milliseconds(i % 100 + 1);
            ++feed.pongs;
            data.tick(now += 1s, {}, {feed});
            if (i == 20) {
                const CardView few = latencyCard(data, {{now, 1min}});
                QVERIFY(few.lines.front().style == LineStyle::Dots);
                QCOMPARE(few.lines.front().pieces.front().size(), 20);
                QCOMPARE(few.headline, u"11\u202Fms"_s); // the median of 2 … 21
                QCOMPARE(few.foot, u"p99 needs about 500 pings, 20 so far"_s);
                QCOMPARE(few.legend.back().value, u"–"_s);
            }
        }
        const CardView many = latencyCard(data, {{now, 15min}});
        QCOMPARE(many.headline, u"99\u202Fms"_s);
        QCOMPARE(many.subline, u"p99 of 700 pings"_s);
        QVERIFY(many.foot.isEmpty());
        QVERIFY(many.tag == CardTag::Exact);
        QVERIFY(std::none_of(many.lines.begin(), many.lines.end(),
                             [](const LineView& line) { return line.style == LineStyle::Dots; }));
    }

    void theSamplingErrorIsHalfTheRangeAndKnowsItsTarget()
    {
        DashboardData data;
        ScriptedRun run(twoEndpoints(), fixedAt(0.1));
        play(data, run, 20);
        CardContext context{{data.lastSecond(), 1min}};
        context.errorTarget = 0.05;
        const CardView card = errorCard(data, context, {EndpointId{2}});
        QCOMPARE(card.legend.front().name, u"flaky"_s); // the subject first
        const ProofHistory::Bins bins = data.find(EndpointId{2})->proof.bins(context.window);
        const Estimate& newest = bins.points.back().estimate;
        QVERIFY(std::abs(std::pow(10, card.lines.front().pieces.back().back().y()) -
                         (newest.high - newest.low) / 2 / newest.value) < 1e-9);
        QCOMPARE(card.zones.size(), std::size_t(1));
        QCOMPARE(card.zones.front().label, u"above your target, 5\u202F%"_s);
        QVERIFY(!card.explanation.isEmpty());
    }

    void whatIsExactHasNoSamplingError()
    {
        DashboardData data;
        MetricsConfig everything;
        everything.mode = SamplingMode::Everything;
        ScriptedRun run(twoEndpoints(), everything);
        play(data, run, 10);
        const CardView card = errorCard(data, {{data.lastSecond(), 1min}}, {EndpointId{1}});
        QCOMPARE(card.emptyText, u"Everything is looked into: nothing is estimated"_s);
        QVERIFY(card.tag == CardTag::Exact);
    }

    void manyMarkersOfAKindInOnePlaceAreOne()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        TimePoint now{1h};
        data.tick(now, {}, {feed});
        for (int i = 0; i < 300; ++i) {
            now += 2s;
            data.tick(now, {}, {feed});
            data.addLinkEvent({{}, now, feed.id, feed.name, LinkEventKind::Closed, u"cut"_s});
        }
        const std::vector<MarkerView> hour = cards::markersIn(data, {{now, 1h}}, true);
        QVERIFY(hour.size() < 30);
        QCOMPARE(hour.front().label, u"23 lost"_s); // 45 seconds of 2 s each
        QVERIFY(hour.front().tooltip.size() < 1000);
        QCOMPARE(cards::markersIn(data, {{now, 1min}}, true).size(), std::size_t(30));
        QVERIFY(cards::markersIn(data, {{now, 1h}}, false).empty());
    }

    void aLongViewTellsTheLastSecondNotTheExtremesOfAColumn()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        TimePoint now{48h};
        data.tick(now, {}, {feed});
        CalmScale scale;
        for (int second = 1; second < 900; ++second) {
            feed.messages += second % 50 == 0 ? 9000 : 60;
            data.tick(now += 1s, {}, {feed});
            for (const Duration span : {Duration(1h), Duration(6h), Duration(24h)}) {
                const CardView card = throughputCard(data, {{data.lastSecond(), span}}, scale);
                QCOMPARE(card.headline, second % 50 == 0 ? u"9.00\u202Fk/s"_s : u"60\u202F/s"_s);
                QVERIFY(card.gaps.empty()); // a column that is not over is no gap
            }
        }
    }

    void bytesThatAreNotKeptAreUnknownInASum()
    {
        DashboardData data;
        std::vector<ScriptedEndpoint> endpoints;
        for (int i = 0; i < 7; ++i)
            endpoints.push_back({u"feed %1"_s.arg(i), [](double) { return 1000.0; }});
        ScriptedRun run(endpoints, fixedAt(0.1));
        play(data, run, 3);
        for (std::uint32_t i = 1; i <= 7; ++i)
            data.setGroup(EndpointId{i}, u"all"_s);
        play(data, run, 20);
        CalmScale scale;
        CardContext context{{data.lastSecond(), 1h}};
        context.scope.group = u"all"_s;
        QVERIFY(!throughputCard(data, context, scale).lines.front().pieces.empty());
        context.showsBytes = true; // of two that are not drawn nobody kept them for so long
        QVERIFY(throughputCard(data, context, scale).lines.front().pieces.empty());
    }

    void aHoleInTheProofIsNotBridged()
    {
        DashboardData data;
        ScriptedRun run({{u"feed"_s, [](double t) { return t > 30 && t < 38 ? -1.0 : 3000.0; }}},
                        fixedAt(0.1));
        play(data, run, 60);
        CalmScale scale;
        const CardView card = totalsCard(data, {{data.lastSecond(), 1min}}, scale, {EndpointId{1}});
        QCOMPARE(card.bands.front().pieces.size(), std::size_t(2));
        QCOMPARE(card.lines.back().pieces.size(), std::size_t(2));
    }

    void anEstimateOfWhatIsGoneIsNotOfNow()
    {
        DashboardData data;
        ScriptedRun run({{u"feed"_s, [](double t) { return t > 30 ? -1.0 : 3000.0; }}}, fixedAt(0.1));
        play(data, run, 50);
        CalmScale scale;
        const CardView card = totalsCard(data, {{data.lastSecond(), 1min}}, scale, {EndpointId{1}});
        for (const LegendEntry& entry : card.legend)
            QCOMPARE(entry.value, u"–"_s);
        for (const LineView& line : card.lines)
            QVERIFY(!line.hasDot);
    }

    void whatIsNotLiveIsLabelledByTheClock()
    {
        DashboardData data;
        const WallTime wall{std::chrono::hours(24 * 365 * 50)}; // a whole hour wherever the clock is
        data.tick(TimePoint(1h), wall + 10s, {openEndpoint(1, u"feed"_s)});
        const CardView live = cards::blank(data, {{TimePoint(1h), 5min}});
        QCOMPARE(live.xTicks.back().label, u"now"_s);
        const CardView past = cards::blank(data, {{TimePoint(1h), 5min}, false});
        QCOMPARE(past.xTicks.back().at, -10.0);
        QVERIFY(past.xTicks.back().label.endsWith(u":00"_s));
        QCOMPARE(past.xTicks.size(), std::size_t(5));
        const CardView seconds = cards::blank(data, {{TimePoint(1h), 10s}, false});
        QVERIFY(seconds.xTicks.back().label.endsWith(u":00:10"_s));
    }

    void whatIsNotDrawnIsOneCurve()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 11; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        data.tick(TimePoint(1h), {}, statuses);
        data.tick(TimePoint(1h + 1s), {}, statuses);
        CalmScale scale;
        const CardView card = throughputCard(data, {{data.lastSecond(), 1min}}, scale);
        QCOMPARE(card.lines.size(), std::size_t(7));
        QCOMPARE(card.legend.back().name, u"other (6)"_s);
    }
};

QTEST_GUILESS_MAIN(CardsTest)
#include "cards_test.moc"
