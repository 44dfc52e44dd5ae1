// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_type.h"

#include <cstdint>
#include <type_traits>

namespace weir {

/**
 * One chosen event on its way from the recorder to the flush. Its weight, mass / m, was fixed when it was
 * chosen and changes only when a full ring merges a neighbour into it. The value is kept to 24 bits, which
 * holds byte counts to 16 MiB exactly; exact sums and maxima are counted elsewhere.
 */
struct CompactMetric
{
    double mass = 0;       ///< weight * m: what this sample stands for on the sampling clock
    float value = 0;       ///< in the type's unit; 1 for count types
    float m = 1;           ///< size on the sampling clock: 1 + value * ic
    std::uint32_t key = 0; ///< of KeyNames
    MetricType type = MetricType::Connection;
    std::uint8_t interval = 0; ///< low bits of the interval it was chosen in

    double weight() const noexcept { return mass / static_cast<double>(m); }
};

static_assert(sizeof(CompactMetric) == 24);
static_assert(std::is_trivially_copyable_v<CompactMetric>);

} // namespace weir
