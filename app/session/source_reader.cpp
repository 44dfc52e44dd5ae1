// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/source_reader.h"

#include "core/link/script_runner.h"

#include <QCoreApplication>
#include <QFile>
#include <QUrl>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("EndpointSource", text);
}

QString wordsOf(const Error& error)
{
    return QString::fromStdString(error.message);
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

QString encoded(const QString& value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

/** The address with variables in its query filled in, so that no value can become more than a value. */
Result<QString> addressOf(const QString& url, const Environment& environment)
{
    const QString address = url.trimmed().section(u'#', 0, 0);
    const qsizetype mark = address.indexOf(u'?');
    if (mark < 0)
        return address;
    Result<QString> query = replaceVariables(address.mid(mark + 1), environment, encoded);
    if (!query)
        return query;
    return address.left(mark + 1) + query.value();
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
        else if (const Result<HttpHeader> header = headerFromText(text.value()); !header)
            add(place, header.error());
        else if (Result<EndpointSettings> with = withHeader(settings, header.value()))
            settings = std::move(with).value();
        else
            add(place, with.error());
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
    for (qsizetype i = 0; i < source.script.size(); ++i) {
        ScriptStep step = source.script[i];
        if (step.kind == ScriptStep::Kind::SendText || step.kind == ScriptStep::Kind::ReplyText) {
            const Result<QString> text = withVariables(QString::fromUtf8(step.payload), m_environment);
            if (!text) {
                add(u"script[%1]"_s.arg(i), text.error());
                continue;
            }
            step.payload = text.value().toUtf8();
        }
        if (Result<ScriptStep> checked = checkedStep(std::move(step)))
            settings.script.append(std::move(checked).value());
        else
            add(u"script[%1]"_s.arg(i), checked.error());
    }
    for (const Error& error : source.look.validate())
        add(u"look"_s, error);
    settings.look = source.look;
    if (const Result<QString> text = replaceVariables(source.proxy, m_environment, encoded); !text)
        add(u"proxy"_s, text.error());
    else if (Result<QUrl> proxy = proxyFromText(text.value()))
        settings.proxy = proxy.value();
    else
        add(u"proxy"_s, proxy.error());
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

} // namespace weir
