// SPDX-License-Identifier: GPL-3.0-or-later
// What a pasted command gives: address, headers, token, messages, limits; how several of one kind get along.
#include "ui/models/command_reader.h"

#include "ui/models/text.h"

#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr qsizetype kMostOfAKind = 100; ///< headers, messages, …: what a profile can hold

QString headerName(const QString& header)
{
    return header.section(u':', 0, 0).trimmed().toLower();
}

QString tooLong(const QString& what, qsizetype limit)
{
    return Say::tr("%1 of more than %2 characters").arg(what, QString::number(limit));
}

} // namespace

bool CommandReader::hasRoom(qsizetype count, const QString& what)
{
    if (count >= kMostOfAKind)
        notTaken(Say::tr("more than %1 of %2").arg(QString::number(kMostOfAKind), what));
    return count < kMostOfAKind;
}

void CommandReader::setAddress(const QString& text)
{
    QString address = text.trimmed();
    if (!m_result.source.url.isEmpty())
        return notTaken(Say::tr("a second address"));
    const QString scheme = beginsWithScheme(address) ? address.section(u':', 0, 0).toLower() : QString();
    if (scheme == "http"_L1 || scheme == "https"_L1) {
        const QString meant = scheme == "https"_L1 ? u"wss"_s : u"ws"_s;
        address.replace(0, scheme.size(), meant);
        m_result.notes += Say::tr("%1:// became %2://").arg(scheme, meant);
    } else if (scheme.isEmpty() && m_result.isCommand && !address.isEmpty()) {
        address.prepend("ws://"_L1);
        m_result.notes += Say::tr("the address was taken to begin with ws://");
    }
    m_result.source.url = takeUser(address);
}

/** The address without user:password, which becomes a header. */
QString CommandReader::takeUser(const QString& address)
{
    const qsizetype begin = address.indexOf("://"_L1) + 3;
    const qsizetype end =
        std::min(address.indexOf(u'/', begin) < 0 ? address.size() : address.indexOf(u'/', begin),
                 address.indexOf(u'?', begin) < 0 ? address.size() : address.indexOf(u'?', begin));
    const qsizetype at = address.lastIndexOf(u'@', end - 1);
    if (begin < 3 || at < begin)
        return address;
    useBasic(QUrl::fromPercentEncoding(address.mid(begin, at - begin).toUtf8()));
    return address.left(begin) + address.mid(at + 1);
}

bool CommandReader::accept(Once what, const QString& name, const QString& value)
{
    if (value.size() > PastedCommand::kLongestValue) {
        notTaken(tooLong(name, PastedCommand::kLongestValue));
        return false;
    }
    if (!m_given.insert(what).second)
        notTaken(what == Once::Token
                     ? Say::tr("an earlier token, as the last one counts")
                     : Say::tr("what %1 takes the place of, as the last one counts").arg(name));
    return true;
}

void CommandReader::useSeconds(Once what, Duration& member, const QString& name, const QString& value)
{
    bool ok = false;
    const double seconds = value.toDouble(&ok);
    const auto in = [](auto duration) { return std::chrono::duration<double>(duration).count(); };
    if (!ok || !(seconds >= in(EndpointSource::kShortestTime) && seconds <= in(EndpointSource::kLongestTime)))
        notTaken(Say::tr("%1, which is not 0.1 to 3600 s").arg(name));
    else if (accept(what, name, value))
        member = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

void CommandReader::useBasic(const QString& user)
{
    if (user.contains("${"_L1))
        return notTaken(Say::tr("user and password with a variable"));
    const QString both = user.contains(u':') ? user : user + u':';
    addHeader(u"Authorization: Basic "_s + QString::fromLatin1(both.toUtf8().toBase64()));
}

void CommandReader::useToken(const QString& name, const QString& token)
{
    if (token.isEmpty())
        notTaken(Say::tr("an empty token"));
    else if (accept(Once::Token, name, token))
        m_result.token = token;
}

void CommandReader::addSubprotocols(const QString& value)
{
    QStringList& all = m_result.source.subprotocols;
    for (const QString& name : value.split(u',', Qt::SkipEmptyParts)) {
        const auto read = subprotocolFromText(name);
        if (!read)
            notTaken(Say::tr("a subprotocol that is no name"));
        else if (!all.contains(read.value()) && hasRoom(all.size(), Say::tr("subprotocols")))
            all += read.value();
    }
}

void CommandReader::addHeader(const QString& text)
{
    const QString name = text.section(u':', 0, 0).trimmed();
    const QString value = text.section(u':', 1).trimmed();
    const QString lower = name.toLower();
    if (!text.contains(u':'))
        return notTaken(Say::tr("a header without a colon"));
    if (lower == "sec-websocket-protocol"_L1)
        return addSubprotocols(value);
    if (lower == "host"_L1 || lower == "upgrade"_L1 || lower == "connection"_L1 ||
        lower.startsWith("sec-websocket-"_L1)) {
        m_ownHeaders += displayText(name, 40);
        return;
    }
    if (lower == "authorization"_L1 && value.startsWith("bearer "_L1, Qt::CaseInsensitive))
        return useToken(name, value.mid(7).trimmed());
    QString header = name + u": "_s + value;
    if (const auto read = headerFromText(header); !read)
        return notTaken(QString::fromStdString(read.error().message));
    if (name.size() > PastedCommand::kLongestName || value.size() > PastedCommand::kLongestValue)
        return notTaken(tooLong(Say::tr("a header"), PastedCommand::kLongestValue));
    QStringList& headers = m_result.source.headers;
    const auto earlier = std::find_if(headers.begin(), headers.end(),
                                      [&](const QString& each) { return headerName(each) == lower; });
    if (earlier == headers.end()) {
        if (hasRoom(headers.size(), Say::tr("headers")))
            headers += header;
        return;
    }
    if (lower == "cookie"_L1 && earlier->size() + value.size() <= PastedCommand::kLongestValue)
        header = *earlier + u"; "_s + value; // which is how several are sent
    else if (*earlier != header)
        notTaken(Say::tr("an earlier header %1, as the last one counts").arg(displayText(name, 40)));
    *earlier = header;
}

void CommandReader::addMessage(const QString& text)
{
    if (text.isEmpty())
        notTaken(Say::tr("an empty message"));
    else if (text.size() > PastedCommand::kLongestMessage)
        notTaken(tooLong(Say::tr("a message"), PastedCommand::kLongestMessage));
    else if (hasRoom(m_result.source.firstMessages.size(), Say::tr("messages")))
        m_result.source.firstMessages += text;
}

/** One a line, as websocat sends them. */
void CommandReader::addMessages(const QString& text)
{
    QStringList lines = text.split(u'\n');
    if (lines.size() > 1 && lines.back().isEmpty())
        lines.removeLast();
    for (const QString& line : std::as_const(lines))
        addMessage(line);
}

/** One header of that name is sent, and the form has a field for the token. */
void CommandReader::settleAuthorization()
{
    if (m_result.token.isEmpty())
        return;
    const auto removed = m_result.source.headers.removeIf(
        [](const QString& header) { return headerName(header) == "authorization"_L1; });
    if (removed > 0)
        notTaken(Say::tr("the user and password, whose place the token takes"));
}

void CommandReader::settleProxyUser()
{
    QString& proxy = m_result.source.proxy;
    if (m_proxyUserOption.isEmpty())
        return;
    if (proxy.isEmpty())
        return notTaken(Say::tr("%1, as there is no proxy").arg(m_proxyUserOption));
    if (proxy.contains(u'@'))
        return notTaken(Say::tr("%1, as the address of the proxy names a user").arg(m_proxyUserOption));
    const qsizetype begin = proxy.indexOf("://"_L1) + 3;
    const auto encoded = [](const QString& part) {
        return QString::fromLatin1(QUrl::toPercentEncoding(part, "${}"));
    };
    proxy.insert(begin, encoded(m_proxyUser.section(u':', 0, 0)) + u':' +
                            encoded(m_proxyUser.section(u':', 1)) + u'@');
}

} // namespace weir
