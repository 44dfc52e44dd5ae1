// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_filter_model.h"

namespace weir {

namespace {

bool isOfKind(const EventRow& row, EventFilter kind)
{
    switch (kind) {
    case EventFilter::All:
        return true;
    case EventFilter::Connections:
        return !row.endpoint.isNull();
    case EventFilter::Sampling:
        return row.kind == EventKind::Sampling;
    case EventFilter::Trouble:
        return row.kind == EventKind::Trouble;
    case EventFilter::Window:
        return row.endpoint.isNull();
    }
    return true;
}

} // namespace

EventFilterModel::EventFilterModel(EventListModel& source, QObject* parent)
    : QSortFilterProxyModel(parent), m_source(source)
{
    setSourceModel(&source);
}

void EventFilterModel::setKind(EventFilter kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    invalidateFilter();
}

void EventFilterModel::setSearch(const QString& text)
{
    const QString wanted = text.trimmed();
    if (wanted == m_search)
        return;
    m_search = wanted;
    invalidateFilter();
}

const EventRow* EventFilterModel::at(const QModelIndex& index) const
{
    return m_source.at(mapToSource(index));
}

bool EventFilterModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    const EventRow* event = m_source.at(m_source.index(row));
    if (!event || !isOfKind(*event, m_kind))
        return false;
    return m_search.isEmpty() || event->name.contains(m_search, Qt::CaseInsensitive) ||
           event->text.contains(m_search, Qt::CaseInsensitive);
}

} // namespace weir
