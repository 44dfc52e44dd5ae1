// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/message_text.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QDateTime>
#include <QStringList>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr std::size_t kFirstBytes = 800; ///< of which a line is made
constexpr int kLongestLine = 200;
constexpr int kLongestKey = 60;
constexpr std::size_t kLineOfBytes = 24;

QString textOf(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::string_view keptOf(const KeptMessage& message)
{
    return std::string_view(message.payload).substr(0, KeptMessage::kMostBytes);
}

QString hexOf(std::string_view bytes)
{
    return QString::fromLatin1(
        QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex(' '));
}

} // namespace

QString firstLine(const KeptMessage& message)
{
    const std::string_view kept = keptOf(message);
    if (!message.isText)
        return hexOf(kept.substr(0, kLineOfBytes)) + (kept.size() > kLineOfBytes ? u" …"_s : QString());
    return plainText(textOf(kept.substr(0, kFirstBytes)).simplified(), kLongestLine);
}

QString foundWords(const KeptMessage& message)
{
    if (!message.failure.empty())
        return plainText(QString::fromStdString(message.failure), kLongestLine);
    if (message.items.empty())
        return {};
    const LookedItem& first = message.items.front();
    QStringList words;
    if (!first.key.empty())
        words.append(plainText(QString::fromStdString(first.key), kLongestKey));
    if (first.value)
        words.append(valueWords(*first.value));
    if (words.isEmpty() && first.sequence)
        words.append(Say::tr("no. %1").arg(QString::number(*first.sequence)));
    if (words.isEmpty() && first.time)
        words.append(preciseTime(*first.time));
    QString text = words.join(u" · "_s);
    if (message.items.size() > 1 && !text.isEmpty())
        text += u" +%1"_s.arg(QString::number(message.items.size() - 1));
    return text;
}

QString wholeText(const KeptMessage& message)
{
    QString text = textOf(keptOf(message));
    text.replace(u"\r\n"_s, u"\n"_s);
    QStringList lines = text.split(u'\n');
    for (QString& line : lines)
        line = plainText(line, static_cast<int>(KeptMessage::kMostBytes));
    return lines.join(u'\n');
}

QChar shownByte(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F ? QChar(static_cast<char16_t>(byte)) : QChar(u'·');
}

QString hexDump(const KeptMessage& message, int bytesPerLine)
{
    QStringList lines;
    const std::string_view kept = keptOf(message);
    const auto step = static_cast<std::size_t>(std::max(1, bytesPerLine));
    for (std::size_t at = 0; at < kept.size(); at += step) {
        const std::string_view bytes = kept.substr(at, step);
        QString text;
        for (const char byte : bytes)
            text += shownByte(static_cast<unsigned char>(byte));
        lines.append(u"%1  %2  %3"_s.arg(static_cast<uint>(at), 4, 16, QChar(u'0'))
                         .arg(hexOf(bytes), -(static_cast<int>(step) * 3 - 1))
                         .arg(text));
    }
    return lines.join(u'\n');
}

QString cutNote(const KeptMessage& message)
{
    if (message.bytes <= message.payload.size())
        return {};
    return Say::tr("%1 of %2 bytes kept")
        .arg(format::count(message.payload.size()), format::count(message.bytes));
}

QString preciseTime(WallTime time)
{
    return format::localTime(time).toString(u"HH:mm:ss.zzz"_s);
}

QString valueWords(double value)
{
    return QString::number(value, 'g', 12);
}

} // namespace weir
