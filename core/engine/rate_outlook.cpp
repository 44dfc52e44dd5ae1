// SPDX-License-Identifier: Apache-2.0
#include "core/engine/rate_outlook.h"

#include <algorithm>
#include <cmath>

namespace weir {
namespace {

/** What events of a type would meet at a rate, without thinning. */
struct Shares
{
    double chosen;        ///< mean probability to be chosen
    double countVariance; ///< mean of its inverse, less 1
    double sumVariance;   ///< the same, events weighted by their squared value
};

/** Linear in the log-odds of the rate between the curve's rates, constant beyond them. */
double interpolated(const ShareCurve::Ratios& ratios, double rate)
{
    const auto above = std::lower_bound(kCurveRates.begin(), kCurveRates.end(), rate) - kCurveRates.begin();
    const auto next = static_cast<std::size_t>(above);
    if (next == 0)
        return ratios.front();
    if (next == kCurveRates.size())
        return ratios.back();
    const auto logOdds = [](double p) { return std::log(p / (1 - p)); };
    const double from = logOdds(kCurveRates[next - 1]);
    const double share = (logOdds(rate) - from) / (logOdds(kCurveRates[next]) - from);
    return ratios[next - 1] + share * (ratios[next] - ratios[next - 1]);
}

Shares sharesOf(const EngineSnapshot& snapshot, MetricType type, double rate)
{
    if (rate >= 1 || isAlwaysKept(type))
        return {1, 0, 0};
    const double variance = 1 / rate - 1;
    if (!isValueType(type))
        return {rate, variance, variance};
    const ShareCurve& curve = snapshot.shareCurves[valueIndexOf(type)];
    return {std::min(rate * interpolated(curve.chosen, rate), 1.0),
            variance * interpolated(curve.countVariance, rate),
            variance * interpolated(curve.sumVariance, rate)};
}

} // namespace

RateOutlook outlookAt(const EngineSnapshot& snapshot, double rate, const OutlookSubject& subject)
{
    RateOutlook outlook;
    outlook.rate = rate;
    const double interval = std::max(std::chrono::duration<double>(snapshot.interval).count(), 1e-3);
    for (const MetricType type : kMetricTypes)
        outlook.chosenPerSecond += static_cast<double>(snapshot.of(type).intervalCount) *
                                   sharesOf(snapshot, type, rate).chosen / interval;

    // Early drains let the budget through and then no more; what the ring holds goes through at the flush.
    const double capacity = static_cast<double>(snapshot.config.bufferSize);
    const double chosen = outlook.chosenPerSecond * interval;
    const double drainable = snapshot.config.budget * interval;
    const double watermark = snapshot.buffer.highWatermark * capacity;
    double kept = chosen;
    if (chosen < watermark) {
        outlook.peakFill = chosen / capacity;
    } else if (chosen <= drainable + watermark) {
        outlook.peakFill = snapshot.buffer.highWatermark;
    } else {
        outlook.peakFill = std::min(1.0, (chosen - drainable) / capacity);
        // A ring that overflows halves again and again: on average it passes three quarters of what it holds.
        if (chosen - drainable > capacity)
            kept = drainable + 0.75 * capacity;
    }
    outlook.keptPerSecond = kept / interval;

    const Shares shares = sharesOf(snapshot, subject.type, rate);
    const double passed = chosen > 0 ? kept / chosen : 1;
    // Thinning keeps a share of what was chosen: w becomes w / passed.
    const auto thinned = [passed](double variance) { return (variance + 1) / passed - 1; };
    const double secondMoment =
        isValueType(subject.type) ? snapshot.shareCurves[valueIndexOf(subject.type)].secondMoment : 1;
    const double squares = secondMoment * subject.sum * subject.sum / std::max(subject.count, 1.0);
    const double samples = subject.count * shares.chosen * passed;
    const DomainSums expected{static_cast<std::uint64_t>(std::llround(samples)), subject.count,
                              subject.count * thinned(shares.countVariance), subject.sum,
                              squares * thinned(shares.sumVariance)};
    WeightRange inForce;
    inForce.note(1 / std::max(shares.chosen * passed, 1e-9));
    outlook.count = estimateCount(expected, inForce);
    outlook.sum = estimateSum(expected, inForce, 0);

    const MetaState& meta = snapshot.meta;
    outlook.shareOfCore = outlook.chosenPerSecond * meta.nanosecondsPerChosen * 1e-9 +
                          outlook.keptPerSecond * meta.nanosecondsPerKept * 1e-9;
    return outlook;
}

} // namespace weir
