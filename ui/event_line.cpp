// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/event_line.h"

#include "ui/event_delegate.h"
#include "ui/models/event_list_model.h"

#include <QPainter>

#include <algorithm>

namespace weir {

EventLine::EventLine(const EventListModel& model, QWidget* parent) : QWidget(parent), m_model(model)
{
    setAccessibleName(tr("Newest event"));
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (const EventRow* row = m_model.at(m_model.index(0)))
            setAccessibleDescription(row->name + QStringLiteral(": ") + row->text);
        update();
    });
}

void EventLine::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void EventLine::paintEvent(QPaintEvent*)
{
    const EventRow* row = m_model.at(m_model.index(0));
    if (!row)
        return;
    QPainter painter(this);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const int nameWidth = std::min(150, QFontMetrics(strong).horizontalAdvance(row->name));
    EventDelegate::paintRow(painter, *row, rect().adjusted(8, 0, 0, 0), font(), m_colors, nameWidth);
}

} // namespace weir
