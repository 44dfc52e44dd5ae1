// SPDX-License-Identifier: Apache-2.0
#include "core/engine/slot_pool.h"

namespace weir {

namespace {
/** Set once this thread's slots were given back: other thread-local destructors may still record. */
constinit thread_local bool t_threadIsEnding = false;
} // namespace

/** The slots one thread holds, in however many engines; gives them back when the thread ends. */
class SlotPool::ThreadSlots
{
public:
    ~ThreadSlots()
    {
        t_threadIsEnding = true;
        t_slotBinding = {};
        for (const Entry& entry : m_entries) {
            if (const auto pool = entry.pool.lock())
                pool->giveBack(entry.slot);
        }
    }

    MetricSlot* find(SlotPool& pool)
    {
        for (const Entry& entry : m_entries) {
            if (entry.engineId == pool.m_engineId)
                return entry.slot;
        }
        MetricSlot* const slot = pool.take();
        if (slot) {
            std::erase_if(m_entries, [](const Entry& entry) { return entry.pool.expired(); });
            m_entries.push_back({pool.m_engineId, pool.weak_from_this(), slot});
        }
        return slot;
    }

private:
    struct Entry
    {
        std::uint64_t engineId;
        std::weak_ptr<SlotPool> pool;
        MetricSlot* slot;
    };
    std::vector<Entry> m_entries;
};

MetricSlot* SlotPool::slotOfThisThread()
{
    if (t_threadIsEnding)
        return nullptr;
    thread_local ThreadSlots slots;
    return slots.find(*this);
}

MetricSlot* SlotPool::take()
{
    const std::lock_guard lock(m_mutex);
    if (!m_free.empty()) {
        MetricSlot* const slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    const std::size_t count = m_count.load(std::memory_order_relaxed);
    if (count == kMaxSlots)
        return nullptr;
    m_free.reserve(count + 1); // giveBack() must not allocate
    m_slots[count] = std::make_unique<MetricSlot>();
    m_count.store(count + 1, std::memory_order_release);
    return m_slots[count].get();
}

void SlotPool::giveBack(MetricSlot* slot)
{
    const std::lock_guard lock(m_mutex);
    m_free.push_back(slot);
}

} // namespace weir
