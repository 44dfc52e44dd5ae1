// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/websocket_metrics/websocket_metrics.h"

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace weir {

/** How many clients are told apart, and for how long. */
struct ClientLimits
{
    std::size_t clients = 10'000;         ///< of which 256 bytes of the name are kept; at least 1
    Duration ttl = std::chrono::hours(1); ///< without any event, while connected
    Duration disconnectedTtl = std::chrono::minutes(5); ///< without any event, without a connection
};

/**
 * Everything of every client, exactly, under one mutex: what the older system did, and the price to beat. A
 * client that is forgotten (its time is over, or there is no room) goes on counting in "(other)", so that the
 * clients always sum up to the totals. Clients without a connection make room for new ones, longest silent
 * first; where all are connected a new one counts in "(other)". `clock` must outlive it.
 */
class LegacyWebSocketMetrics final : public WebSocketMetricsInterface
{
public:
    /** `why`: see WebSocketMetricsExport::why. */
    explicit LegacyWebSocketMetrics(const Clock& clock, ClientLimits limits = {}, std::string why = {});

    void setCircuitBreakerState(BreakerState state) override;
    void setQueueSize(std::size_t size) override;
    WebSocketMetricsExport exported() const override;
    std::vector<ClientFigure> clients(std::size_t most) const override;
    using WebSocketMetricsInterface::cleanupInactiveClients;
    std::size_t cleanupInactiveClients(std::optional<Duration> ttl) override;
    void setAutomaticCleanup(bool enabled) override;

    /** Clients that are told apart now. */
    std::size_t clientCount() const;

protected:
    void record(WebSocketEvent event, std::string_view client) override;
    void recordSent(std::string_view client, std::optional<double> latencyMs) override;

private:
    using Counts = std::array<std::uint64_t, kWebSocketEventCount>;
    struct Client
    {
        std::string name;
        Counts counts{};
        std::uint64_t active = 0; ///< connections open now
        TimePoint last;
    };
    using Clients = std::list<Client>; ///< longest silent first

    // Precondition of these: m_mutex is held.
    void count(WebSocketEvent event, std::string_view client);
    Clients& listOf(const Client& client);
    /** False where this name has to count in "(other)". */
    bool makeRoomFor(std::string_view name);
    Clients::iterator add(std::string_view name);
    void forgetOldest(Clients& from);
    std::size_t forgetSilent(Clients& from, TimePoint since, std::size_t most);

    const Clock& m_clock;
    const ClientLimits m_limits;
    const std::string m_why;
    const TimePoint m_made;
    mutable std::mutex m_mutex;
    Counts m_totals{};
    std::uint64_t m_active = 0;
    std::size_t m_queueNow = 0;
    std::size_t m_queueMax = 0;
    WebSocketMetricsExport::CircuitBreaker m_breaker;
    double m_latencySum = 0; ///< milliseconds
    std::uint64_t m_latencies = 0;
    std::optional<TimePoint> m_last;
    bool m_cleansUp = true;
    Clients m_connected;
    Clients m_disconnected;
    Counts m_other{};                                                ///< of clients that are not told apart
    std::unordered_map<std::string_view, Clients::iterator> m_index; ///< by the names in the lists
};

} // namespace weir
