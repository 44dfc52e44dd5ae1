// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/slot_index.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/**
 * Names of keys in fixed memory, so that a new key a message cannot eat it. A key's number follows from its
 * name by a hash (and a probe, where two known names share one), so that a number stays right when its name
 * was forgotten to make room. Interned names are never forgotten. Number 0 is "no key", 1 is "(other)". Any
 * thread; locked, so only for chosen events.
 */
class KeyNames
{
public:
    static constexpr std::size_t kMaxNameLength =
        256; ///< bytes; longer names are cut at a character boundary
    static constexpr std::uint32_t kNoKey = 0;
    static constexpr std::uint32_t kOther = 1;

    /**
     * Room for `names` names of `bytes` bytes together, of which interned ones may take three quarters. Equal
     * seeds give equal numbers; a secret one keeps strangers from choosing names that collide.
     */
    KeyNames(std::size_t names, std::size_t bytes, std::uint64_t seed);

    /** The number of a name that is kept for good; kOther when there is no room for it, kNoKey for "". */
    std::uint32_t intern(std::string_view name);
    /**
     * The number of a name that is remembered as long as there is room: once full, one new name in eight gets
     * in, for one that was not asked for lately. So what is frequent is known and what is rare costs little.
     */
    std::uint32_t numberOf(std::string_view name);
    /** "#" and the number in hexadecimal when the name is not known (any more). */
    std::string nameOf(std::uint32_t number) const;
    bool isInterned(std::uint32_t number) const;

    static constexpr std::size_t bytesFor(std::size_t names, std::size_t bytes) noexcept;

private:
    struct Name
    {
        std::uint32_t number = 0; ///< 0: the slot is free
        std::uint32_t offset = 0; ///< in m_text
        std::uint16_t length = 0;
        bool interned = false;
        bool asked = false; ///< since the hand last came by
    };

    // Precondition of these: m_mutex is held.
    std::uint32_t numberFor(std::string_view name, std::uint16_t& slot) const;
    std::uint16_t find(std::uint32_t number) const;
    std::string_view textOf(const Name& name) const;
    std::uint16_t add(std::uint32_t number, std::string_view name);
    bool makeRoom(std::size_t length);
    void forget(std::uint16_t slot);

    const std::size_t m_limit; ///< bytes of text
    const std::uint64_t m_seed;
    mutable std::mutex m_mutex;
    std::vector<Name> m_names;
    std::vector<std::uint16_t> m_free;
    SlotIndex m_index;
    std::string m_text; ///< all names, without gaps
    std::size_t m_hand = 0;
    std::uint32_t m_refusals = 0;
    std::size_t m_interned = 0;
    std::size_t m_internedBytes = 0;
};

constexpr std::size_t KeyNames::bytesFor(std::size_t names, std::size_t bytes) noexcept
{
    return names * (sizeof(Name) + sizeof(std::uint16_t)) + SlotIndex::bytesFor(names) + bytes;
}

} // namespace weir
