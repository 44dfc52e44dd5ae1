// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_sums.h"

#include <algorithm>
#include <cmath>

namespace weir {
namespace {

/**
 * Of one sign. Values spread more than counts, so the upper limit has one phantom unit, the largest value at
 * the largest weight (Fay and Feuer, as estimateCount() has it where weights differ).
 */
Estimate partOf(const LookSums& sums, double total, double variance, const WeightRange& inForce,
                double largest)
{
    if (largest <= 0)
        return {};
    DomainSums part{total > 0 ? sums.samples : 0, sums.sum.count, sums.variance.count, total, variance};
    Estimate estimate = estimateSum(part, inForce, largest);
    if (total > 0 && inForce.largest > 1) {
        part.add(inForce.largest, largest);
        estimate.high = std::max(estimate.high, estimateSum(part, inForce, largest).high);
    }
    return estimate;
}

/** Whether something missed may have been larger than what estimateCount() allows for. */
bool isClustered(const LargestSeen& largest)
{
    return largest.message.count > 1;
}

} // namespace

Estimate countOf(const LookSums& sums, double inherited, const WeightRange& inForce,
                 const LargestSeen& largest) noexcept
{
    Estimate estimate = estimateCount(sums.messages(), inForce);
    if (isClustered(largest)) {
        const Estimate clusters =
            partOf(sums, sums.sum.count, sums.variance.count, inForce, largest.message.count);
        estimate.high = std::max(estimate.high, std::ceil(clusters.high));
    }
    estimate.high += inherited;
    return estimate;
}

Estimate bytesOf(const LookSums& sums, double inherited, const WeightRange& inForce,
                 const LargestSeen& largest) noexcept
{
    const double most = std::max(largest.message.bytes, largest.item.bytes);
    Estimate estimate = estimateSum(sums.messages(), inForce, most);
    if (isClustered(largest)) {
        const Estimate clusters = partOf(sums, sums.sum.bytes, sums.variance.bytes, inForce, most);
        estimate.high = std::max(estimate.high, clusters.high);
    }
    estimate.high += inherited * largest.item.bytes;
    return estimate;
}

Estimate sumOf(const LookSums& sums, double inherited, const WeightRange& inForce,
               const LargestSeen& largest) noexcept
{
    const Estimate up =
        partOf(sums, sums.sum.up, sums.variance.up, inForce, std::max(largest.message.up, largest.item.up));
    const Estimate down = partOf(sums, sums.sum.down, sums.variance.down, inForce,
                                 std::max(largest.message.down, largest.item.down));
    Estimate joined = estimateCount(sums.messages(), inForce); // for its grade
    joined.value = up.value - down.value;
    joined.low = joined.value - std::hypot(up.value - up.low, down.high - down.value);
    joined.high = joined.value + std::hypot(up.high - up.value, down.value - down.low);
    joined.low -= inherited * largest.item.down;
    joined.high += inherited * largest.item.up;
    return joined;
}

} // namespace weir
