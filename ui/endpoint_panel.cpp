// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_panel.h"

#include "ui/add_many_form.h"
#include "ui/connect_form.h"
#include "ui/endpoint_delegate.h"
#include "ui/endpoint_details.h"
#include "ui/endpoint_guide.h"
#include "ui/endpoint_heading.h"
#include "ui/endpoint_list_view.h"
#include "ui/label.h"
#include "ui/models/dashboard_data.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

namespace weir {

namespace {

constexpr int kLongestGroup = 80;
constexpr int kHintMargins = 30; ///< beside and between the link and the hint at the foot

QWidget* makeBox(QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(13, 10, 13, 12);
    box->hide();
    return box;
}

ConnectForm::Field fieldFor(Remedy remedy)
{
    switch (remedy) {
    case Remedy::ChangeToken:
        return ConnectForm::Field::Token;
    case Remedy::AddMessage:
        return ConnectForm::Field::FirstMessage;
    case Remedy::TrustAuthority:
        return ConnectForm::Field::Certificates;
    case Remedy::RaiseLimit:
        return ConnectForm::Field::Largest;
    case Remedy::None:
    case Remedy::Edit:
        break;
    }
    return ConnectForm::Field::Address;
}

QPushButton* makeLink(const QString& name, const QString& text, QWidget* parent)
{
    auto* link = new QPushButton(text, parent);
    link->setObjectName(name);
    link->setAccessibleName(text);
    link->setProperty("kind", QStringLiteral("link"));
    return link;
}

} // namespace

EndpointPanel::EndpointPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new EndpointListModel(this))
    , m_delegate(new EndpointDelegate(this))
    , m_heading(new EndpointHeading(this))
    , m_formBox(makeBox(this))
    , m_manyBox(makeBox(this))
    , m_list(new EndpointListView(m_model, this))
    , m_nothing(new QWidget(this))
    , m_nothingText(makeLabel({}, m_nothing, {"secondary", "", true}))
    , m_clear(makeLink(QStringLiteral("clearScope"), tr("Clear"), m_nothing))
    , m_guide(new EndpointGuide(this))
    , m_groupBox(new QWidget(this))
    , m_groupLabel(makeLabel({}, m_groupBox, {"secondary", "small"}))
    , m_group(new QLineEdit(m_groupBox))
    , m_notice(makeLabel({}, this, {"warn", "small", true}))
    , m_detailsRule(makeRule(this))
    , m_addMany(makeLink(QStringLiteral("addManyLink"), tr("Add many…"), this))
    , m_addManyHint(makeLabel(tr("paste a list of addresses"), this, {"axis", "small"}))
{
    setObjectName(QStringLiteral("endpointPanel"));
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(QStringLiteral("endpointList"));
    m_list->setAccessibleName(tr("Endpoints"));
    m_list->setItemDelegate(m_delegate);
    m_group->setObjectName(QStringLiteral("groupField"));
    m_group->setAccessibleName(tr("Group"));
    m_group->setPlaceholderText(tr("none"));
    m_group->setMaxLength(kLongestGroup);
    m_notice->setObjectName(QStringLiteral("endpointNotice"));
    m_notice->setContentsMargins(13, 6, 13, 6);
    m_nothing->setObjectName(QStringLiteral("endpointNothing"));
    layOut();
    wire();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_nothing, m_groupBox, m_notice, m_detailsRule})
        widget->hide();
}

void EndpointPanel::layOut()
{
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->setContentsMargins(13, 14, 13, 12);
    nothing->addWidget(m_nothingText);
    nothing->addWidget(m_clear, 0, Qt::AlignLeft);
    nothing->addStretch(1);
    auto* group = new QHBoxLayout(m_groupBox);
    group->setContentsMargins(13, 8, 13, 8);
    group->addWidget(m_groupLabel);
    group->addWidget(m_group, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(9, 8, 13, 9);
    foot->addWidget(m_addMany);
    foot->addStretch(1);
    foot->addWidget(m_addManyHint);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(makeRule(this));
    column->addWidget(m_formBox);
    column->addWidget(m_manyBox);
    column->addWidget(m_guide, 1);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    column->addWidget(m_groupBox);
    column->addWidget(m_notice);
    column->addWidget(m_detailsRule);
    column->addWidget(makeRule(this));
    column->addLayout(foot);
}

void EndpointPanel::wire()
{
    connect(m_heading, &EndpointHeading::sortChosen, this, &EndpointPanel::setSort);
    connect(m_heading, &EndpointHeading::filterEdited, this, [this](const QString& text) {
        Scope next = scope();
        next.filter = text;
        setScope(next);
    });
    connect(m_heading, &EndpointHeading::narrowingCleared, this, [this] {
        Scope next;
        next.filter = scope().filter;
        setScope(next);
        m_list->setFocus();
    });
    connect(m_clear, &QPushButton::clicked, this, [this] {
        setScope({});
        m_list->setFocus();
    });
    connect(m_list, &EndpointListView::gestured, this, &EndpointPanel::gesture);
    connect(m_list, &EndpointListView::emptyClicked, this, [this] { mark({}, {}); });
    connect(m_list, &EndpointListView::menuRequested, this, &EndpointPanel::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &EndpointPanel::currentChanged);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, &EndpointPanel::refresh);
    connect(m_addMany, &QPushButton::clicked, this, [this] { setAddingMany(!m_manyBox->isVisibleTo(this)); });
    connect(m_group, &QLineEdit::returnPressed, this, [this] {
        m_groupBox->hide();
        m_list->setFocus();
        Q_EMIT groupRequested(m_grouped, m_group->text().trimmed());
        m_model->forgetOrder();
    });
    auto* find = new QShortcut(QKeySequence(QKeySequence::Find), this);
    connect(find, &QShortcut::activated, this, &EndpointPanel::focusFilter);
    m_heading->filter()->installEventFilter(this);
}

ConnectForm* EndpointPanel::form()
{
    if (!m_form) {
        m_form = new ConnectForm(QStringLiteral("panel"), ConnectForm::Shape::Narrow, m_formBox);
        m_formBox->layout()->addWidget(m_form);
        tabAfter(m_formBox, m_form);
        connect(m_form, &ConnectForm::submitted, this, [this](const EndpointSource& source) {
            if (m_form->isEditing())
                Q_EMIT editSubmitted(m_edited, source);
            else
                Q_EMIT connectRequested(source);
        });
        connect(m_form, &ConnectForm::cancelled, this, [this] { setConnecting(false); });
    }
    return m_form;
}

void EndpointPanel::makeMany()
{
    m_many = new AddManyForm(m_manyBox);
    m_manyBox->layout()->addWidget(m_many);
    tabAfter(m_manyBox, m_many);
    connect(m_many, &AddManyForm::submitted, this, &EndpointPanel::connectManyRequested);
    connect(m_many, &AddManyForm::cancelled, this, [this] { setAddingMany(false); });
    connect(m_many, &AddManyForm::finished, this, [this] { setAddingMany(false); });
}

void EndpointPanel::makeDetails()
{
    m_details = new EndpointDetails(this);
    m_details->setColors(m_colors);
    m_details->setBrief(m_isBrief);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->indexOf(m_detailsRule) + 1, m_details);
    tabAfter(m_group, m_details);
    connect(m_details, &EndpointDetails::disconnectRequested, this, &EndpointPanel::pauseRequested);
    connect(m_details, &EndpointDetails::connectRequested, this, &EndpointPanel::resumeRequested);
    connect(m_details, &EndpointDetails::removeRequested, this, &EndpointPanel::removeRequested);
    connect(m_details, &EndpointDetails::editRequested, this, &EndpointPanel::askToEdit);
    connect(m_details, &EndpointDetails::logRequested, this, &EndpointPanel::logRequested);
    connect(m_details, &EndpointDetails::shapeChanged, this, [this] {
        if (m_data)
            showFocused(*m_data);
    });
}

// What is shown.

void EndpointPanel::apply(const DashboardData& dashboard)
{
    m_data = &dashboard;
    rearrange([&] { m_model->apply(dashboard); });
    if (m_noticeUntil && dashboard.now() > *m_noticeUntil)
        notice({});
    const auto isGone = [&](EndpointId id) { return !id.isNull() && !dashboard.find(id); };
    if (isGone(m_emphasized) || isGone(m_solo))
        mark({}, {});
    showFocused(dashboard);
}

/** Changes what the list holds without moving the focus, the emphasis or the view. */
void EndpointPanel::rearrange(const std::function<void()>& change)
{
    m_isRearranging = true;
    m_list->setAutoScroll(false);
    change();
    settleFocus();
    m_list->setAutoScroll(true);
    m_isRearranging = false;

    const int all = m_data ? static_cast<int>(m_data->order().size()) : 0;
    const bool isNothing = all > 0 && m_model->endpointsInScope() == 0;
    m_heading->setCount(m_model->endpointsInScope(), all);
    m_guide->setVisible(all == 0);
    m_list->setVisible(all > 0 && !isNothing);
    m_nothing->setVisible(isNothing);
    if (isNothing) {
        setLabelText(m_nothingText, scope().group || scope().states != Scope::States::All
                                        ? tr("No endpoint matches: %1.").arg(scope().words())
                                        : tr("No endpoint matches %1.").arg(scope().words()));
    }
    refresh();
}

void EndpointPanel::settleFocus()
{
    const EndpointId before = m_focused;
    if (m_data && !m_data->find(m_focused)) {
        m_focused = {};
        for (int i = 0; i < m_model->rowCount() && m_focused.isNull(); ++i)
            m_focused = m_model->idAt(m_model->index(i));
    }
    const QModelIndex current = m_list->currentIndex();
    const bool isOnHeader = m_model->isHeader(current);
    if (!isOnHeader && m_model->idAt(current) != m_focused)
        m_list->setCurrentIndex(m_model->indexOf(m_focused));
    if (m_focused != before)
        Q_EMIT focused(m_focused);
}

void EndpointPanel::currentChanged()
{
    const EndpointId id = m_model->idAt(m_list->currentIndex());
    if (m_isRearranging || id.isNull() || id == m_focused)
        return;
    m_focused = id;
    Q_EMIT focused(id);
    if (m_data)
        showFocused(*m_data);
}

void EndpointPanel::refresh()
{
    const EndpointListView::Rows rows = m_list->visibleRows();
    m_model->refresh(rows.first, rows.last);
}

void EndpointPanel::showFocused(const DashboardData& dashboard)
{
    const bool isShown =
        dashboard.find(m_focused) && !m_formBox->isVisibleTo(this) && !m_manyBox->isVisibleTo(this);
    if (isShown && !m_details)
        makeDetails();
    if (isShown)
        m_details->display(dashboard, m_focused); // first: what it hides must not widen the panel
    if (m_details)
        m_details->setVisible(isShown);
    m_detailsRule->setVisible(isShown);
}

void EndpointPanel::setColors(const Colors& colors)
{
    m_colors = colors;
    m_delegate->setColors(colors);
    m_guide->setColors(colors);
    if (m_details)
        m_details->setColors(colors);
    m_list->viewport()->update();
}

void EndpointPanel::setBrief(bool isBrief)
{
    if (std::exchange(m_isBrief, isBrief) != isBrief) {
        m_delegate->setBrief(isBrief);
        m_list->doItemsLayout();
    }
    m_heading->setBrief(isBrief);
    showHint();
    if (m_details)
        m_details->setBrief(isBrief);
}

void EndpointPanel::showHint()
{
    const int needed = m_addMany->sizeHint().width() + m_addManyHint->sizeHint().width();
    m_addManyHint->setVisible(!m_isBrief && needed + kHintMargins <= width());
}

void EndpointPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showHint();
}

void EndpointPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void EndpointPanel::setConnecting(bool isOpen)
{
    if (isOpen == isConnecting() && !(isOpen && form()->isEditing()))
        return;
    ConnectForm* const connecting = form(); // before its box is shown, or it would come a moment later
    m_manyBox->hide();
    m_formBox->setVisible(isOpen);
    if (m_data)
        showFocused(*m_data);
    connecting->clear();
    if (isOpen)
        connecting->focusAddress();
    else
        m_list->setFocus();
}

void EndpointPanel::edit(EndpointId id, const EndpointSource& masked)
{
    setConnecting(true);
    m_edited = id;
    form()->edit(masked);
    form()->focusField(fieldFor(std::exchange(m_remedy, Remedy::None)));
}

bool EndpointPanel::isConnecting() const
{
    return m_formBox->isVisibleTo(this);
}

void EndpointPanel::setAddingMany(bool isOpen)
{
    m_formBox->hide();
    if (isOpen && !m_many)
        makeMany();
    m_manyBox->setVisible(isOpen);
    if (m_data)
        showFocused(*m_data);
    if (isOpen) {
        m_many->setPatterns(patterns());
        m_many->focusText();
    } else {
        m_list->setFocus();
    }
}

QList<AddManyForm::Pattern> EndpointPanel::patterns() const
{
    QList<AddManyForm::Pattern> all;
    for (const EndpointId id : m_data ? m_data->order() : std::vector<EndpointId>()) {
        const EndpointHistory* endpoint = m_data->find(id);
        if (all.size() < AddManyForm::kMostPatterns)
            all.append({id, endpoint->status.name, endpoint->group});
    }
    return all;
}

} // namespace weir
