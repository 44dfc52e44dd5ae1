#pragma once

#include "core/base/clock.h"

#include <QHostAddress>

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/** Shapes of load, by time since a client connected. */
enum class FeedPattern {
    Steady, ///< the rate
    Burst,  ///< the rate, 10 times it for 2 s of every 15 s
    Ramp,   ///< from a tenth to twice the rate over 30 s, then again
    Flaky,  ///< the rate; drops the connection without a close frame every 10 to 25 s
    Mixed,  ///< steady, a burst and, once in a while, a drop: what the demo shows
};

std::string_view toString(FeedPattern pattern) noexcept;
std::optional<FeedPattern> feedPatternFromString(std::string_view text) noexcept;

struct FeedOptions
{
    QHostAddress host = QHostAddress::LocalHost;
    quint16 port = 0; ///< 0: any free one
    FeedPattern pattern = FeedPattern::Steady;
    double rate = 100;  ///< messages a second to each client, (0, 1e6]
    int size = 128;     ///< bytes of a message at least, [64, 1 MiB]; padded up to it
    int keys = 100;     ///< distinct keys, Zipf 1.1, [1, 1e6]
    std::optional<Duration> duration; ///< stop after this
    std::optional<std::uint64_t> count; ///< messages to each client, then close 1000
    int clients = 1;    ///< with count: done when so many were served and left
    std::uint64_t seed = 1;
};

} // namespace weir
