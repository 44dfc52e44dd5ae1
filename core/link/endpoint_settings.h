// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/look/look_settings.h"

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

    friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

/** One step of what is said to an endpoint after each connect, in order, behind the first messages. */
struct ScriptStep
{
    enum class Kind {
        SendText,
        SendBinary,
        WaitFor,   ///< the steps behind it wait until a message matches
        ReplyText, ///< from here on, whenever a message matches
        ReplyBinary,
    };
    Kind kind = Kind::SendText;
    QString match;      ///< of WaitFor and replies: part of a text message, or "re:" and a regular expression
    QByteArray payload; ///< of what is sent; UTF-8 for text

    friend bool operator==(const ScriptStep&, const ScriptStep&) = default;
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
    QList<HttpHeader> headers; ///< Authorization included; each name once
    QStringList subprotocols;
    QStringList firstMessages;          ///< text, sent in this order after each connect
    QList<ScriptStep> script;           ///< behind firstMessages
    QUrl proxy;                         ///< http or socks5 with host and port, user info allowed; empty: none
    LookSettings look;                  ///< where key, value, time and sequence are in its messages
    QList<QSslCertificate> authorities; ///< trusted beside the system's
    bool verifyTls = true;
    qint64 maxMessageBytes = kDefaultMaxMessage; ///< 1 … kLargestMaxMessage; larger messages close with 1009
    Duration connectTimeout = std::chrono::seconds(10); ///< from connect to open, all of it
    Duration pingInterval = std::chrono::seconds(10);   ///< two missed pongs in a row cut the connection
    bool reconnectAfterNormalClose =
        true; ///< false: a server's 1000 or 1001 ends the endpoint (state Closed)
};

/** Whether a server would notice no difference. */
bool saysTheSame(const EndpointSettings& one, const EndpointSettings& other);

/** ws:// or wss:// with a host. Errors name what is wrong and, for http(s), the address that was probably
 * meant. */
Result<EndpointSettings> endpointFromUrl(const QString& text);

/** "Name: value". Refuses CR, LF, NUL, a name that is not an RFC 9110 token, and headers that are the
 * handshake's own. */
Result<HttpHeader> headerFromText(const QString& text);

/**
 * With one header more. Where there is one of that name already their values are joined, as RFC 9110 5.3
 * permits, those of cookies as RFC 6265 4.2.1 has them; of what may be there only once, such as
 * Authorization, a second is refused.
 */
Result<EndpointSettings> withHeader(EndpointSettings settings, const HttpHeader& header);

/** A token (RFC 9110), as the handshake needs it. */
Result<QString> subprotocolFromText(const QString& text);

/** Authorization: Bearer `token`, replacing an earlier Authorization. Refuses an empty token or control
 * characters. */
Result<EndpointSettings> withBearerToken(EndpointSettings settings, const QByteArray& token);

/** http:// or socks5:// with host and port (8080 or 1080 when left out); user and password are allowed. "" is
 * no proxy. */
Result<QUrl> proxyFromText(const QString& text);

/** The address for eyes: no user info, query values replaced by "•••", at most 256 characters. */
QString displayUrl(const QUrl& url);

/** What came from outside, for eyes: control and bidirectional characters replaced, at most `limit`
 * characters. */
QString displayText(const QString& text, int limit = 256);

} // namespace weir
