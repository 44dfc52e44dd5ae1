// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace weir {

/** What is to be sent to one endpoint. */
struct OutgoingMessage
{
    QByteArray payload; ///< UTF-8 for text
    bool isText = true;
    QString id; ///< of two messages with one id only one is sent; "" for none
};

} // namespace weir
