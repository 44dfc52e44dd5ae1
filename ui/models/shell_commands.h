// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "ui/models/shell_words.h"

#include <optional>
#include <utility>

namespace weir {

/** One command of a line: "echo hi", then "websocat ws://h". */
struct ShellCommand
{
    QString joinedBy; ///< "|", ";", …; "" for the first
    QStringList words;
    QList<std::pair<QString, QString>> redirections; ///< "<<<" and its word
};

QList<ShellCommand> shellCommands(const QList<ShellWord>& words);

/** Words that stand before a command and change nothing of it: a prompt, sudo, npx, … */
bool isBeforeCommand(const QString& word);

/** NAME=value before a command. */
bool isAssignment(const QString& word);

/**
 * The text that a command writes to the one behind it, as far as it is known without running anything: of
 * echo, printf with %s, and cat with <<<, which it takes out of `redirections`. Nothing otherwise, and when
 * it writes to a file instead. Cost is bounded whatever the words.
 */
std::optional<QString> writtenBy(const QStringList& words, QList<std::pair<QString, QString>>& redirections);

} // namespace weir
