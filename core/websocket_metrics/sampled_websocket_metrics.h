// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/production_metrics.h"
#include "core/websocket_metrics/websocket_metrics.h"

#include <atomic>
#include <mutex>

namespace weir {

/**
 * The older interface on the engine: as exact in every total, a share of the events looked into for who they
 * were of, in fixed memory. What the engine has no type for is counted beside it. Runs from construction to
 * destruction. `clock` must outlive it.
 *
 * Failure: the constructor throws what the standard library does where there is no memory or no thread;
 * createWebSocketMetrics() turns that into words.
 */
class SampledWebSocketMetrics final : public WebSocketMetricsInterface
{
public:
    /** Precondition: config.validate() is empty. */
    SampledWebSocketMetrics(const MetricsConfig& config, const Clock& clock, EngineOptions options = {});

    void setCircuitBreakerState(BreakerState state) override;
    void setQueueSize(std::size_t size) override;
    WebSocketMetricsExport exported() const override;
    /** Estimates of the last snapshot, of the clients it lists (KeyLimits::listed). */
    std::vector<ClientFigure> clients(std::size_t most) const override;
    using WebSocketMetricsInterface::cleanupInactiveClients;
    /** 0: the table of clients is fixed, and makes room by itself. */
    std::size_t cleanupInactiveClients(std::optional<Duration> ttl) override;
    void setAutomaticCleanup(bool enabled) override;

    /** For what this interface has no words for: its sampling, its snapshots, an agent. */
    ProductionMetrics& engine() noexcept { return m_engine; }

protected:
    void record(WebSocketEvent event, std::string_view client) override;
    void recordSent(std::string_view client, std::optional<double> latencyMs) override;

private:
    EngineOptions withObserver(EngineOptions options);
    void flushed(const EngineSnapshot& snapshot);
    /** Precondition: m_mutex is held. */
    void noteEvents(WallTime now) const;
    std::uint64_t besides(WebSocketEvent event) const noexcept;

    const Clock& m_clock;
    const TimePoint m_made;
    /** Of events that the engine has no type for. */
    std::array<std::atomic<std::uint64_t>, kWebSocketEventCount> m_besides{};
    std::atomic<std::size_t> m_queueNow{0};
    std::atomic<std::size_t> m_queueMax{0};
    mutable std::mutex m_mutex; ///< of what follows
    std::uint64_t m_active = 0;
    BreakerState m_breaker = BreakerState::Closed;
    std::uint64_t m_halfOpens = 0;
    Duration m_flushTime{0};
    mutable std::uint64_t m_eventsNoted = 0;
    mutable std::optional<WallTime> m_lastUpdate;
    ProductionMetrics m_engine; ///< last: its flush thread uses the rest
};

} // namespace weir
