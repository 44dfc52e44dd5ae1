// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace weir {

/**
 * What one endpoint received, exactly. Written by the link thread alone, read by any thread; shared, so that
 * a reader never meets a counter that is gone. On a cache line of its own.
 */
class alignas(64) EndpointCounters
{
public:
    void add(std::uint64_t payloadBytes, TimePoint now) noexcept
    {
        // A load and a store: with one writer no locked instruction is needed.
        m_bytes.store(m_bytes.load(std::memory_order_relaxed) + payloadBytes, std::memory_order_relaxed);
        m_lastMessage.store(now.time_since_epoch().count(), std::memory_order_relaxed);
        m_messages.store(m_messages.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    std::uint64_t messages() const noexcept { return m_messages.load(std::memory_order_acquire); }
    std::uint64_t bytes() const noexcept { return m_bytes.load(std::memory_order_relaxed); }
    std::optional<TimePoint> lastMessage() const noexcept
    {
        if (messages() == 0)
            return std::nullopt;
        return TimePoint(Duration(m_lastMessage.load(std::memory_order_relaxed)));
    }

private:
    std::atomic<std::uint64_t> m_messages{0};
    std::atomic<std::uint64_t> m_bytes{0};
    std::atomic<Duration::rep> m_lastMessage{0};
};

} // namespace weir
