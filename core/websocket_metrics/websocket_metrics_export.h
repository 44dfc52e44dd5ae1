// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/engine/estimators.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** Where the service's circuit breaker stands. */
enum class BreakerState { Closed, Open, HalfOpen };

/** "closed", "open", "half_open". */
std::string_view toString(BreakerState state) noexcept;

/**
 * What the older system exported, under its names; toJson() writes the latency under both names that it had.
 * Counts are exact and since construction, whoever counted them.
 */
struct WebSocketMetricsExport
{
    struct Connections
    {
        std::uint64_t total = 0;
        std::uint64_t active = 0; ///< a disconnection without a connection takes nothing away
        std::uint64_t failed = 0;
        std::uint64_t reconnections = 0;
        std::uint64_t timeouts = 0;
    };
    struct Messages
    {
        std::uint64_t sent = 0;
        std::uint64_t queued = 0;
        std::uint64_t failed = 0;
        std::uint64_t expired = 0;
        std::uint64_t deduplicated = 0;
    };
    struct Queue
    {
        std::uint64_t currentSize = 0; ///< messages, as last said
        std::uint64_t maxSize = 0;     ///< the largest that was ever said
        std::uint64_t overflows = 0;
    };
    struct Retry
    {
        std::uint64_t attempts = 0;
        std::uint64_t successes = 0;
        std::uint64_t failures = 0;

        /** successes / (successes + failures), 0 to 1; 0 when there was neither. */
        double successRate() const noexcept;
    };
    struct CircuitBreaker
    {
        BreakerState state = BreakerState::Closed;
        std::uint64_t opens = 0; ///< changes into each state; saying the same again is none
        std::uint64_t halfOpens = 0;
        std::uint64_t closes = 0;
    };
    /** What the buffer of a sampling implementation does. */
    struct Buffer
    {
        std::size_t size = 0; ///< samples waiting
        std::size_t capacity = 0;
        double fillRatio = 0;         ///< 0 to 1
        std::uint64_t added = 0;      ///< samples chosen since construction
        std::uint64_t dropped = 0;    ///< 0, or the engine is broken
        std::uint64_t flushes = 0;    ///< so far
        double averageFlushMs = 0;    ///< milliseconds
        double currentSampleRate = 0; ///< in force, 0 to 1
        std::uint64_t refused = 0;    ///< values that were none, such as a negative latency
    };

    Connections connections;
    Messages messages;
    Queue queue;
    Retry retry;
    CircuitBreaker circuitBreaker;
    double averageSendMs =
        0; ///< milliseconds, of the messages whose latency was given; 0 when there was none
    double uptimeSeconds = 0;
    /** When the last event was recorded; of a sampling implementation to within a flush interval. */
    std::optional<WallTime> lastUpdate;
    std::string implementation; ///< "exact" or "sampled"
    std::string why;            ///< one sentence: why this implementation; "" when it is the one asked for
    std::optional<Buffer> buffer;
};

/** How often one thing happened with one client. An exact count is a point. */
struct ClientFigure
{
    std::string client;
    std::string_view what; ///< such as "messages_sent"
    Estimate count;
};

/** The tree as one JSON object; times are seconds since 1970, unknown is null. */
std::string toJson(const WebSocketMetricsExport& exported);
/** An array of {client, what, count, low, high}. */
std::string toJson(const std::vector<ClientFigure>& figures);

} // namespace weir
