// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/top_keys_model.h"

#include "ui/models/nice_scale.h"
#include "ui/models/text.h"

#include <QHash>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

QHash<QString, int> placesOf(const std::vector<TopKeyRow>& rows)
{
    QHash<QString, int> places;
    places.reserve(static_cast<qsizetype>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
        places.insert(rows[i].id, static_cast<int>(i));
    return places;
}

} // namespace

void TopKeysModel::apply(TopKeyList list)
{
    m_isOfEndpoints = list.isOfEndpoints;
    m_isExact = list.isExact;
    m_hasSum = list.hasSum;
    m_keyIs = std::move(list.keyIs);
    m_unlisted = std::move(list.unlisted);
    m_trouble = std::move(list.trouble);
    double longest = 0;
    for (const TopKeyRow& row : list.rows)
        longest = std::max(longest, row.high);
    // Calm: a bar that changes its length because another one did cannot be compared with itself.
    if (longest > m_axisEnd || longest < m_axisEnd / 4)
        m_axisEnd = niceScaleFor(longest).top;
    for (TopKeyRow& row : list.rows) {
        for (double* place : {&row.low, &row.value, &row.high})
            *place = m_axisEnd > 0 ? *place / m_axisEnd : 0;
    }
    sortRows(list.rows);
    take(std::move(list.rows));
}

void TopKeysModel::sortRows(std::vector<TopKeyRow>& rows) const
{
    const auto by = [this](const TopKeyRow& a, const TopKeyRow& b) {
        switch (m_sort) {
        case KeySort::Name:
            return QString::compare(a.name, b.name, Qt::CaseInsensitive) < 0;
        case KeySort::Rate:
            return a.perSecond > b.perSecond;
        case KeySort::Share:
            return a.share > b.share;
        case KeySort::Sum:
            return a.sum > b.sum;
        case KeySort::Grade: // the best known first
            return a.isExact != b.isExact ? a.isExact : a.grade < b.grade;
        }
        return false;
    };
    std::stable_sort(rows.begin(), rows.end(), by);
    if (m_isReversed)
        std::reverse(rows.begin(), rows.end());
}

QString TopKeysModel::rateHeading() const
{
    if (m_isOfEndpoints)
        return m_isExact ? Say::tr("messages/s") : Say::tr("≈ messages/s");
    return m_isExact ? Say::tr("/s") : u"≈\u202F"_s + Say::tr("/s");
}

void TopKeysModel::setSort(KeySort sort, bool isReversed)
{
    m_sort = sort;
    m_isReversed = isReversed;
    std::vector<TopKeyRow> rows = m_rows;
    sortRows(rows);
    take(std::move(rows));
}

void TopKeysModel::take(std::vector<TopKeyRow> next)
{
    const bool isSameOrder = std::equal(m_rows.begin(), m_rows.end(), next.begin(), next.end(),
                                        [](const TopKeyRow& a, const TopKeyRow& b) { return a.id == b.id; });
    if (!isSameOrder) {
        removeMissing(next);
        appendNew(next);
        reorder(next);
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (m_rows[i] == next[i])
            continue;
        m_rows[i] = std::move(next[i]);
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

void TopKeysModel::removeMissing(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> wanted = placesOf(next);
    for (int i = rowCount() - 1; i >= 0; --i) {
        if (wanted.contains(m_rows[static_cast<std::size_t>(i)].id))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
}

void TopKeysModel::appendNew(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> known = placesOf(m_rows);
    std::vector<TopKeyRow> added;
    std::copy_if(next.begin(), next.end(), std::back_inserter(added),
                 [&](const TopKeyRow& row) { return !known.contains(row.id); });
    if (added.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
    m_rows.insert(m_rows.end(), added.begin(), added.end());
    endInsertRows();
}

void TopKeysModel::reorder(const std::vector<TopKeyRow>& next)
{
    const QHash<QString, int> places = placesOf(next);
    const auto placeOf = [&](const TopKeyRow& row) { return places.value(row.id); };
    const auto before = [&](const TopKeyRow& a, const TopKeyRow& b) { return placeOf(a) < placeOf(b); };
    if (std::is_sorted(m_rows.begin(), m_rows.end(), before))
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    QModelIndexList moved;
    for (const QModelIndex& at : old)
        moved.append(index(placeOf(m_rows[static_cast<std::size_t>(at.row())])));
    std::sort(m_rows.begin(), m_rows.end(), before);
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const TopKeyRow* TopKeysModel::at(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

int TopKeysModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TopKeysModel::data(const QModelIndex& index, int role) const
{
    const TopKeyRow* row = at(index);
    if (!row)
        return {};
    if (role == Qt::DisplayRole)
        return row->name;
    if (role == Qt::AccessibleTextRole)
        return row->words.isEmpty() ? row->name : row->words;
    if (role == Qt::ToolTipRole)
        return u"<p>"_s + (row->words.isEmpty() ? row->name : row->words).toHtmlEscaped() + u"</p>"_s;
    return {};
}

} // namespace weir
