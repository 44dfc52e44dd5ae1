// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/engine/adaptive_sampler.h"

#include <QtTest/QtTest>

using namespace weir;

namespace {

MetricsConfig adaptive(double rate, double min, double max, double budget = 25'000)
{
    MetricsConfig config;
    config.mode = SamplingMode::Adaptive;
    config.sampleRate = rate;
    config.minSampleRate = min;
    config.maxSampleRate = max;
    config.budget = budget;
    return config;
}

bool says(const AdaptiveSampler& sampler, const char* words)
{
    return sampler.why().find(words) != std::string::npos;
}

} // namespace

class AdaptiveSamplerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fixedStaysAtItsRateUnderAnyLoadAndSaysWhenTheRingThinned()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Fixed;
        config.sampleRate = 0.5; // outside the adaptive limits, which do not matter here
        AdaptiveSampler sampler(config);
        QCOMPARE(sampler.rate(), 0.5);
        sampler.intervalEnded({1e6, 1000, 3});
        QCOMPARE(sampler.rate(), 0.5);
        QVERIFY(says(sampler, "1,000,000 events/s filled the ring 3 times"));
        QVERIFY(says(sampler, "0.1 %"));
        sampler.intervalEnded({100, 50, 0});
        QVERIFY(says(sampler, "nothing holds it back"));
    }

    void everythingIsAShareOfOne()
    {
        MetricsConfig config;
        config.mode = SamplingMode::Everything;
        AdaptiveSampler sampler(config);
        QCOMPARE(sampler.rate(), 1.0);
    }

    void adaptiveStartsAtTheSetRateThenTakesWhatTheBudgetPaysFor()
    {
        AdaptiveSampler sampler(adaptive(0.03, 0.01, 1));
        QCOMPARE(sampler.rate(), 0.03);
        sampler.intervalEnded({100'000, 3000, 0});
        QCOMPARE(sampler.rate(), 0.25);
        QVERIFY(says(sampler, "25,000 looks/s"));
        sampler.intervalEnded({100, 100, 0});
        QCOMPARE(sampler.rate(), 1.0);
    }

    void adaptiveNeverLeavesItsLimits()
    {
        AdaptiveSampler sampler(adaptive(0.03, 0.01, 0.15));
        for (const double load : {0.0, 1.0, 1e3, 1e6, 1e9, 10.0}) {
            sampler.intervalEnded({load, load / 100, load > 1e5 ? 10u : 0u});
            QVERIFY(sampler.rate() >= 0.01 && sampler.rate() <= 0.15);
        }
    }

    void quietTimeFollowedByABurstIsRightWithinOneInterval()
    {
        AdaptiveSampler sampler(adaptive(0.03, 0.001, 1));
        sampler.intervalEnded({0, 0, 0});
        QCOMPARE(sampler.rate(), 1.0);
        sampler.intervalEnded({1e6, 40'000, 0});
        QCOMPARE(sampler.rate(), 0.025);
    }

    void thinningLowersTheRateAndQuietRaisesItAgain()
    {
        AdaptiveSampler sampler(adaptive(1, 0.001, 1));
        sampler.intervalEnded({10'000, 500, 20});
        QCOMPARE(sampler.rate(), 0.04); // 0.8 * 500 / 10 000
        QVERIFY(says(sampler, "the ring"));
        for (int i = 0; i < 30; ++i)
            sampler.intervalEnded({10'000, 400, 0});
        QCOMPARE(sampler.rate(), 1.0);
    }

    void theClockChoosesWithTheNominalShareAndWeighsByItsInverse()
    {
        QCOMPARE(samplingPeriod(1, 1), 0.0);
        QCOMPARE(weightOf(1, 0), 1.0);
        for (const double rate : {0.001, 0.03, 0.5, 0.99})
            QVERIFY(std::abs(weightOf(1, samplingPeriod(rate, 1)) * rate - 1) < 1e-12);
    }
};

QTEST_APPLESS_MAIN(AdaptiveSamplerTest)
#include "adaptive_sampler_test.moc"
