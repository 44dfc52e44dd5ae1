// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "core/base/result.h"

namespace weir {

/** A word of a command line, or what stands between commands: "|", "&&", "<<<", ">", … */
struct ShellWord
{
    QString text;
    bool isOperator = false;

    friend bool operator==(const ShellWord&, const ShellWord&) = default;
};

/**
 * A command line as a POSIX shell reads it: 'single', "double" and $'…' quotes, backslashes, a backslash at
 * the end of a line, # comments. $NAME becomes ${NAME} and is not filled in. Lines that end in ^ are read as
 * cmd.exe does. An & or ; inside a word belongs to it, as in an address that was not quoted. Refused are
 * quotes that do not end and commands inside the command. Pure; linear in the length of `text`.
 */
Result<QList<ShellWord>> shellWords(const QString& text);

} // namespace weir
