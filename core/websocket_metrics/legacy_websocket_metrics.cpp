// SPDX-License-Identifier: Apache-2.0
#include "core/websocket_metrics/legacy_websocket_metrics.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace weir {
namespace {

constexpr std::size_t kMostNameBytes = 256;
/** Clients forgotten in passing by one event: more than can come with it. */
constexpr std::size_t kForgottenInPassing = 2;
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

} // namespace

LegacyWebSocketMetrics::LegacyWebSocketMetrics(const Clock& clock, ClientLimits limits, std::string why)
    : m_clock(clock), m_limits(limits), m_why(std::move(why)), m_made(clock.now())
{}

void LegacyWebSocketMetrics::record(WebSocketEvent event, std::string_view client)
{
    const std::lock_guard lock(m_mutex);
    count(event, client);
}

void LegacyWebSocketMetrics::recordSent(std::string_view client, std::optional<double> latencyMs)
{
    const std::lock_guard lock(m_mutex);
    count(WebSocketEvent::MessageSent, client);
    if (latencyMs && *latencyMs >= 0 && std::isfinite(*latencyMs)) {
        m_latencySum += *latencyMs;
        ++m_latencies;
    }
}

void LegacyWebSocketMetrics::setCircuitBreakerState(BreakerState state)
{
    const std::lock_guard lock(m_mutex);
    m_last = m_clock.now();
    if (m_breaker.state == state)
        return;
    m_breaker.state = state;
    ++(state == BreakerState::Open       ? m_breaker.opens
       : state == BreakerState::HalfOpen ? m_breaker.halfOpens
                                         : m_breaker.closes);
}

void LegacyWebSocketMetrics::setQueueSize(std::size_t size)
{
    const std::lock_guard lock(m_mutex);
    m_queueNow = size;
    m_queueMax = std::max(m_queueMax, size);
}

void LegacyWebSocketMetrics::count(WebSocketEvent event, std::string_view name)
{
    const TimePoint now = m_clock.now();
    m_last = now;
    ++m_totals[indexOf(event)];
    if (event == WebSocketEvent::Connection)
        ++m_active;
    else if (event == WebSocketEvent::Disconnection)
        m_active -= m_active > 0 ? 1 : 0;

    name = name.substr(0, wholeCharacters(name, kMostNameBytes));
    const auto found = m_index.find(name);
    if (found == m_index.end() && !makeRoomFor(name)) {
        ++m_other[indexOf(event)];
    } else {
        const Clients::iterator client = found != m_index.end() ? found->second : add(name);
        Clients& from = listOf(*client);
        ++client->counts[indexOf(event)];
        client->last = now;
        if (event == WebSocketEvent::Connection)
            ++client->active;
        else if (event == WebSocketEvent::Disconnection)
            client->active -= client->active > 0 ? 1 : 0;
        Clients& to = listOf(*client);
        to.splice(to.end(), from, client);
    }
    if (m_cleansUp) {
        forgetSilent(m_disconnected, now - m_limits.disconnectedTtl, kForgottenInPassing);
        forgetSilent(m_connected, now - m_limits.ttl, kForgottenInPassing);
    }
}

LegacyWebSocketMetrics::Clients& LegacyWebSocketMetrics::listOf(const Client& client)
{
    return client.active > 0 ? m_connected : m_disconnected;
}

bool LegacyWebSocketMetrics::makeRoomFor(std::string_view name)
{
    if (name.empty())
        return false;
    if (m_index.size() >= m_limits.clients && !m_disconnected.empty())
        forgetOldest(m_disconnected);
    return m_index.size() < m_limits.clients;
}

LegacyWebSocketMetrics::Clients::iterator LegacyWebSocketMetrics::add(std::string_view name)
{
    const Clients::iterator client = m_disconnected.insert(m_disconnected.end(), Client{});
    client->name = name;
    m_index.emplace(client->name, client);
    return client;
}

void LegacyWebSocketMetrics::forgetOldest(Clients& from)
{
    const Client& client = from.front();
    for (std::size_t event = 0; event < kWebSocketEventCount; ++event)
        m_other[event] += client.counts[event];
    m_index.erase(client.name);
    from.pop_front();
}

std::size_t LegacyWebSocketMetrics::forgetSilent(Clients& from, TimePoint since, std::size_t most)
{
    std::size_t forgotten = 0;
    for (; forgotten < most && !from.empty() && from.front().last <= since; ++forgotten)
        forgetOldest(from);
    return forgotten;
}

std::size_t LegacyWebSocketMetrics::cleanupInactiveClients(std::optional<Duration> ttl)
{
    const std::lock_guard lock(m_mutex);
    const TimePoint now = m_clock.now();
    return forgetSilent(m_disconnected, now - ttl.value_or(m_limits.disconnectedTtl), kAll) +
           forgetSilent(m_connected, now - ttl.value_or(m_limits.ttl), kAll);
}

void LegacyWebSocketMetrics::setAutomaticCleanup(bool enabled)
{
    const std::lock_guard lock(m_mutex);
    m_cleansUp = enabled;
}

std::size_t LegacyWebSocketMetrics::clientCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_index.size();
}

WebSocketMetricsExport LegacyWebSocketMetrics::exported() const
{
    const std::lock_guard lock(m_mutex);
    const auto total = [this](WebSocketEvent event) { return m_totals[indexOf(event)]; };
    const TimePoint now = m_clock.now();
    WebSocketMetricsExport result;
    result.connections = {total(WebSocketEvent::Connection), m_active,
                          total(WebSocketEvent::FailedConnection), total(WebSocketEvent::Reconnection),
                          total(WebSocketEvent::Timeout)};
    result.messages = {total(WebSocketEvent::MessageSent), total(WebSocketEvent::MessageQueued),
                       total(WebSocketEvent::MessageFailed), total(WebSocketEvent::MessageExpired),
                       total(WebSocketEvent::MessageDeduplicated)};
    result.queue = {m_queueNow, m_queueMax, total(WebSocketEvent::QueueOverflow)};
    result.retry = {total(WebSocketEvent::RetryAttempt), total(WebSocketEvent::RetrySuccess),
                    total(WebSocketEvent::RetryFailure)};
    result.circuitBreaker = m_breaker;
    result.averageSendMs = m_latencies > 0 ? m_latencySum / static_cast<double>(m_latencies) : 0;
    result.uptimeSeconds = std::chrono::duration<double>(now - m_made).count();
    if (m_last)
        result.lastUpdate = m_clock.wallNow() - (now - *m_last);
    result.implementation = "exact";
    result.why = m_why;
    return result;
}

std::vector<ClientFigure> LegacyWebSocketMetrics::clients(std::size_t most) const
{
    struct Found
    {
        std::uint64_t count;
        std::string_view client;
        std::size_t event;
    };
    const auto isMore = [](const Found& a, const Found& b) { return a.count > b.count; };
    std::vector<Found> found; // a heap with the least on top
    const auto offer = [&](std::string_view name, const Counts& counts) {
        for (std::size_t event = 0; event < kWebSocketEventCount; ++event) {
            if (counts[event] == 0 ||
                (found.size() == most && (most == 0 || counts[event] <= found[0].count)))
                continue;
            if (found.size() == most) {
                std::pop_heap(found.begin(), found.end(), isMore);
                found.pop_back();
            }
            found.push_back({counts[event], name, event});
            std::push_heap(found.begin(), found.end(), isMore);
        }
    };
    const std::lock_guard lock(m_mutex);
    for (const Clients* list : {&m_connected, &m_disconnected}) {
        for (const Client& client : *list)
            offer(client.name, client.counts);
    }
    offer("(other)", m_other);
    std::sort_heap(found.begin(), found.end(), isMore);
    std::vector<ClientFigure> figures;
    figures.reserve(found.size());
    for (const Found& one : found) {
        const auto count = static_cast<double>(one.count);
        const auto samples = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(one.count, std::numeric_limits<std::uint32_t>::max()));
        figures.push_back({std::string(one.client),
                           toString(static_cast<WebSocketEvent>(one.event)),
                           {count, count, count, Grade::A, samples}});
    }
    return figures;
}

} // namespace weir
