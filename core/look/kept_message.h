// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/endpoint_id.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/** What was found in one item of a message. */
struct LookedItem
{
    std::string key; ///< "" when there was none
    std::optional<double> value;
    std::optional<WallTime> time;
    std::optional<std::int64_t> sequence;
};

/** One of the messages chosen to be looked into, kept as an example. A value, free of what Weir sent itself.
 */
struct KeptMessage
{
    static constexpr std::size_t kMostBytes = 4096; ///< of a payload that are kept
    static constexpr std::size_t kMostItems = 16;   ///< of a message that are kept

    std::uint64_t number = 0; ///< 1, 2, 3 … in this process; larger is younger
    EndpointId endpoint;
    TimePoint time;
    WallTime wallTime;
    bool isText = true;
    std::uint64_t bytes = 0; ///< length of the whole payload, UTF-8 for text
    std::string payload;     ///< its beginning; text is cut between characters
    double weight = 1;       ///< messages it stands for
    std::vector<LookedItem> items;
    std::string failure; ///< why it could not be read, in words; "" when it could, or nothing was looked for
};

/** What was kept since it was taken last, oldest first. */
struct KeptMessages
{
    std::vector<KeptMessage> messages;
    std::uint64_t overwritten = 0; ///< that made room for others before anybody took them
};

} // namespace weir
