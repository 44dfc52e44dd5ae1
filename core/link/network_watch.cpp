// SPDX-License-Identifier: Apache-2.0
#include "core/link/network_watch.h"

#include <algorithm>
#include <utility>

namespace weir {

std::vector<EndpointId> NetworkWatch::lost(Stop stop)
{
    disconnected(stop.id);
    std::erase_if(m_stops, [&stop](const Stop& former) {
        return former.id == stop.id || former.latest + kTogether < stop.earliest; // another story
    });
    m_stops.push_back(std::move(stop));
    if (!m_connected.empty())
        return {};
    TimePoint lastStart = TimePoint::min();
    TimePoint firstEnd = TimePoint::max();
    bool isOneHost = true;
    for (const Stop& each : m_stops) {
        lastStart = std::max(lastStart, each.earliest);
        firstEnd = std::min(firstEnd, each.latest);
        isOneHost = isOneHost && each.host == m_stops.front().host;
    }
    if (isOneHost || lastStart > firstEnd + kTogether)
        return {};
    std::vector<EndpointId> all;
    for (const Stop& each : std::exchange(m_stops, {}))
        all.push_back(each.id);
    return all;
}

} // namespace weir
