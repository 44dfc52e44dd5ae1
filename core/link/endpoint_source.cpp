// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_source.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kLongestSubprotocol = 64; ///< longer than any registered name
constexpr qsizetype kLongestBareItem = 32;    ///< a query item without "=": what is longer is no switch

bool holdsVariable(const QString& text)
{
    return text.contains("${"_L1);
}

/** Variables and at most the word for a scheme before them, as in "Bearer ${TOKEN}": nothing else is known to
 * be no secret. */
bool isOnlyVariables(const QString& value)
{
    static const QRegularExpression form(uR"(\A\s*([A-Za-z][A-Za-z0-9-]{0,19}\s+)?(\$\{[^}]*\}\s*)+\z)"_s);
    return form.match(value).hasMatch();
}

struct SplitAddress
{
    QString base;  ///< up to the query, user info included
    QString query; ///< after the '?'
    bool hasQuery = false;
};

SplitAddress split(const QString& url)
{
    const QString text = url.trimmed().section(u'#', 0, 0);
    const qsizetype mark = text.indexOf(u'?');
    if (mark < 0)
        return {text, QString(), false};
    return {text.left(mark), text.mid(mark + 1), true};
}

/** Of a query item, to be shown. */
QString queryName(const QString& item)
{
    return item.contains(u'=') ? displayText(item.section(u'=', 0, 0), 64) : u"without a name"_s;
}

QString headerName(const QString& header)
{
    return displayText(header.section(u':', 0, 0).trimmed(), 64);
}

bool isSecretItem(const QString& item)
{
    if (!item.contains(u'='))
        return item.size() > kLongestBareItem && !isOnlyVariables(item);
    const QStringList parts = item.split(u';'); // an older separator, which servers still take
    return std::any_of(parts.begin(), parts.end(), [](const QString& part) {
        return part.contains(u'=') &&
               isSecretName(QUrl::fromPercentEncoding(part.section(u'=', 0, 0).toUtf8())) &&
               !isOnlyVariables(part.section(u'=', 1));
    });
}

} // namespace

bool isSecretName(const QString& name)
{
    static constexpr std::array kParts = {"token"_L1,  "key"_L1,        "secret"_L1,  "auth"_L1,
                                          "pass"_L1,   "credential"_L1, "session"_L1, "cookie"_L1,
                                          "ticket"_L1, "signature"_L1,  "jwt"_L1};
    static constexpr std::array kWhole = {"sig"_L1, "sid"_L1, "pwd"_L1, "sign"_L1, "otp"_L1};
    const QString lower = name.trimmed().toLower();
    return std::any_of(kParts.begin(), kParts.end(), [&](auto part) { return lower.contains(part); }) ||
           std::any_of(kWhole.begin(), kWhole.end(), [&](auto whole) { return lower == whole; });
}

bool isSecretField(const std::string& field)
{
    static const QRegularExpression between(u"[^A-Za-z0-9_-]+"_s);
    const QStringList names = QString::fromStdString(field).split(between);
    return std::any_of(names.begin(), names.end(), [](const QString& name) {
        return isSecretName(name) && name.compare("key"_L1, Qt::CaseInsensitive) != 0;
    });
}

bool holdsSecret(const QString& header)
{
    return isSecretName(header.section(u':', 0, 0)) && !isOnlyVariables(header.section(u':', 1));
}

QStringList secretQueryNames(const QString& url)
{
    QStringList names;
    for (const QString& item : split(url).query.split(u'&')) {
        if (isSecretItem(item))
            names += queryName(item);
    }
    return names;
}

bool isSecretMessage(const QString& message)
{
    static const QRegularExpression words(
        u"(token|secret|password|passwd|passphrase|pwd|credentials?|signature|bearer|jwt)(?![a-z])"
        "|(api|access|private|secret)[-_ ]?key"
        "|(?<![a-z])(auth|authorization|authenticate|login|sig|sign|pass)(?![a-z])"_s,
        QRegularExpression::CaseInsensitiveOption);
    return !holdsVariable(message) && words.match(message).hasMatch();
}

bool isSecretStep(const ScriptStep& step)
{
    return isSecretMessage(QString::fromUtf8(step.payload));
}

QString withoutProxyUser(const QString& proxy)
{
    const qsizetype begin = proxy.indexOf("://"_L1);
    const qsizetype at = proxy.lastIndexOf(u'@');
    if (begin < 0 || at < begin || isOnlyVariables(proxy.mid(begin + 3, at - begin - 3).section(u':', 1)))
        return proxy;
    return proxy.left(begin + 3) + proxy.mid(at + 1);
}

bool isSecretSubprotocol(const QString& name)
{
    return name.size() > kLongestSubprotocol || isSecretName(name) ||
           name.contains("bearer"_L1, Qt::CaseInsensitive);
}

EndpointSource withoutSecrets(EndpointSource source)
{
    const auto leaveOut = [&](const QString& words) {
        if (!source.leftOut.contains(words))
            source.leftOut += words;
    };
    SplitAddress address = split(source.url);
    QUrl base(address.base);
    if (!base.userInfo().isEmpty()) {
        base.setUserInfo(QString());
        address.base = base.toString(QUrl::FullyEncoded);
        leaveOut(u"Authorization"_s);
    }
    QStringList kept;
    for (const QString& item : address.query.split(u'&', Qt::SkipEmptyParts)) {
        if (isSecretItem(item))
            leaveOut(u"query value %1"_s.arg(queryName(item)));
        else
            kept += item;
    }
    source.url = kept.isEmpty() ? address.base : address.base + u'?' + kept.join(u'&');

    source.headers.removeIf([&](const QString& header) {
        const bool isSecret = holdsSecret(header);
        if (isSecret)
            leaveOut(headerName(header));
        return isSecret;
    });
    source.subprotocols.removeIf([&](const QString& name) {
        const bool isSecret = isSecretSubprotocol(name);
        if (isSecret)
            leaveOut(u"subprotocol"_s);
        return isSecret;
    });
    source.firstMessages.removeIf([&](const QString& message) {
        const bool isSecret = isSecretMessage(message);
        if (isSecret)
            leaveOut(u"first message"_s);
        return isSecret;
    });
    source.script.removeIf([&](const ScriptStep& step) {
        const bool isSecret = isSecretStep(step);
        if (isSecret)
            leaveOut(u"script step"_s);
        return isSecret;
    });
    if (const QString bare = withoutProxyUser(source.proxy); bare != source.proxy) {
        source.proxy = bare;
        leaveOut(u"proxy password"_s);
    }
    return source;
}

QStringList stillLeftOut(const EndpointSource& lacking, const EndpointSource& now)
{
    QStringList missing = lacking.leftOut;
    const auto isHere = [&](const QString& words) { missing.removeAll(words); };
    if (now.tokenVariable != lacking.tokenVariable || !QUrl(split(now.url).base).userInfo().isEmpty())
        isHere(u"Authorization"_s);
    for (const QString& header : now.headers) {
        const QString name = headerName(header);
        missing.removeIf([&](const QString& words) { return words.compare(name, Qt::CaseInsensitive) == 0; });
    }
    for (const QString& item : split(now.url).query.split(u'&', Qt::SkipEmptyParts))
        isHere(u"query value %1"_s.arg(queryName(item)));
    if (now.subprotocols != lacking.subprotocols)
        isHere(u"subprotocol"_s);
    if (now.firstMessages != lacking.firstMessages)
        isHere(u"first message"_s);
    if (now.script != lacking.script)
        isHere(u"script step"_s);
    if (now.proxy != lacking.proxy)
        isHere(u"proxy password"_s);
    return missing;
}

QString leftOutNote(const EndpointSource& source)
{
    if (source.leftOut.isEmpty())
        return QString();
    return u"%1: its %2 was not kept in the profile. Connect again with it, or use ${VAR}"_s.arg(
        source.name, source.leftOut.join(u", "_s));
}

QString clearTextNote(const EndpointSettings& settings)
{
    const QString host = settings.url.host();
    const bool isHere =
        QHostAddress(host).isLoopback() || host == "localhost"_L1 || host.endsWith(".localhost"_L1);
    if (settings.url.scheme() != "ws"_L1 || isHere)
        return QString();
    const auto any = [](const auto& list, auto&& test) {
        return std::any_of(list.begin(), list.end(), test);
    };
    const bool hasSecret =
        any(settings.headers,
            [](const HttpHeader& header) { return isSecretName(QString::fromLatin1(header.name)); }) ||
        any(settings.subprotocols, isSecretSubprotocol) || any(settings.firstMessages, isSecretMessage) ||
        any(settings.script, isSecretStep) ||
        !secretQueryNames(settings.url.toString(QUrl::FullyEncoded)).isEmpty();
    if (!hasSecret)
        return QString();
    return u"Not encrypted: the token can be read on the way to %1. Use wss:// if the server has it"_s.arg(
        displayText(host, 64));
}

} // namespace weir
