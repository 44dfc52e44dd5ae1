// SPDX-License-Identifier: Apache-2.0
#include "core/engine/key_ranking.h"

#include "core/base/random.h"
#include "core/base/slot_heap.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace weir {
KeyRanking::KeyRanking(std::size_t capacity, std::function<bool(std::uint32_t)> isPinned)
    : m_capacity(capacity), m_isPinned(std::move(isPinned)), m_index(capacity)
{
    m_entries.reserve(capacity);
    m_heap.reserve(capacity);
}

void KeyRanking::add(const CompactMetric& sample)
{
    Entry& entry = entryOf(static_cast<std::uint32_t>(indexOf(sample.type)), sample.key);
    const double weight = sample.weight();
    const double variance = sample.keyVariance();
    const double value = static_cast<double>(sample.value);
    entry.count += weight;
    entry.sum += weight * value;
    entry.samples += entry.samples < std::numeric_limits<std::uint32_t>::max() ? 1 : 0;
    entry.intervalCount += static_cast<float>(weight);
    entry.intervalCountVariance += static_cast<float>(variance);
    entry.intervalSum += static_cast<float>(weight * value);
    entry.intervalSumVariance += static_cast<float>(variance * value * value);
    if (entry.intervalSamples < kMostSamples)
        ++entry.intervalSamples;
    if (entry.heapPlace != SlotIndex::kNone)
        siftDown(m_heap, m_entries, entry.heapPlace);
}

void KeyRanking::endInterval() noexcept
{
    for (Entry& entry : m_entries) {
        entry.countVariance += std::exchange(entry.intervalCountVariance, 0.F);
        entry.sumVariance += std::exchange(entry.intervalSumVariance, 0.F);
        entry.intervalCount = entry.intervalSum = 0;
        entry.intervalSamples = 0;
        entry.isNew = 0;
    }
}

KeyRanking::Listing KeyRanking::largest(std::size_t limit) const
{
    std::vector<std::uint16_t> order(m_entries.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<std::uint16_t>(i);
    const auto before = [this](std::uint16_t a, std::uint16_t b) {
        const Entry& left = m_entries[a];
        const Entry& right = m_entries[b];
        if (left.count != right.count)
            return left.count > right.count;
        return left.type != right.type ? left.type < right.type : left.key < right.key;
    };
    const auto listed = static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
    std::partial_sort(order.begin(), order.begin() + listed, order.end(), before);

    Listing listing;
    listing.keys.reserve(static_cast<std::size_t>(listed));
    for (auto slot = order.begin(); slot != order.begin() + listed; ++slot)
        listing.keys.push_back(sumsOf(m_entries[*slot]));
    if (m_entries.size() == m_capacity && !m_heap.empty())
        listing.mostOutside = rankAt(0);
    for (auto slot = order.begin() + listed; slot != order.end(); ++slot)
        listing.mostOutside = std::max(listing.mostOutside, m_entries[*slot].rank());
    return listing;
}

std::uint32_t KeyRanking::hashOf(std::uint32_t type, std::uint32_t key) noexcept
{
    return static_cast<std::uint32_t>(SplitMix64((std::uint64_t{key} << 4) | type)());
}

KeyRanking::Entry& KeyRanking::entryOf(std::uint32_t type, std::uint32_t key)
{
    const std::uint32_t hash = hashOf(type, key);
    const std::uint16_t found = m_index.find(
        hash, [&](std::uint16_t slot) { return m_entries[slot].key == key && m_entries[slot].type == type; });
    if (found != SlotIndex::kNone)
        return m_entries[found];
    std::uint16_t slot = static_cast<std::uint16_t>(m_entries.size());
    float inherited = 0;
    if (m_entries.size() < m_capacity) {
        m_entries.emplace_back();
        m_entries[slot].heapPlace = static_cast<std::uint16_t>(m_heap.size());
        m_heap.push_back(slot);
    } else {
        slot = slotToReplace();
        const Entry& gone = m_entries[slot];
        inherited = static_cast<float>(gone.rank());
        m_index.erase(hashOf(gone.type, gone.key), slot, [this](std::uint16_t other) {
            return hashOf(m_entries[other].type, m_entries[other].key);
        });
    }
    Entry& entry = m_entries[slot];
    const auto heapPlace = static_cast<std::uint16_t>(entry.heapPlace);
    entry = {};
    entry.inherited = inherited;
    entry.key = key;
    entry.type = type & 0xfU;
    entry.isNew = 1;
    entry.heapPlace = heapPlace;
    m_index.insert(hash, slot);
    siftUp(m_heap, m_entries, heapPlace);
    return entry;
}

/** The smallest that is not pinned. */
std::uint16_t KeyRanking::slotToReplace()
{
    while (m_pinned < m_capacity / 2 && m_isPinned(m_entries[m_heap.front()].key)) {
        const std::uint16_t pinned = m_heap.front();
        placeSlot(m_heap, m_entries, 0, m_heap.back());
        m_heap.pop_back();
        m_entries[pinned].heapPlace = SlotIndex::kNone;
        ++m_pinned;
        siftDown(m_heap, m_entries, 0);
    }
    return m_heap.front();
}

KeySums KeyRanking::sumsOf(const Entry& entry) const noexcept
{
    KeySums sums;
    sums.type = kMetricTypes[entry.type];
    sums.key = entry.key;
    sums.interval = {entry.intervalSamples, static_cast<double>(entry.intervalCount),
                     static_cast<double>(entry.intervalCountVariance), static_cast<double>(entry.intervalSum),
                     static_cast<double>(entry.intervalSumVariance)};
    sums.total = {entry.samples, entry.count,
                  static_cast<double>(entry.countVariance) + sums.interval.countVariance, entry.sum,
                  static_cast<double>(entry.sumVariance) + sums.interval.sumVariance};
    sums.inherited = static_cast<double>(entry.inherited);
    sums.isNew = entry.isNew != 0;
    return sums;
}

} // namespace weir
