// SPDX-License-Identifier: Apache-2.0
#include "core/websocket_metrics/sampled_websocket_metrics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {
namespace {

constexpr double kMicrosecondsPerMs = 1000;

/** How the engine calls it, where it does. */
constexpr std::optional<MetricType> typeOf(WebSocketEvent event) noexcept
{
    switch (event) {
    case WebSocketEvent::Connection:
        return MetricType::Connection;
    case WebSocketEvent::Disconnection:
        return MetricType::Disconnection;
    case WebSocketEvent::MessageSent:
        return MetricType::MessageSent;
    case WebSocketEvent::MessageQueued:
        return MetricType::MessageQueued;
    case WebSocketEvent::MessageFailed:
        return MetricType::MessageFailed;
    case WebSocketEvent::RetryAttempt:
        return MetricType::RetryAttempt;
    case WebSocketEvent::RetrySuccess:
        return MetricType::RetrySuccess;
    case WebSocketEvent::RetryFailure:
        return MetricType::RetryFailure;
    case WebSocketEvent::FailedConnection:
    case WebSocketEvent::Reconnection:
    case WebSocketEvent::Timeout:
    case WebSocketEvent::MessageExpired:
    case WebSocketEvent::MessageDeduplicated:
    case WebSocketEvent::QueueOverflow:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<WebSocketEvent> eventOf(MetricType type) noexcept
{
    for (std::size_t event = 0; event < kWebSocketEventCount; ++event) {
        if (typeOf(static_cast<WebSocketEvent>(event)) == type)
            return static_cast<WebSocketEvent>(event);
    }
    return std::nullopt;
}

} // namespace

SampledWebSocketMetrics::SampledWebSocketMetrics(const MetricsConfig& config, const Clock& clock,
                                                 EngineOptions options)
    : m_clock(clock), m_made(clock.now()), m_engine(config, clock, withObserver(std::move(options)))
{
    m_engine.start();
}

EngineOptions SampledWebSocketMetrics::withObserver(EngineOptions options)
{
    options.published =
        [this, theirs = std::move(options.published)](const std::shared_ptr<const EngineSnapshot>& snapshot) {
            flushed(*snapshot);
            if (theirs)
                theirs(snapshot);
        };
    return options;
}

void SampledWebSocketMetrics::flushed(const EngineSnapshot& snapshot)
{
    const std::lock_guard lock(m_mutex);
    m_flushTime += snapshot.meta.lastFlush;
    noteEvents(snapshot.wallTime);
}

void SampledWebSocketMetrics::noteEvents(WallTime now) const
{
    // No event reads the clock: when something was recorded last shows between two looks at the counts.
    std::uint64_t events = m_halfOpens;
    for (const TypeTotals& totals : m_engine.counters())
        events += totals.count;
    for (const auto& count : m_besides)
        events += count.load(std::memory_order_relaxed);
    if (std::exchange(m_eventsNoted, events) != events)
        m_lastUpdate = now;
}

void SampledWebSocketMetrics::record(WebSocketEvent event, std::string_view client)
{
    const std::optional<MetricType> type = typeOf(event);
    if (!type) {
        m_besides[indexOf(event)].fetch_add(1, std::memory_order_relaxed);
        return;
    }
    if (event == WebSocketEvent::Connection || event == WebSocketEvent::Disconnection) {
        const std::lock_guard lock(m_mutex);
        if (event == WebSocketEvent::Connection)
            ++m_active;
        else
            m_active -= m_active > 0 ? 1 : 0;
    }
    m_engine.record(*type, 1, client);
}

void SampledWebSocketMetrics::recordSent(std::string_view client, std::optional<double> latencyMs)
{
    m_engine.record(MetricType::MessageSent, 0, client);
    if (latencyMs)
        m_engine.observe(MetricType::RoundTrip, *latencyMs * kMicrosecondsPerMs);
}

void SampledWebSocketMetrics::setCircuitBreakerState(BreakerState state)
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_breaker, state) == state)
        return;
    if (state == BreakerState::HalfOpen)
        ++m_halfOpens;
    else
        m_engine.critical(state == BreakerState::Open ? MetricType::CircuitBreakerOpen
                                                      : MetricType::CircuitBreakerClose);
}

void SampledWebSocketMetrics::setQueueSize(std::size_t size)
{
    m_queueNow.store(size, std::memory_order_relaxed);
    std::size_t largest = m_queueMax.load(std::memory_order_relaxed);
    while (size > largest && !m_queueMax.compare_exchange_weak(largest, size, std::memory_order_relaxed)) {
    }
}

std::uint64_t SampledWebSocketMetrics::besides(WebSocketEvent event) const noexcept
{
    return m_besides[indexOf(event)].load(std::memory_order_relaxed);
}

WebSocketMetricsExport SampledWebSocketMetrics::exported() const
{
    const auto totals = m_engine.counters();
    const auto total = [&totals](MetricType type) { return totals[indexOf(type)].count; };
    const TypeTotals& trips = totals[indexOf(MetricType::RoundTrip)];
    WebSocketMetricsExport result;
    result.connections = {total(MetricType::Connection), 0, besides(WebSocketEvent::FailedConnection),
                          besides(WebSocketEvent::Reconnection), besides(WebSocketEvent::Timeout)};
    result.messages = {total(MetricType::MessageSent), total(MetricType::MessageQueued),
                       total(MetricType::MessageFailed), besides(WebSocketEvent::MessageExpired),
                       besides(WebSocketEvent::MessageDeduplicated)};
    result.queue = {m_queueNow.load(std::memory_order_relaxed), m_queueMax.load(std::memory_order_relaxed),
                    besides(WebSocketEvent::QueueOverflow)};
    result.retry = {total(MetricType::RetryAttempt), total(MetricType::RetrySuccess),
                    total(MetricType::RetryFailure)};
    result.averageSendMs =
        trips.count > 0 ? trips.sum / static_cast<double>(trips.count) / kMicrosecondsPerMs : 0;
    result.uptimeSeconds = std::chrono::duration<double>(m_clock.now() - m_made).count();
    result.implementation = "sampled";

    const Accounting accounting = m_engine.accounting();
    const auto snapshot = m_engine.snapshot();
    const std::lock_guard lock(m_mutex);
    noteEvents(m_clock.wallNow());
    result.lastUpdate = m_lastUpdate;
    result.connections.active = m_active;
    result.circuitBreaker = {m_breaker, total(MetricType::CircuitBreakerOpen), m_halfOpens,
                             total(MetricType::CircuitBreakerClose)};
    if (!snapshot->config.enableMeta)
        return result;
    const std::uint64_t flushes = snapshot->meta.flushes;
    WebSocketMetricsExport::Buffer buffer;
    buffer.size = static_cast<std::size_t>(accounting.inRing);
    buffer.capacity = snapshot->buffer.capacity;
    buffer.fillRatio = static_cast<double>(buffer.size) / static_cast<double>(buffer.capacity);
    buffer.added = accounting.chosen;
    buffer.dropped = accounting.dropped;
    buffer.refused = accounting.refused;
    buffer.flushes = flushes;
    buffer.averageFlushMs = flushes > 0 ? std::chrono::duration<double, std::milli>(m_flushTime).count() /
                                              static_cast<double>(flushes)
                                        : 0;
    buffer.currentSampleRate = snapshot->sampling.inForce;
    result.buffer = buffer;
    return result;
}

std::vector<ClientFigure> SampledWebSocketMetrics::clients(std::size_t most) const
{
    const auto snapshot = m_engine.snapshot();
    std::vector<ClientFigure> figures;
    for (const KeySnapshot& key : snapshot->keys) {
        if (const std::optional<WebSocketEvent> event = eventOf(key.type))
            figures.push_back({key.key, toString(*event), key.count});
    }
    std::stable_sort(figures.begin(), figures.end(), [](const ClientFigure& a, const ClientFigure& b) {
        return a.count.value > b.count.value;
    });
    figures.resize(std::min(most, figures.size()));
    return figures;
}

std::size_t SampledWebSocketMetrics::cleanupInactiveClients(std::optional<Duration>)
{
    return 0;
}

void SampledWebSocketMetrics::setAutomaticCleanup(bool) {}

} // namespace weir
