// SPDX-License-Identifier: Apache-2.0
#include "core/look/looker.h"

namespace weir {

Looker::Looker(const Clock& clock, std::uint64_t seed)
    : m_services{clock, seed, {}, LookBudget(seed + 1), {}, {}}
{
    m_services.perSecond = m_services.budget.perSecond();
}

std::shared_ptr<EndpointLooker> Looker::add(EndpointId endpoint)
{
    auto looker = std::make_shared<EndpointLooker>(endpoint, m_services);
    const std::lock_guard lock(m_mutex);
    m_endpoints[endpoint] = looker;
    return looker;
}

void Looker::remove(EndpointId endpoint)
{
    const std::lock_guard lock(m_mutex);
    m_endpoints.erase(endpoint);
}

std::shared_ptr<EndpointLooker> Looker::find(EndpointId endpoint) const
{
    const std::lock_guard lock(m_mutex);
    const auto at = m_endpoints.find(endpoint);
    return at == m_endpoints.end() ? nullptr : at->second;
}

std::map<EndpointId, std::shared_ptr<EndpointLooker>> Looker::endpoints() const
{
    const std::lock_guard lock(m_mutex);
    return m_endpoints;
}

void Looker::addCosts(LookReport& report)
{
    report.looks = m_services.looks.exchange(0, std::memory_order_relaxed);
    report.passed = m_services.passed.exchange(0, std::memory_order_relaxed);
    report.nanosecondsPerLook = m_services.nanosecondsPerLook.load(std::memory_order_relaxed);
    report.budget = m_services.perSecond.load(std::memory_order_relaxed);
}

} // namespace weir
