// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/proof.h"

#include <algorithm>
#include <cmath>

namespace weir {

double binomialTail(std::uint64_t held, std::uint64_t tested, double p)
{
    if (held >= tested)
        return 1;
    const auto n = static_cast<double>(tested);
    double sum = 0;
    for (std::uint64_t k = 0; k <= held; ++k) {
        const auto i = static_cast<double>(k);
        const double logTerm = std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) +
                               i * std::log(p) + (n - i) * std::log1p(-p);
        sum += std::exp(logTerm);
    }
    return std::min(1.0, sum);
}

bool ProofCount::isBelievable() const
{
    return binomialTail(held, tested, 0.95) >= 0.01;
}

ProofPoint sumOf(const std::vector<ProofPoint>& points)
{
    ProofPoint sum;
    double below = 0;
    double above = 0;
    for (const ProofPoint& point : points) {
        sum.time = point.time;
        sum.sequence = point.sequence;
        sum.length += point.length;
        sum.tested += point.tested;
        sum.held += point.held;
        sum.exact += point.exact;
        sum.estimate.value += point.estimate.value;
        sum.estimate.samples += point.estimate.samples;
        below += std::pow(point.estimate.value - point.estimate.low, 2);
        above += std::pow(point.estimate.high - point.estimate.value, 2);
    }
    sum.estimate.low = std::max(0.0, sum.estimate.value - std::sqrt(below));
    sum.estimate.high = sum.estimate.value + std::sqrt(above);
    sum.estimate.grade = sum.estimate.samples >= 30   ? Grade::A
                         : sum.estimate.samples >= 10 ? Grade::B
                                                      : Grade::C;
    return sum;
}

} // namespace weir
