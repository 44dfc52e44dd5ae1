// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_list_view.h"

#include "ui/message_delegate.h"
#include "ui/models/message_filter_model.h"
#include "ui/models/message_text.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace weir {

/** The names of the columns, over the rows. */
class MessageListView::Heading : public QWidget
{
public:
    Heading(const MessageDelegate& delegate, MessageListView* list)
        : QWidget(list), m_delegate(delegate), m_list(*list)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    static constexpr int kHeight = 22;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        QFont small = font();
        small.setPixelSize(12);
        painter.setFont(small);
        painter.setPen(m_delegate.colors().secondary);
        const QRect row(0, 0, m_list.viewport()->width(), height());
        const MessageColumns columns = m_delegate.columnsIn(row, font());
        const auto draw = [&](const QRect& box, Qt::Alignment side, const QString& text) {
            painter.drawText(box, static_cast<int>(side | Qt::AlignVCenter),
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
        };
        draw(columns.time, Qt::AlignLeft, MessageListView::tr("Time"));
        draw(columns.size, Qt::AlignRight, MessageListView::tr("Size"));
        if (!columns.sender.isEmpty())
            draw(columns.sender, Qt::AlignLeft, MessageListView::tr("Endpoint"));
        if (!columns.found.isEmpty())
            draw(columns.found, Qt::AlignLeft, MessageListView::tr("Key · value"));
        draw(columns.line, Qt::AlignLeft, MessageListView::tr("Message"));
    }

private:
    const MessageDelegate& m_delegate;
    const MessageListView& m_list;
};

MessageListView::MessageListView(MessageFilterModel& messages, QWidget* parent)
    : QListView(parent)
    , m_messages(messages)
    , m_delegate(new MessageDelegate(this))
    , m_heading(new Heading(*m_delegate, this))
{
    setObjectName(QStringLiteral("messageList"));
    setAccessibleName(tr("Messages looked into"));
    setModel(&messages);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportMargins(0, Heading::kHeight, 0, 0);
    setMinimumHeight(Heading::kHeight + 2 * MessageDelegate::kRow);
    setMinimumWidth(200);
    auto* copy = new QAction(tr("Copy"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &MessageListView::copyChosen);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        const int newer = (value + MessageDelegate::kRow / 2) / MessageDelegate::kRow;
        if (newer != m_newer)
            Q_EMIT newerChanged(m_newer = newer);
    });
}

void MessageListView::setColors(const Colors& colors)
{
    m_delegate->setColors(colors);
    m_heading->update();
    viewport()->update();
}

void MessageListView::setColumns(bool hasSender, bool hasFound)
{
    if (!m_delegate->setColumns(hasSender, hasFound))
        return;
    m_heading->update();
    viewport()->update();
}

void MessageListView::choose(const QModelIndex& index)
{
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index, QAbstractItemView::PositionAtCenter);
    else
        clearSelection();
}

void MessageListView::goToNewest()
{
    choose({});
    scrollToTop();
}

bool MessageListView::isHeld() const
{
    return currentIndex().isValid() || verticalScrollBar()->value() > 0;
}

void MessageListView::shift(int rows)
{
    if (rows == 0)
        return;
    executeDelayedItemsLayout(); // the scroll bar knows the rows only then
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(bar->value() + rows * MessageDelegate::kRow);
}

void MessageListView::rowsInserted(const QModelIndex& parent, int start, int end)
{
    const bool isAbove = start * MessageDelegate::kRow <= verticalScrollBar()->value();
    const bool keeps = isAbove && isHeld();
    QListView::rowsInserted(parent, start, end);
    if (keeps)
        shift(end - start + 1);
    viewport()->update();
}

void MessageListView::rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end)
{
    // Otherwise the neighbour would become the current one, and open.
    if (currentIndex().isValid() && currentIndex().row() >= start && currentIndex().row() <= end)
        setCurrentIndex({});
    const int top = verticalScrollBar()->value() / MessageDelegate::kRow;
    const int above = std::clamp(top - start, 0, end - start + 1);
    QListView::rowsAboutToBeRemoved(parent, start, end);
    if (above > 0)
        QMetaObject::invokeMethod(
            this, [this, above] { shift(-above); }, Qt::QueuedConnection);
}

void MessageListView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    const MessageRow* row = m_messages.at(current);
    Q_EMIT messageChosen(row ? row->message->number : 0);
}

void MessageListView::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    m_heading->setGeometry(0, 0, width(), Heading::kHeight);
}

void MessageListView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && isHeld())
        goToNewest();
    else
        QListView::keyPressEvent(event);
}

void MessageListView::copyChosen() const
{
    if (const MessageRow* row = m_messages.at(currentIndex()))
        QGuiApplication::clipboard()->setText(row->message->isText ? wholeText(*row->message)
                                                                   : hexDump(*row->message));
}

} // namespace weir
