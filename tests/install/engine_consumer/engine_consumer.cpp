// SPDX-License-Identifier: Apache-2.0
// Three messages through the older interface, on the engine; prints what it exports.
#include "core/websocket_metrics/create_websocket_metrics.h"

#include <cstdio>

int main()
{
    const weir::SystemClock clock;
    const auto created = weir::createWebSocketMetrics(weir::Environment(), clock);
    for (const double milliseconds : {1.0, 2.0, 3.0})
        created.metrics->recordMessageSent("client", milliseconds);
    std::puts(weir::toJson(created.metrics->exported()).c_str());
    return created.problems.empty() ? 0 : 1;
}
