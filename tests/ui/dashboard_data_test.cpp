// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/dashboard_data.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class DashboardDataTest : public QObject
{
    Q_OBJECT

    TimePoint m_now{1h};
    WallTime m_wall{1000s};

    bool tick(DashboardData& data, const std::vector<EndpointStatus>& statuses, Duration step = 100ms)
    {
        m_now += step;
        m_wall += step;
        return data.tick(m_now, m_wall, statuses);
    }

    IntervalView interval(std::uint64_t sequence, double estimate, double low, double high,
                          std::uint64_t messages)
    {
        auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(m_now, {}, sequence));
        KeySnapshot key;
        key.key = "feed";
        key.intervalCount = {estimate, low, high, Grade::A, 40};
        snapshot->keys.push_back(key);
        return {snapshot, {{EndpointId{1}, u"feed"_s, messages, messages * 10}}};
    }

private Q_SLOTS:
    void aRateIsTheDifferenceOfExactCountersOverTheTimeThatPassed()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        feed.messages = 5'000'000; // from before the window looked
        tick(data, {feed});
        QVERIFY(!data.messagesPerSecond(feed.id));
        int seconds = 0;
        for (int i = 0; i < 30; ++i) {
            feed.messages += 12;
            feed.bytes += 600;
            seconds += tick(data, {feed}) ? 1 : 0;
        }
        QCOMPARE(seconds, 3);
        QCOMPARE(data.messagesPerSecond(feed.id).value(), 120.0);
        QCOMPARE(data.bytesPerSecond(feed.id).value(), 6000.0);
        QCOMPARE(data.total().back().value, 120.0);
    }

    void aLateReadingIsALongerStretchNotABurst()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        feed.messages = 400;
        QVERIFY(tick(data, {feed}, 4s));
        QCOMPARE(data.messagesPerSecond(feed.id).value(), 100.0);
    }

    void anEndpointThatIsNotOpenLeavesAGapAndTheTotalGoesOn()
    {
        DashboardData data;
        EndpointStatus steady = openEndpoint(1, u"steady"_s);
        EndpointStatus flaky = openEndpoint(2, u"flaky"_s);
        tick(data, {steady, flaky});
        for (int i = 0; i < 40; ++i) {
            flaky.state = i >= 15 && i < 25 ? EndpointState::Retrying : EndpointState::Open;
            steady.messages += 10;
            flaky.messages += flaky.state == EndpointState::Open ? 5 : 0;
            tick(data, {steady, flaky});
        }
        const Series& series = data.find(flaky.id)->messages;
        QCOMPARE(series.size(), std::size_t(4));
        QVERIFY(!series[0].isGap());
        QVERIFY(series[1].isGap()); // open only in part
        QVERIFY(series[2].isGap());
        QVERIFY(!series[3].isGap());
        QCOMPARE(data.total()[0].value, 150.0);
        QVERIFY(!data.total()[2].isGap());
    }

    void theTotalIsAGapWhenNothingIsOpen()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        feed.state = EndpointState::Retrying;
        for (int i = 0; i < 11; ++i)
            tick(data, {feed});
        QVERIFY(data.total().back().isGap());
    }

    void sixHoursAgoIsStillThereAndItsGapsToo()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed}, 10min - m_now.time_since_epoch() % 10min); // where a bucket of each tier begins
        const TimePoint begin = m_now;
        constexpr int kSeconds = 6 * 3600;
        for (int second = 0; second < kSeconds; ++second) {
            const bool isDown = second >= 3000 && second < 3600;
            feed.state = isDown ? EndpointState::Retrying : EndpointState::Open;
            feed.messages += isDown ? 0 : second == 1000 ? 5000 : 20;
            feed.bytes += isDown ? 0 : 400;
            tick(data, {feed}, 1s);
        }
        std::array<Column, 36> columns; // of ten minutes
        const EndpointHistory& history = *data.find(feed.id);
        for (const TieredSeries* series : {&history.messageDay, &data.totalDay()}) {
            QVERIFY(series->columns(begin, m_now, columns) <= Duration(10min));
            QCOMPARE(columns[0].min, 20.0F);
            QCOMPARE(columns[0].max, 20.0F);
            QCOMPARE(columns[1].max, 5000.0F);
            QVERIFY(columns[5].isGap());
            QCOMPARE(columns[35].count, 6000U);
            QCOMPARE(columns[35].mean(), 20.0);
        }
    }

    void anEndpointThatCameWithinASecondHasNoPastBeforeIt()
    {
        DashboardData data;
        const EndpointStatus first = openEndpoint(1, u"first"_s);
        EndpointStatus second = openEndpoint(2, u"second"_s);
        tick(data, {first}, 1min - m_now.time_since_epoch() % 1min);
        const TimePoint begin = m_now;
        for (int i = 0; i < 20; ++i) {
            second.messages += 3;
            tick(data, i < 5 ? std::vector{first} : std::vector{first, second});
        }
        std::array<Column, 20> columns;
        QCOMPARE(data.find(first.id)->messageDay.columns(begin, m_now, columns), Duration(100ms));
        QVERIFY(std::none_of(columns.begin(), columns.end(), [](const Column& c) { return c.isGap(); }));
        (void)data.find(second.id)->messageDay.columns(begin, m_now, columns);
        for (std::size_t i = 0; i < columns.size(); ++i)
            QCOMPARE(columns[i], i < 6 ? Column{} : (Column{30, 30, 30, 1}));
    }

    void onlyWhatIsDrawnIsKeptInFullDetail()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 9; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        tick(data, statuses);
        QCOMPARE(data.find(EndpointId{5})->messageDay.detail(), Detail::Full);
        QVERIFY(data.find(EndpointId{5})->byteDay);
        QCOMPARE(data.find(EndpointId{6})->messageDay.detail(), Detail::Overview);
        QVERIFY(!data.find(EndpointId{6})->byteDay);
        QCOMPARE(data.totalDay().detail(), Detail::Full);
    }

    void theFiveBusiestAreDrawnOnceEverybodyHasConnected()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 12; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        statuses[0].state = EndpointState::Connecting;
        tick(data, statuses);
        QCOMPARE(data.drawn(), 5); // somebody has to be, so that there is a picture at once
        for (std::size_t i = 0; i < statuses.size(); ++i)
            statuses[i].messages = 10 * i;
        tick(data, statuses, 1s);
        QCOMPARE(data.find(EndpointId{1})->colorSlot, 0); // one is connecting still
        statuses[0].state = EndpointState::Open;
        tick(data, statuses, 1s);
        for (std::uint32_t i = 1; i <= 12; ++i)
            QCOMPARE(data.find(EndpointId{i})->colorSlot >= 0, i >= 8);
        statuses[0].messages = 1'000'000;
        const int slot = data.find(EndpointId{9})->colorSlot;
        tick(data, statuses, 1s);
        QCOMPARE(data.find(EndpointId{1})->colorSlot, -1); // not ranked again
        QCOMPARE(data.find(EndpointId{9})->colorSlot, slot);
    }

    void oneThatNeverConnectsDoesNotHoldUpTheChoice()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 7; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        statuses[0].state = EndpointState::Connecting;
        for (int second = 0; second < 12; ++second) {
            for (std::size_t i = 1; i < statuses.size(); ++i)
                statuses[i].messages += i;
            tick(data, statuses, 1s);
        }
        QCOMPARE(data.find(EndpointId{1})->colorSlot, -1);
        QVERIFY(data.find(EndpointId{7})->colorSlot >= 0);
    }

    void eightCanBeDrawnByHandAndColoursStayAndAreGivenOn()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 10; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        tick(data, statuses);
        for (std::uint32_t i = 6; i <= 8; ++i)
            QVERIFY(data.setDrawn(EndpointId{i}, true));
        QVERIFY(!data.setDrawn(EndpointId{9}, true));
        QCOMPARE(data.find(EndpointId{8})->colorSlot, 7);
        QVERIFY(data.setDrawn(EndpointId{3}, false));
        QCOMPARE(data.find(EndpointId{4})->colorSlot, 3);
        QVERIFY(data.setDrawn(EndpointId{9}, true));
        QCOMPARE(data.find(EndpointId{9})->colorSlot, 2);
        QVERIFY(!data.setDrawn(EndpointId{77}, true));
    }

    void whatIsRememberedOfAnEndpointIsGivenBackWhenItComes()
    {
        DashboardData data;
        data.setLooks({{u"b"_s, u"production"_s, {u"eu"_s}, 6}, {u"a"_s, {}, {}, -1}});
        tick(data, {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)});
        QCOMPARE(data.find(EndpointId{2})->colorSlot, 6);
        QCOMPARE(data.find(EndpointId{2})->group, u"production"_s);
        QCOMPARE(data.find(EndpointId{1})->colorSlot, -1);
        const std::vector<EndpointLook> expected = {{u"a"_s, {}, {}, -1},
                                                    {u"b"_s, u"production"_s, {u"eu"_s}, 6}};
        QVERIFY(data.looks() == expected);
    }

    void looksThatDrawNobodyLeaveTheChoiceOpen()
    {
        DashboardData data;
        data.setLooks({{u"a"_s, u"production"_s, {}, -1}, {u"b"_s, u"staging"_s, {}, -1}});
        tick(data, {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)});
        QCOMPARE(data.drawn(), 2);
        QCOMPARE(data.find(EndpointId{2})->group, u"staging"_s);
    }

    void oneThatIsReplacedComesBackAsItWasArranged()
    {
        DashboardData data;
        const EndpointStatus other = openEndpoint(2, u"other"_s);
        tick(data, {openEndpoint(1, u"feed"_s), other});
        data.setGroup(EndpointId{1}, u"production"_s);
        const int slot = data.find(EndpointId{1})->colorSlot;
        tick(data, {other});
        QCOMPARE(data.looks().back().name, u"feed"_s);
        tick(data, {other, openEndpoint(3, u"feed"_s)});
        QCOMPARE(data.find(EndpointId{3})->group, u"production"_s);
        QCOMPARE(data.find(EndpointId{3})->colorSlot, slot);
        QCOMPARE(data.looks().size(), std::size_t(2));
    }

    void whatIsNotDrawnIsSummed()
    {
        DashboardData data;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t i = 1; i <= 7; ++i)
            statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
        tick(data, statuses);
        for (EndpointStatus& status : statuses) {
            status.messages += 10;
            status.bytes += 100;
        }
        tick(data, statuses, 1s);
        QCOMPARE(data.otherMessages().recent.back().value, 20.0);
        QCOMPARE(data.otherBytes().recent.back().value, 200.0);
        QCOMPARE(data.totalBytes().recent.back().value, 700.0);
        for (EndpointStatus& status : statuses)
            status.state = status.id == EndpointId{1} ? EndpointState::Open : EndpointState::Retrying;
        tick(data, statuses, 1s);
        tick(data, statuses, 1s);
        QVERIFY(data.otherMessages().recent.back().isGap());
        QVERIFY(!data.totalMessages().recent.back().isGap());
    }

    void everyAnsweredPingIsKept()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        for (int i = 0; i < 3; ++i) {
            feed.roundTrip = 12ms; // the same each time, and yet three
            ++feed.pongs;
            tick(data, {feed});
            tick(data, {feed});
        }
        QCOMPARE(data.pongs().size(), std::size_t(3));
        QCOMPARE(data.pongs().back().seconds, 0.012);
    }

    void proofIsTheDifferenceBetweenTwoBoundaries()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        data.applyInterval(interval(1, 90, 60, 140, 1000));
        QVERIFY(data.find(feed.id)->proof.empty());
        tick(data, {feed}, 2s);
        data.applyInterval(interval(2, 90, 60, 140, 1100));
        QCOMPARE(data.find(feed.id)->proof.bins({m_now, 1min}).points.size(), std::size_t(1));
        QCOMPARE(data.find(feed.id)->proof.back().exact, 100.0);
        QVERIFY(data.find(feed.id)->proof.back().holds());
    }

    void anIntervalOpenOnlyInPartProvesNothing()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        data.applyInterval(interval(1, 90, 60, 140, 1000));
        feed.state = EndpointState::Retrying;
        tick(data, {feed}, 1s);
        feed.state = EndpointState::Open;
        tick(data, {feed}, 1s);
        data.applyInterval(interval(2, 90, 60, 140, 1050));
        QVERIFY(data.find(feed.id)->proof.empty());
    }

    void thinningIsMarkedOnceForEachFlushThatDidIt()
    {
        DashboardData data;
        tick(data, {});
        IntervalView first = interval(1, 1, 1, 1, 1);
        data.applyInterval(first);
        QVERIFY(data.markers().empty());
        tick(data, {}, 2s);
        auto thinned = std::make_shared<EngineSnapshot>(snapshotAt(m_now, {}, 2));
        thinned->buffer.thinnings = 3;
        thinned->sampling.effective = 0.004;
        data.applyInterval({thinned, {}});
        QCOMPARE(data.markers().size(), std::size_t(1));
        QVERIFY(data.markers().back().label.contains(u'3'));
        QCOMPARE(data.engine().back().inForce, 0.004); // what really was kept
        tick(data, {}, 2s);
        auto calm = std::make_shared<EngineSnapshot>(snapshotAt(m_now, {}, 3));
        calm->buffer.thinnings = 3;
        data.applyInterval({calm, {}});
        QCOMPARE(data.markers().size(), std::size_t(1));
    }

    void twoQuickChangesOfTheRateAreOneMark()
    {
        DashboardData data;
        data.markRateSet(TimePoint(1h), u"10"_s, u"7.0\u202F%"_s, u"a"_s);
        data.markRateSet(TimePoint(1h + 300ms), u"7"_s, u"3.0\u202F%"_s, u"b"_s);
        QCOMPARE(data.markers().size(), std::size_t(1));
        QCOMPARE(data.markers().back().label, u"you: 10 → 3.0\u202F%"_s);
        data.markRateSet(TimePoint(1h + 5s), u"3"_s, u"adaptive"_s, u"c"_s);
        QCOMPARE(data.markers().size(), std::size_t(2));
    }

    void lossesAndReturnsAreMarkedFirstOpensAndTriesAreNot()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        const auto event = [&](LinkEventKind kind) {
            return LinkEvent{m_wall, m_now, feed.id, feed.name, kind, u"text"_s};
        };
        data.addLinkEvent(event(LinkEventKind::Opened));
        data.addLinkEvent(event(LinkEventKind::Failed));
        QVERIFY(data.markers().empty());
        data.addLinkEvent(event(LinkEventKind::Closed));
        feed.disconnects = 1;
        tick(data, {feed});
        data.addLinkEvent(event(LinkEventKind::Opened));
        QCOMPARE(data.markers().size(), std::size_t(2));
        QVERIFY(data.markers()[0].kind == Marker::Kind::Lost);
        QVERIFY(data.markers()[1].kind == Marker::Kind::Reconnected);
    }

    void whatWasNeverThereIsNotLost()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        feed.state = EndpointState::Connecting;
        tick(data, {feed});
        const LinkEvent refused{m_wall, m_now, feed.id, feed.name, LinkEventKind::NeedsYou, u"401"_s};
        data.addLinkEvent(refused);
        QVERIFY(data.markers().empty());
        feed.state = EndpointState::Open;
        tick(data, {feed});
        data.addLinkEvent(refused);
        QCOMPARE(data.markers().size(), std::size_t(1));
    }

    void steadyThinningIsOneMark()
    {
        DashboardData data;
        tick(data, {});
        for (std::uint64_t i = 1; i <= 4; ++i) {
            tick(data, {}, 2s);
            auto thinned = std::make_shared<EngineSnapshot>(snapshotAt(m_now, {}, i));
            thinned->buffer.thinnings = i;
            data.applyInterval({thinned, {}});
        }
        QCOMPARE(data.markers().size(), std::size_t(1));
        QCOMPARE(data.markers().back().count, std::uint64_t(4));
        QCOMPARE(data.markers().back().label, u"thinned 4×"_s);
    }

    void whatWasBeforeASleepKeepsItsTimeAndTheSleepIsUnknown()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        for (int i = 0; i < 5; ++i)
            tick(data, {feed}, 1s);
        const TimePoint before = m_now;
        const WallTime wall = m_wall;
        m_wall += 8h; // the other clock stood still
        tick(data, {feed}, 1s);
        QVERIFY(data.wallAt(before) == wall);
        QVERIFY(data.wallAt(m_now) == m_wall);
        QVERIFY(data.find(feed.id)->messages.back().isGap());
        tick(data, {feed}, 1s);
        QVERIFY(!data.find(feed.id)->messages.back().isGap());
    }

    void oneReplacedWithinATickTakesOverHowItWasArranged()
    {
        DashboardData data;
        data.setLooks({{u"feed"_s, u"production"_s, {}, 6}});
        tick(data, {openEndpoint(1, u"feed"_s)});
        tick(data, {openEndpoint(2, u"feed"_s)});
        QCOMPARE(data.find(EndpointId{2})->colorSlot, 6);
        QCOMPARE(data.find(EndpointId{2})->group, u"production"_s);
        QCOMPARE(data.looks().size(), std::size_t(1));
    }

    void twoColoursCanBeExchanged()
    {
        DashboardData data;
        tick(data, {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)});
        data.setLooks({{u"a"_s, {}, {}, 1}, {u"b"_s, {}, {}, 0}});
        QCOMPARE(data.find(EndpointId{1})->colorSlot, 1);
        QCOMPARE(data.find(EndpointId{2})->colorSlot, 0);
    }

    void aTryDuringAnOutageIsNotUpTime()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        tick(data, {feed});
        feed.state = EndpointState::Connecting;
        feed.attempt = 2;
        feed.disconnects = 1;
        for (int i = 0; i < 10; ++i)
            tick(data, {feed}, 1s);
        QVERIFY(data.find(feed.id)->uptime.parts(m_now).back().down > Duration(8s));
    }

    void fifteenMinutesAreKeptAndNoMore()
    {
        DashboardData data;
        EndpointStatus feed = openEndpoint(1, u"feed"_s);
        for (int i = 0; i < 1200; ++i)
            tick(data, {feed}, 1s);
        const Series& series = data.find(feed.id)->messages;
        QCOMPARE(series.size(), DashboardData::kSeconds);
        QVERIFY(series.back().time - series[0].time >= DashboardData::kKept);
    }
};

QTEST_GUILESS_MAIN(DashboardDataTest)
#include "dashboard_data_test.moc"
