// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/endpoint_id.h"
#include "core/engine/engine_snapshot.h"
#include "core/look/look_settings.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/** What the items looked into say about one key of one endpoint. Estimates are 95 % ranges. */
struct LookedKey
{
    std::string key;        ///< as it was found, display-capped; UTF-8
    Estimate intervalCount; ///< items of the last interval
    Estimate intervalBytes; ///< payload bytes of them; an item of several has its share of the message
    Estimate intervalSum;   ///< of their values; zero without a value field
    Estimate count;         ///< items since looking began; never steps back
    Estimate bytes;
    Estimate sum;
};

/** How old messages were when they arrived, in seconds; the clocks of both sides are not compared. */
struct LookedAge
{
    Estimate p50, p90, p99;       ///< of the last interval; 0 stands for what came from the future
    std::uint64_t samples = 0;    ///< looked into in the last interval, with a time
    std::uint64_t fromFuture = 0; ///< of them
    double lowest = 0; ///< smallest age of the last interval; negative: the clocks differ by at least that
};

/** What sequence numbers say since looking began. Where not every message is looked into, the arrivals
 * between two that were are subtracted, so that a gap is one whichever messages were chosen. */
struct LookedSequence
{
    bool isOnEvery = false;       ///< every message was looked at, not a share
    std::uint64_t numbers = 0;    ///< sequence numbers read
    std::uint64_t missing = 0;    ///< numbers that never came
    std::uint64_t duplicates = 0; ///< numbers that came again
    std::uint64_t reordered = 0;  ///< numbers that came after a larger one
    std::uint64_t restarts = 0;   ///< times the numbers began anew
};

/** What looking into the messages of one endpoint says. */
struct LookedEndpoint
{
    EndpointId endpoint;
    LookSettings settings;
    // Since looking began with these settings:
    std::uint64_t messages = 0;   ///< looked into
    std::uint64_t items = 0;      ///< found in them
    std::uint64_t failed = 0;     ///< messages or items that could not be read
    std::uint64_t withoutKey = 0; ///< items that had no key where one was wanted
    std::string lastFailure;      ///< in words, with the place; "" when none
    Estimate intervalItems;       ///< of the last interval, of all keys
    Estimate intervalSum;         ///< of their values
    std::vector<LookedKey> keys;  ///< largest count first, the largest 100; then those followed
    std::size_t keyCount = 0;     ///< keys followed now
    bool isFull = false;          ///< keyCount reached its limit: the smallest make room for new ones
    double unlistedBelow = 0;     ///< no key outside `keys` has had more items since looking began (95 %)
    LookedAge age;
    LookedSequence sequence;
};

/** What looking into messages said in one interval. Immutable, published whole. */
struct LookReport
{
    std::vector<LookedEndpoint> endpoints; ///< those with something to look for
    std::uint64_t looks = 0;               ///< messages opened in the interval
    std::uint64_t passed = 0;              ///< chosen messages of those endpoints that the budget left closed
    double nanosecondsPerLook = 0;         ///< measured; 0: none yet
    double budget = 0;                     ///< looks a second that may be spent
};

} // namespace weir
