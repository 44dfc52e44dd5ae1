// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/proof.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/** P(exactly k of n). */
double binomialTerm(double k, double n, double p)
{
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
}

} // namespace

double binomialTail(std::uint64_t held, std::uint64_t tested, double p)
{
    if (held >= tested)
        return 1;
    const auto n = static_cast<double>(tested);
    const auto last = static_cast<double>(held);
    // Away from the mean each term is a fraction of the one before, so that a few tell the sum of all.
    double sum = 0;
    if (last <= n * p) {
        for (double k = last, term = binomialTerm(k, n, p); k >= 0 && term > sum * 1e-12; --k) {
            sum += term;
            term *= k / (n - k + 1) * (1 - p) / p;
        }
        return std::min(1.0, sum);
    }
    for (double k = last + 1, term = binomialTerm(k, n, p); k <= n && term > sum * 1e-12; ++k) {
        sum += term;
        term *= (n - k) / (k + 1) * p / (1 - p);
    }
    return std::max(0.0, 1 - sum);
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
    double lowest = 0;
    for (const ProofPoint& point : points) {
        lowest += point.estimate.low;
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
    sum.estimate.low = std::max(lowest, sum.estimate.value - std::sqrt(below));
    sum.estimate.high = sum.estimate.value + std::sqrt(above);
    sum.estimate.grade = sum.estimate.samples >= 30   ? Grade::A
                         : sum.estimate.samples >= 10 ? Grade::B
                                                      : Grade::C;
    return sum;
}

} // namespace weir
