// SPDX-License-Identifier: Apache-2.0
// Many threads: exact counts and both identities while configuring, reading and stopping. Worth most under
// tsan.
#include "core/engine/production_metrics.h"
#include "core/engine/slot_pool.h"

#include <QtTest/QtTest>

#include <array>
#include <atomic>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr int kThreads = 8;
#ifdef __SANITIZE_THREAD__
constexpr int kEvents = 60'000;
#else
constexpr int kEvents = 600'000;
#endif

MetricsConfig configured(int step)
{
    MetricsConfig config;
    config.mode = step % 5 == 0   ? SamplingMode::Adaptive
                  : step % 5 == 1 ? SamplingMode::Everything
                                  : SamplingMode::Fixed;
    config.sampleRate = step % 2 ? 0.15 : 0.01;
    config.bufferSize = step % 3 ? 16 : 5000;
    config.flushInterval = step % 2 ? 50ms : 2s;
    return config;
}

/** What the recording threads did, to compare with what the engine says. */
struct Driven
{
    std::uint64_t events = 0;
    double sum = 0;
    std::uint64_t failures = 0;
};

/** Records like a busy service: values, counts, criticals, described events. Values are whole: sums are
 * exact. */
Driven recordEvents(ProductionMetrics& engine, int thread)
{
    Driven driven;
    const KeyId key = engine.intern("thread-" + std::to_string(thread));
    for (int i = 0; i < kEvents; ++i) {
        const double value = i % 1000;
        if (i % 64 == 0)
            engine.observe(MetricType::MessageReceived, value, [&] { return EventDetail{key}; });
        else
            engine.observe(MetricType::MessageReceived, value, key);
        driven.sum += value;
        engine.count(MetricType::MessageQueued);
        driven.events += 2;
        if (i % 1000 == 0) {
            engine.count(MetricType::MessageFailed, key);
            ++driven.failures;
            ++driven.events;
        }
    }
    return driven;
}

} // namespace

class ProductionMetricsThreadsTest : public QObject
{
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void eightThreadsWhileConfiguringReadingAndStopping()
    {
        ProductionMetrics engine(configured(2), m_clock);
        engine.start();
        std::atomic<bool> done{false};
        std::atomic<int> broken{0};
        std::latch begin(kThreads + 3);
        std::vector<Driven> driven(kThreads);
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                begin.arrive_and_wait();
                driven[std::size_t(t)] = recordEvents(engine, t);
            });
        }
        std::jthread configurer([&] {
            begin.arrive_and_wait();
            for (int step = 0; !done; ++step) {
                if (!engine.configure(configured(step)).ok())
                    ++broken;
                std::this_thread::yield();
            }
        });
        std::jthread reader([&] {
            begin.arrive_and_wait();
            std::uint64_t lastCount = 0;
            while (!done) {
                broken += !engine.accounting().addsUp();
                broken += !engine.snapshot()->accounting.addsUp();
                const std::uint64_t count = engine.counters()[indexOf(MetricType::MessageReceived)].count;
                broken += count < lastCount; // totals never go back
                lastCount = count;
            }
        });
        begin.arrive_and_wait();
        for (int i = 0; i < 20; ++i) {
            const auto snapshot = engine.flush();
            broken += !snapshot->accounting.addsUp();
            std::uint64_t counted = 0;
            for (const TypeSnapshot& type : snapshot->types)
                counted += type.exact.count;
            broken += counted != snapshot->accounting.seen;
        }
        engine.stop(); // in the middle
        engine.start();
        threads.clear(); // joins
        done = true;
        configurer.join();
        reader.join();
        engine.stop();

        QCOMPARE(broken.load(), 0);
        Driven all;
        for (const Driven& one : driven) {
            all.events += one.events;
            all.sum += one.sum;
            all.failures += one.failures;
        }
        const Accounting accounting = engine.accounting();
        QVERIFY(accounting.addsUp());
        QCOMPARE(accounting.seen + accounting.refused, all.events);
        QCOMPARE(accounting.dropped, std::uint64_t(0));
        QCOMPARE(accounting.inRing, std::uint64_t(0));
        const auto counters = engine.counters();
        QVERIFY(counters[indexOf(MetricType::MessageReceived)].sum <= all.sum);
        QVERIFY(counters[indexOf(MetricType::MessageFailed)].count <= all.failures);
    }

    /** Every value of a type is the same, so that the sum is exact however many of its events were refused.
     */
    void eightyMillionEventsWhileTheRateChangesEveryTenMilliseconds()
    {
        constexpr int kEach = 10'000'000;
        constexpr std::array<std::size_t, 5> kBuffers = {16, 100'000, 200, 2000, 17};
        constexpr std::array kRates = {0.15, 0.0005, 0.03, 0.01};
        ProductionMetrics engine({}, m_clock);
        engine.start();

        std::mutex mutex;
        std::condition_variable wake;
        bool done = false;
        int changes = 0;
        std::jthread configurer([&] {
            std::unique_lock lock(mutex);
            while (!wake.wait_for(lock, 10ms, [&] { return done; })) {
                MetricsConfig config;
                const auto step = static_cast<std::size_t>(changes++);
                config.mode = step % 7 == 6 ? SamplingMode::Everything : SamplingMode::Fixed;
                config.sampleRate = kRates[step % kRates.size()];
                config.bufferSize = kBuffers[step % kBuffers.size()];
                config.flushInterval = step % 2 ? 50ms : 100ms;
                if (!engine.configure(config).ok())
                    qFatal("refused");
            }
        });
        std::atomic<std::uint64_t> recorded{0};
        std::atomic<std::uint64_t> critical{0};
        std::latch half(1);
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < kThreads; ++t) {
                threads.emplace_back([&, t] {
                    std::uint64_t failures = 0;
                    for (int i = 0; i < kEach; i += 4) {
                        engine.observe(MetricType::MessageReceived, 3);
                        engine.count(MetricType::MessageQueued);
                        engine.observe(MetricType::MessageSent, 5);
                        if (i % 8192 == 0) {
                            engine.count(MetricType::MessageFailed);
                            ++failures;
                        } else {
                            engine.observe(MetricType::MessageReceived, 3);
                        }
                        if (t == 0 && i == kEach / 2)
                            half.count_down();
                    }
                    recorded += kEach;
                    critical += failures;
                });
            }
            half.wait();
            engine.stop(); // in the middle
            QVERIFY(engine.snapshot()->final);
            QVERIFY(engine.snapshot()->accounting.addsUp());
            engine.start();
        }
        {
            const std::lock_guard lock(mutex);
            done = true;
        }
        wake.notify_one();
        configurer.join();
        engine.stop();

        const auto snapshot = engine.snapshot();
        QVERIFY(changes > 0);
        QCOMPARE(recorded.load(), std::uint64_t(kThreads) * kEach);
        QCOMPARE(snapshot->accounting.seen + snapshot->accounting.refused, recorded.load());
        QVERIFY(snapshot->accounting.addsUp());
        QCOMPARE(snapshot->accounting.dropped, std::uint64_t(0));
        QCOMPARE(snapshot->accounting.inRing, std::uint64_t(0));
        const auto sumOf = [&](MetricType type) { return snapshot->of(type).exact.sum; };
        const auto countOf = [&](MetricType type) { return double(snapshot->of(type).exact.count); };
        QCOMPARE(sumOf(MetricType::MessageReceived), 3 * countOf(MetricType::MessageReceived));
        QCOMPARE(sumOf(MetricType::MessageSent), 5 * countOf(MetricType::MessageSent));
        QVERIFY(snapshot->of(MetricType::MessageFailed).exact.count <= critical);
        std::uint64_t counted = 0;
        for (const TypeSnapshot& type : snapshot->types)
            counted += type.exact.count;
        QCOMPARE(counted, snapshot->accounting.seen);
    }

    void withoutAStopEverythingIsCountedExactly()
    {
        ProductionMetrics engine(configured(3), m_clock);
        engine.start();
        std::vector<Driven> driven(kThreads);
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < kThreads; ++t)
                threads.emplace_back([&, t] { driven[std::size_t(t)] = recordEvents(engine, t); });
        }
        engine.stop();
        Driven all;
        for (const Driven& one : driven) {
            all.events += one.events;
            all.sum += one.sum;
            all.failures += one.failures;
        }
        const auto snapshot = engine.snapshot();
        QCOMPARE(snapshot->accounting.seen, all.events);
        QCOMPARE(snapshot->accounting.refused, std::uint64_t(0));
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.sum, all.sum);
        QCOMPARE(snapshot->of(MetricType::MessageFailed).exact.count, all.failures);
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.max, 999.0);
        QVERIFY(snapshot->accounting.addsUp());
    }

    void aRateSetElsewhereIsObeyedAtTheNextEventOfAnotherThread()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = 0.0001;
        ProductionMetrics engine(config, m_clock);
        engine.start();
        std::latch warm(2);
        std::latch changed(2);
        std::jthread recorder([&] {
            engine.observe(MetricType::MessageReceived, 1);
            warm.arrive_and_wait();
            changed.arrive_and_wait();
            engine.observe(MetricType::MessageReceived, 1);
        });
        warm.arrive_and_wait();
        const std::uint64_t before = engine.accounting().chosen;
        config.sampleRate = 1;
        QVERIFY(engine.configure(config).ok());
        changed.arrive_and_wait();
        recorder.join();
        QCOMPARE(engine.accounting().chosen, before + 1);
    }

    void shortThreadsReuseSlotsAndLoseNothing()
    {
        ProductionMetrics engine(configured(3), m_clock);
        engine.start();
        constexpr int kShort = 500;
        for (int t = 0; t < kShort; ++t) {
            std::jthread([&] {
                for (int i = 0; i < 10; ++i)
                    engine.observe(MetricType::MessageReceived, 2);
            });
        }
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t(kShort * 10));
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.sum, 2.0 * kShort * 10);
        QCOMPARE(snapshot->meta.sharedSlotEvents, std::uint64_t(0));
    }

    void moreThreadsThanSlotsShareOneAndSaySo()
    {
        ProductionMetrics engine(configured(3), m_clock);
        engine.start();
        constexpr int kMany = int(SlotPool::kMaxSlots) + 10;
        std::latch allIn(kMany);
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < kMany; ++t) {
                threads.emplace_back([&] {
                    engine.observe(MetricType::MessageReceived, 1);
                    allIn.arrive_and_wait(); // all alive at once
                    for (int i = 0; i < 99; ++i)
                        engine.observe(MetricType::MessageReceived, 1);
                });
            }
        }
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t(kMany * 100));
        QVERIFY(snapshot->meta.sharedSlotEvents >= 10);
        QVERIFY(snapshot->accounting.addsUp());
    }

    void enginesAreIndependentAndMayDieBeforeTheThreadsThatUsedThem()
    {
        auto first = std::make_unique<ProductionMetrics>(configured(3), m_clock);
        ProductionMetrics second(configured(4), m_clock);
        first->start();
        second.start();
        std::latch used(2);
        std::latch destroyed(2);
        std::jthread user([&] {
            for (int i = 0; i < 1000; ++i) {
                first->observe(MetricType::MessageReceived, 1);
                second.observe(MetricType::MessageReceived, 1);
                second.observe(MetricType::MessageReceived, 1);
            }
            used.arrive_and_wait();
            destroyed.arrive_and_wait();
            for (int i = 0; i < 1000; ++i)
                second.observe(MetricType::MessageReceived, 1);
        });
        used.arrive_and_wait();
        QCOMPARE(first->accounting().seen, std::uint64_t(1000));
        first.reset();
        destroyed.arrive_and_wait();
        user.join();
        QCOMPARE(second.accounting().seen, std::uint64_t(3000));
    }

    void theFlushThreadDrainsEarlySoThatARingCarriesMoreThanItHolds()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Everything;
        config.bufferSize = 200;
        config.flushInterval = 1h;
        ProductionMetrics engine(config, m_clock);
        engine.start();
        for (int i = 0; i < 2000; ++i) {
            engine.observe(MetricType::MessageReceived, 1);
            if (i % 50 == 0) // an ordinary load leaves the flush thread time to run
                QTRY_VERIFY2(engine.accounting().inRing < 150, "drained early");
        }
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->accounting.kept + snapshot->accounting.thinned, std::uint64_t(2000));
        QCOMPARE(snapshot->accounting.thinned, std::uint64_t(0));
        QVERIFY(snapshot->meta.earlyDrains > 0);
    }
};

QTEST_APPLESS_MAIN(ProductionMetricsThreadsTest)
#include "production_metrics_threads_test.moc"
