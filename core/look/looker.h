// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/endpoint_id.h"
#include "core/look/endpoint_looker.h"
#include "core/look/kept_message.h"
#include "core/look/look_report.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace weir {

/**
 * Looks into the messages of all endpoints of a process. add(), remove() and what EndpointLooker says on the
 * link thread; the rest from any thread. Outlives the EndpointLookers it hands out.
 */
class Looker
{
public:
    /** `clock` outlives it. */
    Looker(const Clock& clock, std::uint64_t seed);

    std::shared_ptr<EndpointLooker> add(EndpointId endpoint);
    void remove(EndpointId endpoint);
    /** Null when there is no such endpoint. */
    std::shared_ptr<EndpointLooker> find(EndpointId endpoint) const;

    /** Off at first; off drops what was kept. */
    void keepMessages(bool on) { m_services.keeper.keep(on); }
    KeptMessages takeMessages() { return m_services.keeper.take(); }

    /**
     * Ends the interval of every endpoint and says what it and all before it showed; null when nothing is
     * looked for. `receivedBy(EndpointId)` gives the exact counts. One caller at a time.
     */
    template<class ReceivedBy>
    std::shared_ptr<const LookReport> takeReport(ReceivedBy&& receivedBy);

private:
    std::map<EndpointId, std::shared_ptr<EndpointLooker>> endpoints() const;
    void addCosts(LookReport& report);

    LookServices m_services;
    mutable std::mutex m_mutex;
    std::map<EndpointId, std::shared_ptr<EndpointLooker>> m_endpoints; ///< guarded by m_mutex
};

template<class ReceivedBy>
std::shared_ptr<const LookReport> Looker::takeReport(ReceivedBy&& receivedBy)
{
    auto report = std::make_shared<LookReport>();
    for (const auto& [id, endpoint] : endpoints()) {
        if (std::optional<LookedEndpoint> said = endpoint->report(receivedBy(id)))
            report->endpoints.push_back(std::move(*said));
    }
    addCosts(*report);
    return report->endpoints.empty() ? nullptr : report;
}

} // namespace weir
