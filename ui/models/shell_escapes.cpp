// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shell_escapes.h"

#include <QStringDecoder>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
}

bool isOctalDigit(QChar c)
{
    return c >= u'0' && c <= u'7';
}

/** At most `most` digits from `at` on. */
char32_t takeNumber(QStringView text, qsizetype& at, int most, bool (*isDigit)(QChar), int base)
{
    const qsizetype begin = at;
    while (at < text.size() && at - begin < most && isDigit(text[at]))
        ++at;
    return text.sliced(begin, at - begin).toUInt(nullptr, base);
}

/** NUL ends a word in a shell: it is left out. */
QByteArray byteOf(char32_t code)
{
    const auto byte = static_cast<char>(code & 0xff);
    return byte == 0 ? QByteArray() : QByteArray(1, byte);
}

QByteArray letterOf(char32_t code)
{
    return code > 0 && code <= 0x10ffff ? QString::fromUcs4(&code, 1).toUtf8() : QByteArray();
}

} // namespace

std::optional<QByteArray> shellEscape(QStringView text, qsizetype& at)
{
    static constexpr std::pair<char16_t, char> kPlain[] = {
        {u'n', '\n'}, {u't', '\t'}, {u'r', '\r'},   {u'a', '\a'},   {u'b', '\b'},
        {u'f', '\f'}, {u'v', '\v'}, {u'e', '\x1b'}, {u'E', '\x1b'}, {u'\\', '\\'}};
    if (at >= text.size())
        return std::nullopt;
    const QChar c = text[at];
    if (isOctalDigit(c))
        return byteOf(takeNumber(text, at, 3, isOctalDigit, 8));
    const auto plain =
        std::find_if(std::begin(kPlain), std::end(kPlain), [c](const auto& each) { return c == each.first; });
    if (plain != std::end(kPlain)) {
        ++at;
        return QByteArray(1, plain->second);
    }
    const bool isCode = c == u'x' || c == u'u' || c == u'U';
    if (!isCode || at + 1 >= text.size() || !isHexDigit(text[at + 1]))
        return std::nullopt;
    ++at;
    if (c == u'x')
        return byteOf(takeNumber(text, at, 2, isHexDigit, 16));
    return letterOf(takeNumber(text, at, c == u'u' ? 4 : 8, isHexDigit, 16));
}

std::optional<QString> textFromBytes(const QByteArray& bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8);
    QString text = decode(bytes);
    return decode.hasError() ? std::nullopt : std::optional(std::move(text));
}

} // namespace weir
