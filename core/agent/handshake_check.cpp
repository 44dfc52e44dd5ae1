// SPDX-License-Identifier: Apache-2.0
#include "core/agent/handshake_check.h"

#include <QHostAddress>
#include <QList>
#include <QUrl>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

HandshakeVerdict refused(int status, QString reason)
{
    return {status, std::move(reason), false};
}

/** The values of a header, by any spelling of its name. */
QList<QByteArray> valuesOf(const QList<QByteArray>& lines, const QByteArray& name)
{
    QList<QByteArray> values;
    for (const QByteArray& line : lines) {
        const auto colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            values.append(line.sliced(colon + 1).trimmed());
    }
    return values;
}

bool isAllowedHost(const QByteArray& value, const QStringList& allowed)
{
    const QUrl url(u"ws://"_s + QString::fromLatin1(value), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.path() != QString())
        return false;
    const QString host = url.host();
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || !QHostAddress(host).isNull() ||
           allowed.contains(host, Qt::CaseInsensitive);
}

QByteArray phraseOf(int status)
{
    switch (status) {
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 426:
        return "Upgrade Required";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Bad Request";
    }
}

/** Whether it came with the token; nullopt: with a wrong one. */
std::optional<bool> hasToken(const QList<QByteArray>& authorization, const std::optional<AgentToken>& token)
{
    if (authorization.isEmpty())
        return false;
    const QByteArray scheme("bearer ");
    const QByteArray& value = authorization.front();
    if (!token || !value.toLower().startsWith(scheme))
        return std::nullopt;
    return token->matches(value.sliced(scheme.size()).trimmed()) ? std::optional(true) : std::nullopt;
}

} // namespace

QByteArray HandshakeVerdict::answer() const
{
    const QByteArray body = reason.toUtf8() + '\n';
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + phraseOf(status) + "\r\n";
    if (status == 401)
        head += "WWW-Authenticate: Bearer\r\n";
    if (status == 426)
        head += "Upgrade: websocket\r\n";
    return head +
           "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

HandshakeVerdict checkHandshake(const QByteArray& header, const AgentOptions& options)
{
    QList<QByteArray> lines = header.split('\n');
    for (QByteArray& line : lines)
        line = line.trimmed();
    const QByteArray request = lines.takeFirst();
    if (!request.startsWith("GET ") || !request.endsWith(" HTTP/1.1"))
        return refused(400, u"This is an agent of weir.v1, which speaks WebSocket: GET with HTTP/1.1."_s);

    const QList<QByteArray> hosts = valuesOf(lines, "Host");
    const QList<QByteArray> origins = valuesOf(lines, "Origin");
    const QList<QByteArray> authorization = valuesOf(lines, "Authorization");
    if (hosts.size() != 1 || origins.size() > 1 || authorization.size() > 1)
        return refused(400, u"A request has one Host, and at most one Origin and one Authorization."_s);
    if (!isAllowedHost(hosts.front(), options.allowedHosts))
        return refused(
            403,
            u"Host is a name this agent was not told: connect to its address, or have the name allowed."_s);
    if (!origins.isEmpty() && !options.allowedOrigins.contains(QString::fromLatin1(origins.front())))
        return refused(403, u"Origin is a web page this agent was not told to trust."_s);
    const std::optional<bool> control = hasToken(authorization, options.token);
    if (!control)
        return refused(
            401, options.token
                     ? u"The token is not this agent's."_s
                     : u"This agent has no token, so that nobody can control it: connect without one."_s);
    if (!*control && !options.host.isLoopback())
        return refused(401, u"This agent asks for its token: Authorization: Bearer TOKEN."_s);
    const QList<QByteArray> upgrades = valuesOf(lines, "Upgrade");
    if (upgrades.isEmpty() || !upgrades.front().toLower().contains("websocket"))
        return refused(
            426, u"This is an agent of weir.v1, which speaks WebSocket: connect with a WebSocket client."_s);
    return {101, {}, *control};
}

} // namespace weir
