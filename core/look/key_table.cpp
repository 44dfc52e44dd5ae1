// SPDX-License-Identifier: Apache-2.0
#include "core/look/key_table.h"

#include "core/base/random.h"
#include "core/base/slot_heap.h"

#include <algorithm>

namespace weir {

KeyTable::KeyTable(KeyAllowance& allowance, std::uint64_t seed) : m_allowance(allowance), m_seed(seed) {}

KeyTable::~KeyTable()
{
    m_allowance.left += m_entries.size() - std::min(m_entries.size(), kLeastKeys);
}

void KeyTable::add(std::string_view key, double weight, const ItemShare& item, std::uint64_t message)
{
    Entry& entry = entryOf(key);
    if (entry.message != message) {
        entry.message = message;
        entry.inMessage = {};
    }
    if (entry.intervalNumber != m_interval) {
        entry.intervalNumber = m_interval;
        entry.interval = {};
    }
    entry.total.add(weight, item, entry.inMessage);
    entry.interval.add(weight, item, entry.inMessage);
    entry.inMessage.add(item);
    entry.largest.raiseTo(entry.inMessage);
    m_largest.raiseTo(entry.inMessage);
    if (entry.heapPlace != kPinned)
        siftDown(m_heap, m_entries, entry.heapPlace);
}

void KeyTable::follow(const std::vector<std::string>& keys)
{
    for (Entry& entry : m_entries) {
        if (entry.isFollowed)
            unpin(entry);
    }
    for (std::size_t i = 0; i < std::min(keys.size(), kMostFollowed); ++i) {
        Entry& entry = entryOf(keys[i]);
        const std::size_t followed = m_entries.size() - m_heap.size();
        if (!entry.isFollowed && followed < std::max(kLeastKeys, m_entries.size()) / 2)
            pin(entry);
    }
}

KeyTable::Listing KeyTable::largest(std::size_t limit)
{
    std::vector<Entry*> order;
    order.reserve(m_entries.size());
    for (Entry& entry : m_entries)
        order.push_back(&entry);
    const auto before = [](const Entry* a, const Entry* b) {
        return a->total.sum.count != b->total.sum.count ? a->total.sum.count > b->total.sum.count
                                                        : a->key < b->key;
    };
    const auto listed = order.begin() + static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
    std::partial_sort(order.begin(), listed, order.end(), before);

    Listing listing;
    listing.keys.assign(order.begin(), listed);
    if (m_isFull && !m_heap.empty())
        listing.mostOutside = rankAt(0);
    for (auto entry = listed; entry != order.end(); ++entry) {
        if ((*entry)->isFollowed)
            listing.keys.push_back(*entry);
        else
            listing.mostOutside = std::max(listing.mostOutside, (*entry)->rank());
    }
    return listing;
}

std::uint32_t KeyTable::hashOf(std::string_view key) const noexcept
{
    std::uint64_t hash = m_seed;
    for (const char letter : key)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    return static_cast<std::uint32_t>(SplitMix64(hash)() >> 32);
}

KeyTable::Entry& KeyTable::entryOf(std::string_view key)
{
    const std::uint32_t hash = hashOf(key);
    const std::uint16_t found = m_index.find(
        hash, [&](std::uint16_t slot) { return m_entries[slot].hash == hash && m_entries[slot].key == key; });
    if (found != SlotIndex::kNone)
        return m_entries[found];
    std::uint16_t slot = static_cast<std::uint16_t>(m_entries.size());
    double inherited = 0;
    if (takeRoom()) {
        if (m_entries.size() == m_indexed)
            growIndex();
        m_entries.emplace_back();
        m_entries[slot].heapPlace = static_cast<std::uint32_t>(m_heap.size());
        m_heap.push_back(slot);
        // A key that was pushed out may come back into room that was made since.
        inherited = m_isFull ? rankAt(0) : 0;
    } else {
        slot = m_heap.front();
        inherited = m_entries[slot].rank();
        m_index.erase(m_entries[slot].hash, slot,
                      [this](std::uint16_t other) { return m_entries[other].hash; });
        m_isFull = true;
    }
    Entry& entry = m_entries[slot];
    const std::uint32_t heapPlace = entry.heapPlace;
    std::string name = std::move(entry.key);
    name.assign(key);
    entry = {};
    entry.key = std::move(name);
    entry.hash = hash;
    entry.heapPlace = heapPlace;
    entry.inherited = inherited;
    m_index.insert(hash, slot);
    siftUp(m_heap, m_entries, heapPlace);
    return entry;
}

/** Whether there may be one entry more. */
bool KeyTable::takeRoom()
{
    if (m_entries.size() < kLeastKeys)
        return true;
    if (m_entries.size() >= kMostKeys || m_allowance.left == 0)
        return false;
    --m_allowance.left;
    return true;
}

void KeyTable::growIndex()
{
    m_indexed = std::min(2 * m_indexed, kMostKeys);
    m_index = SlotIndex(m_indexed);
    for (std::size_t slot = 0; slot < m_entries.size(); ++slot)
        m_index.insert(m_entries[slot].hash, static_cast<std::uint16_t>(slot));
}

void KeyTable::pin(Entry& entry)
{
    const std::size_t at = entry.heapPlace;
    const std::uint16_t last = m_heap.back();
    m_heap.pop_back();
    if (at < m_heap.size()) {
        placeSlot(m_heap, m_entries, at, last);
        siftDown(m_heap, m_entries, at);
        siftUp(m_heap, m_entries, m_entries[last].heapPlace);
    }
    entry.heapPlace = kPinned;
    entry.isFollowed = true;
}

void KeyTable::unpin(Entry& entry)
{
    entry.isFollowed = false;
    m_heap.push_back(slotOf(entry));
    entry.heapPlace = static_cast<std::uint32_t>(m_heap.size() - 1);
    siftUp(m_heap, m_entries, entry.heapPlace);
}

} // namespace weir
