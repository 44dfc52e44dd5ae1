// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/estimators.h"

#include <algorithm>
#include <cstdint>

namespace weir {

/** What an item, or the items of one key in one message, add to the sums. */
struct ItemShare
{
    double count = 0;
    double bytes = 0; ///< the item's share of its message
    double up = 0;    ///< of values above zero
    double down = 0;  ///< of values below zero, without their sign

    void add(const ItemShare& other) noexcept
    {
        count += other.count;
        bytes += other.bytes;
        up += other.up;
        down += other.down;
    }
    void raiseTo(const ItemShare& other) noexcept
    {
        count = std::max(count, other.count);
        bytes = std::max(bytes, other.bytes);
        up = std::max(up, other.up);
        down = std::max(down, other.down);
    }
};

/**
 * Horvitz-Thompson sums over messages that were chosen with weights w, as DomainSums, but of several things
 * at once and with several items in a message: what is chosen is the message, so its items count as one
 * cluster, with the variance w(w-1)·(Σ of its items)² (Cochran, Sampling Techniques, ch. 9). Values of either
 * sign are summed apart, because the intervals are those of sums of what is not negative.
 */
struct LookSums
{
    std::uint64_t samples = 0; ///< messages
    ItemShare sum;             ///< Σw·y
    ItemShare variance;        ///< Σw(w-1)·y²

    /** Another item of a message; `before` is what the same message has added, nothing for its first item. */
    void add(double weight, const ItemShare& item, const ItemShare& before) noexcept
    {
        samples += before.count > 0 ? 0 : 1;
        const double spread = weight * (weight - 1);
        const auto addTo = [&](double& total, double& square, double y, double had) {
            total += weight * y;
            square += spread * y * (2 * had + y);
        };
        addTo(sum.count, variance.count, item.count, before.count);
        addTo(sum.bytes, variance.bytes, item.bytes, before.bytes);
        addTo(sum.up, variance.up, item.up, before.up);
        addTo(sum.down, variance.down, item.down, before.down);
    }

    /** Count and bytes, for the estimators of the engine. */
    DomainSums messages() const noexcept
    {
        return {samples, sum.count, variance.count, sum.bytes, variance.bytes};
    }
};

/**
 * The largest that were seen: what something unseen may have been. A message that was not opened was missed
 * with all its items, so an upper limit allows for one as large as `message`.
 */
struct LargestSeen
{
    ItemShare item;    ///< of any key
    ItemShare message; ///< of all that the sums are about in one message
};

/** `inherited` items it may have had before it was tracked. */
Estimate countOf(const LookSums& sums, double inherited, const WeightRange& inForce,
                 const LargestSeen& largest) noexcept;
Estimate bytesOf(const LookSums& sums, double inherited, const WeightRange& inForce,
                 const LargestSeen& largest) noexcept;
/**
 * The sum of values: that above zero minus that below, whose ranges are joined by the distances of their ends
 * (MOVER: Zou and Donner, Statistics in Medicine 27, 2008); the range of one sign where there is only one.
 */
Estimate sumOf(const LookSums& sums, double inherited, const WeightRange& inForce,
               const LargestSeen& largest) noexcept;

} // namespace weir
