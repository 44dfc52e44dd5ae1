// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/endpoint_source.h"

#include <QCoreApplication>
#include <QFile>
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

QString tr(const char* text)
{
    return QCoreApplication::translate("EndpointSource", text);
}

QString wordsOf(const Error& error)
{
    return QString::fromStdString(error.message);
}

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

/** `text` with `change(value)` in place of each ${VAR}. */
template<class Change>
Result<QString> replaceVariables(const QString& text, const Environment& environment, Change change)
{
    QString result;
    qsizetype position = 0;
    for (;;) {
        const qsizetype begin = text.indexOf("${"_L1, position);
        if (begin < 0)
            return result + text.mid(position);
        const qsizetype end = text.indexOf(u'}', begin);
        if (end < 0)
            return Error{"${ is not closed by }."};
        const QString name = text.mid(begin + 2, end - begin - 2);
        const std::optional<std::string> value = environment.find(name.toStdString());
        if (!value)
            return Error{
                tr("the environment variable %1 is not set.").arg(displayText(name, 64)).toStdString()};
        result += text.mid(position, begin - position) + change(QString::fromStdString(*value));
        position = end + 1;
    }
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

/** The address with variables in its query filled in, so that no value can become more than a value. */
Result<QString> addressOf(const QString& url, const Environment& environment)
{
    const SplitAddress address = split(url);
    if (!address.hasQuery)
        return address.base;
    const auto encoded = [](const QString& value) {
        return QString::fromLatin1(QUrl::toPercentEncoding(value));
    };
    Result<QString> query = replaceVariables(address.query, environment, encoded);
    if (!query)
        return query;
    return address.base + u'?' + query.value();
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

Result<QString> withVariables(const QString& text, const Environment& environment)
{
    return replaceVariables(text, environment, [](const QString& value) { return value; });
}

SourceReader::SourceReader(const Environment& environment, QDir directory)
    : m_environment(environment), m_directory(std::move(directory))
{}

Result<EndpointSettings, std::vector<SourceProblem>> SourceReader::read(const EndpointSource& source)
{
    std::vector<SourceProblem> problems;
    const auto add = [&](const QString& place, const Error& error) {
        problems.push_back({place, wordsOf(error)});
    };
    EndpointSettings settings;
    const Result<QString> address = addressOf(source.url, m_environment);
    if (!address) {
        add(u"url"_s, address.error());
    } else if (Result<EndpointSettings> parsed = endpointFromUrl(address.value())) {
        settings = std::move(parsed).value();
    } else {
        add(u"url"_s, parsed.error());
    }
    if (!source.name.isEmpty())
        settings.name = source.name;
    for (qsizetype i = 0; i < source.headers.size(); ++i) {
        const QString place = u"headers[%1]"_s.arg(i);
        const Result<QString> text = withVariables(source.headers[i], m_environment);
        if (!text)
            add(place, text.error());
        else if (Result<HttpHeader> header = headerFromText(text.value()))
            settings.headers.append(header.value());
        else
            add(place, header.error());
    }
    for (qsizetype i = 0; i < source.subprotocols.size(); ++i) {
        if (Result<QString> name = subprotocolFromText(source.subprotocols[i]))
            settings.subprotocols.append(name.value());
        else
            add(u"subprotocols[%1]"_s.arg(i), name.error());
    }
    for (qsizetype i = 0; i < source.firstMessages.size(); ++i) {
        if (Result<QString> text = withVariables(source.firstMessages[i], m_environment))
            settings.firstMessages.append(text.value());
        else
            add(u"first_messages[%1]"_s.arg(i), text.error());
    }
    if (!source.authorities.isEmpty()) {
        if (Result<QList<QSslCertificate>> read = authoritiesFrom(source.authorities))
            settings.authorities = std::move(read).value();
        else
            add(u"ca"_s, read.error());
    }
    settings.verifyTls = source.verifyTls;
    settings.maxMessageBytes = source.maxMessageBytes;
    settings.connectTimeout = source.connectTimeout;
    settings.pingInterval = source.pingInterval;
    if (!source.tokenVariable.isEmpty()) {
        const auto token = m_environment.find(source.tokenVariable.toStdString());
        if (!token) {
            add(u"token_env"_s, Error{tr("the environment variable %1 is not set.")
                                          .arg(displayText(source.tokenVariable, 64))
                                          .toStdString()});
        } else if (Result<EndpointSettings> with =
                       withBearerToken(settings, QByteArray::fromStdString(*token))) {
            settings = std::move(with).value();
        } else {
            add(u"token_env"_s, with.error());
        }
    }
    if (!problems.empty())
        return problems;
    return settings;
}

Result<QList<QSslCertificate>> SourceReader::authoritiesFrom(const QString& file)
{
    if (const auto known = m_authorities.constFind(file); known != m_authorities.constEnd())
        return *known;
    QFile in(m_directory.filePath(file));
    if (!in.open(QIODevice::ReadOnly))
        return Error{tr("%1 cannot be read: %2.").arg(displayText(file), in.errorString()).toStdString()};
    QList<QSslCertificate> certificates = QSslCertificate::fromDevice(&in, QSsl::Pem);
    if (certificates.isEmpty())
        return Error{tr("%1 holds no PEM certificate.").arg(displayText(file)).toStdString()};
    m_authorities.insert(file, certificates);
    return certificates;
}

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
            leaveOut(tr("query value %1").arg(queryName(item)));
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
            leaveOut(tr("subprotocol"));
        return isSecret;
    });
    source.firstMessages.removeIf([&](const QString& message) {
        const bool isSecret = isSecretMessage(message);
        if (isSecret)
            leaveOut(tr("first message"));
        return isSecret;
    });
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
        isHere(tr("query value %1").arg(queryName(item)));
    if (now.subprotocols != lacking.subprotocols)
        isHere(tr("subprotocol"));
    if (now.firstMessages != lacking.firstMessages)
        isHere(tr("first message"));
    return missing;
}

QString leftOutNote(const EndpointSource& source)
{
    if (source.leftOut.isEmpty())
        return QString();
    return tr("%1: its %2 was not kept in the profile. Connect again with it, or use ${VAR}")
        .arg(source.name, source.leftOut.join(u", "_s));
}

} // namespace weir
