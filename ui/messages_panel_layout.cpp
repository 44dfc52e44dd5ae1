// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of the panel are made, when it is first shown, and how they are placed.
#include "ui/messages_panel.h"

#include "ui/label.h"
#include "ui/message_list_view.h"
#include "ui/message_view.h"
#include "ui/send_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kSearchWidth = 150;
} // namespace

void MessagesPanel::build()
{
    if (isBuilt())
        return;
    m_search = new QLineEdit(m_head);
    m_newer = new QPushButton(m_head);
    m_showAll = new QPushButton(tr("Show all"), this);
    m_everything = new QPushButton(tr("Look into everything"), this);
    m_list = new MessageListView(m_filtered, this);
    m_send = new SendLine(this);
    m_view = new MessageView(this);
    QWidget* before = m_head;
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_search, m_newer, m_showAll, m_everything, m_list, m_send, m_view})
        before = tabAfter(before, part);
    m_counts = makeLabel({}, m_head, {"secondary", "small"});
    m_aroundWords = makeLabel({}, this, {"", "small"});
    m_aroundBar = new QWidget(this);
    m_emptyTitle = makeLabel(tr("Nothing kept yet"), this, {"", "title"});
    m_emptyWords = makeLabel({}, this, {"secondary", "small", true});
    m_empty = new QWidget(this);
    m_parts = new QSplitter(this);
    m_lists = new QStackedWidget(this);
    makeHead();
    layOut();
    wire();
    setColors(m_colors);
    m_view->setTrial(m_trial);
    m_send->setEndpoint(m_focused ? &*m_focused : nullptr);
    m_view->show({}, {}, {});
    filter();
}

void MessagesPanel::makeHead()
{
    m_counts->setObjectName(u"messagesCounts"_s);
    m_counts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_search->setObjectName(u"messagesSearch"_s);
    m_search->setAccessibleName(tr("Search messages"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setFixedWidth(kSearchWidth);
    m_search->setMaxLength(200);
    m_newer->setObjectName(u"messagesNewer"_s);
    m_newer->setProperty("kind", u"link"_s);
    m_newer->setAccessibleName(tr("To the newest message"));
    m_newer->setVisible(false);
    auto* row = new QHBoxLayout(m_head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(m_counts, 1);
    row->addWidget(m_newer);
    row->addWidget(m_search);
}

void MessagesPanel::layOut()
{
    m_showAll->setObjectName(u"messagesShowAll"_s);
    m_showAll->setAccessibleName(tr("Show messages of all times"));
    m_showAll->setProperty("kind", u"link"_s);
    m_aroundWords->setObjectName(u"messagesAround"_s);
    m_aroundWords->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* around = new QHBoxLayout(m_aroundBar);
    around->setContentsMargins(13, 4, 12, 2);
    around->addWidget(m_aroundWords, 1);
    around->addWidget(m_showAll);
    m_aroundBar->setVisible(false);

    m_everything->setObjectName(u"messagesEverything"_s);
    m_everything->setAccessibleName(m_everything->text());
    m_everything->setProperty("small", true);
    m_emptyTitle->setObjectName(u"messagesEmptyTitle"_s);
    m_emptyWords->setObjectName(u"messagesEmpty"_s);
    auto* words = new QVBoxLayout(m_empty);
    words->setContentsMargins(13, 10, 13, 8);
    words->setSpacing(3);
    words->addWidget(m_emptyTitle);
    words->addWidget(m_emptyWords);
    words->addSpacing(4);
    words->addWidget(m_everything, 0, Qt::AlignLeft);
    words->addStretch(1);

    m_lists->addWidget(m_empty);
    m_lists->addWidget(m_list);
    auto* left = new QWidget(m_parts);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_aroundBar);
    column->addWidget(m_lists, 1);
    column->addWidget(m_send);

    m_parts->setObjectName(u"messagesParts"_s);
    m_parts->addWidget(left);
    m_parts->addWidget(m_view);
    m_parts->setChildrenCollapsible(false);
    m_parts->setHandleWidth(1);
    m_parts->setStretchFactor(0, 6);
    m_parts->setStretchFactor(1, 5);
    m_parts->setSizes({540, 450});
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_parts);
}

void MessagesPanel::wire()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.text = text;
        filter();
    });
    auto* clear = new QShortcut(Qt::Key_Escape, m_search, m_search, &QLineEdit::clear);
    clear->setContext(Qt::WidgetShortcut);
    connect(m_search, &QLineEdit::returnPressed, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_newer, &QPushButton::clicked, m_list, &MessageListView::goToNewest);
    connect(m_showAll, &QPushButton::clicked, this, &MessagesPanel::showAll);
    connect(m_send, &SendLine::sendRequested, this, &MessagesPanel::sendRequested);
    connect(m_everything, &QPushButton::clicked, this, &MessagesPanel::everythingRequested);
    connect(m_list, &MessageListView::messageChosen, this, &MessagesPanel::choose);
    connect(m_list, &MessageListView::newerChanged, this, &MessagesPanel::showCounts);
    connect(m_view, &MessageView::lookChanged, this, [this](const LookSettings& settings) {
        if (!m_chosen)
            return;
        m_looks[m_chosen->endpoint] = settings;
        showColumns();
        Q_EMIT lookChanged(m_chosen->endpoint, settings);
    });
}

} // namespace weir
