// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/** The length of the beginning of `bytes` that is at most `most` long and does not end inside a character. */
std::size_t wholeCharacters(std::string_view bytes, std::size_t most) noexcept;

/** At most `most` bytes, as UTF-8: what is not a character becomes U+FFFD. */
void assignUtf8(std::string& to, std::string_view bytes, std::size_t most);

} // namespace weir
