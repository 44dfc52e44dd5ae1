// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/card_table.h"

namespace weir {

/**
 * A CardTable for a view: the first column is the time, the newest row is the first. apply() moves rows as
 * time does, so that a view stays on the moment it is on, and reports a change only where a number changed.
 * GUI thread; owned by its view.
 */
class CardTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /** The number of a cell as a double; nothing when unknown. */
    static constexpr int kNumberRole = Qt::UserRole;
    using QAbstractTableModel::QAbstractTableModel;

    void apply(CardTable next);
    const CardTable& table() const { return m_table; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void removeGone(const std::vector<CardTable::Row>& next);
    void insertNew(const std::vector<CardTable::Row>& next);
    void updateChanged(const std::vector<CardTable::Row>& next);

    CardTable m_table;
};

} // namespace weir
