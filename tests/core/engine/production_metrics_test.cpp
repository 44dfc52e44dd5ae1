// SPDX-License-Identifier: Apache-2.0
// One thread, manual time: what the engine says about events whose number and kind are known.
#include "core/engine/engine_parts.h"
#include "core/engine/production_metrics.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace weir;
using namespace std::chrono_literals;

namespace {

MetricsConfig fixedAt(double rate, std::size_t bufferSize = 2000)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.bufferSize = bufferSize;
    return config;
}

EngineOptions unthreaded(std::uint64_t seed = 1)
{
    EngineOptions options;
    options.seed = seed;
    options.flushThread = false;
    return options;
}

} // namespace

class ProductionMetricsTest : public QObject
{
    Q_OBJECT

    test::ManualTime m_time;

private Q_SLOTS:
    void countsSumsAndMaximaAreExactAtEveryRate()
    {
        for (const double rate : {0.0001, 0.03, 0.5, 1.0}) {
            ProductionMetrics engine(fixedAt(rate), m_time, unthreaded());
            engine.start();
            double sum = 0;
            for (int i = 0; i < 50'000; ++i) {
                engine.observe(MetricType::MessageReceived, i % 97);
                sum += i % 97;
                engine.count(MetricType::MessageQueued);
            }
            engine.stop();
            const auto snapshot = engine.snapshot();
            QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t(50'000));
            QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.sum, sum);
            QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.max, 96.0);
            QCOMPARE(snapshot->of(MetricType::MessageQueued).exact.count, std::uint64_t(50'000));
            QVERIFY(snapshot->final);
            QVERIFY(snapshot->accounting.addsUp());
            QCOMPARE(snapshot->accounting.seen, std::uint64_t(100'000));
            QCOMPARE(snapshot->accounting.inRing, std::uint64_t(0));
            QCOMPARE(snapshot->accounting.dropped, std::uint64_t(0));
        }
    }

    void theChosenShareIsTheNominalOneForEqualValues()
    {
        ProductionMetrics engine(fixedAt(0.03, 100'000), m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 1'000'000; ++i)
            engine.observe(MetricType::MessageReceived, 128);
        const auto chosen = double(engine.flush()->accounting.chosen);
        QVERIFY2(std::abs(chosen / 30'000 - 1) < 0.03, qPrintable(QString::number(chosen))); // 5 sigma
    }

    void estimatesOfCountAndKeysHoldTheTruthAcrossRateChanges()
    {
        ProductionMetrics engine(fixedAt(0.15, 1000), m_time, unthreaded());
        engine.start();
        const KeyId heavy = engine.intern("heavy");
        const KeyId light = engine.intern("light");
        int intervals = 0;
        int held = 0;
        int keysHeld = 0;
        double trueHeavy = 0;
        for (int round = 0; round < 400; ++round) {
            QVERIFY(engine.configure(fixedAt(round % 2 ? 0.02 : 0.15, 1000)).ok());
            double inInterval = 0;
            for (int i = 0; i < 5000; ++i) {
                const bool isHeavy = i % 5 != 0;
                engine.observe(MetricType::MessageReceived, isHeavy ? 100 + i % 7 : 5000,
                               isHeavy ? heavy : light);
                inInterval += isHeavy;
            }
            trueHeavy += inInterval;
            m_time.advance(2s);
            const auto snapshot = engine.flush();
            const Estimate& estimate = snapshot->of(MetricType::MessageReceived).interval;
            QCOMPARE(snapshot->of(MetricType::MessageReceived).intervalCount, std::uint64_t(5000));
            ++intervals;
            held += estimate.low <= 5000 && 5000 <= estimate.high;
            for (const KeySnapshot& key : snapshot->keys) {
                if (key.key == "heavy")
                    keysHeld += key.intervalCount.low <= inInterval && inInterval <= key.intervalCount.high;
            }
        }
        QVERIFY2(held >= 372 && held <= 396, qPrintable(QString::number(held))); // 93 … 99 %
        QVERIFY2(keysHeld >= 372 && keysHeld <= 396, qPrintable(QString::number(keysHeld)));
        const auto keys = engine.snapshot()->keys;
        QCOMPARE(keys[0].key, std::string("heavy"));
        QVERIFY(std::abs(keys[0].count.value / trueHeavy - 1) < 0.01);
        QVERIFY(keys[0].count.grade == Grade::A);
    }

    void atFullRateEveryEstimateIsAPointAndExact()
    {
        ProductionMetrics engine(fixedAt(1, 10'000), m_time, unthreaded());
        engine.start();
        const KeyId key = engine.intern("only");
        for (int i = 0; i < 5000; ++i)
            engine.observe(MetricType::MessageReceived, i, key);
        const auto snapshot = engine.flush();
        const Estimate& estimate = snapshot->of(MetricType::MessageReceived).interval;
        QVERIFY(estimate.isPoint());
        QCOMPARE(estimate.value, 5000.0);
        QCOMPARE(snapshot->keys.at(0).count.value, 5000.0);
        QCOMPARE(snapshot->keys.at(0).sum.value, 4999.0 * 5000 / 2);
        QCOMPARE(snapshot->sampling.effective, 1.0);
    }

    void criticalEventsCountOnceWhateverTheRate()
    {
        ProductionMetrics engine(fixedAt(0.03), m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 1000; ++i) {
            engine.critical(MetricType::Connection);
            engine.count(MetricType::MessageFailed); // critical by nature
        }
        engine.record(MetricType::MessageReceived, 7, "k", true);
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->of(MetricType::Connection).exact.count, std::uint64_t(1000));
        QCOMPARE(snapshot->of(MetricType::MessageFailed).critical, std::uint64_t(1000));
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.sum, 7.0);
        QCOMPARE(snapshot->accounting.critical, std::uint64_t(2001));
        QCOMPARE(snapshot->accounting.chosen, std::uint64_t(0));
        QVERIFY(snapshot->accounting.addsUp());
        QCOMPARE(snapshot->recentCritical.size(), std::size_t(16));
        QCOMPARE(snapshot->recentCritical.back().key, std::string("k"));
        QCOMPARE(snapshot->criticalOverwritten, std::uint64_t(2001 - 16));
    }

    void whatTheEngineCostsIsMeasuredAndCanBeTurnedOff()
    {
        /** Each reading takes a microsecond, so that every measured span has a length that can be told. */
        class SteppingClock final : public Clock
        {
        public:
            TimePoint now() const noexcept override { return TimePoint{m_time += 1us}; }
            WallTime wallNow() const noexcept override { return {}; }

        private:
            mutable Duration m_time{0};
        };
        const SteppingClock clock;
        MetricsConfig config = fixedAt(1);
        ProductionMetrics engine(config, clock, unthreaded());
        engine.start();
        for (int i = 0; i < 1000; ++i)
            engine.observe(MetricType::MessageReceived, 100, [] { return EventDetail{}; });
        const MetaState cost = engine.flush()->meta;
        QCOMPARE(cost.flushes, std::uint64_t(1));
        QCOMPARE(cost.nanosecondsPerChosen, 2000.0); // two halves, a reading in each
        QVERIFY(cost.lastFlush >= 1us && cost.flushWork >= cost.lastFlush);
        QVERIFY(cost.nanosecondsPerKept > 0);
        QVERIFY(cost.shareOfCore > 0);
        QVERIFY(cost.memory > 100'000);

        config.enableMeta = false;
        QVERIFY(engine.configure(config).ok());
        for (int i = 0; i < 1000; ++i)
            engine.observe(MetricType::MessageReceived, 100);
        const MetaState off = engine.flush()->meta;
        QCOMPARE(off.flushes, std::uint64_t(0));
        QCOMPARE(off.nanosecondsPerChosen, 0.0);
        QCOMPARE(off.memory, std::size_t(0));
    }

    void theSumOfCountedEventsIsTheirNumber()
    {
        ProductionMetrics engine(fixedAt(0.03), m_time, unthreaded());
        engine.start();
        const KeyId half = engine.intern("half");
        for (int i = 0; i < 100'000; ++i)
            engine.count(MetricType::MessageQueued, i % 2 ? half : KeyId{});
        engine.critical(MetricType::MessageQueued, 7);
        const auto snapshot = engine.flush();
        const TypeSnapshot& queued = snapshot->of(MetricType::MessageQueued);
        QCOMPARE(queued.exact.count, std::uint64_t(100'001));
        QCOMPARE(queued.exact.sum, 100'001.0);
        QCOMPARE(queued.exact.max, 1.0);
        QCOMPARE(queued.intervalSum, 100'001.0);
        QCOMPARE(queued.intervalSumEstimate.value, queued.interval.value);
        QCOMPARE(snapshot->keys.at(0).sum.value, snapshot->keys.at(0).count.value);
    }

    void connectionEventsAndRoundTripsAreKeptAtEveryRate()
    {
        ProductionMetrics engine(fixedAt(0.0001), m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 200; ++i) {
            engine.count(MetricType::Connection);
            engine.observe(MetricType::RoundTrip, 250);
        }
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->of(MetricType::RoundTrip).interval.samples, std::uint64_t(200));
        QVERIFY(snapshot->of(MetricType::Connection).interval.isPoint());
    }

    void aFullRingThinsAndTheEstimateStaysRight()
    {
        ProductionMetrics engine(fixedAt(1, 64), m_time, unthreaded());
        engine.start();
        double total = 0;
        constexpr int kRounds = 200;
        for (int round = 0; round < kRounds; ++round) {
            for (int i = 0; i < 10'000; ++i)
                engine.observe(MetricType::MessageReceived, 1 + i % 50);
            m_time.advance(2s);
            const auto snapshot = engine.flush();
            total += snapshot->of(MetricType::MessageReceived).interval.value;
            QVERIFY(snapshot->accounting.addsUp());
            QVERIFY(snapshot->accounting.thinned > 0);
            QCOMPARE(snapshot->accounting.dropped, std::uint64_t(0));
            QCOMPARE(snapshot->buffer.peak, 1.0);
        }
        // A few dozen samples a round: about 14 % each, about 1 % for the mean of 200.
        QVERIFY2(std::abs(total / (kRounds * 10'000.0) - 1) < 0.05, qPrintable(QString::number(total)));
        QVERIFY(engine.snapshot()->sampling.why.find("filled the ring") != std::string::npos);
    }

    void outsideStartAndStopEventsAreRefusedAndCounted()
    {
        ProductionMetrics engine(fixedAt(0.5), m_time, unthreaded());
        engine.count(MetricType::Connection);
        engine.critical(MetricType::MessageFailed);
        engine.observe(MetricType::MessageReceived, 5);
        QCOMPARE(engine.accounting().refused, std::uint64_t(3));
        engine.start();
        engine.observe(MetricType::MessageReceived, 5);
        engine.stop();
        for (int i = 0; i < 100; ++i)
            engine.observe(MetricType::MessageReceived, 5);
        QCOMPARE(engine.accounting().refused, std::uint64_t(103));
        QCOMPARE(engine.accounting().seen, std::uint64_t(1));
        QCOMPARE(engine.counters()[indexOf(MetricType::MessageReceived)].sum, 5.0);
        engine.start();
        engine.observe(MetricType::MessageReceived, 5);
        QCOMPARE(engine.accounting().seen, std::uint64_t(2));
    }

    void whatIsNotAValueIsRefusedAndPoisonsNothing()
    {
        ProductionMetrics engine(fixedAt(0.5), m_time, unthreaded());
        engine.start();
        const double bad[] = {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(), -1};
        for (int i = 0; i < 300; ++i) {
            engine.observe(MetricType::MessageReceived, bad[i % 3]);
            engine.observe(MetricType::MessageReceived, 10);
        }
        engine.observe(MetricType::MessageReceived, 1e300);
        m_time.advance(2s);
        engine.flush(); // the mean is now enormous
        engine.observe(MetricType::MessageReceived, 10);
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->accounting.refused, std::uint64_t(300));
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t(302));
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.max, 1e300);
        QVERIFY(snapshot->accounting.addsUp());
    }

    void aChangeOfRateHoldsForTheNextEventAndMovesNoTotal()
    {
        ProductionMetrics engine(fixedAt(0.0001, 10'000), m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 1000; ++i)
            engine.observe(MetricType::MessageReceived, 10);
        const auto before = engine.counters();
        const std::uint64_t chosen = engine.accounting().chosen;
        const auto revision = engine.configure(fixedAt(1, 10'000));
        QVERIFY(revision.ok());
        QCOMPARE(revision.value(), std::uint64_t(2));
        QCOMPARE(engine.counters()[indexOf(MetricType::MessageReceived)].count,
                 before[indexOf(MetricType::MessageReceived)].count);
        engine.observe(MetricType::MessageReceived, 10);
        QCOMPARE(engine.accounting().chosen, chosen + 1);
        QVERIFY(engine.configure(fixedAt(0.0001, 10'000)).ok());
        for (int i = 0; i < 100; ++i)
            engine.observe(MetricType::MessageReceived, 10);
        QVERIFY(engine.accounting().chosen <= chosen + 4);
        QCOMPARE(engine.flush()->sampling.revision, std::uint64_t(3));
    }

    void aRefusedConfigurationChangesNothing()
    {
        ProductionMetrics engine(fixedAt(0.5), m_time, unthreaded());
        MetricsConfig bad = fixedAt(2);
        bad.bufferSize = 1;
        const auto result = engine.configure(bad);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().size(), std::size_t(2));
        QVERIFY(engine.config() == fixedAt(0.5));
        QCOMPARE(engine.snapshot()->sampling.revision, std::uint64_t(1));
    }

    void aSmallerRingThinsWhatNoLongerFits()
    {
        ProductionMetrics engine(fixedAt(1, 1000), m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 900; ++i)
            engine.observe(MetricType::MessageReceived, 10);
        QVERIFY(engine.configure(fixedAt(1, 16)).ok());
        const Accounting accounting = engine.accounting();
        QVERIFY(accounting.inRing <= 16);
        QVERIFY(accounting.addsUp());
        QVERIFY(std::abs(engine.flush()->of(MetricType::MessageReceived).interval.value - 900) < 1e-6);
    }

    void adaptiveFollowsTheLoadAndSaysWhy()
    {
        MetricsConfig config;
        config.sampleRate = config.maxSampleRate = 1;
        config.budget = 100;
        ProductionMetrics engine(config, m_time, unthreaded());
        engine.start();
        for (int i = 0; i < 2000; ++i)
            engine.observe(MetricType::MessageReceived, 10);
        m_time.advance(2s);
        const auto snapshot = engine.flush();
        QCOMPARE(snapshot->sampling.inForce, 0.1); // 100 looks/s of 1000 events/s
        QVERIFY(snapshot->sampling.why.find("budget of 100 looks/s") != std::string::npos);
        QCOMPARE(snapshot->sampling.rate, 1.0);
    }

    void describeRunsOnceAndOnlyWhenChosenAndMayRecord()
    {
        ProductionMetrics engine(fixedAt(0.1), m_time, unthreaded());
        engine.start();
        int described = 0;
        for (int i = 0; i < 10'000; ++i) {
            engine.observe(MetricType::MessageReceived, 10, [&] {
                ++described;
                engine.observe(MetricType::MessageSent, 1); // no lock is held here
                return EventDetail{engine.intern("key")};
            });
        }
        const auto snapshot = engine.flush();
        QCOMPARE(std::uint64_t(described), snapshot->of(MetricType::MessageReceived).interval.samples);
        QCOMPARE(std::uint64_t(described), snapshot->of(MetricType::MessageSent).exact.count);
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t(10'000));
        QVERIFY(snapshot->accounting.addsUp());
    }

    void describeIsToldTheWeightThatTheSampleHas()
    {
        ProductionMetrics engine(fixedAt(0.2, 100'000), m_time, unthreaded());
        engine.start();
        engine.observe(MetricType::MessageReceived, 100, [](double) { return EventDetail{}; });
        engine.flush(); // from here on the value clock knows the mean
        double stoodFor = 0;
        double bytes = 0;
        for (int i = 0; i < 10'000; ++i) {
            const double value = i % 300;
            engine.observe(MetricType::MessageReceived, value, [&](double weight) {
                stoodFor += weight;
                bytes += weight * value;
                return EventDetail{};
            });
        }
        const TypeSnapshot type = engine.flush()->of(MetricType::MessageReceived);
        QVERIFY(type.interval.samples > 1000);
        QVERIFY2(std::abs(stoodFor / type.interval.value - 1) < 1e-6, qPrintable(QString::number(stoodFor)));
        QVERIFY(std::abs(bytes / type.intervalSumEstimate.value - 1) < 1e-6);
    }

    void aBudgetHeldDownLowersTheAdaptiveRateAndMakesNoRevision()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Adaptive;
        config.sampleRate = config.maxSampleRate = 1;
        config.bufferSize = 100'000;
        config.flushInterval = 1s;
        ProductionMetrics engine(config, m_time, unthreaded());
        engine.start();
        const auto rateAfter = [&](double limit) {
            engine.limitBudget(limit);
            for (int i = 0; i < 20'000; ++i)
                engine.observe(MetricType::MessageReceived, 10);
            m_time.advance(1s);
            return engine.flush()->sampling;
        };
        QCOMPARE(rateAfter(0).inForce, 1.0);
        const SamplingState held = rateAfter(2000);
        QCOMPARE(held.inForce, 0.1);
        QVERIFY2(held.why.find("2,000 looks/s") != std::string::npos, held.why.c_str());
        QCOMPARE(held.revision, std::uint64_t(1));
        QCOMPARE(rateAfter(1e9).inForce, 1.0); // the configuration's budget is no larger for it
        QCOMPARE(engine.config(), config);
    }

    void truthCanBeReadBesideAnEstimate()
    {
        std::uint64_t countAtBoundary = 0;
        std::uint64_t lastSequence = 0;
        EngineOptions options = unthreaded();
        ProductionMetrics* self = nullptr;
        options.intervalEnded = [&](std::uint64_t sequence) {
            lastSequence = sequence;
            countAtBoundary = self->counters()[indexOf(MetricType::MessageReceived)].count;
        };
        std::shared_ptr<const EngineSnapshot> published;
        options.published = [&](const auto& snapshot) { published = snapshot; };
        ProductionMetrics engine(fixedAt(1), m_time, options);
        self = &engine;
        engine.start();
        for (int i = 0; i < 10; ++i)
            engine.observe(MetricType::MessageReceived, 10);
        QCOMPARE(engine.flush(), published);
        QCOMPARE(countAtBoundary, published->of(MetricType::MessageReceived).intervalCount);
        engine.flush();
        QCOMPARE(lastSequence, published->sequence);
    }

    void aWatcherGetsEachIntervalWithWhatItIsMadeOf()
    {
        ProductionMetrics engine(fixedAt(1), m_time, unthreaded());
        engine.start();
        QVERIFY(!engine.flush()->parts); // nobody needs them
        std::vector<std::shared_ptr<const EngineSnapshot>> seen;
        engine.watch([&seen](const auto& snapshot) { seen.push_back(snapshot); });
        engine.count(MetricType::Connection);
        const auto flushed = engine.flush();
        QCOMPARE(seen.at(0), flushed);
        QVERIFY(seen[0]->parts);
        QCOMPARE(seen[0]->parts->types[indexOf(MetricType::Connection)].intervalSums.count, 1.0);
        engine.stop();
        QVERIFY(seen.at(1)->final);
        engine.watch({});
        QVERIFY(!engine.flush()->parts);
        QCOMPARE(seen.size(), std::size_t(2));
    }

    void theRevisionGoesWithItsConfiguration()
    {
        ProductionMetrics engine(fixedAt(0.1), m_time, unthreaded());
        QCOMPARE(engine.configured().second, std::uint64_t(1));
        const auto revision = engine.configure(fixedAt(0.2));
        QVERIFY(revision.ok());
        QCOMPARE(engine.configured(), std::pair(fixedAt(0.2), revision.value()));
        QVERIFY(!engine.configure(fixedAt(2)).ok());
        QCOMPARE(engine.configured(), std::pair(fixedAt(0.2), revision.value()));
    }

    void startAndStopAreIdempotent()
    {
        ProductionMetrics engine(fixedAt(1), m_time, {}); // with its thread
        engine.stop();
        engine.start();
        engine.start();
        engine.count(MetricType::Connection);
        engine.stop();
        engine.stop();
        QCOMPARE(engine.snapshot()->sequence, std::uint64_t(1));
        QCOMPARE(engine.accounting().seen, std::uint64_t(1));
    }

    void equalSeedsGiveEqualSamples()
    {
        const auto run = [this](std::uint64_t seed) {
            ProductionMetrics engine(fixedAt(0.1), m_time, unthreaded(seed));
            engine.start();
            for (int i = 0; i < 5000; ++i)
                engine.observe(MetricType::MessageReceived, i);
            return engine.flush()->of(MetricType::MessageReceived).interval.value;
        };
        QCOMPARE(run(1), run(1));
        QVERIFY(run(1) != run(2));
    }
};

QTEST_APPLESS_MAIN(ProductionMetricsTest)
#include "production_metrics_test.moc"
