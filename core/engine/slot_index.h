// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

/**
 * A hash index of fixed size over slots that live elsewhere: open addressing, two bytes a place, where a node
 * of std::unordered_map takes thirty. Holds the numbers of slots; the caller knows their hashes. Not
 * synchronised.
 */
class SlotIndex
{
public:
    static constexpr std::size_t kMaxSlots = 60'000;
    static constexpr std::uint16_t kNone = 0xffff;

    /** For slots 0 to slots - 1, at most kMaxSlots; at most three places in four are taken. */
    explicit SlotIndex(std::size_t slots) : m_places(placesFor(slots), kNone) {}

    static constexpr std::size_t bytesFor(std::size_t slots) noexcept
    {
        return placesFor(slots) * sizeof(std::uint16_t);
    }

    /** The slot with this hash for which matches(slot) is true, or kNone. */
    template<class Matches>
    std::uint16_t find(std::uint32_t hash, Matches&& matches) const
    {
        for (std::size_t place = hash & mask();; place = (place + 1) & mask()) {
            const std::uint16_t slot = m_places[place];
            if (slot == kNone || matches(slot))
                return slot;
        }
    }

    void insert(std::uint32_t hash, std::uint16_t slot)
    {
        std::size_t place = hash & mask();
        while (m_places[place] != kNone)
            place = (place + 1) & mask();
        m_places[place] = slot;
    }

    /** Precondition: it is there. hashOf(slot) gives the hash another slot was inserted with. */
    template<class HashOf>
    void erase(std::uint32_t hash, std::uint16_t slot, HashOf&& hashOf)
    {
        std::size_t hole = hash & mask();
        while (m_places[hole] != slot)
            hole = (hole + 1) & mask();
        // Close the gap, so that every search still finds what it looks for before an empty place.
        for (std::size_t place = (hole + 1) & mask(); m_places[place] != kNone;
             place = (place + 1) & mask()) {
            const std::size_t wanted = hashOf(m_places[place]) & mask();
            if (((place - wanted) & mask()) >= ((place - hole) & mask())) {
                m_places[hole] = m_places[place];
                hole = place;
            }
        }
        m_places[hole] = kNone;
    }

private:
    static constexpr std::size_t placesFor(std::size_t slots) noexcept
    {
        return std::bit_ceil(slots + std::max<std::size_t>(slots / 3, 1));
    }
    std::size_t mask() const noexcept { return m_places.size() - 1; }

    std::vector<std::uint16_t> m_places;
};

} // namespace weir
