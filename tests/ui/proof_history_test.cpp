// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/proof_history.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;

class ProofHistoryTest : public QObject
{
    Q_OBJECT

    static constexpr TimePoint kStart{100h};

    static ProofPoint flush(TimePoint end, Duration length, bool holds = true)
    {
        return {end, length, 100, {100, holds ? 90.0 : 101.0, 110, Grade::A, 40}};
    }

    static void fill(ProofHistory& history, Duration from, Duration to, Duration length)
    {
        for (Duration at = from + length; at <= to; at += length)
            history.add(flush(kStart + at, length));
    }

private Q_SLOTS:
    void aFlushIsAPointWhileItFits()
    {
        ProofHistory history;
        fill(history, 0s, 1min, 2s);
        const ProofHistory::Bins bins = history.bins({kStart + 1min, 1min});
        QCOMPARE(bins.points.size(), std::size_t(30));
        QCOMPARE(bins.width, Duration(2s));
        QCOMPARE(bins.points.front().exact, 100.0);
    }

    void shortFlushesArePutTogether()
    {
        ProofHistory history;
        fill(history, 0s, 10s, 100ms);
        const ProofHistory::Bins bins = history.bins({kStart + 10s, 10s});
        QCOMPARE(bins.points.size(), std::size_t(10));
        QCOMPARE(bins.points[3].exact, 1000.0);
        QCOMPARE(history.countIn({kStart + 10s, 10s}).tested, std::uint64_t(100));
    }

    void aLongerViewHasNoMorePointsAndNoLessOfTheSum()
    {
        ProofHistory history;
        fill(history, 0s, 20min, 2s);
        const ProofHistory::Bins bins = history.bins({kStart + 20min, 10min});
        QCOMPARE(bins.width, Duration(10s));
        double exact = 0;
        for (const ProofPoint& point : bins.points)
            exact += point.exact;
        QVERIFY(exact >= 29'500 && exact <= 30'500); // points are whole, the window cuts one
        QVERIFY(bins.points.size() >= 59 && bins.points.size() <= 61);
    }

    void sixHoursAgoIsKnownByTheMinute()
    {
        ProofHistory history;
        fill(history, 0s, 8h, 2s);
        const TimePoint end = kStart + 2h;
        const ProofHistory::Bins bins = history.bins({end, 10min});
        QCOMPARE(bins.width, Duration(1min));
        QVERIFY(bins.points.size() >= 9);
        QCOMPARE(bins.points[4].exact, 3000.0);
        QCOMPARE(bins.points[4].tested, 30U);
        QCOMPARE(history.countIn({end, 10min}).held, history.countIn({end, 10min}).tested);
    }

    void aDayIsKeptAndNoMore()
    {
        ProofHistory history;
        fill(history, 0s, 26h, 10s);
        const std::size_t full = history.bytes();
        fill(history, 26h, 30h, 10s);
        QCOMPARE(history.bytes(), full);
        const ProofHistory::Bins bins = history.bins({kStart + 30h, 24h});
        QCOMPARE(bins.width, Duration(24min));
        QVERIFY(bins.points.front().time <= kStart + 6h + 24min);
    }

    void whatDidNotHoldIsCountedAlsoWhenPutTogether()
    {
        ProofHistory history;
        for (int i = 1; i <= 600; ++i)
            history.add(flush(kStart + i * 1s, 1s, i % 10 != 0));
        const ProofCount fine = history.countIn({kStart + 600s, 10min});
        QCOMPARE(fine.tested, std::uint64_t(600));
        QCOMPARE(fine.held, std::uint64_t(540));
        for (int i = 601; i <= 7200; ++i)
            history.add(flush(kStart + i * 1s, 1s, i % 10 != 0));
        const ProofCount minutes = history.countIn({kStart + 2h, 1h});
        QVERIFY(minutes.tested >= 3540 && minutes.tested <= 3600);
        QCOMPARE(minutes.held * 10, minutes.tested * 9);
    }
};

QTEST_APPLESS_MAIN(ProofHistoryTest)
#include "proof_history_test.moc"
