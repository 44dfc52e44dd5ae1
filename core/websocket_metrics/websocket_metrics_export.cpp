// SPDX-License-Identifier: Apache-2.0
#include "core/websocket_metrics/websocket_metrics_export.h"

#include "core/base/utf8.h"

#include <charconv>
#include <cmath>
#include <type_traits>

namespace weir {
namespace {

/** Writes one JSON value; commas take care of themselves. */
class JsonWriter
{
public:
    void open(char bracket) { begin().push_back(bracket); }
    void close(char bracket)
    {
        m_text.push_back(bracket);
        m_needsComma = true;
    }
    void name(std::string_view name)
    {
        appendText(begin(), name);
        m_text.push_back(':');
    }
    void text(std::string_view value)
    {
        appendText(begin(), value);
        m_needsComma = true;
    }
    template<class Number>
    void number(Number value)
    {
        std::string& to = begin();
        m_needsComma = true;
        if constexpr (std::is_floating_point_v<Number>) {
            if (!std::isfinite(value)) {
                to.append("null");
                return;
            }
        }
        char digits[32];
        to.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    }
    void null()
    {
        begin().append("null");
        m_needsComma = true;
    }
    template<class Number>
    requires std::is_arithmetic_v<Number>
    void field(std::string_view key, Number value)
    {
        name(key);
        number(value);
    }
    void field(std::string_view key, std::string_view value)
    {
        name(key);
        text(value);
    }
    std::string take() { return std::move(m_text); }

private:
    std::string& begin()
    {
        if (m_needsComma)
            m_text.push_back(',');
        m_needsComma = false;
        return m_text;
    }
    static void appendText(std::string& to, std::string_view value)
    {
        constexpr std::string_view kHex = "0123456789abcdef";
        std::string valid;
        assignUtf8(valid, value, value.size());
        to.push_back('"');
        for (const char c : valid) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\')
                to.append({'\\', c});
            else if (byte < 0x20)
                to.append("\\u00").append({kHex[byte >> 4U], kHex[byte & 15U]});
            else
                to.push_back(c);
        }
        to.push_back('"');
    }

    std::string m_text;
    bool m_needsComma = false;
};

void writeBuffer(JsonWriter& json, const WebSocketMetricsExport::Buffer& buffer)
{
    json.field("buffer_size", buffer.size);
    json.field("buffer_capacity", buffer.capacity);
    json.field("buffer_fill_ratio", buffer.fillRatio);
    json.field("metrics_added", buffer.added);
    json.field("metrics_dropped", buffer.dropped);
    json.field("drop_rate", buffer.added > 0
                                ? static_cast<double>(buffer.dropped) / static_cast<double>(buffer.added)
                                : 0);
    json.field("metrics_refused", buffer.refused);
    json.field("flush_count", buffer.flushes);
    json.field("avg_flush_duration_ms", buffer.averageFlushMs);
    json.field("current_sample_rate", buffer.currentSampleRate);
}

} // namespace

std::string_view toString(BreakerState state) noexcept
{
    switch (state) {
    case BreakerState::Closed:
        return "closed";
    case BreakerState::Open:
        return "open";
    case BreakerState::HalfOpen:
        return "half_open";
    }
    return "closed";
}

double WebSocketMetricsExport::Retry::successRate() const noexcept
{
    const std::uint64_t ended = successes + failures;
    return ended > 0 ? static_cast<double>(successes) / static_cast<double>(ended) : 0;
}

std::string toJson(const WebSocketMetricsExport& exported)
{
    JsonWriter json;
    const auto group = [&json](std::string_view name) {
        json.name(name);
        json.open('{');
    };
    json.open('{');
    group("connections");
    json.field("total", exported.connections.total);
    json.field("active", exported.connections.active);
    json.field("failed", exported.connections.failed);
    json.field("reconnections", exported.connections.reconnections);
    json.field("timeouts", exported.connections.timeouts);
    json.close('}');
    group("messages");
    json.field("sent", exported.messages.sent);
    json.field("queued", exported.messages.queued);
    json.field("failed", exported.messages.failed);
    json.field("expired", exported.messages.expired);
    json.field("deduplicated", exported.messages.deduplicated);
    json.close('}');
    group("queue");
    json.field("current_size", exported.queue.currentSize);
    json.field("max_size", exported.queue.maxSize);
    json.field("overflows", exported.queue.overflows);
    json.close('}');
    group("retry");
    json.field("attempts", exported.retry.attempts);
    json.field("successes", exported.retry.successes);
    json.field("failures", exported.retry.failures);
    json.field("success_rate", exported.retry.successRate());
    json.close('}');
    group("circuit_breaker");
    json.field("state", toString(exported.circuitBreaker.state));
    json.field("opens", exported.circuitBreaker.opens);
    json.field("half_opens", exported.circuitBreaker.halfOpens);
    json.field("closes", exported.circuitBreaker.closes);
    json.close('}');
    group("latency");
    json.field("average_send_ms", exported.averageSendMs);
    json.field("avg_send_ms", exported.averageSendMs);
    json.close('}');
    json.field("uptime_seconds", exported.uptimeSeconds);
    json.name("last_update");
    if (exported.lastUpdate)
        json.number(std::chrono::duration<double>(exported.lastUpdate->time_since_epoch()).count());
    else
        json.null();
    group("meta_metrics");
    json.field("implementation", exported.implementation);
    json.field("why", exported.why);
    if (exported.buffer)
        writeBuffer(json, *exported.buffer);
    json.close('}');
    json.close('}');
    return json.take();
}

std::string toJson(const std::vector<ClientFigure>& figures)
{
    JsonWriter json;
    json.open('[');
    for (const ClientFigure& figure : figures) {
        json.open('{');
        json.field("client", figure.client);
        json.field("what", figure.what);
        json.field("count", figure.count.value);
        json.field("low", figure.count.low);
        json.field("high", figure.count.high);
        json.close('}');
    }
    json.close(']');
    return json.take();
}

} // namespace weir
