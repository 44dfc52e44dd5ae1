// SPDX-License-Identifier: Apache-2.0
// P1, P6, P14 and the concurrent side of P7 of the defects that superseded_defects_test.cpp tells of: those
// that take threads to show. Worth most under ThreadSanitizer.
#include "core/engine/production_metrics.h"

#include <QtTest/QtTest>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

using namespace weir;
using namespace std::chrono_literals;

namespace {

#ifdef __SANITIZE_THREAD__
constexpr int kEventsOfAThread = 50'000;
#else
constexpr int kEventsOfAThread = 500'000;
#endif
constexpr int kReadings = 300; ///< at least, while others record

TypeTotals totalsOf(const ProductionMetrics& engine, MetricType type)
{
    return engine.counters()[indexOf(type)];
}

/** Everything that can be read of a running engine. */
bool readEverything(ProductionMetrics& engine)
{
    const auto snapshot = engine.snapshot();
    return engine.accounting().addsUp() && snapshot->accounting.addsUp() &&
           engine.config().validate().empty() && engine.counters().size() == snapshot->types.size() &&
           engine.intern("reader") == engine.intern("reader");
}

/** Threads of this process, as the kernel lists them. */
std::ptrdiff_t threadCount()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                         std::filesystem::directory_iterator());
}

} // namespace

class SupersededDefectsThreadsTest : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    std::ptrdiff_t m_threadsAtFirst = 0;

private Q_SLOTS:
    void initTestCase() { m_threadsAtFirst = threadCount(); }

    /**
     * With the defaults the first reading never returned: it took a lock that it held. The next chosen event
     * then blocked the application, and stop() hung. A deadlock here runs into the time-out of the test.
     */
    void p01_readingEverythingWhileRecordingNeverDeadlocks()
    {
        std::atomic<int> wrong{0};
        std::atomic<int> readings{0};
        ProductionMetrics* self = nullptr;
        const auto read = [&] {
            wrong += !readEverything(*self);
            ++readings;
        };
        MetricsConfig config; // the defaults, cost figures included, but flushed as often as can be
        config.flushInterval = MetricsConfig::kShortestFlush;
        EngineOptions options;
        options.intervalEnded = [&](std::uint64_t) { read(); };
        options.published = [&](const auto&) { read(); };
        ProductionMetrics engine(config, m_clock, options);
        self = &engine;
        engine.start();
        std::atomic<std::uint64_t> messages{0};
        std::atomic<int> running{2};
        std::latch begin(4);
        const auto record = [&] {
            begin.arrive_and_wait();
            int i = 0;
            for (; i < kEventsOfAThread || readings < kReadings; ++i) {
                engine.observe(MetricType::MessageReceived, 128, [&] { // also from within an event
                    if (i % 1000 == 0)
                        read();
                    return EventDetail{};
                });
                engine.critical(MetricType::MessageFailed);
            }
            messages += std::uint64_t(i);
            --running;
        };
        std::jthread first(record);
        std::jthread second(record);
        std::jthread reader([&] {
            begin.arrive_and_wait();
            while (running > 0)
                read();
        });
        begin.arrive_and_wait();
        while (running > 0)
            engine.flush(); // beside the engine's own thread
        reader.join();
        engine.stop();
        read();
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(totalsOf(engine, MetricType::MessageReceived).count, messages.load());
        QCOMPARE(totalsOf(engine, MetricType::MessageFailed).count, messages.load());
        QVERIFY(engine.accounting().addsUp());
    }

    /**
     * stop() waited for the rest of the interval; past 5 s it gave up and left the thread behind, so that the
     * next start() made two of them flush. Waiting out this hour would run into the time-out of the test.
     */
    void p06_stopInterruptsAnHourAndStartAfterItLeavesOneThread()
    {
        std::mutex mutex;
        std::set<std::thread::id> flushedBy; // other than by this thread
        int flushes = 0;
        const auto self = std::this_thread::get_id();
        EngineOptions options;
        options.published = [&](const auto&) {
            const std::lock_guard lock(mutex);
            if (std::this_thread::get_id() != self) {
                flushedBy.insert(std::this_thread::get_id());
                ++flushes;
            }
        };
        MetricsConfig config;
        config.mode = SamplingMode::Everything;
        config.bufferSize = 200;
        config.flushInterval = 1h;
        QTRY_COMPARE(threadCount(), m_threadsAtFirst); // one that was joined may be listed a little longer
        ProductionMetrics engine(config, m_clock, options);
        for (std::uint64_t round = 1; round <= 5; ++round) {
            engine.start();
            QCOMPARE(threadCount(), m_threadsAtFirst + 1);
            for (int i = 0; i < 180; ++i)
                engine.observe(MetricType::MessageReceived, 1);
            QTRY_VERIFY2(engine.accounting().inRing < 150, "the thread runs: it drains what fills up");
            engine.observe(MetricType::MessageReceived, 1); // the tail
            engine.stop();                                  // an hour early
            QTRY_COMPARE(threadCount(), m_threadsAtFirst);
            const auto snapshot = engine.snapshot();
            QVERIFY(snapshot->final);
            QCOMPARE(snapshot->sequence, round); // stop()'s own
            QCOMPARE(snapshot->accounting.kept, round * 181);
            QCOMPARE(snapshot->accounting.inRing, std::uint64_t(0));
        }
        QCOMPARE(flushes, 0);

        config.flushInterval = MetricsConfig::kShortestFlush;
        engine.start();
        QVERIFY(engine.configure(config).ok());
        const auto flushed = [&] {
            const std::lock_guard lock(mutex);
            return flushes;
        };
        QTRY_VERIFY2(flushed() >= 4, "the new interval holds at once");
        engine.stop();
        QCOMPARE(flushedBy.size(), std::size_t(1));
    }

    /** While stop() runs, an event is counted or refused: never both, never neither; after it, refused. */
    void p07_whatComesDuringStopIsCountedOrRefused()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = MetricsConfig::kLowestRate; // the next choice, left alone, is far away
        ProductionMetrics engine(config, m_clock);
        engine.start();
        constexpr int kAfterStop = 1000;
        std::atomic<std::uint64_t> recorded{0};
        std::atomic<bool> stopped{false};
        std::latch begin(3);
        const auto record = [&] {
            begin.arrive_and_wait();
            std::uint64_t mine = 0;
            const auto recordOne = [&] {
                engine.observe(MetricType::MessageReceived, 2);
                ++mine;
            };
            while (mine < kEventsOfAThread || !stopped)
                recordOne();
            for (int i = 0; i < kAfterStop; ++i)
                recordOne();
            recorded += mine;
        };
        std::jthread first(record);
        std::jthread second(record);
        begin.arrive_and_wait();
        for (int i = 0; i < 50; ++i) {
            engine.stop();
            engine.start();
        }
        engine.stop();
        const Accounting atStop = engine.accounting();
        stopped = true;
        first.join();
        second.join();
        const Accounting accounting = engine.accounting();
        QCOMPARE(accounting.seen + accounting.refused, recorded.load());
        QVERIFY(accounting.seen <= atStop.seen + 2); // one of each thread may have been under way
        QVERIFY(accounting.refused >= atStop.refused + 2 * kAfterStop - 2);
        const TypeTotals messages = totalsOf(engine, MetricType::MessageReceived);
        QCOMPARE(messages.count, accounting.seen);
        QCOMPARE(messages.sum, 2.0 * double(messages.count));
        QVERIFY(accounting.addsUp());
    }

    /**
     * Readings took totals while the flush thread was adding to them, those of different types at different
     * times, and left out up to an interval of events.
     */
    void p14_eachSnapshotIsOneConsistentView()
    {
        EngineOptions options;
        options.flushThread = false; // this thread flushes, without a pause
        ProductionMetrics engine({}, m_clock, options);
        engine.start();
        constexpr int kRecorders = 4;
        std::array<std::atomic<std::uint64_t>, kRecorders> recorded{}; // messages, once they are told
        std::atomic<int> running{kRecorders};
        std::atomic<int> views{0};
        std::latch begin(kRecorders + 1);
        std::vector<std::jthread> threads;
        for (auto& mine : recorded) {
            threads.emplace_back([&] {
                begin.arrive_and_wait();
                for (int i = 0; i < kEventsOfAThread || views < kReadings; ++i) {
                    engine.observe(MetricType::MessageReceived, 2);
                    mine.fetch_add(1, std::memory_order_release);
                    engine.count(MetricType::MessageQueued);
                    if (i % 100 == 0)
                        engine.critical(MetricType::MessageReceived, 3);
                }
                --running;
            });
        }
        begin.arrive_and_wait();
        std::array<std::uint64_t, kMetricTypeCount> intervals{};
        std::uint64_t samples = 0;
        TypeTotals last;
        std::shared_ptr<const EngineSnapshot> snapshot;
        for (bool isLast = false; !isLast;) {
            isLast = running == 0;
            std::uint64_t told = 0;
            for (const auto& one : recorded)
                told += one.load(std::memory_order_acquire);
            snapshot = engine.flush();
            ++views;
            std::uint64_t seen = 0;
            std::uint64_t critical = 0;
            for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
                seen += snapshot->types[type].exact.count;
                critical += snapshot->types[type].critical;
                intervals[type] += snapshot->types[type].intervalCount;
                samples += snapshot->types[type].interval.samples;
            }
            const Accounting& accounting = snapshot->accounting;
            QCOMPARE(accounting.seen, seen);
            QCOMPARE(accounting.critical, critical);
            QCOMPARE(accounting.seen, accounting.critical + accounting.sampledOut + accounting.chosen);
            QCOMPARE(accounting.chosen,
                     accounting.kept + accounting.inRing + accounting.thinned + accounting.dropped);
            QCOMPARE(samples, accounting.kept); // estimates stand on what is accounted for
            const TypeTotals& messages = snapshot->of(MetricType::MessageReceived).exact;
            QVERIFY(messages.count >= told); // nothing recorded before the reading is missing
            QVERIFY(messages.count >= last.count && messages.sum >= last.sum);
            last = messages;
        }
        threads.clear();
        std::uint64_t messages = 0; // the last view is of after the last event
        for (const auto& one : recorded)
            messages += one;
        const TypeSnapshot& received = snapshot->of(MetricType::MessageReceived);
        QCOMPARE(received.exact.count, messages + received.critical);
        QCOMPARE(received.exact.sum, 2.0 * double(messages) + 3.0 * double(received.critical));
        QCOMPARE(snapshot->of(MetricType::MessageQueued).exact.count, messages);
        QCOMPARE(snapshot->accounting.inRing, std::uint64_t(0));
        for (std::size_t type = 0; type < kMetricTypeCount; ++type) // no event between two intervals
            QCOMPARE(intervals[type], snapshot->types[type].exact.count);
    }
};

QTEST_APPLESS_MAIN(SupersededDefectsThreadsTest)
#include "superseded_defects_threads_test.moc"
