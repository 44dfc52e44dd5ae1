// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_list_model.h"

#include "ui/models/dashboard_data.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

using namespace Qt::Literals::StringLiterals;

namespace weir {

bool EndpointRow::operator==(const EndpointRow& other) const
{
    return id == other.id && name == other.name && colorSlot == other.colorSlot && state == other.state &&
           words.word == other.words.word && words.detail == other.words.detail && rate == other.rate &&
           traffic == other.traffic;
}

std::vector<EndpointRow> endpointRows(const DashboardData& data)
{
    std::vector<EndpointRow> rows;
    rows.reserve(data.order().size());
    for (const EndpointId id : data.order()) {
        const EndpointHistory& endpoint = *data.find(id);
        const EndpointStatus& status = endpoint.status;
        EndpointRow row;
        row.id = id;
        row.name = plainText(status.name, 80);
        row.colorSlot = endpoint.colorSlot;
        row.state = status.state;
        row.words = stateWords(status, data.now());
        const auto messages = data.messagesPerSecond(id);
        row.rate = messages ? format::compact(*messages) + u"/s"_s : u"–"_s;
        if (status.state == EndpointState::Open) {
            QStringList traffic;
            if (status.roundTrip)
                traffic.append(format::shortDuration(*status.roundTrip));
            if (const auto bytes = data.bytesPerSecond(id))
                traffic.append(format::withUnit(*bytes, Say::tr("B/s")));
            row.traffic = traffic.join(u" · "_s);
        }
        rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const EndpointRow& a, const EndpointRow& b) {
        return troubleRank(a.state) < troubleRank(b.state);
    });
    return rows;
}

void EndpointListModel::apply(std::vector<EndpointRow> next)
{
    removeMissing(next);
    std::unordered_set<EndpointId> known;
    for (const EndpointRow& row : m_rows)
        known.insert(row.id);
    std::vector<EndpointRow> added;
    std::copy_if(next.begin(), next.end(), std::back_inserter(added),
                 [&](const EndpointRow& row) { return !known.contains(row.id); });
    if (!added.empty()) {
        const int first = static_cast<int>(m_rows.size());
        beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
        m_rows.insert(m_rows.end(), added.begin(), added.end());
        endInsertRows();
    }
    reorder(next);
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (m_rows[i] == next[i])
            continue;
        m_rows[i] = std::move(next[i]);
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

void EndpointListModel::removeMissing(const std::vector<EndpointRow>& next)
{
    std::unordered_set<EndpointId> wanted;
    for (const EndpointRow& row : next)
        wanted.insert(row.id);
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        if (wanted.contains(m_rows[static_cast<std::size_t>(i)].id))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
}

void EndpointListModel::reorder(const std::vector<EndpointRow>& next)
{
    const bool isSameOrder =
        std::equal(m_rows.begin(), m_rows.end(), next.begin(), next.end(),
                   [](const EndpointRow& a, const EndpointRow& b) { return a.id == b.id; });
    if (isSameOrder)
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::unordered_map<EndpointId, std::size_t> place;
    for (std::size_t i = 0; i < next.size(); ++i)
        place.emplace(next[i].id, i);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& old : before)
        after.append(index(static_cast<int>(place.at(m_rows[static_cast<std::size_t>(old.row())].id))));
    std::sort(m_rows.begin(), m_rows.end(),
              [&](const EndpointRow& a, const EndpointRow& b) { return place.at(a.id) < place.at(b.id); });
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

const EndpointRow* EndpointListModel::at(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    return &m_rows[static_cast<std::size_t>(index.row())];
}

QModelIndex EndpointListModel::indexOf(EndpointId id) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].id == id)
            return index(static_cast<int>(i));
    }
    return {};
}

int EndpointListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant EndpointListModel::data(const QModelIndex& index, int role) const
{
    const EndpointRow* row = at(index);
    if (!row)
        return {};
    if (role == Qt::DisplayRole)
        return row->name;
    if (role == Qt::AccessibleTextRole) {
        return u"%1, %2 %3, %4, %5"_s.arg(row->name, row->words.word, row->words.detail, row->rate,
                                          row->traffic);
    }
    if (role == Qt::ToolTipRole)
        return row->name.toHtmlEscaped();
    return {};
}

} // namespace weir
