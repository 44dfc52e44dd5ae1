// SPDX-License-Identifier: Apache-2.0
#include "core/watch/all_agents.h"

#include "core/engine/engine_parts.h"
#include "core/protocol/wire.h"

#include <vector>

namespace weir {

std::shared_ptr<const EngineSnapshot> mergeAgents(std::span<const AgentView> agents)
{
    std::vector<std::shared_ptr<const EngineSnapshot>> snapshots;
    for (const AgentView& agent : agents) {
        if (agent.isConnected && agent.snapshot)
            snapshots.push_back(agent.snapshot);
    }
    if (snapshots.empty())
        return nullptr;
    return std::make_shared<EngineSnapshot>(mergeSnapshots(snapshots, kMostKeys));
}

} // namespace weir
