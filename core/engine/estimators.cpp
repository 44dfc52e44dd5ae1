// SPDX-License-Identifier: Apache-2.0
#include "core/engine/estimators.h"

#include <cmath>

namespace weir {
namespace {

constexpr double kZ = 1.96;
constexpr double kWideSpread = 3;

struct Limits
{
    double low;
    double high;
};

Limits scoreInterval(double total, double variance) noexcept
{
    const double unit = variance / total;
    const double x = total * total / variance;
    const double middle = x + kZ * kZ / 2;
    const double half = kZ * std::sqrt(x + kZ * kZ / 4);
    return {unit * (middle - half), unit * (middle + half)};
}

Grade gradeOf(std::uint64_t samples) noexcept
{
    return samples >= 30 ? Grade::A : samples >= 10 ? Grade::B : Grade::C;
}

} // namespace

Estimate DomainSums::count(const WeightRange& inForce) const noexcept
{
    Estimate estimate;
    estimate.value = m_count;
    estimate.samples = m_samples;
    estimate.grade = gradeOf(m_samples);
    const bool everythingKept = inForce.largest <= 1;
    if (m_samples == 0) {
        estimate.high = everythingKept ? 0 : -std::log(0.05) * inForce.largest;
        return estimate;
    }
    if (m_countVariance <= 0) {
        estimate.low = estimate.high = m_count;
        return estimate;
    }
    const Limits limits = scoreInterval(m_count, m_countVariance);
    estimate.low = std::max(limits.low, static_cast<double>(m_samples));
    estimate.high = limits.high;
    if (inForce.smallest > 0 && inForce.largest > kWideSpread * inForce.smallest) {
        const double phantom = inForce.largest;
        estimate.high = scoreInterval(m_count + phantom, m_countVariance + phantom * (phantom - 1)).high;
    }
    return estimate;
}

} // namespace weir
