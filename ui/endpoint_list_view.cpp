// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_list_view.h"

#include "ui/endpoint_delegate.h"
#include "ui/models/endpoint_list_model.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace weir {

EndpointListView::EndpointListView(EndpointListModel* model, QWidget* parent)
    : QListView(parent), m_model(model)
{
    setModel(model);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(QAbstractItemView::SingleSelection);
}

EndpointListView::Rows EndpointListView::visibleRows() const
{
    const int rows = m_model->rowCount();
    if (rows == 0 || !isVisible())
        return {};
    const QModelIndex first = indexAt({2, 0});
    const QModelIndex last = indexAt({2, viewport()->height() - 1});
    return {first.isValid() ? first.row() : 0, last.isValid() ? last.row() : rows - 1};
}

void EndpointListView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex row = indexAt(event->position().toPoint());
    const bool isWithControl = event->modifiers().testFlag(Qt::ControlModifier);
    if (!row.isValid()) {
        if (event->button() == Qt::LeftButton)
            Q_EMIT emptyClicked();
        return;
    }
    const bool isHeader = m_model->isHeader(row);
    const bool isLeft = event->button() == Qt::LeftButton;
    if (isLeft && !isHeader && EndpointDelegate::isOnSwatch(visualRect(row), event->position().toPoint())) {
        Q_EMIT gestured(RowGesture::Draw, row);
        return;
    }
    setCurrentIndex(row);
    if (!isLeft)
        return;
    if (isHeader)
        Q_EMIT gestured(isWithControl ? RowGesture::OnlyGroup : RowGesture::Toggle, row);
    else
        Q_EMIT gestured(isWithControl ? RowGesture::Solo : RowGesture::Emphasize, row);
}

void EndpointListView::mouseDoubleClickEvent(QMouseEvent* event)
{
    // The second of two quick clicks counts where clicks switch something; a row would only flash.
    const QModelIndex row = indexAt(event->position().toPoint());
    if (row.isValid() && (m_model->isHeader(row) ||
                          EndpointDelegate::isOnSwatch(visualRect(row), event->position().toPoint())))
        mousePressEvent(event);
}

void EndpointListView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() == Qt::NoButton) // dragging would select whatever it passes
        QListView::mouseMoveEvent(event);
}

void EndpointListView::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
}

void EndpointListView::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex row = currentIndex();
    const bool isHeader = m_model->isHeader(row);
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool isWithControl = event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!row.isValid() || !(isPlain || isWithControl))
            break;
        if (isHeader)
            Q_EMIT gestured(isWithControl ? RowGesture::OnlyGroup : RowGesture::Toggle, row);
        else
            Q_EMIT gestured(isWithControl ? RowGesture::Solo : RowGesture::Emphasize, row);
        return;
    case Qt::Key_D:
    case Qt::Key_Insert:
        if (row.isValid() && !isHeader && isPlain) {
            Q_EMIT gestured(RowGesture::Draw, row);
            return;
        }
        break;
    case Qt::Key_F2:
        if (row.isValid() && !isHeader && isPlain) {
            Q_EMIT gestured(RowGesture::Edit, row);
            return;
        }
        break;
    case Qt::Key_Delete:
        if (row.isValid() && !isHeader && isPlain) {
            Q_EMIT gestured(RowGesture::Remove, row);
            return;
        }
        break;
    case Qt::Key_Left:
        if (row.isValid() && isPlain) {
            if (isHeader)
                Q_EMIT gestured(RowGesture::Fold, row);
            else if (const QModelIndex header = m_model->headerOf(m_model->groupAt(row)); header.isValid())
                setCurrentIndex(header);
            return;
        }
        break;
    case Qt::Key_Right:
        if (row.isValid() && isHeader && isPlain)
            Q_EMIT gestured(RowGesture::Unfold, row);
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        if (isPlain) { // with others they would move the frame away from the selection
            QListView::keyPressEvent(event);
            return;
        }
        break;
    default:
        break;
    }
    event->ignore(); // on to the panel and the window, whose keys these are
}

void EndpointListView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex row = isKey ? currentIndex() : indexAt(event->pos());
    if (!row.isValid())
        return;
    Q_EMIT menuRequested(row, isKey ? viewport()->mapToGlobal(visualRect(row).center()) : event->globalPos());
}

/** Not the list view's own, which lays out every row again. */
void EndpointListView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                                   const QList<int>& roles)
{
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
}

} // namespace weir
