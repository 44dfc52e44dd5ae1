// SPDX-License-Identifier: Apache-2.0
#include "core/engine/estimators.h"

#include <cmath>

namespace weir {
namespace {

constexpr double kZ = 1.96;
constexpr double kWideSpread = 3;
/** A total whose events all escape with a chance of 2.5 %, in units of the weight of one. */
const double kUnseen = -std::log(0.025);

/** The part of a total that samples speak of: Y and V, and the size of one event in it. */
struct Total
{
    double value;
    double variance;
    double unit; ///< of an event that was missed
    std::uint64_t samples;
};

struct Limits
{
    double low;
    double high;
};

Limits scoreInterval(double value, double variance) noexcept
{
    const double unit = variance / value;
    const double x = value * value / variance;
    const double middle = x + kZ * kZ / 2;
    const double half = kZ * std::sqrt(x + kZ * kZ / 4);
    return {unit * (middle - half), unit * (middle + half)};
}

Limits limitsOf(const Total& total, const WeightRange& inForce) noexcept
{
    const double w = inForce.largest;
    if (total.samples == 0 || total.value <= 0)
        return {0, w <= 1 ? 0 : kUnseen * w * total.unit};
    if (total.variance <= 0 && w <= 1)
        return {total.value, total.value};
    // Without variance, what was seen was kept for sure; what was not seen may still weigh w.
    Limits limits =
        total.variance > 0 ? scoreInterval(total.value, total.variance) : Limits{total.value, total.value};
    if (total.variance <= 0 || (inForce.smallest > 0 && w > kWideSpread * inForce.smallest))
        limits.high = scoreInterval(total.value + w * total.unit,
                                    total.variance + w * (w - 1) * total.unit * total.unit)
                          .high;
    return limits;
}

Estimate estimateOf(double value, const Limits& limits, std::uint64_t samples) noexcept
{
    const Grade grade = samples >= 30 ? Grade::A : samples >= 10 ? Grade::B : Grade::C;
    return {value, limits.low, limits.high, grade,
            static_cast<std::uint32_t>(std::min<std::uint64_t>(samples, UINT32_MAX))};
}

/** Counts are whole: an interval that ends inside an event includes it. */
void widenToWholeEvents(Estimate& estimate, double exactAtLeast) noexcept
{
    if (estimate.isPoint())
        return;
    estimate.low = std::max(std::floor(estimate.low), exactAtLeast);
    estimate.high = std::max(std::ceil(estimate.high), estimate.low);
}

Estimate calibrate(const Total& part, const Total& whole, double exact, const WeightRange& inForce) noexcept
{
    if (whole.samples == 0 || whole.value <= 0) {
        const Limits limits = limitsOf(part, inForce);
        return estimateOf(0, {0, std::min(limits.high, exact)}, 0);
    }
    if (whole.variance <= 0 && part.variance <= 0)
        return estimateOf(part.value, limitsOf(part, inForce), part.samples);
    const double scale = exact / whole.value;
    const double share = std::min(part.value / whole.value, 1.0);
    const double covariance = std::min(part.variance, share * whole.variance);
    const double residual = part.variance - 2 * share * covariance + share * share * whole.variance;
    const double variance = scale * scale * std::max(residual, 0.0);
    const double value = exact * share;
    if (share <= 0.5) {
        const Limits limits = limitsOf({value, variance, part.unit, part.samples}, inForce);
        return estimateOf(value, {limits.low, std::min(limits.high, exact)}, part.samples);
    }
    const Limits rest =
        limitsOf({exact - value, variance, whole.unit, whole.samples - part.samples}, inForce);
    return estimateOf(value, {std::max(exact - rest.high, 0.0), exact - rest.low}, part.samples);
}

double meanOf(double sum, double count) noexcept
{
    return count > 0 ? sum / count : 0;
}

Total countOf(const DomainSums& sums) noexcept
{
    return {sums.count, sums.countVariance, 1, sums.samples};
}

Total sumOf(const DomainSums& sums, double unit) noexcept
{
    return {sums.sum, sums.sumVariance, unit, sums.samples};
}

} // namespace

Estimate estimateCount(const DomainSums& sums, const WeightRange& inForce) noexcept
{
    Estimate estimate = estimateOf(sums.count, limitsOf(countOf(sums), inForce), sums.samples);
    widenToWholeEvents(estimate, static_cast<double>(sums.samples));
    return estimate;
}

Estimate estimateSum(const DomainSums& sums, const WeightRange& inForce, double largest) noexcept
{
    const double unit = sums.samples > 0 ? meanOf(sums.sum, sums.count) : largest;
    return estimateOf(sums.sum, limitsOf(sumOf(sums, unit), inForce), sums.samples);
}

Estimate calibratedCount(const DomainSums& sums, double inherited, const Whole& whole) noexcept
{
    Estimate estimate = calibrate(countOf(sums), countOf(whole.sums), whole.count, whole.inForce);
    estimate.high = std::min(estimate.high + inherited, std::max(whole.count, estimate.high));
    widenToWholeEvents(estimate, static_cast<double>(sums.samples));
    return estimate;
}

Estimate calibratedSum(const DomainSums& sums, double inherited, const Whole& whole) noexcept
{
    const double unit = sums.samples > 0 ? meanOf(sums.sum, sums.count) : whole.max;
    const double wholeUnit = meanOf(whole.sums.sum, whole.sums.count);
    Estimate estimate = calibrate(sumOf(sums, unit), sumOf(whole.sums, wholeUnit), whole.sum, whole.inForce);
    estimate.high = std::min(estimate.high + inherited * whole.max, std::max(whole.sum, estimate.high));
    return estimate;
}

double upperLimitOf(double mostOutside, double w) noexcept
{
    const double inUnits = mostOutside / std::max(w, 1.0);
    DomainSums sums;
    sums.samples = inUnits > 0 ? 1 : 0;
    sums.count = mostOutside;
    sums.countVariance = mostOutside * std::max(w - 1, 0.0);
    WeightRange inForce;
    inForce.note(std::max(w, 1.0));
    return estimateCount(sums, inForce).high;
}

} // namespace weir
