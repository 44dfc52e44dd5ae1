// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"
#include "core/look/look_report.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace weir {

/** Exact cumulative counts of one endpoint at the boundary of an interval. */
struct EndpointTruth
{
    EndpointId id;
    QString name; ///< as UTF-8 the engine's key
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
};

/** One flush of the engine with the truth read at the same boundary, and what messages said meanwhile. */
struct IntervalView
{
    std::shared_ptr<const EngineSnapshot> engine;
    std::vector<EndpointTruth> exact;
    std::shared_ptr<const LookReport> looks{}; ///< null: nothing is looked for
};

} // namespace weir
