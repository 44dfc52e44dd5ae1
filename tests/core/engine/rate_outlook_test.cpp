// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/production_metrics.h"
#include "core/engine/rate_outlook.h"
#include "tests/support/manual_time.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr MetricType kReceived = MetricType::MessageReceived;
constexpr int kEvents = 50'000; ///< an interval
constexpr int kSubject = 5;     ///< one event in so many is the subject's

struct Observed
{
    double chosen = 0;
    double kept = 0;
    double peak = 0;
    double countWidth = 0;
    double sumWidth = 0;
};

/** An engine at a fixed rate under lognormal values; the ring holds 2000, drained at the flush only. */
class Run
{
public:
    explicit Run(double rate, std::size_t ring = 2000)
        : m_engine(configured(rate, ring), m_time, options()), m_subject(m_engine.intern("subject"))
    {
        m_engine.start();
        interval(); // the mean value is known from the first one on
    }

    std::shared_ptr<const EngineSnapshot> interval()
    {
        m_subjectSum = 0;
        for (int i = 0; i < kEvents; ++i) {
            const double radius = std::sqrt(-2 * std::log(m_random.uniform()));
            const double value = 1000 * std::exp(radius * std::cos(2 * M_PI * m_random.uniform()));
            const bool isSubject = i % kSubject == 0;
            m_engine.observe(kReceived, value, isSubject ? m_subject : KeyId{});
            m_subjectSum += isSubject ? value : 0;
        }
        m_time.advance(2s);
        return m_engine.flush();
    }

    OutlookSubject subject() const { return {kReceived, kEvents / kSubject, m_subjectSum}; }

    Observed observed(int intervals)
    {
        Observed mean;
        Accounting before = m_engine.accounting();
        for (int i = 0; i < intervals; ++i) {
            const auto snapshot = interval();
            mean.peak += snapshot->buffer.peak / intervals;
            mean.countWidth +=
                (snapshot->keys.at(0).intervalCount.high - snapshot->keys.at(0).intervalCount.low) /
                intervals;
            mean.sumWidth +=
                (snapshot->keys.at(0).intervalSum.high - snapshot->keys.at(0).intervalSum.low) / intervals;
        }
        const Accounting after = m_engine.accounting();
        mean.chosen = static_cast<double>(after.chosen - before.chosen) / intervals / 2;
        mean.kept = static_cast<double>(after.kept - before.kept) / intervals / 2;
        return mean;
    }

private:
    static MetricsConfig configured(double rate, std::size_t ring)
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = rate;
        config.bufferSize = ring;
        config.budget = 1; // no flush thread, no early drain
        return config;
    }
    static EngineOptions options()
    {
        EngineOptions options;
        options.flushThread = false;
        options.seed = 11;
        return options;
    }

    test::ManualTime m_time;
    SplitMix64 m_random{5};
    ProductionMetrics m_engine;
    KeyId m_subject;
    double m_subjectSum = 0;
};

bool within(double predicted, double observed, double share)
{
    return std::abs(predicted / observed - 1) <= share;
}

QByteArray words(double rate, const char* what, double predicted, double observed)
{
    return QStringLiteral("%1 at %2: predicted %3, ran %4")
        .arg(QLatin1String(what))
        .arg(rate)
        .arg(predicted)
        .arg(observed)
        .toUtf8();
}

} // namespace

class RateOutlookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatItSaysIsWhatRunningAtThatRateGives()
    {
        Run asked(0.02);
        const auto snapshot = asked.interval();
        for (const double rate : {0.005, 0.01, 0.02, 0.035}) {
            const RateOutlook outlook = outlookAt(*snapshot, rate, asked.subject());
            const Observed ran = Run(rate).observed(20);
            QVERIFY2(within(outlook.chosenPerSecond, ran.chosen, 0.04),
                     words(rate, "chosen", outlook.chosenPerSecond, ran.chosen));
            QVERIFY2(within(outlook.keptPerSecond, ran.kept, 0.04),
                     words(rate, "kept", outlook.keptPerSecond, ran.kept));
            QVERIFY2(within(outlook.peakFill, ran.peak, 0.05),
                     words(rate, "fill", outlook.peakFill, ran.peak));
            const double countWidth = outlook.count.high - outlook.count.low;
            QVERIFY2(within(countWidth, ran.countWidth, 0.06),
                     words(rate, "count range", countWidth, ran.countWidth));
            const double sumWidth = outlook.sum.high - outlook.sum.low;
            QVERIFY2(within(sumWidth, ran.sumWidth, 0.12), words(rate, "sum range", sumWidth, ran.sumWidth));
        }
    }

    void whereValuesDifferTheNominalRateIsNotTheShare()
    {
        Run asked(0.1, 100'000);
        const auto snapshot = asked.interval();
        for (const double rate : {0.3, 0.5, 0.8, 0.95}) {
            const RateOutlook outlook = outlookAt(*snapshot, rate, asked.subject());
            const Observed ran = Run(rate, 100'000).observed(4);
            QVERIFY2(within(outlook.chosenPerSecond, ran.chosen, 0.02),
                     words(rate, "chosen", outlook.chosenPerSecond, ran.chosen));
            QVERIFY(outlook.chosenPerSecond < 0.99 * rate * kEvents / 2);
            const double countWidth = outlook.count.high - outlook.count.low;
            QVERIFY2(within(countWidth, ran.countWidth, 0.05),
                     words(rate, "count range", countWidth, ran.countWidth));
        }
    }

    void aRingThatOverflowsIsSaidToBeFullAndToThin()
    {
        Run asked(0.02);
        const auto snapshot = asked.interval();
        for (const double rate : {0.1, 0.5, 1.0}) {
            const RateOutlook outlook = outlookAt(*snapshot, rate, asked.subject());
            const Observed ran = Run(rate).observed(20);
            QCOMPARE(outlook.peakFill, 1.0);
            QCOMPARE(ran.peak, 1.0);
            // How far the last halving got depends on the load; it is within a factor of 1.4 of the middle.
            QVERIFY2(within(outlook.keptPerSecond, ran.kept, 0.4),
                     words(rate, "kept", outlook.keptPerSecond, ran.kept));
            const double countWidth = outlook.count.high - outlook.count.low;
            QVERIFY2(within(countWidth, ran.countWidth, 0.4),
                     words(rate, "count range", countWidth, ran.countWidth));
        }
    }

    void everythingIsAPointAndCostsWhatTheMeasuredCostSays()
    {
        Run asked(0.02);
        EngineSnapshot snapshot = *asked.interval();
        snapshot.config.bufferSize = 100'000;
        snapshot.config.budget = 1e6;
        snapshot.meta.nanosecondsPerChosen = 200;
        snapshot.meta.nanosecondsPerKept = 50;
        const RateOutlook outlook = outlookAt(snapshot, 1, asked.subject());
        QVERIFY(outlook.count.isPoint());
        QVERIFY(outlook.sum.isPoint());
        QCOMPARE(outlook.chosenPerSecond, kEvents / 2.0);
        QVERIFY(std::abs(outlook.shareOfCore - kEvents / 2.0 * 250e-9) < 1e-12);
    }

    void withinTheBudgetTheRingIsDrainedAtItsWatermark()
    {
        Run asked(0.02);
        EngineSnapshot snapshot = *asked.interval();
        snapshot.config.budget = 25'000;
        const RateOutlook outlook = outlookAt(snapshot, 0.5, asked.subject());
        QCOMPARE(outlook.peakFill, snapshot.buffer.highWatermark);
        QCOMPARE(outlook.keptPerSecond, outlook.chosenPerSecond);
    }
};

QTEST_APPLESS_MAIN(RateOutlookTest)
#include "rate_outlook_test.moc"
