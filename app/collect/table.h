// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "core/link/endpoint_status.h"
#include "core/look/look_report.h"
#include "core/watch/agent_view.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace weir {

/** The output of --format table: a line a flush under a header now and then, events between, endpoints at the
 * end. */
class Table
{
public:
    /** The line of one flush, with the header before it when it is due. */
    QString flushLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints);
    /** What one agent counts by itself, with the sum that adds up. */
    static QString agentLine(const AgentView& agent);
    static QString eventLine(const LinkEvent& event);
    /** Every endpoint's totals, what was found inside its messages, and the sum that adds up. */
    static QString summary(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints,
                           const LookReport* looks);

private:
    int m_lines = 0;
    double m_lastSum = 0;
};

} // namespace weir
