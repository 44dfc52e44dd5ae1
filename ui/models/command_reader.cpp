// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/command_reader.h"

#include "ui/models/text.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr qsizetype kMostNamed = 12; ///< of what is left out

QString listed(QStringList names)
{
    names.removeDuplicates();
    const qsizetype more = names.size() - kMostNamed;
    QString words = names.first(std::min(names.size(), kMostNamed)).join(u", "_s);
    return more > 0 ? words + u", "_s + Say::tr("%1 more").arg(more) : words;
}

/** "taken: URL, 2 headers, 1 message". */
QString takenWords(const PastedCommand& pasted)
{
    const EndpointSource& source = pasted.source;
    const EndpointSource usual;
    const bool hasTimes =
        source.connectTimeout != usual.connectTimeout || source.pingInterval != usual.pingInterval;
    QStringList parts{Say::tr("URL")};
    const auto add = [&](qsizetype count, const QString& one, const QString& many = {}) {
        if (count > 0)
            parts += count == 1 ? one : many.arg(count);
    };
    add(pasted.token.isEmpty() ? 0 : 1, Say::tr("token"));
    add(source.headers.size(), Say::tr("1 header"), Say::tr("%1 headers"));
    add(source.subprotocols.size(), Say::tr("1 subprotocol"), Say::tr("%1 subprotocols"));
    add(source.firstMessages.size(), Say::tr("1 message"), Say::tr("%1 messages"));
    add(source.authorities.isEmpty() ? 0 : 1, Say::tr("CA file"));
    add(source.verifyTls ? 0 : 1, Say::tr("any certificate"));
    add(source.proxy.isEmpty() ? 0 : 1, Say::tr("proxy"));
    add(hasTimes ? 1 : 0, Say::tr("time limit"));
    return Say::tr("taken: %1").arg(parts.join(u", "_s));
}

/** A word of the command, for eyes; one that may be a secret is not. */
QString shown(const QString& word)
{
    const bool mayBeSecret = word.size() > 40 || isSecretMessage(word) || word.contains(u'=');
    return mayBeSecret ? u"•••"_s : u"“"_s + displayText(word, 40) + u"”"_s;
}

} // namespace

PastedCommand CommandReader::refuse(const QString& words)
{
    m_result.problem = words;
    return std::move(m_result);
}

void CommandReader::notTaken(const QString& words)
{
    const auto before = m_said.size();
    m_said.insert(words);
    if (m_said.size() > before)
        m_result.notTaken += words;
}

void CommandReader::notTakenOf(const QList<std::pair<QString, QString>>& redirections)
{
    for (const auto& [sign, word] : redirections) {
        const QString name = displayText(sign, 4);
        notTaken(sign.startsWith("<<"_L1) ? Say::tr("the text behind %1").arg(name)
                                          : Say::tr("what goes to or comes from a file (%1)").arg(name));
    }
}

// Commands.

void CommandReader::readTool(const ShellCommand& command, qsizetype at)
{
    for (const QString& before : command.words.first(at)) {
        if (isAssignment(before))
            notTaken(Say::tr("the variable %1").arg(displayText(before.section(u'=', 0, 0), 40)));
    }
    m_tool = toolFromWord(command.words[at]);
    m_arguments = command.words.mid(at + 1);
    while (!m_arguments.isEmpty() && m_result.problem.isEmpty())
        readArgument(m_arguments.takeFirst());
    auto others = command.redirections;
    others.removeIf([this](const auto& each) {
        if (each.first != "<<<"_L1)
            return false;
        addMessages(each.second);
        return true;
    });
    notTakenOf(others);
}

void CommandReader::readFeeder(ShellCommand command)
{
    while (!command.words.isEmpty() && isBeforeCommand(command.words.front()))
        command.words.removeFirst();
    if (const auto text = writtenBy(command.words, command.redirections))
        addMessages(*text);
    else if (!command.words.isEmpty())
        notTaken(Say::tr("what comes from %1").arg(shown(command.words.front())));
    notTakenOf(command.redirections);
}

void CommandReader::readOther(const ShellCommand& command)
{
    if (!command.words.isEmpty())
        notTaken(Say::tr("the command %1").arg(shown(command.words.front())));
    else
        notTakenOf(command.redirections);
}

void CommandReader::readArgument(const QString& word)
{
    const bool isBehindUnknown = std::exchange(m_isBehindUnknown, false);
    if (m_isWordsOnly)
        readWord(word);
    else if (word == "--"_L1)
        m_isWordsOnly = true;
    else if (word.startsWith("--"_L1))
        readLong(word);
    else if (word.startsWith(u'-') && word.size() > 1)
        readShort(word);
    else if (isBehindUnknown && !beginsWithScheme(word))
        m_unknown.back().word = word;
    else
        readWord(word);
}

void CommandReader::readLong(const QString& word)
{
    const bool hasEquals = word.contains(u'=');
    const QString option = hasEquals ? word.section(u'=', 0, 0) : word;
    const CommandOption* known = optionByName(m_tool, option.mid(2));
    const bool canHaveEquals = known && known->hasValue && m_tool != CommandTool::Curl;
    if (!known || (hasEquals && !canHaveEquals)) {
        m_unknown += {option, {}, hasEquals};
        m_isBehindUnknown = !hasEquals;
    } else if (!known->hasValue) {
        use(*known, option, {});
    } else if (hasEquals) {
        use(*known, option, word.section(u'=', 1));
    } else {
        useNext(*known, option);
    }
}

void CommandReader::readShort(const QString& word)
{
    for (qsizetype i = 1; i < word.size(); ++i) {
        const QString option = u"-"_s + word[i];
        const CommandOption* known = optionByLetter(m_tool, word[i]);
        if (!known) { // what is joined to it may be its value
            m_unknown += {option, {}, i + 1 < word.size()};
            m_isBehindUnknown = i + 1 == word.size();
            return;
        }
        if (!known->hasValue) {
            use(*known, option, {});
            continue;
        }
        QString value = word.mid(i + 1);
        if (value.startsWith(u'=') && m_tool != CommandTool::Curl)
            value.remove(0, 1);
        return value.isEmpty() ? useNext(*known, option) : use(*known, option, value);
    }
}

void CommandReader::useNext(const CommandOption& option, const QString& name)
{
    if (m_arguments.isEmpty())
        return notTaken(Say::tr("%1, which lacks its value").arg(displayText(name, 40)));
    use(option, name, m_arguments.takeFirst());
}

void CommandReader::readWord(const QString& word)
{
    if (m_tool == CommandTool::Websocat) {
        if (word == "-"_L1 || word == "stdio:"_L1)
            return;
        if (word.startsWith("autoreconnect:"_L1)) {
            m_result.notes += Say::tr("Weir connects again by itself");
            return setAddress(word.mid(14));
        }
        if (!beginsWithScheme(word))
            return notTaken(shown(word));
    }
    setAddress(word);
}

// Options.

void CommandReader::use(const CommandOption& option, const QString& name, const QString& value)
{
    EndpointSource& source = m_result.source;
    switch (option.use) {
    case OptionUse::Address:
        return setAddress(value);
    case OptionUse::Header:
        return addHeader(value);
    case OptionUse::Subprotocol:
        return addSubprotocols(value);
    case OptionUse::Origin:
        return addHeader(u"Origin: "_s + value);
    case OptionUse::Message:
        return addMessage(value);
    case OptionUse::Basic:
        return useBasic(value);
    case OptionUse::Bearer:
        return useToken(name, value);
    case OptionUse::Cookie:
        if (!value.contains(u'='))
            return notTaken(Say::tr("a file of cookies"));
        return addHeader(u"Cookie: "_s + value);
    case OptionUse::Agent:
        return addHeader(u"User-Agent: "_s + value);
    case OptionUse::Referer:
        return addHeader(u"Referer: "_s + value);
    case OptionUse::Authority:
        if (accept(Once::Authority, name, value))
            source.authorities = value;
        return;
    case OptionUse::Insecure:
        source.verifyTls = false;
        return;
    case OptionUse::Proxy:
        if (accept(Once::Proxy, name, value))
            source.proxy = value.isEmpty() || beginsWithScheme(value) ? value : u"http://"_s + value;
        return;
    case OptionUse::Socks:
        if (accept(Once::Proxy, name, value))
            source.proxy = u"socks5://"_s + value;
        return;
    case OptionUse::ProxyUser:
        if (accept(Once::ProxyUser, name, value)) {
            m_proxyUser = value;
            m_proxyUserOption = name;
        }
        return;
    case OptionUse::ConnectTimeout:
        return useSeconds(Once::ConnectTimeout, source.connectTimeout, name, value);
    case OptionUse::PingInterval:
        return useSeconds(Once::PingInterval, source.pingInterval, name, value);
    case OptionUse::NoMeaning:
        m_notNeeded += displayText(name, 40);
        return;
    case OptionUse::NoRedirects:
        return notTaken(Say::tr("%1: Weir follows no redirects").arg(name));
    case OptionUse::NoBody:
        return notTaken(Say::tr("%1: connecting to a WebSocket sends no body").arg(name));
    case OptionUse::NoClientCertificate:
        return notTaken(Say::tr("%1: Weir has no certificates of its own").arg(name));
    case OptionUse::NoHost:
        return notTaken(Say::tr("%1: the host is the address's").arg(name));
    case OptionUse::Listens:
        m_result.problem = Say::tr("This command waits for connections; Weir makes them");
        return;
    }
}

// The end.

void CommandReader::settleUnknown()
{
    for (const Unknown& each : std::exchange(m_unknown, {})) {
        const bool isAddress = m_result.source.url.isEmpty() && !each.word.isEmpty();
        if (isAddress)
            setAddress(each.word);
        const bool hasValue = each.hasValue || (!each.word.isEmpty() && !isAddress);
        notTaken((hasValue ? Say::tr("the option %1 with its value") : Say::tr("the option %1"))
                     .arg(u"“"_s + displayText(each.option, 40) + u"”"_s));
    }
}

PastedCommand CommandReader::finish()
{
    settleUnknown();
    settleAuthorization();
    settleProxyUser();
    QStringList& notes = m_result.notes;
    if (!m_ownHeaders.isEmpty())
        notes += Say::tr("Weir makes these headers itself: %1").arg(listed(m_ownHeaders));
    if (!m_notNeeded.isEmpty())
        notes += Say::tr("not needed here: %1").arg(listed(m_notNeeded));
    if (m_result.notTaken.size() > kMostNamed) {
        const qsizetype more = m_result.notTaken.size() - kMostNamed;
        m_result.notTaken = m_result.notTaken.first(kMostNamed) + QStringList{Say::tr("%1 more").arg(more)};
    }
    if (m_result.isCommand && m_result.source.url.isEmpty() && m_result.problem.isEmpty())
        m_result.problem = Say::tr("The command holds no address");
    if (m_result.problem.isEmpty() && (m_result.isCommand || !m_result.source.headers.isEmpty()))
        m_result.taken = takenWords(m_result);
    return std::move(m_result);
}

} // namespace weir
