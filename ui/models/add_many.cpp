// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/add_many.h"

#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QHash>
#include <QStringList>
#include <QUrl>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

/** Each one may double what a line stands for, and how long it takes to write out. */
constexpr qsizetype kMostBraces = 32;

/** The alternatives of a text with braces; nothing when they do not match, no more than `most` otherwise. */
std::optional<QStringList> expanded(QStringView text, qsizetype most)
{
    const qsizetype open = text.indexOf(u'{');
    if (open < 0)
        return text.contains(u'}') ? std::nullopt : std::optional(QStringList{text.toString()});
    if (text.first(open).contains(u'}'))
        return std::nullopt;
    int depth = 0;
    qsizetype begin = open + 1;
    qsizetype close = -1;
    QList<QStringView> parts;
    for (qsizetype i = open; i < text.size() && close < 0; ++i) {
        const QChar c = text[i];
        if (c == u'{')
            ++depth;
        else if (c == u'}')
            --depth;
        if ((c == u',' && depth == 1) || depth == 0) {
            parts.append(text.sliced(begin, i - begin));
            begin = i + 1;
        }
        if (depth == 0)
            close = i;
    }
    if (close < 0)
        return std::nullopt;
    const auto tails = expanded(text.sliced(close + 1), most);
    if (!tails)
        return std::nullopt;
    QStringList all;
    for (const QStringView part : parts) {
        const auto middles = expanded(part, most);
        if (!middles)
            return std::nullopt;
        for (const QString& middle : *middles) {
            for (const QString& tail : *tails) {
                if (all.size() >= most)
                    return all;
                all.append(text.first(open).toString() + middle + tail);
            }
        }
    }
    return all;
}

QString quoted(QStringView text)
{
    return u"“"_s + plainText(text.first(std::min<qsizetype>(text.size(), 200)).toString(), 60) + u"”"_s;
}

/** What is wrong with an address; "" when nothing is. The link says more when it connects. */
QString problemWith(const QString& address)
{
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (scheme == u"http"_s || scheme == u"https"_s) {
        return Say::tr("%1 is a web page's address; a WebSocket's begins with %2")
            .arg(quoted(address), scheme == u"http"_s ? u"ws://"_s : u"wss://"_s);
    }
    if (!url.isValid() || (scheme != u"ws"_s && scheme != u"wss"_s) || url.host().isEmpty())
        return Say::tr("%1 is not an address such as wss://host/path").arg(quoted(address));
    return {};
}

QStringView withoutComment(QStringView line)
{
    for (qsizetype i = line.indexOf(u'#'); i >= 0; i = line.indexOf(u'#', i + 1)) {
        if (i == 0 || line[i - 1].isSpace())
            return line.first(i).trimmed();
    }
    return line.trimmed();
}

/** Reads line after line into an AddMany. */
class Reader
{
public:
    void read(QStringView whole)
    {
        ++m_line;
        const QString problem = problemOf(whole);
        if (problem.isEmpty())
            return;
        complain(problem);
        m_left.append(whole.toString());
    }
    AddMany take()
    {
        if (m_tooMany > 0) {
            m_result.problems.prepend(
                {0, Say::tr("Only %1 at once: %2 lines are left for the next time")
                        .arg(QString::number(AddMany::kMost), QString::number(m_tooMany))});
        }
        m_result.left = m_left.join(u'\n');
        return std::move(m_result);
    }

private:
    void complain(const QString& text)
    {
        if (!text.isEmpty() && m_result.problems.size() < AddMany::kMost && text != kTooMany)
            m_result.problems.append({m_line, text});
    }

    QString problemOf(QStringView whole)
    {
        if (whole.size() > AddMany::kLongestLine)
            return Say::tr("longer than %1 characters").arg(AddMany::kLongestLine);
        const QStringView line = withoutComment(whole);
        if (line.isEmpty())
            return {};
        qsizetype begin = line.size();
        while (begin > 0 && !line[begin - 1].isSpace())
            --begin;
        if (line.count(u'{') > kMostBraces)
            return Say::tr("more than %1 braces").arg(kMostBraces);
        const auto addresses = expanded(line.sliced(begin), AddMany::kMost + 1);
        if (!addresses)
            return Say::tr("a brace in %1 has no partner").arg(quoted(line.sliced(begin)));
        if (m_result.requests.size() + addresses->size() > AddMany::kMost) {
            ++m_tooMany;
            return kTooMany;
        }
        for (const QString& address : *addresses) { // all or none: a line is left as it was
            if (const QString problem = problemWith(address); !problem.isEmpty())
                return problem;
        }
        const QString name = line.first(begin).trimmed().toString();
        for (const QString& address : *addresses)
            add(name, address);
        return {};
    }

    void add(const QString& name, const QString& address)
    {
        if (const auto known = m_seen.constFind(address); known != m_seen.constEnd()) {
            complain(Say::tr("%1 was in line %2 already, taken once").arg(quoted(address)).arg(*known));
            return;
        }
        m_seen.insert(address, m_line);
        m_result.requests.append({name, address});
    }

    const QString kTooMany = u"too many"_s; ///< said once for all lines
    AddMany m_result;
    QStringList m_left;
    QHash<QString, int> m_seen; ///< address to line
    int m_line = 0;
    int m_tooMany = 0;
};

} // namespace

AddMany parseAddMany(const QString& text)
{
    Reader reader;
    qsizetype begin = 0;
    const QStringView view(text);
    while (begin <= view.size()) {
        qsizetype end = view.indexOf(u'\n', begin);
        if (end < 0)
            end = view.size();
        QStringView line = view.sliced(begin, end - begin);
        if (line.endsWith(u'\r'))
            line.chop(1);
        reader.read(line);
        begin = end + 1;
    }
    return reader.take();
}

} // namespace weir
