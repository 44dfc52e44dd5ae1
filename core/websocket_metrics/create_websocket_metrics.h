// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/environment.h"
#include "core/base/result.h"
#include "core/engine/production_metrics.h"
#include "core/websocket_metrics/websocket_metrics.h"

#include <memory>
#include <vector>

namespace weir {

struct CreatedWebSocketMetrics
{
    std::unique_ptr<WebSocketMetricsInterface> metrics; ///< never null
    /** Why the sampling implementation was asked for and is not there, for the log; else empty. */
    std::vector<Error> problems;
};

/**
 * The implementation that the environment asks for: USE_PRODUCTION_METRICS (true by default) the sampling
 * one, set up by METRICS_*; otherwise the exact one. Where the sampling one cannot start (a bad value, no
 * memory, no thread) the service gets the exact one and is told: in `problems`, and in every export under
 * meta_metrics. `clock` must outlive what is made.
 */
CreatedWebSocketMetrics createWebSocketMetrics(const Environment& environment, const Clock& clock,
                                               EngineOptions options = {});

} // namespace weir
