// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/support/process_arguments.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <string_view>

namespace weir {

namespace {

constexpr std::string_view kSecretOptions[] = {"--header", "--send", "--subprotocol"};

void cover(char* from, char* end) noexcept
{
    std::fill(from, end, '*');
}

void coverAddress(char* argument) noexcept
{
    char* const end = argument + std::strlen(argument);
    char* const scheme = std::strstr(argument, "://");
    if (!scheme)
        return;
    char* const authority = scheme + 3;
    char* const query = std::find(authority, end, '?');
    char* const path = std::find(authority, query, '/');
    // The last one: a password with an unescaped '@' is taken up to there.
    const std::size_t at = std::string_view(authority, static_cast<std::size_t>(path - authority)).rfind('@');
    if (at != std::string_view::npos)
        cover(authority, authority + at);
    if (query != end)
        cover(query + 1, end);
}

} // namespace

void hideSecretArguments(int argc, char** argv) noexcept
{
    bool isSecretValue = false;
    for (int i = 1; i < argc; ++i) {
        char* const argument = argv[i];
        const std::string_view text = argument;
        if (isSecretValue)
            cover(argument, argument + text.size());
        else
            coverAddress(argument);
        const auto names = [text](std::string_view option) { return text == option; };
        isSecretValue =
            !isSecretValue && std::any_of(std::begin(kSecretOptions), std::end(kSecretOptions), names);
        for (const std::string_view option : kSecretOptions) {
            if (text.size() > option.size() && text.substr(0, option.size()) == option &&
                text[option.size()] == '=')
                cover(argument + option.size() + 1, argument + text.size());
        }
    }
}

void reportFileSizeLimit() noexcept
{
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace weir
