// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.h"

#include <algorithm>

namespace weir {
namespace {

bool continues(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

/** Bytes of the UTF-8 character at the front; 0 when there is none that is well formed. */
std::size_t characterLength(std::string_view text) noexcept
{
    const auto byte = [text](std::size_t at) -> unsigned {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xc2 && first < 0xe0   ? 2
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte (RFC 3629).
    const unsigned lowest = first == 0xe0 ? 0xa0U : first == 0xf0 ? 0x90U : 0x80U;
    const unsigned highest = first == 0xed ? 0x9fU : first == 0xf4 ? 0x8fU : 0xbfU;
    if (length == 0 || byte(1) < lowest || byte(1) > highest)
        return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U)
            return 0;
    }
    return length;
}

} // namespace

std::size_t wholeCharacters(std::string_view bytes, std::size_t most) noexcept
{
    if (bytes.size() <= most)
        return bytes.size();
    std::size_t length = most;
    while (length > 0 && most - length < 3 && continues(bytes[length]))
        --length;
    return continues(bytes[length]) ? most : length;
}

void assignUtf8(std::string& to, std::string_view bytes, std::size_t most)
{
    to.clear();
    bytes = bytes.substr(0, wholeCharacters(bytes, most));
    while (!bytes.empty()) {
        const std::size_t length = characterLength(bytes);
        to.append(length > 0 ? bytes.substr(0, length) : std::string_view("\xef\xbf\xbd"));
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

} // namespace weir
