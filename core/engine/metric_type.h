// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir {

/** What an event is. The numbers are the field's and never change; 1–10 are the older system's. */
enum class MetricType : std::uint8_t {
    Connection = 1,
    Disconnection = 2,
    MessageSent = 3, ///< value: UTF-8 payload bytes
    MessageQueued = 4,
    MessageFailed = 5,
    RetryAttempt = 6,
    RetrySuccess = 7,
    RetryFailure = 8,
    CircuitBreakerOpen = 9,
    CircuitBreakerClose = 10,
    MessageReceived = 11, ///< value: UTF-8 payload bytes
    RoundTrip = 12,       ///< value: microseconds
};

inline constexpr std::size_t kMetricTypeCount = 12;

inline constexpr std::array<MetricType, kMetricTypeCount> kMetricTypes = {
    MetricType::Connection,          MetricType::Disconnection,   MetricType::MessageSent,
    MetricType::MessageQueued,       MetricType::MessageFailed,   MetricType::RetryAttempt,
    MetricType::RetrySuccess,        MetricType::RetryFailure,    MetricType::CircuitBreakerOpen,
    MetricType::CircuitBreakerClose, MetricType::MessageReceived, MetricType::RoundTrip,
};

/** Position of a type in arrays of kMetricTypeCount elements. */
constexpr std::size_t indexOf(MetricType type) noexcept
{
    return static_cast<std::size_t>(type) - 1;
}

/** Value types carry a finite number >= 0 that is summed; the rest are count types, whose value is 1. */
constexpr bool isValueType(MetricType type) noexcept
{
    return type == MetricType::MessageSent || type == MetricType::MessageReceived ||
           type == MetricType::RoundTrip;
}

inline constexpr std::array<MetricType, 3> kValueTypes = {MetricType::MessageSent,
                                                          MetricType::MessageReceived, MetricType::RoundTrip};

/** Position of a value type in arrays of kValueTypes.size() elements. */
constexpr std::size_t valueIndexOf(MetricType type) noexcept
{
    return type == MetricType::MessageSent ? 0 : type == MetricType::MessageReceived ? 1 : 2;
}

/** Critical by nature: counted in cells of their own, never sampled, whichever call records them. */
constexpr bool isCriticalType(MetricType type) noexcept
{
    return type == MetricType::MessageFailed || type == MetricType::RetryFailure ||
           type == MetricType::CircuitBreakerOpen || type == MetricType::CircuitBreakerClose;
}

/** Rare enough to be kept at every rate: round trips and what happens to connections. */
constexpr bool isAlwaysKept(MetricType type) noexcept
{
    return type != MetricType::MessageSent && type != MetricType::MessageReceived &&
           type != MetricType::MessageQueued;
}

/** The name in NDJSON and on the wire, such as "message_received". */
std::string_view toString(MetricType type) noexcept;

} // namespace weir
