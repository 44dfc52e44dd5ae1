// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pasted_command.h"

#include "ui/models/command_reader.h"
#include "ui/models/text.h"

#include <algorithm>

namespace weir {

namespace {

/** Of the program's name in `words`; -1 where there is none. */
qsizetype toolIndex(const QStringList& words)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (toolFromWord(words[i]) != CommandTool::None)
            return i;
        if (!isBeforeCommand(words[i]) && !isAssignment(words[i]))
            return -1;
    }
    return -1;
}

QString noCommandWords(const QList<ShellCommand>& commands)
{
    qsizetype addresses = 0;
    for (const ShellCommand& command : commands)
        addresses += std::count_if(command.words.begin(), command.words.end(), beginsWithScheme);
    return addresses > 1 ? Say::tr("Several addresses: use “Add many…”")
                         : Say::tr("Neither an address nor a command of wscat, websocat or curl");
}

PastedCommand readCommands(const QList<ShellCommand>& commands)
{
    CommandReader reader;
    const auto tool = std::find_if(commands.begin(), commands.end(),
                                   [](const ShellCommand& each) { return toolIndex(each.words) >= 0; });
    if (tool == commands.end())
        return reader.refuse(noCommandWords(commands));
    reader.beginCommand();
    for (auto each = commands.begin(); each != commands.end(); ++each) {
        if (each == tool)
            reader.readTool(*each, toolIndex(each->words));
        else if (each + 1 == tool && tool->joinedBy == u"|")
            reader.readFeeder(*each);
        else
            reader.readOther(*each);
    }
    return reader.finish();
}

} // namespace

bool beginsWithScheme(const QString& text)
{
    const qsizetype mark = text.indexOf(QLatin1String("://"));
    return mark > 0 && std::all_of(text.begin(), text.begin() + mark, [](QChar c) {
               return c.isLetterOrNumber() || c == u'+' || c == u'-' || c == u'.';
           });
}

PastedCommand readPasted(const QString& text)
{
    const QString trimmed = text.trimmed();
    CommandReader reader;
    if (trimmed.isEmpty())
        return reader.refuse(Say::tr("An address is needed, such as wss://host/path"));
    if (text.size() > PastedCommand::kLongest)
        return reader.refuse(Say::tr("This is longer than any command"));
    if (std::none_of(trimmed.begin(), trimmed.end(), [](QChar c) { return c.isSpace(); })) {
        reader.readAddress(trimmed);
        return reader.finish();
    }
    const auto words = shellWords(trimmed);
    if (!words)
        return reader.refuse(QString::fromStdString(words.error().message));
    return readCommands(shellCommands(words.value()));
}

} // namespace weir
