// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/**
 * Names of keys, interned into small numbers; bounded, so that a new key a message cannot eat memory. Number
 * 0 is "no key", 1 is "(other)", which every name past the end becomes. Any thread; locked, so only for
 * chosen events.
 */
class KeyTable
{
public:
    static constexpr std::size_t kMaxNames = 2000;
    static constexpr std::size_t kMaxNameLength =
        256; ///< bytes; longer names are cut at a character boundary
    static constexpr std::uint32_t kOther = 1;

    KeyTable();

    std::uint32_t intern(std::string_view name);
    /** Precondition: `number` came from intern(). */
    std::string nameOf(std::uint32_t number) const;

private:
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_numbers;
    std::vector<const std::string*> m_names; ///< by number; into m_numbers, whose nodes stay where they are
};

} // namespace weir
