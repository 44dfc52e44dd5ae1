// SPDX-License-Identifier: GPL-3.0-or-later
// Eight hours of 64 endpoints on a clock moved by hand, seen through the cards.
#include "tests/ui/builders.h"
#include "ui/models/cards.h"
#include "ui/models/time_navigator.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class DashboardDayTest : public QObject
{
    Q_OBJECT

    static constexpr std::uint32_t kEndpoints = 64;
    static constexpr TimePoint kStart{48h};
    static constexpr int kHours = 8;
    static constexpr int kSpikeAt = 2 * 3600 + 1200; ///< second of the run
    static constexpr int kDownFrom = 2 * 3600 + 1800;
    static constexpr int kDownTo = kDownFrom + 300;

    /** Messages of an endpoint in a second: the plain reference. */
    static std::uint64_t messagesIn(std::uint32_t endpoint, int second)
    {
        if (isDown(endpoint, second))
            return 0;
        if (endpoint == 3 && second == kSpikeAt)
            return 90'000;
        return 100 * (kEndpoints - endpoint) + static_cast<std::uint64_t>(second % 7);
    }
    static bool isDown(std::uint32_t endpoint, int second)
    {
        return endpoint == 2 && second >= kDownFrom && second < kDownTo;
    }

    DashboardData m_data;
    std::vector<EndpointStatus> m_statuses;
    std::vector<std::size_t> m_bytesByHour;
    int m_second = 0; ///< of the run, read

    TimePoint at(int second) const { return kStart + second * 1s; }

    void step()
    {
        for (EndpointStatus& status : m_statuses) {
            const std::uint32_t number = status.id.value;
            const bool isLost = isDown(number, m_second);
            if (isLost && status.state == EndpointState::Open) {
                ++status.disconnects;
                m_data.addLinkEvent(
                    {{}, at(m_second), status.id, status.name, LinkEventKind::Closed, u"cut"_s});
            } else if (!isLost && status.state == EndpointState::Retrying) {
                m_data.addLinkEvent(
                    {{}, at(m_second), status.id, status.name, LinkEventKind::Opened, u"back"_s});
            }
            status.state = isLost ? EndpointState::Retrying : EndpointState::Open;
            status.messages += messagesIn(number, m_second);
            status.bytes += 10 * messagesIn(number, m_second);
        }
        ++m_second;
        m_data.tick(at(m_second), WallTime(at(m_second).time_since_epoch()), m_statuses);
        if (m_second % 2 == 0)
            flush();
    }

    void flush()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = m_second < 4 * 3600 ? 0.1 : 0.03;
        auto snapshot = std::make_shared<EngineSnapshot>(
            snapshotAt(at(m_second), config, static_cast<std::uint64_t>(m_second / 2)));
        snapshot->interval = 2s;
        snapshot->buffer.peak = m_second == kSpikeAt + 2 ? 0.9 : 0.25;
        IntervalView interval{snapshot, {}};
        for (const EndpointStatus& status : m_statuses) {
            KeySnapshot key;
            key.key = status.name.toStdString();
            const double value = 200.0 * (kEndpoints - status.id.value);
            key.intervalCount = {value, value * 0.9, value * 1.1, Grade::A, 50};
            snapshot->keys.push_back(key);
            interval.exact.push_back({status.id, status.name, status.messages, status.bytes});
        }
        m_data.applyInterval(interval);
    }

    CardView throughput(const TimeNavigator& time, EndpointId solo = {})
    {
        CardContext context{time.window(m_data.lastSecond()), time.isLive()};
        context.solo = solo;
        CalmScale scale;
        return throughputCard(m_data, context, scale);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (std::uint32_t i = 1; i <= kEndpoints; ++i)
            m_statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        m_data.tick(kStart, WallTime(kStart.time_since_epoch()), m_statuses);
        while (m_second < kHours * 3600) {
            step();
            if (m_second % 3600 == 0)
                m_bytesByHour.push_back(m_data.bytes());
        }
    }

    void memoryIsWithinItsBudgetAndGrowsByMinutesOnly()
    {
        const std::size_t perHour = kEndpoints * 60 * sizeof(ProofPoint);
        for (std::size_t hour = 2; hour < m_bytesByHour.size(); ++hour)
            QVERIFY(m_bytesByHour[hour] - m_bytesByHour[hour - 1] <=
                    perHour + 3600 / 2 * sizeof(EnginePoint));
        // All there is with every ring full, for 200 endpoints of which eight are drawn.
        const std::size_t each = seriesBytes(Detail::Overview) + sizeof(EndpointHistory) +
                                 (ProofHistory::kFine + ProofHistory::kMinutes) * sizeof(ProofPoint) +
                                 2 * DashboardData::kSeconds * sizeof(Sample);
        const std::size_t full = (4 + 4 + 2 * 8) * seriesBytes(Detail::Full);
        const std::size_t byteProofs =
            8 * (ProofHistory::kFine + ProofHistory::kMinutes) * sizeof(ProofPoint);
        const std::size_t all = 200 * each + full + byteProofs + LookHistory::kMostBytes;
        QVERIFY2(all <= 120'000'000, qPrintable(QString::number(all)));
    }

    void eachTierIsExactAtBothEnds_data()
    {
        QTest::addColumn<int>("from"); // seconds before the end
        QTest::addColumn<int>("length");
        QTest::addRow("the last minute") << 60 << 60;
        QTest::addRow("ten minutes ago") << 600 << 60;
        QTest::addRow("fifteen minutes ago") << 900 << 60;
        QTest::addRow("a little more") << 960 << 120;
        QTest::addRow("two hours ago") << 7200 << 600;
        QTest::addRow("a little more than that") << 7800 << 600;
        QTest::addRow("at the beginning") << kHours * 3600 << 600;
        QTest::addRow("everything") << kHours * 3600 << kHours * 3600;
    }

    void eachTierIsExactAtBothEnds()
    {
        QFETCH(int, from);
        QFETCH(int, length);
        const int first = kHours * 3600 - from;
        TimeNavigator time;
        time.zoom(at(first), at(first + length), m_data.lastSecond());
        const CardView card = throughput(time, EndpointId{3});
        QVERIFY(!card.lines.empty() && !card.lines.front().pieces.empty());
        double lowest = 1e9;
        double highest = 0;
        for (const auto& piece : card.lines.front().pieces) {
            for (const QPointF& point : piece) {
                lowest = std::min(lowest, point.y());
                highest = std::max(highest, point.y());
            }
        }
        double trueLowest = 1e9;
        double trueHighest = 0;
        for (int second = first; second < first + length; ++second) {
            trueLowest = std::min(trueLowest, static_cast<double>(messagesIn(3, second)));
            trueHighest = std::max(trueHighest, static_cast<double>(messagesIn(3, second)));
        }
        QCOMPARE(lowest, trueLowest);
        QCOMPARE(highest, trueHighest);
    }

    void pausedZoomedBackSixHoursAndResumedNothingIsLostAndNothingBridged()
    {
        TimeNavigator time;
        time.setSpan(5min);
        const CardView before = throughput(time);
        time.pause(m_data.lastSecond());
        for (int i = 0; i < 90; ++i)
            step(); // counting goes on
        const CardView paused = throughput(time);
        QVERIFY(paused.lines.back().pieces == before.lines.back().pieces);

        // The half hour with the spike and the outage.
        time.zoom(at(2 * 3600 + 900), at(2 * 3600 + 2700), m_data.lastSecond());
        const CardView back = throughput(time, EndpointId{2});
        QCOMPARE(back.lines.front().pieces.size(), std::size_t(2)); // not bridged
        const double gapFrom = back.lines.front().pieces[0].back().x();
        const double gapTo = back.lines.front().pieces[1].front().x();
        QVERIFY(std::abs((gapTo - gapFrom) - 300) < 25); // to the width of a bucket there
        const CardView spike = throughput(time, EndpointId{3});
        double highest = 0;
        for (const QPointF& point : spike.lines.front().pieces.front())
            highest = std::max(highest, point.y());
        QCOMPARE(highest, 90'000.0);
        QVERIFY(std::any_of(back.markers.begin(), back.markers.end(),
                            [](const MarkerView& m) { return m.glyph == Glyph::Cross; }));
        const CardContext context{time.window(m_data.lastSecond()), false};
        double fullest = 0;
        const CardView buffer = bufferCard(m_data, context);
        for (const QPointF& point : buffer.lines.front().pieces.front())
            fullest = std::max(fullest, point.y());
        QVERIFY(std::abs(fullest - 0.9) < 1e-6);
        CalmScale scale;
        const CardView totals = totalsCard(m_data, context, scale, {EndpointId{3}});
        QVERIFY(totals.emptyText.isEmpty());
        QVERIFY(!totals.readouts.empty());

        time.goLive();
        const CardView live = throughput(time);
        const QList<QPointF>& curve = live.lines[1].pieces.front();
        QCOMPARE(live.lines[1].pieces.size(), std::size_t(1));
        QVERIFY(curve.size() >= 300); // the ninety seconds of the pause among them
        QCOMPARE(curve.back().x(), 0.0);
        QCOMPARE(curve.back().y(), static_cast<double>(messagesIn(1, m_second - 1)));
    }

    void onceFullMemoryIsFlat()
    {
        const auto skip = [this](int minutes) {
            for (int i = 0; i < minutes; ++i) {
                m_second += 59; // a slow night: a reading a minute
                step();
                flush();
            }
        };
        skip(24 * 60);
        const std::size_t full = m_data.bytes();
        skip(4 * 60);
        QVERIFY(m_data.bytes() <= full + 4 * 3600 / 2 * sizeof(EnginePoint));
    }
};

QTEST_GUILESS_MAIN(DashboardDayTest)
#include "dashboard_day_test.moc"
