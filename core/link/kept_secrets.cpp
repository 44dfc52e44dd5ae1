// SPDX-License-Identifier: Apache-2.0
#include "core/link/kept_secrets.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1StringView kBearer = "Bearer "_L1;

/** What a secret is part of: within a kind it may move. */
enum class Kind { User, Query, Header, Subprotocol, Said, ProxyUser };

/** A place that holds a secret: what may be shown of it, and what not. */
struct Split
{
    QString open; ///< "token=", "Authorization: Bearer "
    QString secret;
};

struct Secret
{
    Kind kind;
    QString mask;  ///< "•••3"
    QString shown; ///< the whole place, masked
    QString whole; ///< the whole place; text of bytes is not what counts
    QString secret;
    QByteArray bytes; ///< of a message or step
    QString words;    ///< "the header Cookie"
    bool isUsed = false;
};

const QRegularExpression& maskForm()
{
    static const QRegularExpression form(u"•••([0-9]{0,6})"_s);
    return form;
}

/** The user and password of an address, as they were written; "" for none. */
QString userIn(const QString& address)
{
    const qsizetype begin = address.indexOf("://"_L1) + 3;
    if (begin < 3)
        return {};
    const QString authority = address.mid(begin).section(u'/', 0, 0).section(u'?', 0, 0);
    const qsizetype at = authority.lastIndexOf(u'@');
    return at < 0 ? QString() : authority.left(at);
}

QString withUser(QString address, const QString& user)
{
    const qsizetype begin = address.indexOf("://"_L1) + 3;
    return address.replace(begin, userIn(address).size(), user);
}

QStringList queryItems(const QString& url)
{
    return url.section(u'#', 0, 0).section(u'?', 1).split(u'&', Qt::SkipEmptyParts);
}

QString withQueryItems(const QString& url, const QStringList& items)
{
    return url.section(u'#', 0, 0).section(u'?', 0, 0) + u'?' + items.join(u'&');
}

std::optional<Split> splitItem(const QString& item)
{
    if (secretQueryNames(u"ws://h?"_s + item).isEmpty())
        return std::nullopt;
    return Split{item.left(item.indexOf(u'=') + 1), item.mid(item.indexOf(u'=') + 1)};
}

std::optional<Split> splitHeader(const QString& header)
{
    if (!holdsSecret(header))
        return std::nullopt;
    const QString value = header.section(u':', 1).trimmed();
    const bool isBearer = value.startsWith(kBearer, Qt::CaseInsensitive);
    return Split{header.section(u':', 0, 0) + u": "_s + (isBearer ? QString(kBearer) : QString()),
                 isBearer ? value.mid(kBearer.size()) : value};
}

std::optional<Split> splitProxyUser(const QString& proxy)
{
    if (withoutProxyUser(proxy) == proxy)
        return std::nullopt;
    return Split{{}, userIn(proxy)};
}

/** Gives numbers to secrets and remembers them. */
class Masker
{
public:
    explicit Masker(int first) : m_next(first) {}

    /** `whole` masked, if `split` says that it holds a secret. */
    QString mask(Kind kind, const QString& whole, const std::optional<Split>& split, const QString& words)
    {
        if (!split || split->secret.isEmpty())
            return whole;
        const QString mask = u"•••"_s + QString::number(m_next++);
        m_secrets.push_back({kind, mask, split->open + mask, whole, split->secret, {}, words});
        return m_secrets.back().shown;
    }
    QByteArray maskBytes(const QByteArray& bytes, const QString& words)
    {
        mask(Kind::Said, {}, Split{{}, u"bytes"_s}, words);
        m_secrets.back().bytes = bytes;
        return m_secrets.back().shown.toUtf8();
    }

    std::vector<Secret>& secrets() { return m_secrets; }

private:
    int m_next;
    std::vector<Secret> m_secrets;
};

EndpointSource masked(EndpointSource source, Masker& masker)
{
    if (const QString user = userIn(source.url); !user.isEmpty())
        source.url = withUser(source.url,
                              masker.mask(Kind::User, user, Split{{}, user}, u"the user of the address"_s));
    QStringList items = queryItems(source.url);
    for (QString& item : items)
        item = masker.mask(Kind::Query, item, splitItem(item),
                           u"the query value %1"_s.arg(displayText(item.section(u'=', 0, 0), 64)));
    if (items != queryItems(source.url))
        source.url = withQueryItems(source.url, items);
    for (QString& header : source.headers)
        header = masker.mask(Kind::Header, header, splitHeader(header),
                             u"the header %1"_s.arg(displayText(header.section(u':', 0, 0).trimmed(), 64)));
    for (QString& name : source.subprotocols) {
        if (isSecretSubprotocol(name))
            name = masker.mask(Kind::Subprotocol, name, Split{{}, name}, u"a subprotocol"_s);
    }
    for (QString& message : source.firstMessages) {
        if (isSecretMessage(message))
            message = QString::fromUtf8(masker.maskBytes(message.toUtf8(), u"a first message"_s));
    }
    for (qsizetype i = 0; i < source.script.size(); ++i) {
        QByteArray& payload = source.script[i].payload;
        if (isSecretStep(source.script[i]))
            payload = masker.maskBytes(payload, u"step %1 of the script"_s.arg(i + 1));
    }
    source.proxy =
        userIn(source.proxy).isEmpty()
            ? source.proxy
            : withUser(source.proxy, masker.mask(Kind::ProxyUser, userIn(source.proxy),
                                                 splitProxyUser(source.proxy), u"the user of the proxy"_s));
    return source;
}

/** Puts secrets back where their masks are. Keeps the first problem, and leaves as it was what it is about.
 */
class Filler
{
public:
    Filler(std::vector<Secret>& secrets, int first) : m_secrets(secrets), m_first(first) {}

    QString fill(Kind kind, const QString& typed, const QString& place)
    {
        Secret* const secret = find(kind, typed, place);
        if (!secret)
            return typed;
        const QString filled =
            typed == secret->shown ? secret->whole : typed.left(typed.indexOf(secret->mask)) + secret->secret;
        const bool isSecretStill = kind == Kind::Query    ? splitItem(filled).has_value()
                                   : kind == Kind::Header ? splitHeader(filled).has_value()
                                                          : true;
        if (isSecretStill)
            return filled;
        refuse(place,
               u"%1 stands for %2 and would be shown here: type a value"_s.arg(secret->mask, secret->words));
        return typed;
    }

    QByteArray fillBytes(const QByteArray& typed, bool isText, const QString& place)
    {
        Secret* const secret = find(Kind::Said, QString::fromUtf8(typed), place);
        if (!secret)
            return typed;
        if (!isText || secret->bytes.isValidUtf8())
            return secret->bytes;
        refuse(place, u"%1 stands for the bytes of %2, which are no text"_s.arg(secret->mask, secret->words));
        return typed;
    }

    const std::optional<SourceProblem>& problem() const { return m_problem; }

private:
    /** The secret whose mask is all that `typed` holds, but for a name. Null when there is none to fill in.
     */
    Secret* find(Kind kind, const QString& typed, const QString& place)
    {
        const auto match = maskForm().match(typed);
        if (!match.hasMatch())
            return nullptr;
        const bool isAlone = isName(kind, typed.left(match.capturedStart())) &&
                             typed.mid(match.capturedEnd()).trimmed().isEmpty();
        const QString mask = match.captured();
        if (match.captured(1).isEmpty()) {
            if (isAlone)
                refuse(place, u"••• does not say which secret it stands for: type the value"_s);
            return nullptr;
        }
        if (const int number = match.captured(1).toInt(); number > 0 && number < m_first)
            return nullptr;
        Secret* secret = nullptr;
        for (Secret& each : m_secrets) {
            if (each.mask == mask)
                secret = &each;
        }
        if (!secret && isAlone)
            refuse(place, u"%1 stands for no secret that is kept: type the value"_s.arg(mask));
        if (!secret)
            return nullptr;
        if (!isAlone)
            refuse(place, u"%1 stands for all of %2, not for a part: type the whole value"_s.arg(
                              mask, secret->words));
        else if (secret->kind != kind)
            refuse(place,
                   u"%1 stands for %2 and cannot be used here: type the value"_s.arg(mask, secret->words));
        else if (std::exchange(secret->isUsed, true))
            refuse(place,
                   u"%1 stands for %2 and is here twice: type one of the values"_s.arg(mask, secret->words));
        else
            return secret;
        return nullptr;
    }

    static bool isName(Kind kind, const QString& text)
    {
        if (kind == Kind::Query)
            return text.isEmpty() || text.indexOf(u'=') == text.size() - 1;
        if (kind != Kind::Header)
            return text.trimmed().isEmpty();
        const QString value = text.section(u':', 1).trimmed();
        return text.contains(u':') &&
               (value.isEmpty() || value.compare(kBearer.trimmed(), Qt::CaseInsensitive) == 0);
    }

    void refuse(const QString& place, const QString& words)
    {
        if (!m_problem)
            m_problem = SourceProblem{place, words};
    }

    std::vector<Secret>& m_secrets;
    const int m_first;
    std::optional<SourceProblem> m_problem;
};

QString placeOf(const char* list, qsizetype index)
{
    return u"%1[%2]"_s.arg(QLatin1StringView(list)).arg(index);
}

void fillIn(EndpointSource& source, Filler& filler)
{
    if (const QString user = userIn(source.url); !user.isEmpty())
        source.url = withUser(source.url, filler.fill(Kind::User, user, u"url"_s));
    QStringList items = queryItems(source.url);
    for (QString& item : items)
        item = filler.fill(Kind::Query, item, u"url"_s);
    if (items != queryItems(source.url))
        source.url = withQueryItems(source.url, items);
    for (qsizetype i = 0; i < source.headers.size(); ++i)
        source.headers[i] = filler.fill(Kind::Header, source.headers[i], placeOf("headers", i));
    for (qsizetype i = 0; i < source.subprotocols.size(); ++i)
        source.subprotocols[i] =
            filler.fill(Kind::Subprotocol, source.subprotocols[i], placeOf("subprotocols", i));
    for (qsizetype i = 0; i < source.firstMessages.size(); ++i) {
        QString& message = source.firstMessages[i];
        message = QString::fromUtf8(filler.fillBytes(message.toUtf8(), true, placeOf("first_messages", i)));
    }
    for (qsizetype i = 0; i < source.script.size(); ++i) {
        ScriptStep& step = source.script[i];
        const bool isText =
            step.kind == ScriptStep::Kind::SendText || step.kind == ScriptStep::Kind::ReplyText;
        step.payload = filler.fillBytes(step.payload, isText, placeOf("script", i));
    }
    if (const QString user = userIn(source.proxy); !user.isEmpty())
        source.proxy = withUser(source.proxy, filler.fill(Kind::ProxyUser, user, u"proxy"_s));
}

} // namespace

bool isSecretMask(const QString& text)
{
    const auto match = maskForm().match(text);
    return match.hasMatch() && match.capturedLength() == text.size();
}

bool isMaskedValue(const QString& value)
{
    return isSecretMask(value.startsWith(kBearer) ? value.mid(kBearer.size()) : value);
}

EndpointSource withSecretsMasked(EndpointSource source, int first)
{
    Masker masker(first);
    return masked(std::move(source), masker);
}

int largestMaskIn(const EndpointSource& source)
{
    QStringList texts = source.headers + source.subprotocols + source.firstMessages;
    texts << source.url << source.proxy;
    for (const ScriptStep& step : source.script)
        texts += QString::fromUtf8(step.payload);
    int largest = 0;
    for (auto each = maskForm().globalMatch(texts.join(u'\n')); each.hasNext();)
        largest = std::max(largest, each.next().captured(1).toInt());
    return largest;
}

Result<EndpointSource, SourceProblem> withSecretsOf(EndpointSource edited, const EndpointSource& kept,
                                                    int first)
{
    Masker masker(first);
    (void)masked(kept, masker);
    Filler filler(masker.secrets(), first);
    fillIn(edited, filler);
    if (filler.problem())
        return *filler.problem();
    return edited;
}

} // namespace weir
