// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/watch/agent_view.h"

#include <memory>
#include <span>

namespace weir {

/**
 * "All agents" as one engine: the newest interval of each that is connected, merged exactly, as each saw its
 * own part of the events (mergeSnapshots()): totals, sums over samples, their variances and histograms add,
 * and so do the counts of both identities. Its intervals are each agent's own, and need not be of one length.
 * It has no sampling and no ring, and so nothing to set. Null while no agent has had an interval.
 */
std::shared_ptr<const EngineSnapshot> mergeAgents(std::span<const AgentView> agents);

} // namespace weir
