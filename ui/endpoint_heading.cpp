// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_heading.h"

#include "ui/label.h"
#include "ui/menu_link.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace weir {

namespace {

constexpr int kSide = 13;
constexpr int kBetween = 6;
constexpr int kLinkEnds = 5 + MenuLink::kArrow; ///< of the style, around the words of a link
constexpr int kFieldEnds = 34;                  ///< of the field and of the hint in it, with a gap between

constexpr std::array kSorts = {EndpointSort::TroubleFirst, EndpointSort::Busiest, EndpointSort::Name,
                               EndpointSort::AsAdded};

QString sortName(EndpointSort sort)
{
    switch (sort) {
    case EndpointSort::TroubleFirst:
        return EndpointHeading::tr("Trouble first");
    case EndpointSort::Busiest:
        return EndpointHeading::tr("Busiest");
    case EndpointSort::Name:
        return EndpointHeading::tr("Name");
    case EndpointSort::AsAdded:
        return EndpointHeading::tr("As added");
    }
    return {};
}

} // namespace

EndpointHeading::EndpointHeading(QWidget* parent)
    : QWidget(parent)
    , m_title(makeLabel(tr("Endpoints"), this, {"", "title"}))
    , m_count(makeLabel({}, this, {"secondary"}))
    , m_sort(new MenuLink(QStringLiteral("endpointSort"), this))
    , m_filter(new QLineEdit(this))
    , m_keys(makeLabel(tr("Ctrl F"), m_filter, {"axis", "small"}))
    , m_scope(new QPushButton(this))
{
    m_count->setObjectName(QStringLiteral("endpointCount"));
    m_filter->setObjectName(QStringLiteral("endpointFilter"));
    m_filter->setAccessibleName(tr("Filter the endpoints by name, tag or state"));
    m_filter->setMaxLength(kLongestFilter);
    m_scope->setObjectName(QStringLiteral("endpointScope"));
    m_scope->setProperty("kind", QStringLiteral("link"));

    auto* keys = new QHBoxLayout(m_filter);
    keys->setContentsMargins(0, 0, 8, 0);
    keys->addStretch(1);
    keys->addWidget(m_keys);
    m_keys->setAttribute(Qt::WA_TransparentForMouseEvents);

    auto* first = new QHBoxLayout;
    first->setSpacing(kBetween);
    first->addWidget(m_title);
    first->addWidget(m_count);
    first->addStretch(1);
    first->addWidget(m_sort);
    auto* scope = new QHBoxLayout;
    scope->addWidget(m_scope);
    scope->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSide, 10, kSide, 9);
    column->setSpacing(8);
    column->addLayout(first);
    column->addWidget(m_filter);
    column->addLayout(scope);

    connect(m_sort, &MenuLink::clicked, this, &EndpointHeading::chooseSort);
    connect(m_filter, &QLineEdit::textEdited, this, &EndpointHeading::filterEdited);
    connect(m_filter, &QLineEdit::textChanged, this, &EndpointHeading::showKeys);
    connect(m_scope, &QPushButton::clicked, this, &EndpointHeading::narrowingCleared);
    setSort(m_order);
    setScope({});
    setBrief(false);
}

void EndpointHeading::setCount(int inScope, int all)
{
    setLabelText(m_count, inScope == all ? QString::number(all) : tr("%1 of %2").arg(inScope).arg(all));
    showSort();
}

void EndpointHeading::setScope(const Scope& scope)
{
    if (m_filter->text() != scope.filter)
        m_filter->setText(scope.filter);
    Scope narrowing = scope;
    narrowing.filter.clear();
    m_scope->setVisible(!narrowing.isAll());
    QString words = narrowing.words();
    m_scope->setAccessibleName(tr("Showing %1 only. Show all").arg(words));
    words = m_scope->fontMetrics().elidedText(words, Qt::ElideMiddle, 120);
    m_scope->setText(tr("Showing: %1").arg(words.replace(u'&', QStringLiteral("&&"))) +
                     QStringLiteral("  ×"));
}

void EndpointHeading::setSort(EndpointSort sort)
{
    m_order = sort;
    m_sort->setAccessibleName(tr("Order: %1").arg(sortName(sort)));
    showSort();
}

void EndpointHeading::showSort()
{
    const QFontMetrics metrics = m_sort->fontMetrics();
    const int room = width() - 2 * kSide - m_title->sizeHint().width() - m_count->sizeHint().width() -
                     2 * kBetween - kLinkEnds;
    const auto fits = [&](const QString& name) { return metrics.horizontalAdvance(name) <= room; };
    QString text = sortName(m_order);
    if (!fits(text) && m_order == EndpointSort::TroubleFirst)
        text = tr("Trouble");
    if (!fits(text))
        text = metrics.elidedText(text, Qt::ElideRight, room);
    if (m_sort->text() != text)
        m_sort->setText(text);
}

void EndpointHeading::showKeys()
{
    const int words = m_filter->fontMetrics().horizontalAdvance(m_filter->placeholderText());
    const bool fits = words + m_keys->sizeHint().width() + kFieldEnds <= m_filter->width();
    m_keys->setVisible(fits && m_filter->text().isEmpty());
}

void EndpointHeading::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showSort();
    showKeys();
}

void EndpointHeading::chooseSort()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("endpointSortMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* group = new QActionGroup(menu);
    for (const EndpointSort sort : kSorts) {
        QAction* action = menu->addAction(sortName(sort), this, [this, sort] { Q_EMIT sortChosen(sort); });
        action->setCheckable(true);
        action->setChecked(sort == m_order);
        group->addAction(action);
    }
    menu->popup(m_sort->mapToGlobal(QPoint(0, m_sort->height() + 2)));
}

void EndpointHeading::setBrief(bool isBrief)
{
    m_filter->setPlaceholderText(isBrief ? tr("Filter") : tr("Filter name, tag or state"));
    showKeys();
}

} // namespace weir
