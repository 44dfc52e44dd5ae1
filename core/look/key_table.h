// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/slot_index.h"
#include "core/look/look_sums.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** How many keys the tables that share it may still open beyond their least: bounds their memory together. */
struct KeyAllowance
{
    static constexpr std::size_t kMost = 100'000;
    std::atomic<std::size_t> left{kMost}; ///< taken by the link thread, given back by any
};

/**
 * What was found under each key of one endpoint, the heaviest 2000 by weighted Space-Saving (Metwally,
 * Agrawal, El Abbadi, ICDT 2005), as KeyRanking does it for the engine: a key that finds no room takes the
 * place of the smallest and inherits its count as the most it may have had before. Keys that are followed
 * keep their place; they take half of the table at most. Some 300 bytes a key, taken as keys come. Not
 * synchronised.
 */
class KeyTable
{
public:
    static constexpr std::size_t kMostKeys = 2000;
    static constexpr std::size_t kLeastKeys = 16; ///< room there always is, allowance or not
    static constexpr std::size_t kMostFollowed = 500;

    struct Entry
    {
        std::string key;
        LookSums total;      ///< since it was tracked
        LookSums interval;   ///< of interval `intervalNumber`
        ItemShare inMessage; ///< of message `message`
        ItemShare largest;   ///< of any one message since it was tracked
        std::uint64_t message = 0;
        double inherited = 0;  ///< Σw it may have had before; 0: it was tracked from its first item on
        double countFloor = 0; ///< what was said last, below which it does not step
        double bytesFloor = 0;
        std::uint32_t hash = 0;
        std::uint32_t intervalNumber = 0;
        std::uint32_t heapPlace = 0; ///< kPinned: followed
        bool isFollowed = false;

        double rank() const noexcept { return total.sum.count + inherited; }
    };

    /** `allowance` must outlive it. `seed` keeps an adversary from choosing keys that collide. */
    KeyTable(KeyAllowance& allowance, std::uint64_t seed);
    ~KeyTable();
    KeyTable(const KeyTable&) = delete;
    KeyTable& operator=(const KeyTable&) = delete;

    /** An item of message `message`, which is numbered from 1. */
    void add(std::string_view key, double weight, const ItemShare& item, std::uint64_t message);
    /** Replaces the keys that are followed; those beyond kMostFollowed are left out. */
    void follow(const std::vector<std::string>& keys);
    void endInterval() noexcept { ++m_interval; }
    /** Of the running interval. */
    LookSums intervalOf(const Entry& entry) const noexcept
    {
        return entry.intervalNumber == m_interval ? entry.interval : LookSums{};
    }

    struct Listing
    {
        std::vector<Entry*>
            keys; ///< the largest, largest count first; then those followed that are not among them
        double mostOutside = 0; ///< no key that is not listed has had more, Σw
    };
    Listing largest(std::size_t limit);

    /** Of any one key in any one message. */
    const ItemShare& largestInMessage() const noexcept { return m_largest; }
    std::size_t size() const noexcept { return m_entries.size(); }
    /** A key has made room for another. */
    bool isFull() const noexcept { return m_isFull; }

private:
    static constexpr std::uint32_t kPinned = UINT32_MAX;

    std::uint32_t hashOf(std::string_view key) const noexcept;
    Entry& entryOf(std::string_view key);
    bool takeRoom();
    void pin(Entry& entry);
    void unpin(Entry& entry);
    void growIndex();
    double rankAt(std::size_t at) const noexcept { return m_entries[m_heap[at]].rank(); }
    std::uint16_t slotOf(const Entry& entry) const noexcept
    {
        return static_cast<std::uint16_t>(&entry - m_entries.data());
    }

    KeyAllowance& m_allowance;
    const std::uint64_t m_seed;
    std::vector<Entry> m_entries;
    std::vector<std::uint16_t> m_heap; ///< slots of what may be replaced, the smallest on top
    std::size_t m_indexed = 64;        ///< entries the index has room for
    SlotIndex m_index{64};
    ItemShare m_largest;
    std::uint32_t m_interval = 1;
    bool m_isFull = false;
};

} // namespace weir
