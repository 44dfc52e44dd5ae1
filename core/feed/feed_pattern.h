// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/feed/feed_options.h"

#include <optional>

namespace weir {

/**
 * The shapes of load as pure functions of the time since a client connected, so that a schedule is read off
 * the clock and no tick is ever counted. From any thread; they cannot fail. Bursts begin late enough to show
 * the calm before.
 */

/** Messages due after `seconds` (>= 0) at a base `rate` of messages a second: the integral of the momentary
 * rate. */
double messagesDue(FeedPattern pattern, double rate, double seconds) noexcept;

/** The inverse: seconds after which `messages` (>= 0) are due. */
double secondsUntilDue(FeedPattern pattern, double rate, double messages) noexcept;

/** How long a connection lasts before the pattern drops it; nullopt when it never does. */
std::optional<Duration> lifeOfConnection(FeedPattern pattern, SplitMix64& random);

} // namespace weir
