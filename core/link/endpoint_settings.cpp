// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_settings.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

Error problem(const QString& words)
{
    return Error{words.toStdString()};
}

bool isControl(QChar c)
{
    return c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
}

/** RFC 9110 5.6.2. */
bool isToken(const QString& text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') ||
               (u < 0x80 && kMarks.find(static_cast<char>(u)) != std::string_view::npos);
    });
}

QString withoutTrailingSlash(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

QString nameFor(const QUrl& url)
{
    QString host = url.host();
    if (host.contains(u':'))
        host = u'[' + host + u']';
    const int usual = url.scheme() == "wss"_L1 ? 443 : 80;
    if (url.port(usual) != usual)
        host += u':' + QString::number(url.port());
    return displayText(host + withoutTrailingSlash(url.path()), 128);
}

Error wrongScheme(const QUrl& url, const QString& text)
{
    const QString scheme = url.scheme();
    if (scheme == "http"_L1 || scheme == "https"_L1) {
        QUrl meant = url;
        meant.setScheme(scheme == "https"_L1 ? u"wss"_s : u"ws"_s);
        return problem(
            u"%1:// is not a WebSocket address. Did you mean %2?"_s.arg(scheme, displayUrl(meant)));
    }
    if (!text.contains("://"_L1)) {
        const QUrl meant(u"ws://"_s + text);
        if (meant.isValid() && !meant.host().isEmpty())
            return problem(
                u"The address must begin with ws:// or wss://. Did you mean %1?"_s.arg(displayUrl(meant)));
    }
    return problem(u"The address must begin with ws:// or wss://"_s);
}

/** Moves user:password from the address into a Basic header (RFC 7617), which Qt would drop unseen. */
Result<QList<HttpHeader>> takeUserInfo(QUrl& url)
{
    if (url.userInfo().isEmpty())
        return QList<HttpHeader>{};
    const QString user = url.userName(QUrl::FullyDecoded);
    const QString password = url.password(QUrl::FullyDecoded);
    const QString both = user + password;
    if (user.contains(u':') || std::any_of(both.begin(), both.end(), isControl))
        return problem(
            u"User or password in the address holds a character that Basic authentication cannot carry"_s);
    url.setUserInfo(QString());
    const QByteArray credentials = (user + u':' + password).toUtf8().toBase64();
    return QList<HttpHeader>{{"Authorization"_ba, "Basic "_ba + credentials}};
}

QString maskedQuery(const QString& query)
{
    QStringList shown;
    for (const QString& item : query.split(u'&')) {
        const qsizetype equals = item.indexOf(u'=');
        shown += equals < 0 ? u"•••"_s : item.left(equals + 1) + u"•••"_s;
    }
    return shown.join(u'&');
}

/** Invisible, and able to reorder or break the text around them. */
bool isUnsafe(char16_t u)
{
    return u == 0x061c || u == 0x200e || u == 0x200f || (u >= 0x2028 && u <= 0x202e) ||
           (u >= 0x2066 && u <= 0x2069) || u == 0xfeff;
}

} // namespace

Result<EndpointSettings> endpointFromUrl(const QString& input)
{
    const QString text = input.trimmed();
    if (text.isEmpty())
        return problem(u"An address is needed, such as wss://example.org/feed"_s);
    if (std::any_of(text.begin(), text.end(), isControl))
        return problem(u"The address holds a control character"_s);
    QUrl url(text, QUrl::TolerantMode);
    if (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1)
        return wrongScheme(url, text);
    if (!url.isValid()) // QUrl's own words quote the address, secrets included
        return problem(u"The address is not a valid URL"_s);
    if (url.host().isEmpty())
        return problem(u"The address has no host"_s);
    if (url.port(1) < 1)
        return problem(u"The port must be 1 to 65535"_s);
    url.setFragment(QString());
    auto headers = takeUserInfo(url);
    if (!headers)
        return headers.error();

    EndpointSettings settings;
    settings.name = nameFor(url);
    settings.url = url;
    settings.headers = std::move(headers).value();
    return settings;
}

Result<HttpHeader> headerFromText(const QString& text)
{
    const auto isForbidden = [](QChar c) { return isControl(c) && c != u'\t'; };
    if (std::any_of(text.begin(), text.end(), isForbidden))
        return problem(u"A header must not hold line breaks or other control characters"_s);
    const qsizetype colon = text.indexOf(u':');
    if (colon < 0)
        return problem(u"A header is written 'Name: value'"_s);
    const QString name = text.left(colon);
    if (!isToken(name))
        return problem(u"'%1' is not a header name"_s.arg(displayText(name, 64)));
    const QString lower = name.toLower();
    if (lower == "sec-websocket-protocol"_L1)
        return problem(u"%1 belongs to the handshake: use --subprotocol"_s.arg(name));
    if (lower == "host"_L1 || lower == "upgrade"_L1 || lower == "connection"_L1 ||
        lower.startsWith("sec-websocket-"_L1))
        return problem(u"%1 belongs to the handshake and is set by Weir"_s.arg(displayText(name, 64)));
    return HttpHeader{name.toLatin1(), text.mid(colon + 1).trimmed().toUtf8()};
}

Result<EndpointSettings> withHeader(EndpointSettings settings, const HttpHeader& header)
{
    const auto isOfName = [&](const auto& name) {
        return header.name.compare(name, Qt::CaseInsensitive) == 0;
    };
    const auto known = std::find_if(settings.headers.begin(), settings.headers.end(),
                                    [&](const HttpHeader& each) { return isOfName(each.name); });
    if (known == settings.headers.end()) {
        settings.headers.append(header);
        return settings;
    }
    static constexpr std::array kOnlyOnce = {
        "Proxy-Authorization", "Origin", "User-Agent",   "Referer",       "From", "Date",
        "Content-Type",        "Range",  "Max-Forwards", "Content-Length"};
    const QString name = QString::fromLatin1(header.name);
    if (isOfName("Authorization"))
        return problem(
            u"%1 can be sent only once: leave out the other, or the user in the address"_s.arg(name));
    if (std::any_of(kOnlyOnce.begin(), kOnlyOnce.end(), isOfName))
        return problem(u"%1 can be sent only once: leave out the other"_s.arg(name));
    known->value += (isOfName("Cookie") ? "; "_ba : ", "_ba) + header.value;
    return settings;
}

Result<QString> subprotocolFromText(const QString& text)
{
    const QString name = text.trimmed();
    if (!isToken(name))
        return problem( // without its words: some servers take a token as a subprotocol
            u"A subprotocol name holds letters, digits and !#$%&'*+-.^_`|~ only"_s);
    return name;
}

Result<EndpointSettings> withBearerToken(EndpointSettings settings, const QByteArray& token)
{
    if (token.trimmed().isEmpty())
        return problem(u"The token is empty"_s);
    if (std::any_of(token.begin(), token.end(),
                    [](char c) { return static_cast<uchar>(c) < 0x20 || c == 0x7f; }))
        return problem(u"The token holds a line break or another control character"_s);
    settings.headers.removeIf([](const HttpHeader& header) {
        return header.name.compare("Authorization", Qt::CaseInsensitive) == 0;
    });
    settings.headers.append({"Authorization"_ba, "Bearer "_ba + token});
    return settings;
}

Result<QUrl> proxyFromText(const QString& input)
{
    const QString text = input.trimmed();
    if (text.isEmpty())
        return QUrl();
    if (std::any_of(text.begin(), text.end(), isControl))
        return problem(u"The proxy's address holds a control character"_s);
    QUrl url(text, QUrl::TolerantMode);
    if (url.scheme() != "http"_L1 && url.scheme() != "socks5"_L1)
        return problem(u"The proxy's address must begin with http:// or socks5://"_s);
    if (!url.isValid() || url.host().isEmpty() || url.port(1) < 1)
        return problem(u"The proxy's address is written http://HOST:PORT or socks5://HOST:PORT"_s);
    if (url.path().size() > 1 || url.hasQuery() || url.hasFragment())
        return problem(u"The proxy's address ends with its port"_s);
    url.setPath(QString());
    if (url.port() < 0)
        url.setPort(url.scheme() == "http"_L1 ? 8080 : 1080);
    return url;
}

bool saysTheSame(const EndpointSettings& one, const EndpointSettings& other)
{
    const auto said = [](const EndpointSettings& s) {
        return std::tie(s.url, s.headers, s.subprotocols, s.firstMessages, s.script, s.proxy, s.authorities,
                        s.verifyTls, s.maxMessageBytes);
    };
    return said(one) == said(other);
}

QString displayUrl(const QUrl& url)
{
    QString shown = url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (url.hasQuery())
        shown += u'?' + maskedQuery(url.query());
    return displayText(shown);
}

QString displayText(const QString& text, int limit)
{
    const qsizetype room = std::max(limit, 1);
    QString shown = text.left(room + 1); // what lies beyond is never looked at, however long
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const QChar c = shown.at(i);
        const bool isPair = c.isHighSurrogate() && i + 1 < shown.size() && shown.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (isControl(c) || isUnsafe(c.unicode()) || (c.isSurrogate() && i < room))
            shown[i] = QChar::ReplacementCharacter;
    }
    if (shown.size() > room) {
        shown.truncate(room - 1);
        if (!shown.isEmpty() && shown.back().isHighSurrogate())
            shown.chop(1);
        shown += u'…';
    }
    return shown;
}

} // namespace weir
