// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include "core/link/endpoint_status.h"

namespace weir {

class EndpointListModel;

/** What a user did to a row. */
enum class RowGesture {
    Emphasize, ///< a click, Enter
    Solo,      ///< with Ctrl
    Edit,      ///< F2
    Draw,      ///< a click on the swatch, D, Insert
    Fold,      ///< Left on a header
    Unfold,    ///< Right
    Toggle,    ///< a click on a header, Enter
    OnlyGroup, ///< the same with Ctrl
    Remove,    ///< Delete
};

/**
 * The list itself: gestures to signals, and only what is visible is measured and painted. Going through the
 * rows with the arrow keys changes the current one and nothing else. GUI thread.
 */
class EndpointListView : public QListView
{
    Q_OBJECT

public:
    EndpointListView(EndpointListModel* model, QWidget* parent);

    /** Rows that can be seen; last < first when there are none. */
    struct Rows
    {
        int first = 0;
        int last = -1;
    };
    Rows visibleRows() const;

Q_SIGNALS:
    void gestured(weir::RowGesture gesture, const QModelIndex& row);
    /** A click where no row is. */
    void emptyClicked();
    /** Of the current row or the one under the mouse. */
    void menuRequested(const QModelIndex& row, const QPoint& globalPosition);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

protected Q_SLOTS:
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;

private:
    EndpointListModel* m_model;
};

} // namespace weir
