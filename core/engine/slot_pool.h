// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_slot.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace weir {

/**
 * The slots of one engine. A thread that records gets one and gives it back when it ends; slots are made as
 * needed and live as long as the pool, which both the engine and the threads keep alive. More live threads
 * than kMaxSlots get none and share one in the engine. Any thread.
 */
class SlotPool : public std::enable_shared_from_this<SlotPool>
{
public:
    static constexpr std::size_t kMaxSlots = 64;

    explicit SlotPool(std::uint64_t engineId) : m_engineId(engineId) {}

    /** This thread's slot, taken if it has none yet; null when none is free or the thread is ending. */
    MetricSlot* slotOfThisThread();

    std::size_t bytes() const noexcept
    {
        return sizeof(SlotPool) + m_count.load(std::memory_order_acquire) * sizeof(MetricSlot);
    }

    /** Calls visit(MetricSlot&) for every slot ever made. Lock-free. */
    template<class Visit>
    void forEach(Visit&& visit) const
    {
        const std::size_t count = m_count.load(std::memory_order_acquire);
        for (std::size_t i = 0; i < count; ++i)
            visit(*m_slots[i]);
    }

private:
    class ThreadSlots;
    MetricSlot* take();
    void giveBack(MetricSlot* slot);

    const std::uint64_t m_engineId;
    std::mutex m_mutex;
    std::vector<MetricSlot*> m_free;
    std::array<std::unique_ptr<MetricSlot>, kMaxSlots> m_slots;
    std::atomic<std::size_t> m_count{0};
};

} // namespace weir
