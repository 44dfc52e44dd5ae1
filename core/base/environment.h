// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/** Environment variables as a value: read once at the border (app), handed down, made by hand in tests. */
class Environment
{
public:
    Environment() = default;
    explicit Environment(std::map<std::string, std::string, std::less<>> variables);

    /** A copy of this process's environment. Call it before threads exist. */
    static Environment ofProcess();

    std::optional<std::string> find(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> m_variables;
};

} // namespace weir
