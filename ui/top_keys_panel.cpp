// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_keys_panel.h"

#include "ui/label.h"
#include "ui/models/top_keys_model.h"
#include "ui/top_keys_delegate.h"
#include "ui/top_keys_heading.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolTip>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace weir {

TopKeysPanel::TopKeysPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new TopKeysModel(this))
    , m_delegate(new TopKeysDelegate(this))
    , m_list(new QListView(this))
    , m_heading(new TopKeysHeading(*m_model, *m_list->viewport(), this))
    , m_empty(new QWidget(this))
    , m_emptyText(makeLabel({}, m_empty, {"secondary", "small", true}))
    , m_foot(makeLabel({}, this, {"secondary", "small"}))
    , m_trouble(makeLabel({}, this, {"warn", "small"}))
    , m_hint(new QPushButton(tr("Click a field of a message to rank by it"), this))
{
    m_list->setObjectName(u"topKeysList"_s);
    m_list->setAccessibleName(tr("Top keys"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(21);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_foot->setObjectName(u"topKeysFoot"_s);
    m_trouble->setObjectName(u"topKeysTrouble"_s);
    for (QLabel* label : {m_foot, m_trouble})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_hint->setObjectName(u"topKeysHint"_s);
    m_hint->setAccessibleName(m_hint->text());
    m_hint->setProperty("kind", u"link"_s);
    setTabOrder(m_heading->lastColumn(), m_list);
    layOut();
    arrange();
    connect(m_list, &QListView::clicked, this, &TopKeysPanel::clicked);
    connect(m_hint, &QPushButton::clicked, this, &TopKeysPanel::messagesRequested);
}

void TopKeysPanel::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(13, 2, 13, 5);
    foot->setSpacing(1);
    foot->addWidget(m_trouble);
    auto* last = new QHBoxLayout;
    last->setSpacing(8);
    last->addWidget(m_foot, 1);
    last->addWidget(m_hint);
    foot->addLayout(last);
    column->addLayout(foot);

    m_empty->setObjectName(u"topKeysEmpty"_s);
    auto* words = new QVBoxLayout(m_empty);
    words->setContentsMargins(13, 8, 13, 8);
    words->setSpacing(2);
    words->addWidget(makeLabel(tr("No key yet"), m_empty, {"", "title"}));
    words->addWidget(m_emptyText);
    words->addStretch(1);
}

void TopKeysPanel::arrange()
{
    m_isEmpty = m_model->rowCount() == 0;
    const bool isOfEndpoints = m_model->isOfEndpoints();
    setLabelText(
        m_emptyText,
        isOfEndpoints
            ? tr("After the first messages arrive, the busiest senders are listed here with their ranges.")
            : tr("No key was found in the messages looked into so far."));
    m_heading->setVisible(!m_isEmpty);
    m_list->setVisible(!m_isEmpty);
    m_empty->setVisible(m_isEmpty);
    m_foot->setVisible(!m_isEmpty);
    m_hint->setVisible(isOfEndpoints && !m_isEmpty);
    m_trouble->setVisible(!m_model->trouble().isEmpty());
    m_list->setToolTip(isOfEndpoints ? QString() : tr("<p>Enter follows a key, Delete lets it go</p>"));
}

void TopKeysPanel::apply(TopKeyList list)
{
    m_model->apply(std::move(list));
    setLabelText(m_foot, m_model->unlisted());
    setLabelText(m_trouble, m_model->trouble());
    const QString more =
        m_model->isOfEndpoints() ? QString() : u' ' + tr("(95 %), on average since the key was chosen.");
    m_foot->setToolTip(u"<p>%1</p>"_s.arg((m_model->unlisted() + more).toHtmlEscaped()));
    m_trouble->setToolTip(u"<p>%1</p>"_s.arg(m_model->trouble().toHtmlEscaped()));
    m_heading->arrange();
    arrange();
}

QString TopKeysPanel::keyIs() const
{
    return m_model->keyIs();
}

void TopKeysPanel::activate(const QModelIndex& index)
{
    const TopKeyRow* row = m_model->at(index);
    if (row && row->subject.key)
        Q_EMIT followRequested(row->subject);
    else if (row)
        explain(index);
}

void TopKeysPanel::clicked(const QModelIndex& index)
{
    const TopKeyRow* row = m_model->at(index);
    const TopKeysColumns columns = TopKeysColumns::in(m_list->visualRect(index), *m_model);
    if (columns.number.contains(m_pressed))
        explain(index);
    else if (row && row->isFollowed && columns.pin.contains(m_pressed))
        unfollow(index);
    else
        activate(index);
}

void TopKeysPanel::unfollow(const QModelIndex& index)
{
    const TopKeyRow* row = m_model->at(index);
    if (row && row->isFollowed)
        Q_EMIT unfollowRequested(row->subject);
}

void TopKeysPanel::explain(const QModelIndex& index)
{
    const QRect row = m_list->visualRect(index);
    const QPoint below = TopKeysColumns::in(row, *m_model).number.bottomLeft();
    QToolTip::showText(m_list->viewport()->mapToGlobal(below), index.data(Qt::ToolTipRole).toString(), m_list,
                       {}, 60'000);
}

bool TopKeysPanel::handleKey(int key)
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return false;
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        activate(index);
    else if (key == Qt::Key_Delete)
        unfollow(index);
    else if (key == Qt::Key_E)
        explain(index);
    else
        return false;
    return true;
}

void TopKeysPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    Q_EMIT shown();
}

bool TopKeysPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == m_list->viewport())
        m_heading->arrange(); // a scroll bar came or went
    if (event->type() == QEvent::MouseButtonPress && watched == m_list->viewport())
        m_pressed = static_cast<QMouseEvent*>(event)->position().toPoint();
    if (event->type() == QEvent::KeyPress && watched == m_list) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && handleKey(key->key()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TopKeysPanel::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_heading->setColors(colors);
    m_list->viewport()->update();
}

} // namespace weir
