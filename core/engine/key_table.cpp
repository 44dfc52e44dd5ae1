// SPDX-License-Identifier: Apache-2.0
#include "core/engine/key_table.h"

namespace weir {
namespace {

std::string_view capped(std::string_view name)
{
    if (name.size() <= KeyTable::kMaxNameLength)
        return name;
    std::size_t end = KeyTable::kMaxNameLength;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U)
        --end; // not inside a UTF-8 sequence
    return name.substr(0, end);
}

} // namespace

KeyTable::KeyTable()
{
    for (const auto& [name, number] : {std::pair<std::string, std::uint32_t>{"", 0}, {"(other)", kOther}})
        m_names.push_back(&m_numbers.emplace(name, number).first->first);
}

std::uint32_t KeyTable::intern(std::string_view name)
{
    name = capped(name);
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_numbers.find(name); found != m_numbers.end())
        return found->second;
    if (m_names.size() >= kMaxNames)
        return kOther;
    const auto number = static_cast<std::uint32_t>(m_names.size());
    m_names.push_back(&m_numbers.emplace(name, number).first->first);
    return number;
}

std::string KeyTable::nameOf(std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    return *m_names[number];
}

} // namespace weir
