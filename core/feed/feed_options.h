// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QHostAddress>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** Shapes of load, by time since a client connected. */
enum class FeedPattern {
    Steady, ///< the rate
    Burst,  ///< the rate, 10 times it for 2 s of every 15 s
    Ramp,   ///< from a tenth to twice the rate over 30 s, then again
    Flaky,  ///< the rate; drops the connection without a close frame every 10 to 25 s
    Mixed,  ///< the rate, 6 times it for 3 s of every 20 s, a drop every 45 to 75 s: what the demo shows
};

std::string_view toString(FeedPattern pattern) noexcept;
std::optional<FeedPattern> feedPatternFromString(std::string_view text) noexcept;
/** Every name, for help texts: "steady|burst|…". */
std::string feedPatternNames();

struct FeedOptions
{
    QHostAddress host = QHostAddress::LocalHost;
    quint16 port = 0; ///< 0: any free one
    FeedPattern pattern = FeedPattern::Steady;
    double rate = 100;                  ///< messages a second to each client, (0, 1e6]
    int size = 128;                     ///< bytes of a message at least, [64, 1 MiB]; padded up to it
    int keys = 100;                     ///< distinct keys, Zipf 1.1, [1, 1e6]
    std::optional<Duration> duration;   ///< stop after this, (0, 1e9 s]
    std::optional<std::uint64_t> count; ///< messages to each client, then close 1000, [1, 1e15]
    int clients = 1;                    ///< with count: done when so many were served and left, [1, 1e6]
    std::uint64_t seed = 1;
};

/** What is out of range, one sentence each, naming the option of weir-feed. Empty when all is well. */
std::vector<std::string> problemsOf(const FeedOptions& options);

} // namespace weir
