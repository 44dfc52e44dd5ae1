// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_list_model.h"

#include "ui/models/dashboard_data.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
/** Rows that change places more often cannot be read, and rates change only so often. */
constexpr Duration kOrderHolds = std::chrono::milliseconds(950);
} // namespace

void EndpointListModel::apply(const DashboardData& data)
{
    m_data = &data;
    ++m_round;
    if (m_known != data.order() || !m_arrangedAt || data.now() - *m_arrangedAt >= kOrderHolds)
        arrange();
}

void EndpointListModel::arrange()
{
    if (!m_data)
        return;
    m_known = m_data->order();
    m_arrangedAt = m_data->now();
    EndpointOrder order = endpointOrder(*m_data, m_scope, m_sort, m_folded);
    m_sums = std::move(order.sums);
    m_inScope = order.inScope;
    become(order.places);
}

void EndpointListModel::become(const std::vector<EndpointPlace>& next)
{
    const bool isSame = std::equal(m_entries.begin(), m_entries.end(), next.begin(), next.end(),
                                   [](const Entry& a, const EndpointPlace& b) { return a.place == b; });
    if (isSame)
        return;
    QHash<QString, std::size_t> headers;
    QHash<std::uint32_t, std::size_t> endpoints;
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (next[i].id.isNull())
            headers.insert(next[i].group, i);
        else
            endpoints.insert(next[i].id.value, i);
    }
    removeMissing(headers, endpoints);

    const auto placeOf = [&](const EndpointPlace& place) {
        return place.id.isNull() ? headers.value(place.group) : endpoints.value(place.id.value);
    };
    std::vector<bool> isHere(next.size(), false);
    for (const Entry& entry : m_entries)
        isHere[placeOf(entry.place)] = true;
    std::vector<Entry> added;
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (!isHere[i])
            added.push_back({next[i]});
    }
    if (!added.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
        std::move(added.begin(), added.end(), std::back_inserter(m_entries));
        endInsertRows();
    }

    bool isMoved = false;
    for (std::size_t i = 0; i < next.size() && !isMoved; ++i)
        isMoved = placeOf(m_entries[i].place) != i;
    if (!isMoved) {
        for (std::size_t i = 0; i < next.size(); ++i)
            m_entries[i].place = next[i]; // the same endpoints, perhaps in other groups
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& old : before)
        after.append(index(static_cast<int>(placeOf(m_entries[static_cast<std::size_t>(old.row())].place))));
    std::vector<Entry> sorted(next.size());
    for (Entry& entry : m_entries) {
        const std::size_t i = placeOf(entry.place);
        entry.place = next[i];
        sorted[i] = std::move(entry);
    }
    m_entries = std::move(sorted);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void EndpointListModel::removeMissing(const QHash<QString, std::size_t>& headers,
                                      const QHash<std::uint32_t, std::size_t>& endpoints)
{
    const auto isWanted = [&](const Entry& entry) {
        return entry.place.id.isNull() ? headers.contains(entry.place.group)
                                       : endpoints.contains(entry.place.id.value);
    };
    auto end = static_cast<std::ptrdiff_t>(m_entries.size());
    while (end > 0) { // in stretches: one signal for a folded group, not one for each endpoint
        if (isWanted(m_entries[static_cast<std::size_t>(end - 1)])) {
            --end;
            continue;
        }
        std::ptrdiff_t first = end - 1;
        while (first > 0 && !isWanted(m_entries[static_cast<std::size_t>(first - 1)]))
            --first;
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end - 1));
        m_entries.erase(m_entries.begin() + first, m_entries.begin() + end);
        endRemoveRows();
        end = first;
    }
}

void EndpointListModel::build(Entry& entry) const
{
    EndpointRow row;
    if (entry.place.id.isNull()) {
        row = groupRow(entry.place.group, m_sums.value(entry.place.group),
                       m_folded.contains(entry.place.group));
    } else {
        row = endpointRow(*m_data, entry.place.id);
        row.id = entry.place.id; // also when it is gone from the data, until apply() is told
        row.isEmphasized = row.id == m_emphasized;
        row.isSolo = row.id == m_solo;
    }
    ++m_built;
    entry.builtIn = m_round;
    entry.isChanged = entry.isChanged || (entry.row && *entry.row != row);
    entry.row = std::move(row);
}

void EndpointListModel::refresh(int first, int last)
{
    first = std::max(first, 0);
    last = std::min(last, rowCount() - 1);
    for (int i = first; i <= last; ++i) {
        Entry& entry = m_entries[static_cast<std::size_t>(i)];
        if (entry.builtIn != m_round || !entry.row)
            build(entry);
        if (std::exchange(entry.isChanged, false))
            Q_EMIT dataChanged(index(i), index(i));
    }
}

void EndpointListModel::setSort(EndpointSort sort)
{
    if (std::exchange(m_sort, sort) != sort)
        arrange();
}

void EndpointListModel::setScope(const Scope& scope)
{
    if (scope == m_scope)
        return;
    m_scope = scope;
    arrange();
}

void EndpointListModel::setFolded(const QSet<QString>& groups)
{
    if (groups == m_folded)
        return;
    m_folded = groups;
    arrange();
    for (Entry& entry : m_entries) { // texts of headers say what is folded
        if (entry.place.id.isNull())
            entry.builtIn = 0;
    }
}

void EndpointListModel::setMarked(EndpointId emphasized, EndpointId solo)
{
    const std::array<EndpointId, 4> touched{m_emphasized, m_solo, emphasized, solo};
    m_emphasized = emphasized;
    m_solo = solo;
    for (const EndpointId id : touched) {
        const QModelIndex changed = id.isNull() ? QModelIndex() : indexOf(id);
        if (!changed.isValid())
            continue;
        m_entries[static_cast<std::size_t>(changed.row())].builtIn = 0;
        refresh(changed.row(), changed.row());
    }
}

const EndpointRow* EndpointListModel::at(const QModelIndex& index) const
{
    if (!m_data || !index.isValid() || index.row() >= rowCount())
        return nullptr;
    Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    if (entry.builtIn != m_round || !entry.row)
        build(entry);
    return &*entry.row;
}

EndpointId EndpointListModel::idAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    return m_entries[static_cast<std::size_t>(index.row())].place.id;
}

bool EndpointListModel::isHeader(const QModelIndex& index) const
{
    return index.isValid() && index.row() < rowCount() && idAt(index).isNull();
}

QString EndpointListModel::groupAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    return m_entries[static_cast<std::size_t>(index.row())].place.group;
}

QModelIndex EndpointListModel::indexOf(EndpointId id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& entry) { return entry.place.id == id; });
    if (id.isNull() || found == m_entries.end())
        return {};
    return index(static_cast<int>(found - m_entries.begin()));
}

QModelIndex EndpointListModel::headerOf(const QString& group) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.place == EndpointPlace{{}, group};
    });
    return found == m_entries.end() ? QModelIndex() : index(static_cast<int>(found - m_entries.begin()));
}

int EndpointListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant EndpointListModel::data(const QModelIndex& index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    const EndpointRow* row = at(index);
    if (!row)
        return {};
    if (role == Qt::AccessibleTextRole)
        return row->spoken();
    if (role == Qt::ToolTipRole)
        return u"<p>%1</p>"_s.arg(row->spoken().toHtmlEscaped());
    return row->name;
}

} // namespace weir
