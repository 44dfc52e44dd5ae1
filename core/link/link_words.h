// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/link/transport.h"

#include <QAbstractSocket>
#include <QList>
#include <QSslCertificate>
#include <QSslError>
#include <QString>

namespace weir {

/** "212 ms", "3.4 s", "16 s", "43 min", "2 h 5 min". */
QString durationWords(Duration duration);
/** "16 MiB", "64 KiB", "100 bytes", "1 byte"; rounded down only when it divides evenly, else in bytes. */
QString sizeWords(qint64 bytes);
/** "1st", "2nd", "3rd", "11th". */
QString ordinal(std::uint32_t number);

/** How a connection ended, in words, and what to do about it. Display-safe: reasons are quoted and capped. */
struct EndWords
{
    bool permanent = false; ///< the server refuses this client: trying again unchanged is useless
    QString error;
    QString hint;
    EndCause cause = EndCause::Other;
};
EndWords closeWords(const CloseInfo& close, bool byServer, qint64 maxMessageBytes);

/** What answered where a handshake was expected. */
enum class AnswerKind { Http, TlsAlert, NotHttp, BareLineFeeds, TooLarge };

/** What was seen of an attempt that failed: the material of failureFrom(). */
struct AttemptTrace
{
    bool isTls = false;
    bool isReached = false; ///< TCP stood
    bool sentCredentials = false;
    AnswerKind answer = AnswerKind::Http;
    QString host;
    QAbstractSocket::SocketError error = QAbstractSocket::UnknownSocketError;
    QString errorString; ///< Qt's words, with parts of the server's
    QList<QSslError> tlsErrors;
    QSslCertificate certificate; ///< the server's, if it showed one that was refused
};

/** Why an attempt failed, by cause, and whether trying again unchanged can help. */
TransportFailure failureFrom(const AttemptTrace& trace);

} // namespace weir
