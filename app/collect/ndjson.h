// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"
#include "core/look/look_report.h"
#include "core/watch/agent_view.h"

#include <QByteArray>

#include <vector>

namespace weir {

/**
 * One flush as one line of JSON without its newline, as docs/ndjson.schema.json describes it. `looks` is null
 * where nothing is looked for; without agents there is no `agents`.
 */
QByteArray ndjsonLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints,
                      const LookReport* looks, const std::vector<AgentView>& agents);

} // namespace weir
