// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace weir {

struct HttpHeader
{
    QByteArray name;
    QByteArray value; ///< may be a secret: never shown, logged or published
};

/**
 * How to reach one endpoint, and what to say to it first. A value made at the border by the functions below,
 * which refuse what could not work, so that a connection never has to. `url` has no user info (it became a
 * Basic Authorization header) and no fragment.
 */
struct EndpointSettings
{
    static constexpr qint64 kDefaultMaxMessage = 16LL * 1024 * 1024;
    static constexpr qint64 kLargestMaxMessage = 1024LL * 1024 * 1024;

    QString name;              ///< shown, and the engine's key; host and path unless given
    QUrl url;                  ///< ws or wss
    QList<HttpHeader> headers; ///< Authorization included
    QStringList subprotocols;
    QStringList firstMessages;          ///< text, sent in this order after each connect
    QList<QSslCertificate> authorities; ///< trusted beside the system's
    bool verifyTls = true;
    qint64 maxMessageBytes = kDefaultMaxMessage; ///< 1 … kLargestMaxMessage; larger messages close with 1009
    Duration connectTimeout = std::chrono::seconds(10); ///< from connect to open, all of it
    Duration pingInterval = std::chrono::seconds(10);   ///< two missed pongs in a row cut the connection
    bool reconnectAfterNormalClose =
        true; ///< false: a server's 1000 or 1001 ends the endpoint (state Closed)
};

/** ws:// or wss:// with a host. Errors name what is wrong and, for http(s), the address that was probably
 * meant. */
Result<EndpointSettings> endpointFromUrl(const QString& text);

/** "Name: value". Refuses CR, LF, NUL, a name that is not an RFC 9110 token, and headers that are the
 * handshake's own. */
Result<HttpHeader> headerFromText(const QString& text);

/** A token (RFC 9110), as the handshake needs it. */
Result<QString> subprotocolFromText(const QString& text);

/** Authorization: Bearer `token`, replacing an earlier Authorization. Refuses an empty token or control
 * characters. */
Result<EndpointSettings> withBearerToken(EndpointSettings settings, const QByteArray& token);

/** The address for eyes: no user info, query values replaced by "•••", at most 256 characters. */
QString displayUrl(const QUrl& url);

/** What came from outside, for eyes: control and bidirectional characters replaced, at most `limit`
 * characters. */
QString displayText(const QString& text, int limit = 256);

} // namespace weir
