// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plain_text.h"

#include <QChar>

namespace weir {

namespace {

bool isHarmful(QChar c)
{
    const char16_t code = c.unicode();
    const bool isDirection = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                             code == 0x200E || code == 0x200F || code == 0x061C;
    return isDirection || c.category() == QChar::Other_Control || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF;
}

} // namespace

QString plainText(const QString& text, int limit)
{
    QString result = text.left(limit);
    for (QChar& c : result) {
        if (isHarmful(c))
            c = u' ';
    }
    if (text.size() > limit && limit > 0) {
        if (result.size() > 1 && result.at(result.size() - 2).isHighSurrogate())
            result.chop(1); // never cut a character in half
        result.back() = u'…';
    }
    return result;
}

} // namespace weir
