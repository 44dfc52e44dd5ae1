// SPDX-License-Identifier: Apache-2.0
#include "core/base/environment.h"

#include <unistd.h>

#include <utility>

namespace weir {

Environment::Environment(std::map<std::string, std::string, std::less<>> variables)
    : m_variables(std::move(variables))
{}

Environment Environment::ofProcess()
{
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return Environment(std::move(variables));
}

std::optional<std::string> Environment::find(std::string_view name) const
{
    const auto found = m_variables.find(name);
    if (found == m_variables.end())
        return std::nullopt;
    return found->second;
}

} // namespace weir
