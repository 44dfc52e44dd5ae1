// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

namespace weir {

inline constexpr Duration kShortestBackoff = std::chrono::milliseconds(500);
inline constexpr Duration kLongestBackoff = std::chrono::seconds(60);
/** A connection that stood this long was healthy: what fails after it starts again from the shortest wait. */
inline constexpr Duration kHealthyAfter = std::chrono::seconds(10);

/**
 * How long to wait before trying again: exponential with full jitter, so that clients cut off together do not
 * come back together (M. Brooker, "Exponential Backoff And Jitter", AWS 2015). Uniform between 0.5 s and a
 * ceiling of 1 s that doubles with each failure up to 60 s. `failures`: earlier ones in a row, 0 for the
 * first; `uniform` is in [0, 1].
 */
Duration backoffDelay(int failures, double uniform);

} // namespace weir
