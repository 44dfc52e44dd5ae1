// SPDX-License-Identifier: Apache-2.0
#include "core/history/tiered_series.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint kStart(1h);

std::vector<Column> columnsOf(const TieredSeries& series, TimePoint from, TimePoint to, std::size_t columns)
{
    std::vector<Column> all(columns);
    (void)series.columns(from, to, all);
    return all;
}

/** Everything of a stretch as one column. */
Column whole(const TieredSeries& series, TimePoint from, TimePoint to)
{
    return columnsOf(series, from, to, 1).front();
}

Column of(double value, std::uint32_t count = 1)
{
    return {value * count, static_cast<float>(value), static_cast<float>(value), count};
}

} // namespace

class TieredSeriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingAtFirst()
    {
        const TieredSeries series;
        for (const Column& column : columnsOf(series, kStart, kStart + 1h, 50))
            QCOMPARE(column, Column{});
    }

    void mergesTheValuesOfABucket()
    {
        TieredSeries series;
        series.add(kStart, 3);
        series.add(kStart + 40ms, -1);
        series.add(kStart + 99ms, 4);
        series.add(kStart + 100ms, 7);
        const auto columns = columnsOf(series, kStart, kStart + 200ms, 2);
        QCOMPARE(columns[0], (Column{6, -1, 4, 3}));
        QCOMPARE(columns[0].mean(), 2.0);
        QCOMPARE(columns[1], of(7));
    }

    void aGapIsNeitherZeroNorBridged()
    {
        TieredSeries series;
        series.add(kStart, 5);
        series.add(kStart + 300ms, 0);
        const auto columns = columnsOf(series, kStart, kStart + 400ms, 4);
        QVERIFY(!columns[0].isGap() && columns[1].isGap() && columns[2].isGap());
        QCOMPARE(columns[3], of(0));
    }

    void takesTheWidestTierNoWiderThanAColumnThatReachesBack()
    {
        TieredSeries series;
        const TimePoint now = kStart + 26h;
        series.add(now, 1);
        std::vector<Column> columns(540);
        const auto widthOf = [&](Duration span) { return series.columns(now - span, now, columns); };
        QCOMPARE(widthOf(10s), Duration(100ms)); // narrower than a bucket: nothing finer there is
        QCOMPARE(widthOf(1min), Duration(100ms));
        QCOMPARE(widthOf(5min), Duration(500ms));
        QCOMPARE(widthOf(10min), Duration(1s));
        QCOMPARE(widthOf(44min), Duration(2s));
        QCOMPARE(widthOf(1h), Duration(5s));
        QCOMPARE(widthOf(6h), Duration(30s));
        QCOMPARE(widthOf(24h), Duration(2min));
        QCOMPARE(series.columns(now - 12min, now - 11min, columns), Duration(1s)); // 100 ms is over
        QCOMPARE(series.columns(now - 3h, now - 179min, columns), Duration(10s));
        QCOMPARE(series.columns(now - 30h, now - 25h, columns), Duration(2min));
    }

    void aPeakOfATenthOfASecondIsThereInTheViewOfADay()
    {
        TieredSeries series;
        for (Duration at = 0s; at < 23h; at += 1s)
            series.hold(kStart + at, kStart + at + 1s, 10);
        series.add(kStart + 5h + 123ms, 90'000);
        const auto columns = columnsOf(series, kStart, kStart + 24h, 24);
        for (std::size_t hour = 0; hour < 23; ++hour) {
            QCOMPARE(columns[hour].min, 10.0F);
            QCOMPARE(columns[hour].max, hour == 5 ? 90'000.0F : 10.0F);
        }
        QVERIFY(columns[23].isGap());
    }

    void aBucketBelongsToTheColumnInWhichItBegins()
    {
        TieredSeries series;
        for (int second = 0; second < 10; ++second)
            series.add(kStart + 50ms + second * 100ms, second);
        // Columns of 250 ms: buckets begin at 0 100 200 | 300 400 | 500 600 700 | 800 900.
        const auto columns = columnsOf(series, kStart, kStart + 1s, 4);
        QCOMPARE(columns[0], (Column{0 + 1 + 2, 0, 2, 3}));
        QCOMPARE(columns[1], (Column{3 + 4, 3, 4, 2}));
        QCOMPARE(columns[2], (Column{5 + 6 + 7, 5, 7, 3}));
        QCOMPARE(columns[3], (Column{8 + 9, 8, 9, 2}));
    }

    void aBucketCutByAnEdgeIsInOneOfTwoNeighbouringStretches()
    {
        TieredSeries series;
        for (int i = 0; i < 1000; ++i)
            series.add(kStart + i * 10ms, 1);
        for (const Duration cut :
             {Duration(3s), Duration(3s + 1ns), Duration(3s + 50ms), Duration(3100ms - 1ns)}) {
            const Column left = whole(series, kStart, kStart + cut);
            const Column right = whole(series, kStart + cut, kStart + 10s);
            QCOMPARE(left.count + right.count, 1000U);
        }
        // 100 ms tier: the bucket that begins at 3.0 s and is cut at 3.05 s belongs to the left.
        QCOMPARE(columnsOf(series, kStart + 2050ms, kStart + 3050ms, 10).back().count, 10U);
        QCOMPARE(columnsOf(series, kStart + 3050ms, kStart + 4050ms, 10).front().count, 10U);
    }

    void columnsNarrowerThanABucketShowTheBucketTheyBeginIn()
    {
        TieredSeries series;
        series.add(kStart, 1);
        series.add(kStart + 100ms, 2);
        const auto columns = columnsOf(series, kStart + 50ms, kStart + 250ms, 8); // of 25 ms
        QCOMPARE(columns[0], of(1));
        QCOMPARE(columns[1], of(1));
        for (std::size_t i = 2; i < 6; ++i)
            QCOMPARE(columns[i], of(2));
        QVERIFY(columns[6].isGap() && columns[7].isGap());
    }

    void silenceOfAnyLengthLeavesNothingOfAnEarlierRound()
    {
        for (const Tier& tier : kTiers) {
            const Duration round = tier.width * static_cast<std::int64_t>(tier.buckets());
            for (const Duration silence : {round - tier.width, round, round + tier.width, 3 * round}) {
                TieredSeries series;
                series.add(kStart, 1);
                series.add(kStart + silence, 2);
                const std::size_t columns = tier.buckets();
                const TimePoint end = kStart + silence + tier.width;
                std::vector<Column> all(columns);
                QCOMPARE(series.columns(end - round, end, all), tier.width);
                const bool isFirstKept = silence < round;
                QCOMPARE(all.front(), isFirstKept ? of(1) : Column{});
                QCOMPARE(all.back(), of(2));
                QVERIFY(
                    std::all_of(all.begin() + 1, all.end() - 1, [](const Column& c) { return c.isGap(); }));
            }
        }
    }

    void goesOnAfterAJumpOfADay()
    {
        TieredSeries series;
        series.add(kStart, 1);
        series.add(kStart + 24h, 2);
        series.add(kStart + 24h + 100ms, 3);
        QCOMPARE(whole(series, kStart, kStart + 25h), (Column{6, 1, 3, 3}));
        const auto columns = columnsOf(series, kStart + 24h - 1s, kStart + 24h + 1s, 20);
        for (std::size_t i = 0; i < columns.size(); ++i)
            QCOMPARE(columns[i], i == 10 ? of(2) : i == 11 ? of(3) : Column{});
    }

    void aLateValueIsCountedAndGoesWhereItBelongs()
    {
        TieredSeries series;
        series.add(kStart + 1h, 1);
        QCOMPARE(series.late(), std::uint64_t(0));
        series.add(kStart + 1h - 1s, 2);             // in every tier
        series.add(kStart, 3);                       // 1 s and wider
        series.add(kStart + 1h - 2 * 24h, 4);        // nowhere
        series.hold(kStart + 30min, kStart + 1h, 5); // 1 s and wider, and the newest 10 minutes
        QCOMPARE(series.late(), std::uint64_t(4));
        QCOMPARE(columnsOf(series, kStart + 1h - 2s, kStart + 1h, 20)[10], (Column{7, 2, 5, 2}));
        QCOMPARE(columnsOf(series, kStart, kStart + 2h, 7200)[0], of(3));
        QCOMPARE(whole(series, kStart - 48h, kStart + 2h).count, 3U + 30 * 60 * 10);
        series.add(kStart + 1h, 1); // not older than the newest
        QCOMPARE(series.late(), std::uint64_t(4));
    }

    void whatIsNotANumberIsAGap()
    {
        TieredSeries series;
        const double infinity = std::numeric_limits<double>::infinity();
        for (const double value : {std::nan(""), infinity, -infinity, 1e31, -1e31}) {
            series.add(kStart, value);
            series.hold(kStart + 1s, kStart + 2s, value);
        }
        QCOMPARE(whole(series, kStart, kStart + 1min), Column{});
        series.add(kStart + 2s, -1e30);
        QVERIFY(std::isfinite(whole(series, kStart, kStart + 1min).sum));
    }

    void holdLeavesNoGapHoweverSlowTheReadings()
    {
        TieredSeries series;
        constexpr Duration kStep = 1037ms; // misses a second of the clock now and then
        TimePoint now = kStart;
        while (now < kStart + 9min) {
            series.hold(now, now + kStep, 8);
            now += kStep;
        }
        for (const Tier& tier : kTiers) {
            const auto columns = static_cast<std::size_t>(8min / tier.width);
            for (const Column& column : columnsOf(series, kStart, kStart + 8min, columns))
                QCOMPARE(column, of(8, static_cast<std::uint32_t>(tier.width / BucketRing::kTick)));
        }
    }

    void holdWeighsByTime()
    {
        TieredSeries series;
        series.hold(kStart, kStart + 50s, 100);
        series.hold(kStart + 50s, kStart + 51s, 40);
        series.hold(kStart + 51s, kStart + 60s, 100);
        QCOMPARE(whole(series, kStart, kStart + 1min).mean(), (59 * 100 + 40) / 60.0);
    }

    void holdShorterThanATickCountsOnce()
    {
        TieredSeries series;
        series.hold(kStart + 10ms, kStart + 20ms, 6);
        series.hold(kStart + 20ms, kStart + 100ms, 7); // ends where the next tick begins
        series.hold(kStart + 100ms, kStart + 101ms, 8);
        QCOMPARE(columnsOf(series, kStart, kStart + 200ms, 2)[0], (Column{13, 6, 7, 2}));
        QCOMPARE(columnsOf(series, kStart, kStart + 200ms, 2)[1], of(8));
    }

    void roundsASumOnce()
    {
        TieredSeries series;
        double sum = 0;
        for (int i = 0; i < 600; ++i) {
            series.add(kStart + i * 100ms, i + 0.1);
            sum += static_cast<double>(static_cast<float>(i + 0.1));
        }
        QCOMPARE(whole(series, kStart, kStart + 1min).sum, static_cast<double>(static_cast<float>(sum)));
        series.add(kStart + 1min, 16'777'216);
        QCOMPARE(whole(series, kStart + 1min, kStart + 2min), of(16'777'216));
    }

    void memoryIsFixed()
    {
        TieredSeries full;
        TieredSeries overview(Detail::Overview);
        QCOMPARE(full.bytes(), seriesBytes(Detail::Full));
        QCOMPARE(overview.bytes(), seriesBytes(Detail::Overview));
        overview.setDetail(Detail::Full);
        QCOMPARE(overview.bytes(), seriesBytes(Detail::Full));
        overview.setDetail(Detail::Overview);
        QCOMPARE(overview.bytes(), seriesBytes(Detail::Overview));
    }

    void moreDetailKnowsThePastFromTheWideTiers()
    {
        TieredSeries series(Detail::Overview);
        const auto record = [&series](TimePoint from, TimePoint to) {
            for (TimePoint at = from; at < to; at += 1s)
                series.hold(at, at + 1s, 10);
        };
        record(kStart, kStart + 2h);
        const TimePoint drawn = kStart + 2h;
        series.setDetail(Detail::Full);
        QCOMPARE(series.detail(), Detail::Full);
        record(drawn, drawn + 10min);
        std::vector<Column> columns(540);

        QCOMPARE(series.columns(drawn - 50min, drawn + 10min, columns), Duration(10s)); // not 5 s
        for (const Column& column : columns)
            QCOMPARE(column.max, 10.0F);
        QCOMPARE(series.columns(drawn + 5min, drawn + 10min, columns), Duration(500ms));
        for (const Column& column : columns)
            QCOMPARE(column.max, 10.0F);
        QCOMPARE(series.columns(drawn, drawn + 4min, columns), Duration(100ms));
        QCOMPARE(series.columns(drawn - 1s, drawn + 4min, columns), Duration(10s));

        record(drawn + 10min, drawn + 1h);
        QCOMPARE(series.columns(drawn, drawn + 1h, columns), Duration(5s));
        QCOMPARE(whole(series, kStart, drawn + 1h).count, 3U * 3600 * 10);
    }

    void lessDetailKeepsTheDay()
    {
        TieredSeries series;
        for (Duration at = 0s; at < 1h; at += 1s)
            series.hold(kStart + at, kStart + at + 1s, 10);
        series.setDetail(Detail::Overview);
        std::vector<Column> columns(540);
        QCOMPARE(series.columns(kStart, kStart + 1h, columns), Duration(10s));
        QCOMPARE(whole(series, kStart, kStart + 1h), of(10, 36'000));
    }
};

QTEST_APPLESS_MAIN(TieredSeriesTest)
#include "tiered_series_test.moc"
