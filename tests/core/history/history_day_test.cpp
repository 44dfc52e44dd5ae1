// SPDX-License-Identifier: Apache-2.0
#include "core/history/tiered_series.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

using namespace weir;
using namespace std::chrono_literals;

namespace {

std::atomic<long> allocations{0};

} // namespace

// Counts what the series under test take. Not inlined: GCC would see a free() of what operator new returned.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept
{
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

/** Readings of one endpoint once a second, each a value known from its second alone. */
double rateAt(std::size_t endpoint, std::int64_t second)
{
    return static_cast<double>((static_cast<std::int64_t>(endpoint) * 7919 + second * 104'729) % 1000);
}

/** Down for 50 s at the end of every 1000 s. */
bool isUp(std::int64_t second)
{
    return second % 1000 < 950;
}

/** What a stretch of whole seconds holds, worked out anew. */
Column expectedIn(std::size_t endpoint, std::int64_t fromSecond, std::int64_t toSecond)
{
    Column column;
    for (std::int64_t second = fromSecond; second < toSecond; ++second) {
        if (!isUp(second))
            continue;
        const double rate = rateAt(endpoint, second);
        column.merge({rate * 10, static_cast<float>(rate), static_cast<float>(rate), 10});
    }
    return column;
}

constexpr TimePoint at(std::int64_t second)
{
    return TimePoint(std::chrono::seconds(second));
}

class Day
{
public:
    explicit Day(std::size_t endpoints) : series(endpoints) {}

    std::int64_t second() const
    {
        return std::chrono::floor<std::chrono::seconds>(time.now().time_since_epoch()).count();
    }

    void record(Duration span)
    {
        for (Duration passed = 0s; passed < span; passed += 1s) {
            const TimePoint from = time.now();
            const std::int64_t now = second();
            time.advance(1s);
            for (std::size_t i = 0; isUp(now) && i < series.size(); ++i)
                series[i].hold(from, time.now(), rateAt(i, now));
        }
    }

    test::ManualTime time;
    std::vector<TieredSeries> series;
};

} // namespace

class HistoryDayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eightHoursOf64EndpointsTakeNoMemoryAndBothEndsOfEachTierAreExact()
    {
        constexpr std::size_t kEndpoints = 64;
        constexpr std::int64_t kBegin = 3600;
        Day day(kEndpoints);
        std::vector<Column> columns(9000);
        day.record(10s); // the first value takes the memory
        const long before = allocations;
        QVERIFY(before > 0); // it counts
        day.record(8h - 10s);
        for (const TieredSeries& series : day.series) {
            for (const Duration span : {Duration(10s), Duration(1h), Duration(8h)})
                (void)series.columns(day.time.now() - span, day.time.now(), std::span(columns).first(540));
            QCOMPARE(series.bytes(), seriesBytes(Detail::Full));
            QCOMPARE(series.late(), std::uint64_t(0));
        }
        QCOMPARE(allocations - before, 0L);

        const std::int64_t end = day.second();
        for (const Tier& tier : kTiers) {
            // The bucket that is open at the newest value is the last one, and the first is exactly as old as
            // the tier is long; what the day has not reached yet is a gap.
            const auto count = tier.buckets() - 1;
            const TimePoint to = at(end);
            const TimePoint from = to - tier.kept;
            const auto view = std::span(columns).first(count);
            for (std::size_t i = 0; i < kEndpoints; i += 9) {
                QCOMPARE(day.series[i].columns(from, to, view), tier.width);
                for (std::size_t c = 0; c < count; ++c) {
                    const TimePoint left = from + tier.width * static_cast<std::int64_t>(c);
                    QCOMPARE(view[c], expectedColumn(i, left, tier.width, kBegin));
                }
            }
        }
        // A little further back the fine tier has nothing, and the next one answers instead.
        QCOMPARE(day.series[0].columns(at(end) - 10min - 200ms, at(end), std::span(columns).first(6002)),
                 Duration(500ms));
        QCOMPARE(day.series[0].columns(at(end) - 2h - 2s, at(end), std::span(columns).first(7202)),
                 Duration(2s));
        QCOMPARE(day.series[0].columns(at(end) - 2h - 3s, at(end), std::span(columns).first(7203)),
                 Duration(5s));
    }

    void pausedThenZoomedBackSixHoursThenResumedNothingIsLostOrBridged()
    {
        Day day(1);
        const TieredSeries& series = day.series.front();
        day.record(7h);
        const TimePoint pausedAt = day.time.now();
        const auto hourBefore = [&series](TimePoint to) {
            std::vector<Column> columns(540);
            (void)series.columns(to - 1h, to, columns);
            return columns;
        };
        const std::vector<Column> paused = hourBefore(pausedAt);
        const std::int64_t pausedSecond = day.second();
        QCOMPARE(sumOf(paused), expectedIn(0, pausedSecond - 3600, pausedSecond));

        day.record(5min); // counting goes on, the view stands still
        QVERIFY(hourBefore(pausedAt) == paused);

        // Ten minutes, six hours ago: 10 s a bucket; the silence of 50 s in it is five of them.
        const std::int64_t past = pausedSecond - pausedSecond % 1000 - 21'000 + 500;
        std::vector<Column> columns(60);
        QCOMPARE(series.columns(at(past), at(past + 600), columns), Duration(10s));
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const std::int64_t left = past + static_cast<std::int64_t>(c) * 10;
            QCOMPARE(columns[c], expectedIn(0, left, left + 10));
            QCOMPARE(columns[c].isGap(), left % 1000 >= 950);
        }

        // Live again: the minutes of the pause are there, and so is each silence.
        const std::int64_t now = day.second();
        const std::vector<Column> resumed = hourBefore(day.time.now());
        QCOMPARE(sumOf(resumed), expectedIn(0, now - 3600, now));
        for (std::size_t c = 0; c < resumed.size(); ++c) {
            // A column is 6.7 s; one that lies in a silence with a bucket to spare must show it.
            const double left = static_cast<double>(now - 3600) + 3600.0 / 540 * static_cast<double>(c);
            const double inRound = left - 1000 * std::floor(left / 1000);
            if (inRound >= 955 && inRound <= 985)
                QVERIFY(resumed[c].isGap());
            if (inRound >= 5 && inRound <= 935)
                QVERIFY(!resumed[c].isGap());
        }
    }

private:
    static Column sumOf(const std::vector<Column>& columns)
    {
        Column sum;
        std::for_each(columns.begin(), columns.end(), [&sum](const Column& column) { sum.merge(column); });
        return sum;
    }

    /** One bucket, shorter or longer than the second between readings. */
    static Column expectedColumn(std::size_t endpoint, TimePoint left, Duration width, std::int64_t begin)
    {
        const auto second = std::chrono::floor<std::chrono::seconds>(left.time_since_epoch()).count();
        if (width >= 1s)
            return expectedIn(endpoint, std::max(second, begin), second + width / 1s);
        Column column = expectedIn(endpoint, second, second + 1);
        const auto ticks = static_cast<std::uint32_t>(width / BucketRing::kTick);
        column.sum = column.isGap() ? 0 : column.mean() * ticks;
        column.count = column.isGap() ? 0 : ticks;
        return column;
    }
};

QTEST_APPLESS_MAIN(HistoryDayTest)
#include "history_day_test.moc"
