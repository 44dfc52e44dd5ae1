// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_pattern.h"

#include <QTest>

#include <cmath>

using namespace weir;

namespace {

constexpr std::array kAll = {FeedPattern::Steady, FeedPattern::Burst, FeedPattern::Ramp, FeedPattern::Flaky,
                             FeedPattern::Mixed};

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

class FeedPatternTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steadyAndFlakyFollowTheRate()
    {
        for (const FeedPattern pattern : {FeedPattern::Steady, FeedPattern::Flaky})
            QVERIFY(near(messagesDue(pattern, 250, 12.5), 3125));
    }

    void aBurstIsTenTimesTheRateForTwoSecondsOfFifteen()
    {
        const auto due = [](double seconds) { return messagesDue(FeedPattern::Burst, 100, seconds); };
        QVERIFY(near(due(5), 500));
        QVERIFY(near(due(6) - due(5), 1000));
        QVERIFY(near(due(7) - due(6), 1000));
        QVERIFY(near(due(8) - due(7), 100));
        QVERIFY(near(due(15), 13 * 100 + 2 * 1000));
        QVERIFY(near(due(45), 3 * due(15)));
    }

    void aRampGoesFromATenthToTwiceTheRate()
    {
        const auto due = [](double seconds) { return messagesDue(FeedPattern::Ramp, 1000, seconds); };
        const auto rateAt = [&](double seconds) { return (due(seconds + 1e-3) - due(seconds)) / 1e-3; };
        QVERIFY(std::abs(rateAt(0) - 100) < 1);
        QVERIFY(std::abs(rateAt(15) - 1050) < 1);
        QVERIFY(std::abs(rateAt(29.998) - 2000) < 1);
        QVERIFY(std::abs(rateAt(30.001) - 100) < 1);
        QVERIFY(near(due(30), 1050 * 30));
    }

    void mixedHoldsABurstOfSixTimesForThreeSecondsOfTwenty()
    {
        const auto due = [](double seconds) { return messagesDue(FeedPattern::Mixed, 10, seconds); };
        QVERIFY(near(due(8), 80));
        QVERIFY(near(due(11) - due(8), 180));
        QVERIFY(near(due(20), 170 + 180));
    }

    void theIntegralNeverFalls()
    {
        for (const FeedPattern pattern : kAll) {
            double before = 0;
            for (int tenth = 1; tenth <= 1000; ++tenth) {
                const double due = messagesDue(pattern, 3, tenth / 10.0);
                QVERIFY(due > before);
                before = due;
            }
        }
    }

    void theTimeOfAMessageIsWhenItFallsDue()
    {
        for (const FeedPattern pattern : kAll) {
            for (int n = 0; n <= 5000; n += 7) {
                const double seconds = secondsUntilDue(pattern, 37, n);
                QVERIFY2(std::abs(messagesDue(pattern, 37, seconds) - n) < 1e-6,
                         qPrintable(QStringLiteral("pattern %1, message %2").arg(int(pattern)).arg(n)));
            }
        }
    }

    void onlyFlakyAndMixedDropConnections()
    {
        SplitMix64 random(1);
        for (const FeedPattern pattern : {FeedPattern::Steady, FeedPattern::Burst, FeedPattern::Ramp})
            QVERIFY(!lifeOfConnection(pattern, random));
    }

    void dropsKeepToTheirLimitsAndUseAllOfThem()
    {
        using namespace std::chrono_literals;
        const auto check = [](FeedPattern pattern, Duration least, Duration most) {
            SplitMix64 random(42);
            Duration shortest = Duration::max();
            Duration longest = Duration::zero();
            for (int i = 0; i < 1000; ++i) {
                const Duration life = lifeOfConnection(pattern, random).value();
                shortest = std::min(shortest, life);
                longest = std::max(longest, life);
            }
            return shortest >= least && longest <= most && shortest < least + 1s && longest > most - 1s;
        };
        QVERIFY(check(FeedPattern::Flaky, 10s, 25s));
        QVERIFY(check(FeedPattern::Mixed, 45s, 75s));
    }
};

QTEST_GUILESS_MAIN(FeedPatternTest)
#include "feed_pattern_test.moc"
