// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/event_list_model.h"

namespace weir {

/** Which events are listed; in the order of the picker. */
enum class EventFilter {
    All,
    Connections, ///< of endpoints, their losses among them
    Sampling,
    Trouble,
    Window, ///< what this window itself did or noticed
};

/** The events of one kind that contain a text, in the order of the source. GUI thread. */
class EventFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /** `source` outlives this. */
    EventFilterModel(EventListModel& source, QObject* parent);

    void setKind(EventFilter kind);
    /** Looked for in name and text, in any case; empty: everything. */
    void setSearch(const QString& text);
    bool isFiltering() const { return m_kind != EventFilter::All || !m_search.isEmpty(); }
    const EventRow* at(const QModelIndex& index) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const EventListModel& m_source;
    EventFilter m_kind = EventFilter::All;
    QString m_search;
};

} // namespace weir
