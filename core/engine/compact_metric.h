// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_type.h"

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace weir {

/**
 * One chosen event on its way from the recorder to the flush. Its weight, mass / m, follows from the sampling
 * period it was chosen at and changes only when a full ring merges a neighbour into it; working it out is
 * left to settle(), away from the recorder. The value is kept to 24 bits, which holds byte counts to 16 MiB
 * exactly; exact sums and maxima are counted elsewhere.
 */
struct CompactMetric
{
    /** weight * m: what this sample stands for on the sampling clock; negative: the period it was chosen at.
     */
    double mass = 0;
    float value = 0;       ///< in the type's unit; 1 for count types
    float m = 1;           ///< size on the sampling clock: 1 + value * ic
    std::uint32_t key = 0; ///< of KeyNames
    MetricType type = MetricType::Connection;
    std::uint8_t interval = 0; ///< low bits of the interval it was chosen in
    /**
     * Of weight·(weight - 1), what it adds to the variance of its key's total, in 65535ths: merging two
     * samples of one key moves nothing between keys and adds none.
     */
    std::uint16_t varianceShare = kWhole;
    static constexpr std::uint16_t kWhole = 0xffff;

    bool isSettled() const noexcept { return mass > 0; }
    /** Weight 1 / (1 - exp(-m / period)), the inverse of its probability to be chosen. */
    void settle() noexcept
    {
        if (!isSettled())
            mass = static_cast<double>(m) / -std::expm1(static_cast<double>(m) / mass);
    }
    /** Precondition: isSettled(). */
    double weight() const noexcept { return mass / static_cast<double>(m); }
    /** Of the count of its key. Precondition: isSettled(). */
    double keyVariance() const noexcept { return weight() * (weight() - 1) * varianceShare / kWhole; }
    void setKeyVariance(double variance) noexcept
    {
        const double whole = weight() * (weight() - 1);
        varianceShare =
            whole > variance ? static_cast<std::uint16_t>(variance / whole * kWhole + 0.5) : kWhole;
    }
};

static_assert(sizeof(CompactMetric) == 24);
static_assert(std::is_trivially_copyable_v<CompactMetric>);

} // namespace weir
