// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metric_type.h"

namespace weir {

std::string_view toString(MetricType type) noexcept
{
    switch (type) {
    case MetricType::Connection:
        return "connection";
    case MetricType::Disconnection:
        return "disconnection";
    case MetricType::MessageSent:
        return "message_sent";
    case MetricType::MessageQueued:
        return "message_queued";
    case MetricType::MessageFailed:
        return "message_failed";
    case MetricType::RetryAttempt:
        return "retry_attempt";
    case MetricType::RetrySuccess:
        return "retry_success";
    case MetricType::RetryFailure:
        return "retry_failure";
    case MetricType::CircuitBreakerOpen:
        return "circuit_breaker_open";
    case MetricType::CircuitBreakerClose:
        return "circuit_breaker_close";
    case MetricType::MessageReceived:
        return "message_received";
    case MetricType::RoundTrip:
        return "round_trip";
    }
    return "unknown";
}

} // namespace weir
