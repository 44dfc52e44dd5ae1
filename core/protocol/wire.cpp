// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/wire.h"

#include <QJsonDocument>

namespace weir {

QJsonValue wireInteger(std::uint64_t number)
{
    if (number > kLargestNumber)
        return QString::number(number);
    return static_cast<qint64>(number);
}

QString wireText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QByteArray wireBytes(const QJsonObject& message)
{
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

} // namespace weir
