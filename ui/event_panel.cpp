// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/event_panel.h"

#include "ui/event_delegate.h"
#include "ui/event_line.h"
#include "ui/label.h"
#include "ui/models/event_list_model.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace weir {

EventPanel::EventPanel(EventListModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_delegate(new EventDelegate(this))
    , m_list(new QListView(this))
    , m_line(new EventLine(model, this))
    , m_count(makeLabel({}, this, {"secondary"}))
    , m_rule(makeRule(this))
    , m_toggle(new QPushButton(this))
{
    setObjectName(QStringLiteral("eventPanel"));
    setProperty("panel", true);
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("eventList"));
    m_list->setAccessibleName(tr("Events"));
    m_list->setModel(&model);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(42);
    m_toggle->setObjectName(QStringLiteral("eventToggle"));
    m_toggle->setProperty("kind", QStringLiteral("link"));
    layOut();
    arrange();
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        m_isOpen = !m_isOpen;
        arrange();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this] { setLabelText(m_count, QString::number(m_model.totalAdded())); });
}

void EventPanel::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(13, 7, 10, 7);
    heading->setSpacing(8);
    heading->addWidget(makeLabel(tr("Events"), this, {"", "title"}));
    heading->addWidget(m_count);
    heading->addSpacing(10);
    heading->addWidget(m_line, 100);
    heading->addStretch(1);
    heading->addWidget(m_toggle);
    column->addLayout(heading);
    column->addWidget(m_rule);
    column->addWidget(m_list, 1);
}

void EventPanel::arrange()
{
    const bool hasList = !m_isBrief || m_isOpen;
    m_line->setVisible(!hasList);
    // Keeps the heading in place when the line is not there to push the button aside.
    m_toggle->setVisible(m_isBrief);
    m_toggle->setText(hasList ? tr("One line") : tr("Open list"));
    m_toggle->setAccessibleName(m_toggle->text());
    m_rule->setVisible(hasList);
    m_list->setVisible(hasList);
    const int listHeight = m_isBrief ? 110 : 150;
    setFixedHeight(hasList ? 36 + listHeight : 36);
}

void EventPanel::setBrief(bool isBrief)
{
    m_isBrief = isBrief;
    arrange();
}

void EventPanel::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_line->setColors(colors);
    m_list->viewport()->update();
}

} // namespace weir
