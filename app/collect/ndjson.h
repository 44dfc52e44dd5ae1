// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"

#include <QByteArray>

#include <vector>

namespace weir {

/** One flush as one line of JSON without its newline, as docs/ndjson.schema.json describes it. */
QByteArray ndjsonLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints);

} // namespace weir
