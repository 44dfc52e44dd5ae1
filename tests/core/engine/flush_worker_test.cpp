// SPDX-License-Identifier: Apache-2.0
#include "core/engine/flush_worker.h"

#include <QtTest/QtTest>

#include <atomic>

using namespace weir;
using namespace std::chrono_literals;

class FlushWorkerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flushesEachInterval()
    {
        std::atomic<int> flushes{0};
        FlushWorker worker(
            1ms, [&](Duration) { ++flushes; }, [] {});
        QTRY_VERIFY2(flushes >= 3, "the worker flushes on a thread of its own");
    }

    void wakesEarlyToDrainWithoutFlushing()
    {
        std::atomic<int> flushes{0};
        std::atomic<int> drains{0};
        FlushWorker worker(
            1h, [&](Duration) { ++flushes; }, [&] { ++drains; });
        worker.wakeEarly();
        QTRY_COMPARE(drains.load(), 1);
        worker.wakeEarly();
        QTRY_COMPARE(drains.load(), 2);
        QCOMPARE(flushes.load(), 0);
    }

    void stopDoesNotWaitForTheInterval()
    {
        std::atomic<int> flushes{0};
        FlushWorker worker(
            1h, [&](Duration) { ++flushes; }, [] {});
        worker.stop(); // would outlast the test's time-out
        worker.stop();
        QCOMPARE(flushes.load(), 0);
    }

    void aShorterIntervalAppliesToTheRunningOne()
    {
        std::atomic<int> flushes{0};
        FlushWorker worker(
            1h, [&](Duration) { ++flushes; }, [] {});
        worker.setInterval(1ms);
        QTRY_VERIFY2(flushes >= 1, "the hour was cut short");
    }
};

QTEST_APPLESS_MAIN(FlushWorkerTest)
#include "flush_worker_test.moc"
