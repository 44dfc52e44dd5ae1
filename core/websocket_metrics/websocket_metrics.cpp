// SPDX-License-Identifier: Apache-2.0
#include "core/websocket_metrics/websocket_metrics.h"

namespace weir {

std::string_view toString(WebSocketEvent event) noexcept
{
    static constexpr std::array<std::string_view, kWebSocketEventCount> kNames = {
        "connections",      "disconnections",        "failed_connections", "reconnections",
        "timeouts",         "messages_sent",         "messages_queued",    "messages_failed",
        "messages_expired", "messages_deduplicated", "queue_overflows",    "retry_attempts",
        "retry_successes",  "retry_failures",
    };
    return kNames[indexOf(event)];
}

} // namespace weir
