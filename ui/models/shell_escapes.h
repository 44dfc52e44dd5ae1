// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

#include <optional>

namespace weir {

/**
 * What a backslash and what is behind it mean in $'…', echo -e and printf: \n, \x41, \101, \u00e9, … `at`
 * stands behind the backslash and moves over what was read. UTF-8 or single bytes, as \xc3\xa9 is one letter.
 * Nothing when it has no meaning; `at` stays then. Pure.
 */
std::optional<QByteArray> shellEscape(QStringView text, qsizetype& at);

/** UTF-8 only; nothing for what is none. */
std::optional<QString> textFromBytes(const QByteArray& bytes);

} // namespace weir
