// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

#include <cstdint>

namespace weir {

/**
 * Bytes that `text` takes in UTF-8, without encoding it. A surrogate without its partner counts three, as the
 * U+FFFD that stands for it.
 */
std::uint64_t utf8Length(QStringView text) noexcept;

} // namespace weir
