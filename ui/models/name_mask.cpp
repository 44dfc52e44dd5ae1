// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/name_mask.h"

#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

enum class Kind { Endpoint, Host, Key };

constexpr QChar kEllipsis = u'…';
constexpr qsizetype kShortestCut = 3; ///< letters before an ellipsis that still tell a name

struct Known
{
    QString name; ///< as cards show it
    Kind kind = Kind::Endpoint;
    QString alias{}; ///< given when first met
};

/** Two texts that are the same but for their case become equal. */
QString folded(QString text)
{
    for (QChar& c : text)
        c = c.toCaseFolded(); // one for one, as comparing does: toCaseFolded() of a text makes "ss" of "ß"
    return text;
}

bool isWord(const QString& text, qsizetype at)
{
    return at >= 0 && at < text.size() && text[at].isLetterOrNumber();
}

class NameMask
{
public:
    NameMask(const OutsideNames& names, Hiding hiding) : m_hiding(hiding)
    {
        add(names.endpoints, Kind::Endpoint);
        add(names.hosts, Kind::Host);
        add(names.keys, Kind::Key);
        m_added.clear();
        for (std::vector<Known>& known : m_known)
            std::stable_sort(known.begin(), known.end(), isLonger);
    }

    /** A text that is a name from outside, and nothing else. */
    QString name(const QString& text)
    {
        if (text.isEmpty() || (!m_hiding.hosts && !m_hiding.keys))
            return text;
        std::vector<Known>& begunAlike = m_known[text.front().toCaseFolded()];
        for (Known& known : begunAlike) {
            if (isAt(known.name, text, 0) == text.size())
                return isHidden(known.kind) ? aliasOf(known) : text;
        }
        const Known unheard{text, Kind::Endpoint}; // nobody said that it may be told
        const auto place = std::upper_bound(begunAlike.begin(), begunAlike.end(), unheard, isLonger);
        return aliasOf(*begunAlike.insert(place, unheard));
    }

    void replace(QString& text)
    {
        QString result;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype length = 0;
            if (const auto begunAlike = m_known.find(text[at].toCaseFolded()); begunAlike != m_known.end()) {
                for (Known& known : *begunAlike) {
                    if (!isHidden(known.kind) || !(length = isAt(known.name, text, at)))
                        continue;
                    result += aliasOf(known);
                    break;
                }
            }
            if (length == 0)
                result += text[at];
            at += std::max<qsizetype>(length, 1);
        }
        text = result;
    }

private:
    void add(const QStringList& names, Kind kind)
    {
        for (const QString& name : names) {
            const QString shown = plainText(name, std::numeric_limits<int>::max());
            if (shown.trimmed().isEmpty())
                continue;
            const QString same = folded(shown);
            if (m_added.contains(same))
                continue;
            m_added.insert(same);
            m_known[same.front()].push_back({shown, kind});
        }
    }

    static bool isLonger(const Known& a, const Known& b) { return a.name.size() > b.name.size(); }

    bool isHidden(Kind kind) const { return kind == Kind::Key ? m_hiding.keys : m_hiding.hosts; }

    QString aliasOf(Known& known)
    {
        if (known.alias.isEmpty()) {
            const int number = ++m_counts[static_cast<std::size_t>(known.kind)];
            known.alias = known.kind == Kind::Endpoint ? Say::tr("endpoint %1").arg(number)
                          : known.kind == Kind::Host   ? Say::tr("host %1").arg(number)
                                                       : Say::tr("key %1").arg(number);
        }
        return known.alias;
    }

    /** How much of the text from `at` is this name, whole or cut short; 0 if it is not. */
    static qsizetype isAt(const QString& name, const QString& text, qsizetype at)
    {
        if (name.front().isLetterOrNumber() && isWord(text, at - 1))
            return 0;
        const QStringView rest = QStringView(text).mid(at);
        if (rest.startsWith(name, Qt::CaseInsensitive) &&
            !(name.back().isLetterOrNumber() && isWord(text, at + name.size())))
            return name.size();
        const qsizetype cut = rest.left(name.size()).indexOf(kEllipsis);
        return cut >= kShortestCut && QStringView(name).startsWith(rest.left(cut), Qt::CaseInsensitive)
                   ? cut + 1
                   : 0;
    }

    Hiding m_hiding;
    QHash<QChar, std::vector<Known>> m_known; ///< by their first letter, case-folded; longest first
    QSet<QString> m_added;                    ///< case-folded
    std::array<int, 3> m_counts{};
};

} // namespace

std::vector<CardView> withoutNames(std::vector<CardView> cards, const OutsideNames& names, Hiding hiding)
{
    NameMask mask(names, hiding);
    for (CardView& card : cards) { // first, so that numbers follow the order of the lines
        for (LineView& line : card.lines) {
            if (line.isOutside)
                line.name = mask.name(line.name);
        }
    }
    for (CardView& card : cards) {
        for (LegendEntry& entry : card.legend) {
            if (entry.isOutside)
                entry.name = mask.name(entry.name);
            mask.replace(entry.value);
        }
        for (QString* text : {&card.subline, &card.foot, &card.tooltip, &card.explanation, &card.emptyText})
            mask.replace(*text);
        for (ZoneView& zone : card.zones)
            mask.replace(zone.label);
        for (MarkerView& marker : card.markers) {
            mask.replace(marker.label);
            mask.replace(marker.tooltip);
        }
        for (ReadoutView& readout : card.readouts) {
            for (ReadoutView::Row& row : readout.rows) {
                mask.replace(row.name);
                mask.replace(row.value);
            }
        }
    }
    return cards;
}

} // namespace weir
