// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_panel.h"

#include "ui/connect_form.h"
#include "ui/endpoint_delegate.h"
#include "ui/endpoint_details.h"
#include "ui/endpoint_guide.h"
#include "ui/label.h"
#include "ui/models/dashboard_data.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

namespace weir {

EndpointPanel::EndpointPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new EndpointListModel(this))
    , m_delegate(new EndpointDelegate(this))
    , m_list(new QListView(this))
    , m_count(makeLabel({}, this, {"secondary"}))
    , m_formBox(new QWidget(this))
    , m_form(new ConnectForm(QStringLiteral("panel"), ConnectForm::Shape::Narrow, m_formBox))
    , m_details(new EndpointDetails(this))
    , m_detailsRule(makeRule(this))
    , m_guide(new EndpointGuide(this))
{
    setObjectName(QStringLiteral("endpointPanel"));
    setProperty("panel", true);
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("endpointList"));
    m_list->setAccessibleName(tr("Endpoints"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->installEventFilter(this);
    layOut();
    m_formBox->hide();
    m_details->hide();
    m_detailsRule->hide();
    connect(m_details, &EndpointDetails::disconnectRequested, this, &EndpointPanel::pauseRequested);
    connect(m_details, &EndpointDetails::connectRequested, this, &EndpointPanel::resumeRequested);
    connect(m_details, &EndpointDetails::removeRequested, this, &EndpointPanel::removeRequested);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { Q_EMIT focused(current()); });
}

void EndpointPanel::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(13, 10, 13, 9);
    heading->setSpacing(8);
    heading->addWidget(makeLabel(tr("Endpoints"), this, {"", "title"}));
    heading->addWidget(m_count);
    heading->addStretch(1);
    column->addLayout(heading);
    column->addWidget(makeRule(this));
    auto* box = new QVBoxLayout(m_formBox);
    box->setContentsMargins(13, 10, 13, 12);
    box->addWidget(m_form);
    column->addWidget(m_formBox);
    column->addWidget(m_guide, 1);
    column->addWidget(m_list, 1);
    column->addWidget(m_detailsRule);
    column->addWidget(m_details);
}

EndpointId EndpointPanel::current() const
{
    const EndpointRow* row = m_model->at(m_list->currentIndex());
    return row ? row->id : EndpointId{};
}

void EndpointPanel::apply(const DashboardData& dashboard)
{
    m_model->apply(endpointRows(dashboard));
    const bool isEmpty = dashboard.order().empty();
    setLabelText(m_count, QString::number(dashboard.order().size()));
    m_guide->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
    if (!isEmpty && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model->index(0));
    showFocused(dashboard);
}

void EndpointPanel::showFocused(const DashboardData& dashboard)
{
    const EndpointHistory* endpoint = dashboard.find(current());
    m_details->setVisible(endpoint && !isConnecting());
    m_detailsRule->setVisible(endpoint && !isConnecting());
    if (endpoint)
        m_details->display(endpoint->status, dashboard.now());
}

void EndpointPanel::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_guide->setColors(colors);
    m_list->viewport()->update();
}

void EndpointPanel::setBrief(bool isBrief)
{
    m_details->setBrief(isBrief);
}

void EndpointPanel::setConnecting(bool isOpen)
{
    if (isOpen == isConnecting())
        return;
    m_formBox->setVisible(isOpen);
    m_details->setVisible(!isOpen && !current().isNull());
    m_detailsRule->setVisible(m_details->isVisibleTo(this));
    if (isOpen) {
        m_form->focusAddress();
    } else {
        m_form->clear();
        m_list->setFocus();
    }
}

bool EndpointPanel::isConnecting() const
{
    return m_formBox->isVisibleTo(this);
}

void EndpointPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && isConnecting())
        setConnecting(false);
    else
        QWidget::keyPressEvent(event);
}

bool EndpointPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space) {
            event->ignore(); // on to the window: Space pauses the view, everywhere but in text
            return true;
        }
        if (key == Qt::Key_Delete && !current().isNull()) {
            Q_EMIT removeRequested(current());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace weir
