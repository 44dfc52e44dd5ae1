// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/clock.h"
#include "core/base/endpoint_id.h"

#include <set>
#include <vector>

namespace weir {

/**
 * Tells a network that went down from servers that did: everything connected, on more than one host, stopped
 * within a second. A stop is often noticed late (by a ping without an answer), so it is an interval: not
 * before the other side was last heard, not after it was noticed. A value without a clock.
 */
class NetworkWatch
{
public:
    static constexpr Duration kTogether = std::chrono::seconds(1);

    struct Stop
    {
        EndpointId id;
        QString host;
        TimePoint earliest;
        TimePoint latest;
    };

    void connected(EndpointId id) { m_connected.insert(id); }
    void disconnected(EndpointId id) { m_connected.erase(id); }
    /** A connection that had stood for a while was lost, not closed by anybody. Everyone that stopped with it
     * if this was the last of all; else nobody. */
    std::vector<EndpointId> lost(Stop stop);

private:
    std::set<EndpointId> m_connected;
    std::vector<Stop> m_stops;
};

} // namespace weir
