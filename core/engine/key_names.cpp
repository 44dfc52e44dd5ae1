// SPDX-License-Identifier: Apache-2.0
#include "core/engine/key_names.h"

#include "core/base/random.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <cstdio>
#include <functional>

namespace weir {
namespace {

constexpr std::uint32_t kAdmitOneIn = 8;

std::string_view capped(std::string_view name)
{
    return name.substr(0, wholeCharacters(name, KeyNames::kMaxNameLength));
}

std::size_t threeQuarters(std::size_t number)
{
    return number - number / 4;
}

} // namespace

KeyNames::KeyNames(std::size_t names, std::size_t bytes, std::uint64_t seed)
    : m_limit(bytes), m_seed(seed), m_names(names), m_index(names)
{
    m_free.reserve(names);
    for (std::size_t slot = names; slot > 0; --slot)
        m_free.push_back(static_cast<std::uint16_t>(slot - 1));
    m_text.reserve(bytes);
}

std::uint32_t KeyNames::intern(std::string_view name)
{
    name = capped(name);
    if (name.empty())
        return kNoKey;
    const std::lock_guard lock(m_mutex);
    std::uint16_t slot = SlotIndex::kNone;
    const std::uint32_t number = numberFor(name, slot);
    if (slot != SlotIndex::kNone && m_names[slot].interned)
        return number;
    if (m_interned >= threeQuarters(m_names.size()) || m_internedBytes + name.size() > threeQuarters(m_limit))
        return kOther;
    if (slot == SlotIndex::kNone)
        slot = add(number, name);
    m_names[slot].interned = true;
    ++m_interned;
    m_internedBytes += name.size();
    return number;
}

std::uint32_t KeyNames::numberOf(std::string_view name)
{
    name = capped(name);
    if (name.empty())
        return kNoKey;
    const std::lock_guard lock(m_mutex);
    std::uint16_t slot = SlotIndex::kNone;
    const std::uint32_t number = numberFor(name, slot);
    if (slot != SlotIndex::kNone) {
        m_names[slot].asked = true;
        return number;
    }
    const bool hasRoom = !m_free.empty() && m_text.size() + name.size() <= m_limit;
    if (hasRoom || ++m_refusals % kAdmitOneIn == 0)
        add(number, name);
    return number;
}

std::string KeyNames::nameOf(std::uint32_t number) const
{
    if (number == kNoKey)
        return {};
    if (number == kOther)
        return "(other)";
    const std::lock_guard lock(m_mutex);
    if (const std::uint16_t slot = find(number); slot != SlotIndex::kNone)
        return std::string(textOf(m_names[slot]));
    char text[16];
    std::snprintf(text, sizeof text, "#%08x", number);
    return text;
}

bool KeyNames::isInterned(std::uint32_t number) const
{
    if (number == kOther)
        return true;
    const std::lock_guard lock(m_mutex);
    const std::uint16_t slot = find(number);
    return slot != SlotIndex::kNone && m_names[slot].interned;
}

/** The number of this name, and its slot if it is known. */
std::uint32_t KeyNames::numberFor(std::string_view name, std::uint16_t& slot) const
{
    SplitMix64 mixed(std::hash<std::string_view>{}(name) ^ m_seed);
    auto number = static_cast<std::uint32_t>(mixed());
    for (;; ++number) {
        if (number <= kOther)
            continue;
        slot = find(number);
        if (slot == SlotIndex::kNone || textOf(m_names[slot]) == name)
            return number;
    }
}

std::uint16_t KeyNames::find(std::uint32_t number) const
{
    return m_index.find(number,
                        [this, number](std::uint16_t slot) { return m_names[slot].number == number; });
}

std::string_view KeyNames::textOf(const Name& name) const
{
    return std::string_view(m_text).substr(name.offset, name.length);
}

/** kNone when even forgetting everything that may be forgotten gives no room. */
std::uint16_t KeyNames::add(std::uint32_t number, std::string_view name)
{
    if (!makeRoom(name.size()))
        return SlotIndex::kNone;
    const std::uint16_t slot = m_free.back();
    m_free.pop_back();
    m_names[slot] = {number, static_cast<std::uint32_t>(m_text.size()),
                     static_cast<std::uint16_t>(name.size()), false, false};
    m_text.append(name);
    m_index.insert(number, slot);
    return slot;
}

bool KeyNames::makeRoom(std::size_t length)
{
    // Two rounds of the hand: the first one may find every name asked for.
    for (std::size_t step = 0; step < 2 * m_names.size(); ++step) {
        if (!m_free.empty() && m_text.size() + length <= m_limit)
            return true;
        const auto slot = static_cast<std::uint16_t>(m_hand);
        m_hand = (m_hand + 1) % m_names.size();
        Name& name = m_names[slot];
        if (name.number == 0 || name.interned)
            continue;
        if (name.asked)
            name.asked = false;
        else
            forget(slot);
    }
    return !m_free.empty() && m_text.size() + length <= m_limit;
}

void KeyNames::forget(std::uint16_t slot)
{
    Name& gone = m_names[slot];
    m_index.erase(gone.number, slot, [this](std::uint16_t other) { return m_names[other].number; });
    m_text.erase(gone.offset, gone.length);
    for (Name& name : m_names) {
        if (name.number != 0 && name.offset > gone.offset)
            name.offset -= gone.length;
    }
    gone = {};
    m_free.push_back(slot);
}

} // namespace weir
