// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/link/endpoint_status.h"
#include "ui/models/endpoint_text.h"

#include <vector>

namespace weir {

class DashboardData;

/** One endpoint as the list shows it: texts are display-safe. */
struct EndpointRow
{
    EndpointId id;
    QString name;
    int colorSlot = -1; ///< -1: not drawn
    EndpointState state = EndpointState::Idle;
    StateWords words;
    QString rate;    ///< "4.98k/s" or "–"
    QString traffic; ///< "12 ms · 2.4 MB/s"; may be ""

    bool operator==(const EndpointRow& other) const;
};

/** Rows from what is known now: trouble first, then the hub's order. */
std::vector<EndpointRow> endpointRows(const DashboardData& data);

/**
 * The endpoints for a view. Selection and focus stay with an endpoint while rows change places.
 * GUI thread; owned by the panel; apply() takes any rows whose ids are unique.
 */
class EndpointListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /** Replaces everything, telling views only what changed. */
    void apply(std::vector<EndpointRow> next);
    const EndpointRow* at(const QModelIndex& index) const;
    /** Invalid when it is not listed. */
    QModelIndex indexOf(EndpointId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void removeMissing(const std::vector<EndpointRow>& next);
    void reorder(const std::vector<EndpointRow>& next);

    std::vector<EndpointRow> m_rows;
};

} // namespace weir
