// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/compact_metric.h"
#include "core/engine/estimators.h"
#include "core/engine/slot_index.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace weir {

/** What is known of one key of one type. */
struct KeySums
{
    MetricType type = MetricType::MessageReceived;
    std::uint32_t key = 0;
    DomainSums total;     ///< since it was tracked
    DomainSums interval;  ///< of the running interval, since it was tracked
    double inherited = 0; ///< Σw it may have had before; 0: it was tracked from its first sample on
    bool isNew = false;   ///< tracked since some moment of the running interval
};

/**
 * The heaviest keys in fixed memory, by weighted Space-Saving (Metwally, Agrawal, El Abbadi, ICDT 2005): a
 * key that finds the table full takes the place of the smallest one and inherits its count as the most it may
 * have had before. So nothing that is not in the table can have had more than the smallest in it. Pinned keys
 * keep their place; they take half of it at most. Not synchronised: the engine's flush mutex is held around
 * every call.
 */
class KeyRanking
{
public:
    /** `capacity` in keys of types, 2 to SlotIndex::kMaxSlots. `isPinned` is asked when room is needed. */
    KeyRanking(std::size_t capacity, std::function<bool(std::uint32_t key)> isPinned);

    void add(const CompactMetric& sample);
    /** The interval's sums begin anew. */
    void endInterval() noexcept;

    struct Listing
    {
        std::vector<KeySums> keys; ///< those with the largest guaranteed total first; ties by type and key
        double mostOutside = 0;    ///< no key that is not in `keys` has had more, Σw
    };
    Listing largest(std::size_t limit) const;

    static constexpr std::size_t bytesFor(std::size_t capacity) noexcept;

private:
    /**
     * Counts since the engine was made are double, those of an interval float: it has at most some 10⁵
     * samples. Variances are carried over once an interval, so that float does not stop counting them.
     */
    struct Entry
    {
        double count = 0;
        double sum = 0;
        float countVariance = 0; ///< of the intervals before this one
        float sumVariance = 0;
        float inherited = 0;
        std::uint32_t samples = 0; ///< stays at the largest number once there
        std::uint32_t key = 0;
        float intervalCount = 0;
        float intervalCountVariance = 0;
        float intervalSum = 0;
        float intervalSumVariance = 0;
        std::uint32_t heapPlace : 16 = 0; ///< kNone: pinned
        std::uint32_t type : 4 = 0;       ///< position of the type
        std::uint32_t isNew : 1 = 0;
        std::uint32_t intervalSamples : 11 = 0; ///< stays at kMostSamples

        double rank() const noexcept { return count + static_cast<double>(inherited); }
    };
    static_assert(sizeof(Entry) == 56);
    static constexpr std::uint32_t kMostSamples = (1U << 11) - 1;

    static std::uint32_t hashOf(std::uint32_t type, std::uint32_t key) noexcept;
    Entry& entryOf(std::uint32_t type, std::uint32_t key);
    std::uint16_t slotToReplace();
    KeySums sumsOf(const Entry& entry) const noexcept;
    double rankAt(std::size_t place) const noexcept { return m_entries[m_heap[place]].rank(); }

    const std::size_t m_capacity;
    const std::function<bool(std::uint32_t)> m_isPinned;
    std::vector<Entry> m_entries;
    std::vector<std::uint16_t> m_heap; ///< slots of what may be replaced, the smallest on top
    SlotIndex m_index;
    std::size_t m_pinned = 0;
};

constexpr std::size_t KeyRanking::bytesFor(std::size_t capacity) noexcept
{
    return capacity * (sizeof(Entry) + sizeof(std::uint16_t)) + SlotIndex::bytesFor(capacity);
}

} // namespace weir
