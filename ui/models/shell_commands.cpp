// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shell_commands.h"

#include "ui/models/shell_escapes.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr qsizetype kLongestOutput = 100'000;

bool isRedirection(const ShellWord& word)
{
    return word.isOperator && (word.text.contains(u'<') || word.text.contains(u'>'));
}

/** With escapes read; what is behind \c is not written. */
std::optional<QString> unescaped(QStringView text)
{
    QByteArray bytes;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype mark = text.indexOf(u'\\', at);
        const qsizetype end = mark < 0 ? text.size() : mark;
        bytes += text.sliced(at, end - at).toUtf8();
        at = end + 1;
        if (mark < 0 || (at < text.size() && text[at] == u'c'))
            break;
        const std::optional<QByteArray> meant = shellEscape(text, at);
        bytes += meant.value_or("\\");
    }
    return textFromBytes(bytes);
}

std::optional<QString> echoed(QStringList words)
{
    static const QRegularExpression kOption(u"\\A-[neE]+\\z"_s);
    bool hasEscapes = false;
    while (!words.isEmpty() && kOption.match(words.front()).hasMatch()) {
        const QString option = words.takeFirst();
        const qsizetype on = option.lastIndexOf(u'e');
        const qsizetype off = option.lastIndexOf(u'E');
        hasEscapes = on == off ? hasEscapes : on > off;
    }
    const QString text = words.join(u' ');
    if (!hasEscapes)
        return text;
    static const QRegularExpression kOctal(u"\\\\0(?=[0-7])"_s); // \0101 of echo is \101 elsewhere
    return unescaped(QString(text).replace(kOctal, u"\\"_s));
}

/** The format once, with as many words as it has %s; nothing for other conversions. */
std::optional<QString> formatted(QStringView format, QStringList& words, bool& hasPlace)
{
    QString text;
    for (qsizetype at = 0; at < format.size();) {
        const qsizetype mark = format.indexOf(u'%', at);
        const qsizetype end = mark < 0 ? format.size() : mark;
        const auto plain = unescaped(format.sliced(at, end - at));
        if (!plain)
            return std::nullopt;
        text += *plain;
        at = end + 2;
        if (mark < 0)
            break;
        const QChar kind = mark + 1 < format.size() ? format[mark + 1] : QChar();
        if (kind == u'%') {
            text += u'%';
        } else if (kind == u's') {
            hasPlace = true;
            text += words.isEmpty() ? QString() : words.takeFirst();
        } else {
            return std::nullopt;
        }
    }
    return text;
}

std::optional<QString> printed(QStringList words)
{
    if (words.isEmpty())
        return std::nullopt;
    const QString format = words.takeFirst();
    QString text;
    do {
        bool hasPlace = false;
        const auto once = formatted(format, words, hasPlace);
        if (!once || text.size() + once->size() > kLongestOutput || (!hasPlace && !words.isEmpty()))
            return std::nullopt;
        text += *once;
    } while (!words.isEmpty());
    return text;
}

} // namespace

QList<ShellCommand> shellCommands(const QList<ShellWord>& words)
{
    QList<ShellCommand> commands{{}};
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (isRedirection(words[i])) {
            const bool hasTarget = i + 1 < words.size() && !words[i + 1].isOperator;
            commands.back().redirections.append({words[i].text, hasTarget ? words[i + 1].text : QString()});
            i += hasTarget ? 1 : 0;
        } else if (words[i].isOperator) {
            commands.append({words[i].text, {}, {}});
        } else {
            commands.back().words += words[i].text;
        }
    }
    commands.removeIf(
        [](const ShellCommand& each) { return each.words.isEmpty() && each.redirections.isEmpty(); });
    return commands;
}

bool isBeforeCommand(const QString& word)
{
    static const QStringList kBefore{u"$"_s,  u"%"_s,     u">"_s,    u"#"_s,    u"sudo"_s, u"npx"_s,
                                     u"-y"_s, u"--yes"_s, u"exec"_s, u"time"_s, u"env"_s};
    return kBefore.contains(word);
}

bool isAssignment(const QString& word)
{
    const qsizetype equals = word.indexOf(u'=');
    return equals > 0 && !word.first(equals).contains(u'/') && !word.first(equals).contains(u':');
}

std::optional<QString> writtenBy(const QStringList& words, QList<std::pair<QString, QString>>& redirections)
{
    const bool isElsewhere = std::any_of(redirections.begin(), redirections.end(), [](const auto& each) {
        return each.first.startsWith(u'>') || each.first.startsWith(u'1');
    });
    if (words.isEmpty() || isElsewhere)
        return std::nullopt;
    const QString& name = words.front();
    if (name == "echo"_L1)
        return echoed(words.mid(1));
    if (name == "printf"_L1)
        return printed(words.mid(1));
    if (name != "cat"_L1 || words.size() > 1 || redirections.size() != 1 || redirections[0].first != "<<<"_L1)
        return std::nullopt;
    return redirections.takeFirst().second;
}

} // namespace weir
