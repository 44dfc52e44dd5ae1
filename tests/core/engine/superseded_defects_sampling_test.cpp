// SPDX-License-Identifier: Apache-2.0
// P3, P4 and P10 to P13 of the defects that superseded_defects_test.cpp tells of: those of the estimates and
// of the adaptation.
#include "core/engine/production_metrics.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr MetricType kMessages = MetricType::MessageReceived;
constexpr std::size_t kRoomy = 100'000; ///< a ring that never fills here
#ifdef __SANITIZE_THREAD__
constexpr int kFewer = 8; // one thread has nothing to show it, and is slow there
#else
constexpr int kFewer = 1;
#endif

MetricsConfig fixedAt(double rate, std::size_t bufferSize)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.bufferSize = bufferSize;
    return config;
}

EngineOptions unthreaded(std::uint64_t seed)
{
    EngineOptions options;
    options.seed = seed;
    options.flushThread = false;
    return options;
}

void receive(ProductionMetrics& engine, int messages, KeyId key = {})
{
    for (int i = 0; i < messages; ++i)
        engine.observe(kMessages, 128, key);
}

/** Estimates of what is known, over many seeds: how far off on average, and how often the range held it. */
class Trials
{
public:
    void add(const Estimate& estimate, double truth)
    {
        ++m_trials;
        m_held += estimate.low <= truth && truth <= estimate.high;
        m_errors += estimate.value / truth - 1;
        m_squares += (estimate.value / truth - 1) * (estimate.value / truth - 1);
        m_widths += (estimate.high - estimate.low) / truth;
    }

    /** The mean error is within five of its standard errors of none. */
    bool isUnbiased() const
    {
        const double mean = m_errors / m_trials;
        const double variance = (m_squares - m_trials * mean * mean) / (m_trials - 1);
        return std::abs(mean) <= 5 * std::sqrt(variance / m_trials);
    }
    /** As often as a range that holds the truth with this chance does, within 3.5 standard errors. */
    bool holds(double chance) const
    {
        return coverage() >= chance - 3.5 * std::sqrt(chance * (1 - chance) / m_trials);
    }
    double coverage() const { return double(m_held) / m_trials; }
    /** Relative to the truth: a range that is always right because it says nothing is none. */
    double meanWidth() const { return m_widths / m_trials; }
    std::string words() const
    {
        return "mean error " + std::to_string(100 * m_errors / m_trials) + " %, range held the truth in " +
               std::to_string(m_held) + " of " + std::to_string(m_trials) + " trials, mean width " +
               std::to_string(100 * meanWidth()) + " %";
    }

private:
    int m_trials = 0;
    int m_held = 0;
    double m_errors = 0;
    double m_squares = 0;
    double m_widths = 0;
};

/** Monotonic time by hand, and a wall clock that can be put back. */
class AdjustedClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return m_now; }
    WallTime wallNow() const noexcept override { return m_wall; }
    void pass(Duration step)
    {
        m_now += step;
        m_wall += step;
    }
    void putBack(Duration step) { m_wall -= step; }

private:
    TimePoint m_now{1h};
    WallTime m_wall{std::chrono::seconds(1'700'000'000)};
};

struct SteadyRun
{
    double error = 0;       ///< relative, of the sum of all estimates
    double settledRate = 0; ///< mean rate in force in the second half
};

/** At the defaults. The load is there from the beginning; the engine starts `phase` after it was made. */
SteadyRun runFor90Seconds(std::uint64_t seed, Duration phase, Duration drift,
                          const std::function<int(Duration sinceMade)>& perSecond)
{
    constexpr int kIntervals = 44;
    constexpr Duration kTick = 50ms;
    test::ManualTime time;
    const TimePoint made = time.now();
    ProductionMetrics engine(MetricsConfig{}, time, unthreaded(seed));
    const auto pass = [&](Duration length) {
        for (Duration passed{0}; passed < length; passed += kTick) {
            receive(engine, perSecond(time.now() - made) / 20);
            time.advance(kTick);
        }
    };
    pass(phase);
    engine.start();
    SteadyRun run;
    double estimated = 0;
    for (int interval = 0; interval < kIntervals; ++interval) {
        pass(2s + drift);
        const auto snapshot = engine.flush();
        estimated += snapshot->of(kMessages).interval.value;
        if (interval >= kIntervals / 2)
            run.settledRate += snapshot->sampling.inForce / (kIntervals / 2);
    }
    run.error = estimated / double(engine.counters()[indexOf(kMessages)].count) - 1;
    return run;
}

} // namespace

class SupersededDefectsSamplingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /**
     * 200,000 events chosen at 15 % and one step of the rate before the flush, x0.7 or x1.2, showed 285,762
     * (+42.9 %) or -16.7 %: all samples were scaled by the rate of the flush.
     */
    void p03_aRateChangeInsideAnIntervalBiasesNoEstimate()
    {
        constexpr int kEvents = 200'000;
        constexpr int kSeeds = 64 / kFewer;
        const test::ManualTime time;
        for (const double step : {0.7, 1.2}) {
            for (const int before : {kEvents, kEvents / 2}) { // events until the step
                Trials type;
                Trials key;
                for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
                    ProductionMetrics engine(fixedAt(0.15, kRoomy), time, unthreaded(seed));
                    engine.start();
                    const KeyId odd = engine.intern("odd");
                    const KeyId even = engine.intern("even");
                    for (int i = 0; i < kEvents; ++i) {
                        if (i == before)
                            QVERIFY(engine.configure(fixedAt(0.15 * step, kRoomy)).ok());
                        engine.observe(kMessages, 128, i % 2 ? odd : even);
                    }
                    if (before == kEvents)
                        QVERIFY(engine.configure(fixedAt(0.15 * step, kRoomy)).ok());
                    const auto snapshot = engine.flush();
                    QCOMPARE(snapshot->of(kMessages).exact.count, std::uint64_t(kEvents));
                    QCOMPARE(snapshot->accounting.thinned, std::uint64_t(0));
                    type.add(snapshot->of(kMessages).interval, kEvents);
                    QCOMPARE(snapshot->keys.size(), std::size_t(2));
                    for (const KeySnapshot& each : snapshot->keys) {
                        if (each.key == "odd")
                            key.add(each.count, kEvents / 2);
                    }
                }
                QVERIFY2(type.isUnbiased() && type.holds(0.95), type.words().c_str());
                QVERIFY2(key.isUnbiased() && key.holds(0.95), key.words().c_str());
                QVERIFY(type.meanWidth() < 0.03 && key.meanWidth() < 0.04);
            }
        }
    }

    /**
     * A million events within one interval showed 66,667 (-93.3 %), as many as 2000 samples could stand for;
     * above 100,000/s the count stayed short for ever.
     */
    void p04_aMillionEventsInOneIntervalAreAllThere()
    {
        constexpr int kEvents = 1'000'000;
        constexpr int kIntervals = 5;
        constexpr int kSeeds = 8 / kFewer;
        Trials estimates;
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            test::ManualTime time;
            ProductionMetrics engine(MetricsConfig{}, time, unthreaded(seed));
            engine.start();
            for (int interval = 1; interval <= kIntervals; ++interval) {
                receive(engine, kEvents);
                time.advance(2s);
                const auto snapshot = engine.flush();
                const TypeSnapshot& messages = snapshot->of(kMessages);
                QCOMPARE(messages.intervalCount, std::uint64_t(kEvents));
                QCOMPARE(messages.exact.count, std::uint64_t(interval) * kEvents);
                QCOMPARE(messages.exact.sum, 128.0 * interval * kEvents);
                QVERIFY(snapshot->accounting.addsUp());
                QCOMPARE(snapshot->accounting.dropped, std::uint64_t(0));
                QVERIFY(snapshot->accounting.thinned > 0); // it was too much for the ring
                QVERIFY(messages.interval.samples <= snapshot->buffer.capacity);
                estimates.add(messages.interval, kEvents);
            }
        }
        QVERIFY2(estimates.isUnbiased() && estimates.holds(0.95), estimates.words().c_str());
        QVERIFY(estimates.meanWidth() < 0.25); // a thousand samples and more an interval
    }

    /**
     * A wall clock put back an hour stopped the adaptation for an hour, and only a chosen event could move
     * the rate: an idle system kept the one it had.
     */
    void p10_adaptationNeedsNeitherTheWallClockNorAnEvent()
    {
        AdjustedClock steady;
        AdjustedClock adjusted;
        ProductionMetrics reference(MetricsConfig{}, steady, unthreaded(1));
        ProductionMetrics engine(MetricsConfig{}, adjusted, unthreaded(1));
        reference.start();
        engine.start();
        std::vector<double> rates;
        for (const int load : {1000, 1'000'000, 400'000, 10, 200'000, 500'000}) {
            receive(reference, load);
            receive(engine, load);
            adjusted.putBack(1h);
            steady.pass(2s);
            adjusted.pass(2s);
            const auto expected = reference.flush();
            const auto snapshot = engine.flush();
            QVERIFY(snapshot->wallTime < expected->wallTime);
            QCOMPARE(snapshot->sampling.inForce, expected->sampling.inForce);
            QCOMPARE(snapshot->sampling.why, expected->sampling.why);
            QCOMPARE(snapshot->interval, expected->interval);
            rates.push_back(snapshot->sampling.inForce);
        }
        QCOMPARE(rates[0], 0.15);
        QVERIFY2(rates[1] < 0.02, "a million events in two seconds bring the rate down at once");
        QVERIFY(*std::max_element(rates.begin() + 4, rates.end()) < 0.05);
        const std::uint64_t chosen = engine.accounting().chosen;
        adjusted.pass(2s);
        QCOMPARE(engine.flush()->sampling.inForce, 0.15); // nothing happened, and that was enough
        QCOMPARE(engine.accounting().chosen, chosen);
    }

    /**
     * One fill of the ring, looked at every 5 s against flushes every 2 s: at a steady 20,000/s the count was
     * short by 12.5 % for ever if start() came 0.75 s after construction and right at 1.0 s; at 50,000/s by
     * 15.7 % (0.75 s) and 21.6 % (0.9 s). Drift made it come and go.
     */
    void p11_theRateSettlesRightWhateverThePhaseOfTheStart()
    {
        std::vector<Duration> phases{750ms, 1000ms};
        if (kFewer == 1)
            phases.insert(phases.end(), {0ms, 250ms, 500ms, 850ms, 900ms, 1900ms});
        constexpr int kPulsing = 0; // 50,000/s for the first half of every 2.5 s, else 2000/s
        for (const int load : {20'000, 50'000, kPulsing}) {
            const auto perSecond = [load](Duration sinceMade) {
                return load != kPulsing ? load : sinceMade % 2500ms < 1250ms ? 50'000 : 2000;
            };
            double lowest = 1;
            double highest = 0;
            std::uint64_t seed = 0;
            for (const Duration phase : phases) {
                const Duration drift = ++seed % 2 ? 0ms : 50ms; // of the flush, every interval
                const SteadyRun run = runFor90Seconds(seed, phase, drift, perSecond);
                const std::string words = std::to_string(load) + "/s, phase " + std::to_string(phase / 1ms) +
                                          " ms: error " + std::to_string(100 * run.error) +
                                          " %, settled at " + std::to_string(100 * run.settledRate) + " %";
                // Some 1400 samples in each of 44 intervals: 0.4 %.
                QVERIFY2(std::abs(run.error) < 0.02, words.c_str());
                lowest = std::min(lowest, run.settledRate);
                highest = std::max(highest, run.settledRate);
            }
            const std::string words = std::to_string(lowest) + " to " + std::to_string(highest);
            if (load != kPulsing) {
                const double carried = 1000.0 / load; // by a ring of 2000 in 2 s, without thinning
                QVERIFY2(lowest >= 0.5 * carried && highest <= 1.5 * carried, words.c_str());
                QVERIFY2(highest / lowest < 1.25, words.c_str());
            }
        }
    }

    /**
     * In 45 s of little load the rate climbed to 15 %; a burst of 50,000/s for 10 s was then short by 74 %,
     * because each step down took 5 s.
     */
    void p12_aBurstAfterQuietIsCountedRightFromItsFirstInterval()
    {
        constexpr int kInInterval = 100'000;
        constexpr int kSeeds = 40 / kFewer;
        Trials first;
        Trials all;
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            test::ManualTime time;
            ProductionMetrics engine(MetricsConfig{}, time, unthreaded(seed));
            engine.start();
            for (int quiet = 0; quiet < 23; ++quiet) {
                receive(engine, 20);
                time.advance(2s);
                engine.flush();
            }
            QCOMPARE(engine.snapshot()->sampling.inForce, 0.15); // armed
            for (int burst = 0; burst < 5; ++burst) {
                receive(engine, kInInterval);
                time.advance(2s);
                const auto snapshot = engine.flush();
                QCOMPARE(snapshot->of(kMessages).intervalCount, std::uint64_t(kInInterval));
                QCOMPARE(snapshot->accounting.dropped, std::uint64_t(0));
                const Estimate& estimate = snapshot->of(kMessages).interval;
                all.add(estimate, kInInterval);
                if (burst == 0) {
                    first.add(estimate, kInInterval);
                    // One flush is enough: from here on the ring carries it all.
                    QVERIFY(snapshot->sampling.inForce <= 0.02);
                }
            }
        }
        QVERIFY2(first.isUnbiased() && first.holds(0.95), first.words().c_str());
        QVERIFY2(all.isUnbiased() && all.holds(0.95), all.words().c_str());
        QVERIFY(all.meanWidth() < 0.25);
    }

    /**
     * "±5 % error at 3 %" was claimed of every count; 10 connections showed as 0 in 74 % of runs, 100 strayed
     * by 57 %, 1000 by 17 %, 10,000 by 6 %.
     */
    void p13_theRangeShownIsHonestAtFewEvents()
    {
        const test::ManualTime time;
        constexpr int kSeeds = 2000 / kFewer;
        for (const int events : {10, 100, 1000, 10'000}) {
            Trials trials;
            int graded[3] = {};
            for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
                ProductionMetrics engine(fixedAt(0.03, 2000), time, unthreaded(seed));
                engine.start();
                receive(engine, events);
                const auto snapshot = engine.flush();
                QCOMPARE(snapshot->of(kMessages).exact.count, std::uint64_t(events));
                const Estimate& estimate = snapshot->of(kMessages).interval;
                trials.add(estimate, events);
                QVERIFY(estimate.low < estimate.high); // never a bare number
                QVERIFY(estimate.low <= estimate.value && estimate.value <= estimate.high);
                const Grade expected = estimate.samples >= 30   ? Grade::A
                                       : estimate.samples >= 10 ? Grade::B
                                                                : Grade::C;
                QVERIFY(estimate.grade == expected);
                ++graded[static_cast<char>(estimate.grade) - 'A'];
            }
            QVERIFY2(trials.isUnbiased(), trials.words().c_str());
            QVERIFY2(trials.holds(0.95), trials.words().c_str());
            // 1 sigma is 5.69 / sqrt(N); more where few are kept
            QVERIFY2(trials.meanWidth() < 8 * 5.69 / std::sqrt(double(events)), trials.words().c_str());
            if (events <= 100)
                QVERIFY(graded[2] >= kSeeds * 98 / 100); // graded C: bounds only
            if (events == 10'000)
                QCOMPARE(graded[0], kSeeds);
        }
        // What is rare and matters is not sampled at all: 10 connections are 10.
        ProductionMetrics engine(fixedAt(0.03, 2000), time, unthreaded(1));
        engine.start();
        for (int i = 0; i < 10; ++i)
            engine.count(MetricType::Connection);
        const Estimate connections = engine.flush()->of(MetricType::Connection).interval;
        QVERIFY(connections.isPoint());
        QCOMPARE(connections.value, 10.0);
    }
};

QTEST_APPLESS_MAIN(SupersededDefectsSamplingTest)
#include "superseded_defects_sampling_test.moc"
