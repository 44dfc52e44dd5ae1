// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/card_table_model.h"

#include "ui/models/text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

using Rows = std::vector<CardTable::Row>;

bool isSame(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

/** Rows are newest first. */
bool isNewer(const CardTable::Row& a, const CardTable::Row& b)
{
    return a.time > b.time;
}

bool has(const Rows& rows, const CardTable::Row& row)
{
    return std::binary_search(rows.begin(), rows.end(), row, isNewer);
}

} // namespace

void CardTableModel::apply(CardTable next)
{
    if (next.columns != m_table.columns || next.quantity != m_table.quantity) {
        beginResetModel();
        m_table = std::move(next);
        endResetModel();
        return;
    }
    const bool isSaidOtherwise =
        next.hasDates != m_table.hasDates || next.to - next.from != m_table.to - m_table.from;
    Rows rows = std::move(next.rows);
    next.rows = std::move(m_table.rows);
    m_table = std::move(next);
    removeGone(rows);
    insertNew(rows);
    updateChanged(rows);
    if (isSaidOtherwise && !m_table.rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void CardTableModel::removeGone(const Rows& next)
{
    Rows& rows = m_table.rows;
    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t begin = end;
        while (begin > 0 && !has(next, rows[begin - 1]))
            --begin;
        if (begin < end) {
            beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                       rows.begin() + static_cast<std::ptrdiff_t>(end));
            endRemoveRows();
        }
        end = begin > 0 ? begin - 1 : 0;
    }
}

void CardTableModel::insertNew(const Rows& next)
{
    Rows& rows = m_table.rows;
    for (std::size_t at = 0; at < next.size();) {
        if (at < rows.size() && rows[at].time == next[at].time) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < next.size() && (at == rows.size() || next[end].time != rows[at].time))
            ++end;
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at),
                    next.begin() + static_cast<std::ptrdiff_t>(at),
                    next.begin() + static_cast<std::ptrdiff_t>(end));
        endInsertRows();
        at = end;
    }
}

void CardTableModel::updateChanged(const Rows& next)
{
    for (std::size_t row = 0; row < next.size(); ++row) {
        std::vector<double>& numbers = m_table.rows[row].numbers;
        const std::vector<double>& now = next[row].numbers;
        int first = -1;
        int last = -1;
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (isSame(numbers[i], now[i]))
                continue;
            last = static_cast<int>(i) + 1;
            first = first < 0 ? last : first;
        }
        if (first < 0)
            continue;
        numbers = now;
        Q_EMIT dataChanged(index(static_cast<int>(row), first), index(static_cast<int>(row), last));
    }
}

int CardTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int CardTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size()) + 1;
}

QVariant CardTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (index.column() == 0)
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? m_table.timeText(row) : QVariant();
    const auto column = static_cast<std::size_t>(index.column()) - 1;
    const double number = m_table.rows[row].numbers[column];
    switch (role) {
    case Qt::DisplayRole:
        return m_table.text(row, column);
    case Qt::AccessibleTextRole:
        return std::isfinite(number) ? m_table.text(row, column) : Say::tr("unknown");
    case kNumberRole:
        return std::isfinite(number) ? QVariant(number) : QVariant();
    default:
        return {};
    }
}

QVariant CardTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (section == 0)
        return role == Qt::DisplayRole ? Say::tr("Time") : QVariant();
    const CardTable::Column& column = m_table.columns[static_cast<std::size_t>(section) - 1];
    const QString full = u"%1, %2"_s.arg(column.name, column.unit);
    switch (role) {
    case Qt::DisplayRole:
        return column.name;
    case Qt::AccessibleTextRole:
        return full;
    case Qt::ToolTipRole:
        return u"<p>%1</p>"_s.arg(full.toHtmlEscaped());
    default:
        return {};
    }
}

} // namespace weir
