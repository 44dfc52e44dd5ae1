// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_pattern.h"

#include <algorithm>
#include <cmath>

namespace weir {
namespace {

/** A rate of `factor` from `begin` to `begin + length` of each period, of 1 otherwise. */
struct Pulse
{
    double period;
    double begin;
    double length;
    double factor;
};

constexpr Pulse kBurst{15, 5, 2, 10};
constexpr Pulse kMixed{20, 8, 3, 6};

constexpr double kRampPeriod = 30;
constexpr double kRampFrom = 0.1;
constexpr double kRampTo = 2;
constexpr double kRampSlope = (kRampTo - kRampFrom) / kRampPeriod;
constexpr double kRampArea = (kRampFrom + kRampTo) / 2 * kRampPeriod;

double extra(const Pulse& pulse)
{
    return pulse.length * (pulse.factor - 1);
}

double area(const Pulse& pulse, double seconds)
{
    const double periods = std::floor(seconds / pulse.period);
    const double within = seconds - periods * pulse.period;
    const double inPulse = std::clamp(within - pulse.begin, 0.0, pulse.length);
    return seconds + periods * extra(pulse) + inPulse * (pulse.factor - 1);
}

double inverse(const Pulse& pulse, double units)
{
    const double perPeriod = pulse.period + extra(pulse);
    const double periods = std::floor(units / perPeriod);
    const double within = units - periods * perPeriod;
    const double pulseUnits = pulse.length * pulse.factor;
    double seconds = within;
    if (within > pulse.begin + pulseUnits)
        seconds = within - extra(pulse);
    else if (within > pulse.begin)
        seconds = pulse.begin + (within - pulse.begin) / pulse.factor;
    return periods * pulse.period + seconds;
}

double rampArea(double seconds)
{
    const double periods = std::floor(seconds / kRampPeriod);
    const double within = seconds - periods * kRampPeriod;
    return periods * kRampArea + within * (kRampFrom + kRampSlope * within / 2);
}

double rampInverse(double units)
{
    const double periods = std::floor(units / kRampArea);
    const double within = units - periods * kRampArea;
    // The positive root of slope/2 t² + from t - within = 0.
    const double root = std::sqrt(kRampFrom * kRampFrom + 2 * kRampSlope * within);
    return periods * kRampPeriod + (root - kRampFrom) / kRampSlope;
}

Duration between(double leastSeconds, double mostSeconds, SplitMix64& random)
{
    const double seconds = leastSeconds + (mostSeconds - leastSeconds) * random.uniform();
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace

double messagesDue(FeedPattern pattern, double rate, double seconds) noexcept
{
    switch (pattern) {
    case FeedPattern::Burst:
        return rate * area(kBurst, seconds);
    case FeedPattern::Ramp:
        return rate * rampArea(seconds);
    case FeedPattern::Mixed:
        return rate * area(kMixed, seconds);
    case FeedPattern::Steady:
    case FeedPattern::Flaky:
        break;
    }
    return rate * seconds;
}

double secondsUntilDue(FeedPattern pattern, double rate, double messages) noexcept
{
    const double units = messages / rate;
    switch (pattern) {
    case FeedPattern::Burst:
        return inverse(kBurst, units);
    case FeedPattern::Ramp:
        return rampInverse(units);
    case FeedPattern::Mixed:
        return inverse(kMixed, units);
    case FeedPattern::Steady:
    case FeedPattern::Flaky:
        break;
    }
    return units;
}

std::optional<Duration> lifeOfConnection(FeedPattern pattern, SplitMix64& random)
{
    if (pattern == FeedPattern::Flaky)
        return between(10, 25, random);
    if (pattern == FeedPattern::Mixed)
        return between(45, 75, random);
    return std::nullopt;
}

} // namespace weir
