// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/websocket_metrics/websocket_metrics_export.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

/** What is counted of a client and of all together. */
enum class WebSocketEvent : std::uint8_t {
    Connection,
    Disconnection,
    FailedConnection,
    Reconnection,
    Timeout,
    MessageSent,
    MessageQueued,
    MessageFailed,
    MessageExpired,
    MessageDeduplicated,
    QueueOverflow,
    RetryAttempt,
    RetrySuccess,
    RetryFailure,
};

inline constexpr std::size_t kWebSocketEventCount = 14;

constexpr std::size_t indexOf(WebSocketEvent event) noexcept
{
    return static_cast<std::size_t>(event);
}

/** The older system's name of its count, such as "messages_sent". */
std::string_view toString(WebSocketEvent event) noexcept;

/**
 * The older system's interface for services that measure their WebSocket clients: fifteen calls that record,
 * and an export of the same tree. Two implementations: LegacyWebSocketMetrics keeps everything of every
 * client, SampledWebSocketMetrics counts as exactly and looks into a share; createWebSocketMetrics() chooses.
 *
 * Threads: every call from any thread. `client` is a name the service chose, best one that stays when the
 * client comes back (not host:port); it is copied where it is kept. Failure: nothing here fails; a latency
 * that is negative or not finite is left out.
 */
class WebSocketMetricsInterface
{
public:
    virtual ~WebSocketMetricsInterface() = default;

    void recordConnection(std::string_view client) { record(WebSocketEvent::Connection, client); }
    void recordDisconnection(std::string_view client) { record(WebSocketEvent::Disconnection, client); }
    void recordFailedConnection(std::string_view client) { record(WebSocketEvent::FailedConnection, client); }
    void recordReconnection(std::string_view client) { record(WebSocketEvent::Reconnection, client); }
    void recordTimeout(std::string_view client) { record(WebSocketEvent::Timeout, client); }
    /** `latencyMs`: milliseconds it took to send, where that was measured. */
    void recordMessageSent(std::string_view client, std::optional<double> latencyMs = std::nullopt)
    {
        recordSent(client, latencyMs);
    }
    /** `queueSize`: messages that wait now, this one included. */
    void recordMessageQueued(std::string_view client, std::size_t queueSize)
    {
        record(WebSocketEvent::MessageQueued, client);
        setQueueSize(queueSize);
    }
    void recordMessageFailed(std::string_view client) { record(WebSocketEvent::MessageFailed, client); }
    void recordMessageExpired(std::string_view client) { record(WebSocketEvent::MessageExpired, client); }
    void recordMessageDeduplicated(std::string_view client)
    {
        record(WebSocketEvent::MessageDeduplicated, client);
    }
    void recordQueueOverflow(std::string_view client) { record(WebSocketEvent::QueueOverflow, client); }
    void recordRetryAttempt(std::string_view client) { record(WebSocketEvent::RetryAttempt, client); }
    void recordRetrySuccess(std::string_view client) { record(WebSocketEvent::RetrySuccess, client); }
    void recordRetryFailure(std::string_view client) { record(WebSocketEvent::RetryFailure, client); }
    virtual void setCircuitBreakerState(BreakerState state) = 0;

    /** Messages that wait now: for a queue that drains, which the older interface could not say. */
    virtual void setQueueSize(std::size_t size) = 0;

    /** Every leaf, now. */
    virtual WebSocketMetricsExport exported() const = 0;
    /** What is known of single clients, most frequent first, at most `most` figures. */
    virtual std::vector<ClientFigure> clients(std::size_t most) const = 0;

    double averageSendLatency() const { return exported().averageSendMs; }
    double retrySuccessRate() const { return exported().retry.successRate(); }
    double uptimeSeconds() const { return exported().uptimeSeconds; }

    /**
     * Forgets clients that did nothing for `ttl`, by default the implementation's own; 0 forgets all. Their
     * counts stay in the totals. How many were forgotten: 0 where memory is fixed and nobody needs to be.
     */
    virtual std::size_t cleanupInactiveClients(std::optional<Duration> ttl) = 0;
    std::size_t cleanupInactiveClients() { return cleanupInactiveClients(std::nullopt); }
    /** Whether clients are forgotten in passing, while others record; it is so from construction on. */
    virtual void setAutomaticCleanup(bool enabled) = 0;
    void startAutomaticCleanup() { setAutomaticCleanup(true); }
    void stopAutomaticCleanup() { setAutomaticCleanup(false); }

protected:
    virtual void record(WebSocketEvent event, std::string_view client) = 0;
    virtual void recordSent(std::string_view client, std::optional<double> latencyMs) = 0;
};

} // namespace weir
