// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/history/tiered_series.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <optional>

using namespace weir;
using namespace std::chrono_literals;

namespace {

/** Every value there ever was, and the slowest way to ask for columns. */
class Reference
{
public:
    void add(TimePoint time, double value)
    {
        m_points.push_back({time, value});
        m_newest = std::max(m_newest.value_or(time), time);
    }

    void hold(TimePoint from, TimePoint to, double value)
    {
        bool hasTick = false;
        for (TimePoint tick = bucketOf(from, 100ms); tick < to; tick += 100ms) {
            if (tick < from)
                continue;
            add(tick, value);
            hasTick = true;
        }
        if (!hasTick)
            add(from, value);
    }

    /** Start of the bucket that holds a moment. */
    static TimePoint bucketOf(TimePoint time, Duration width)
    {

        return time - (time.time_since_epoch() % width + width) % width;
    }

    /** Whether tier `t` still has the bucket of a moment. */
    bool reaches(std::size_t t, TimePoint time) const
    {
        const Duration kept = kTiers[t].width * static_cast<std::int64_t>(kTiers[t].buckets() - 1);
        return !m_newest || bucket(t, time) >= bucket(t, *m_newest) - kept;
    }

    std::size_t tierFor(TimePoint from, TimePoint to, std::size_t columns) const
    {
        std::vector<std::size_t> reaching;
        for (std::size_t t = 0; t < kTiers.size(); ++t) {
            if (reaches(t, from))
                reaching.push_back(t);
        }
        if (reaching.empty())
            return kTiers.size() - 1;
        std::size_t best = reaching.front();
        for (const std::size_t t : reaching) {
            if (kTiers[t].width * static_cast<std::int64_t>(columns) <= to - from)
                best = t;
        }
        return best;
    }

    std::vector<Column> columns(std::size_t tier, TimePoint from, TimePoint to, std::size_t count) const
    {
        const auto n = static_cast<std::int64_t>(count);
        std::vector<TimePoint> edges;
        for (std::int64_t i = 0; i <= n; ++i)
            edges.push_back(from + (to - from) / n * i + Duration((to - from).count() % n * i / n));
        const bool isWide = kTiers[tier].width * n <= to - from;
        std::vector<Column> result(count);
        for (const Point& point : m_points) {
            if (!reaches(tier, point.time))
                continue;
            const TimePoint begin = bucket(tier, point.time);
            if (isWide) { // the column in which the bucket begins
                if (!isIn(tier, point.time, from, to))
                    continue;
                const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, begin);
                merge(result[static_cast<std::size_t>(after - edges.begin() - 1)], point.value);
            } else { // every column that begins in the bucket
                auto edge = std::lower_bound(edges.begin(), edges.end() - 1, begin);
                for (; edge != edges.end() - 1 && *edge < begin + kTiers[tier].width; ++edge)
                    merge(result[static_cast<std::size_t>(edge - edges.begin())], point.value);
            }
        }
        return result;
    }

private:
    struct Point
    {
        TimePoint time;
        double value;
    };

    static TimePoint bucket(std::size_t t, TimePoint time) { return bucketOf(time, kTiers[t].width); }

    /** The next finer tier of which a bucket holds whole ones: 5 s are not made of 2 s. */
    static std::size_t dividerOf(std::size_t t)
    {
        std::size_t divider = 0;
        for (std::size_t i = 0; i < t; ++i) {
            if (kTiers[t].width % kTiers[i].width == Duration::zero())
                divider = i;
        }
        return divider;
    }

    /** Whether a moment belongs to a stretch: by its bucket, or by a finer one where an end cuts that. */
    bool isIn(std::size_t t, TimePoint time, TimePoint from, TimePoint to) const
    {
        const TimePoint begin = bucket(t, time);
        const TimePoint end = begin + kTiers[t].width;
        if (begin < from && from < end)
            return t > 0 && reaches(dividerOf(t), from) && isIn(dividerOf(t), time, from, to);
        if (begin < to && to < end && t > 0 && reaches(dividerOf(t), begin))
            return isIn(dividerOf(t), time, from, to);
        return begin >= from && begin < to;
    }

    static void merge(Column& column, double value)
    {
        const auto rounded = static_cast<float>(value);
        column.min = column.isGap() ? rounded : std::min(column.min, rounded);
        column.max = column.isGap() ? rounded : std::max(column.max, rounded);
        column.sum += value;
        ++column.count;
    }

    std::vector<Point> m_points;
    std::optional<TimePoint> m_newest;
};

Duration upTo(SplitMix64& random, Duration longest)
{
    return Duration(1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(longest.count())));
}

/** A quarter of an hour, or a day, or three: dense stretches between silences short and long. */
struct Stream
{
    TieredSeries series;
    Reference reference;
    TimePoint start;
    TimePoint now;

    Stream(std::uint64_t seed, TimePoint begin) : start(begin), now(begin)
    {
        SplitMix64 random(seed);
        const Duration slowest = std::array<Duration, 3>{80ms, 1100ms, 45s}[random() % 3];
        for (int i = 0; i < 3000; ++i)
            step(random, slowest);
    }

private:
    void step(SplitMix64& random, Duration slowest)
    {
        const double value = static_cast<double>(random() % 2000) - 500; // whole: sums of floats are exact
        const std::uint64_t kind = random() % 1000;
        Duration pause = upTo(random, slowest);
        if (kind < 2)
            pause = upTo(random, 5h);
        else if (kind < 20)
            pause = upTo(random, 3min);
        else if (kind < 60)
            pause = Duration::zero();
        if (kind >= 990) {
            const TimePoint late = now - upTo(random, kind >= 998 ? Duration(30h) : Duration(15min));
            series.add(late, value);
            reference.add(late, value);
        } else if (kind % 2 == 0) {
            now += pause;
            series.add(now, value);
            reference.add(now, value);
        } else if (pause > Duration::zero()) {
            const TimePoint until = now + std::min(pause, Duration(6s));
            series.hold(now, until, value);
            reference.hold(now, until, value);
            now += pause;
        }
    }
};

} // namespace

class TieredSeriesReferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAsIfAllRawPointsWereKept_data()
    {
        QTest::addColumn<qulonglong>("seed");
        QTest::addColumn<qlonglong>("begin");
        for (qulonglong seed = 1; seed <= 12; ++seed) {
            // Also across the clock's zero, where division rounds the other way.
            const Duration begin = seed % 3 == 0 ? Duration(-20min) : Duration(51h + 12'345'678ns);
            QTest::addRow("stream %llu", seed) << seed << qlonglong(begin.count());
        }
    }

    void answersAsIfAllRawPointsWereKept()
    {
        QFETCH(qulonglong, seed);
        QFETCH(qlonglong, begin);
        const Stream stream(seed, TimePoint(Duration(begin)));
        SplitMix64 random(seed + 1000);
        std::size_t known = 0;
        for (int i = 0; i < 40; ++i) {
            const std::size_t count = 1 + random() % (i % 4 == 0 ? 2000 : 60);
            Duration span = upTo(random, std::array<Duration, 5>{500ms, 1min, 12min, 3h, 30h}[random() % 5]);
            TimePoint to = stream.now + upTo(random, span) - upTo(random, span);
            if (random() % 3 == 0)
                to -= upTo(random, stream.now - stream.start);
            if (random() % 4 == 0) { // edges that lie on those of buckets
                to = Reference::bucketOf(to, 1min);
                span = std::max(Duration(1s), span - span % 1s);
            }
            const TimePoint from = to - span;

            std::vector<Column> columns(count);
            const Duration width = stream.series.columns(from, to, columns);
            const std::size_t tier = stream.reference.tierFor(from, to, count);
            QCOMPARE(width, kTiers[tier].width);
            const std::vector<Column> expected = stream.reference.columns(tier, from, to, count);
            for (std::size_t c = 0; c < count; ++c)
                QVERIFY2(columns[c] == expected[c], qPrintable(describe(c, columns[c], expected[c])));
            known += static_cast<std::size_t>(
                std::count_if(columns.begin(), columns.end(), [](const Column& c) { return !c.isGap(); }));
        }
        QVERIFY(known > 100); // the queries met data
    }

    void anInnerColumnIsTheSameHoweverMuchIsAskedForAroundIt()
    {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Stream stream(seed, TimePoint(51h));
            for (const Duration width : {Duration(100ms), Duration(333ms), Duration(2s), Duration(7s)}) {
                constexpr std::size_t kColumns = 80;
                const TimePoint from = stream.now - width * kColumns;
                std::array<Column, kColumns> all;
                (void)stream.series.columns(from, stream.now, all);
                for (std::size_t i = 1; i + 1 < kColumns; ++i) {
                    const TimePoint left = from + width * static_cast<std::int64_t>(i - 1);
                    std::array<Column, 3> few;
                    (void)stream.series.columns(left, left + 3 * width, few);
                    QCOMPARE(few[1], all[i]);
                }
            }
        }
    }

    void neighbouringStretchesShareNothingAndLoseNothing()
    {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Stream stream(seed, TimePoint(51h));
            SplitMix64 random(seed);
            // All ends where the finest tier reaches: exact, whatever tier each stretch takes.
            const TimePoint from = stream.now - 9min;
            const Column whole = sumOf(stream.series, from, stream.now);
            for (int i = 0; i < 200; ++i) {
                const TimePoint cut = from + 100ms + upTo(random, 9min - 200ms);
                Column both = sumOf(stream.series, from, cut);
                both.merge(sumOf(stream.series, cut, stream.now));
                QCOMPARE(both, whole);
            }
        }
    }

private:
    static Column sumOf(const TieredSeries& series, TimePoint from, TimePoint to)
    {
        std::array<Column, 20> columns;
        (void)series.columns(from, to, columns);
        Column sum;
        if (to - from < 2s) // columns narrower than a bucket are not to be added up
            (void)series.columns(from, to, std::span(&sum, 1));
        else
            std::for_each(columns.begin(), columns.end(), [&sum](const Column& c) { sum.merge(c); });
        return sum;
    }

    static QString describe(std::size_t column, const Column& got, const Column& expected)
    {
        const auto text = [](const Column& c) {
            return QStringLiteral("{sum %1, min %2, max %3, count %4}")
                .arg(c.sum)
                .arg(c.min)
                .arg(c.max)
                .arg(c.count);
        };
        return QStringLiteral("column %1: %2 instead of %3").arg(column).arg(text(got), text(expected));
    }
};

QTEST_APPLESS_MAIN(TieredSeriesReferenceTest)
#include "tiered_series_reference_test.moc"
