// SPDX-License-Identifier: Apache-2.0
#include "core/link/backoff.h"

#include <algorithm>

namespace weir {

Duration backoffDelay(int failures, double uniform)
{
    constexpr int kDoublings = 6; // 2^6 s is above the longest wait
    const auto doublings = static_cast<unsigned>(std::clamp(failures, 0, kDoublings));
    const Duration ceiling = std::min<Duration>(std::chrono::seconds(1U << doublings), kLongestBackoff);
    const auto span = static_cast<double>((ceiling - kShortestBackoff).count());
    return kShortestBackoff + Duration(static_cast<Duration::rep>(std::clamp(uniform, 0.0, 1.0) * span));
}

} // namespace weir
