// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::accuracy {

/** Names of keys, "client 0" …, and back to their number. */
class NumberedNames
{
public:
    explicit NumberedNames(std::size_t count)
    {
        m_names.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            m_names.push_back(std::string(kPrefix) + std::to_string(i));
    }

    std::size_t size() const noexcept { return m_names.size(); }
    std::string_view at(std::size_t number) const noexcept { return m_names[number]; }
    /** size() for a name that is not one of these. */
    std::size_t indexOf(std::string_view name) const noexcept
    {
        std::size_t number = m_names.size();
        if (name.substr(0, kPrefix.size()) == kPrefix)
            std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number);
        return number;
    }

private:
    static constexpr std::string_view kPrefix = "client ";
    std::vector<std::string> m_names;
};

} // namespace weir::accuracy
