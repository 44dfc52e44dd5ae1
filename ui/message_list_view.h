// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/colors.h"

namespace weir {

class MessageDelegate;
class MessageFilterModel;

/**
 * Kept messages in lines under a heading. Whoever reads one is not disturbed: once a message is chosen, or
 * the list was scrolled, rows stay where they are while new ones arrive above; newerChanged() tells how many.
 * Only visible rows are drawn. GUI thread; the model outlives it.
 */
class MessageListView : public QListView
{
    Q_OBJECT

public:
    MessageListView(MessageFilterModel& messages, QWidget* parent);

    void setColors(const Colors& colors);
    void setColumns(bool hasSender, bool hasFound);
    /** Makes this the current message, in the middle of the list; invalid: none. */
    void choose(const QModelIndex& index);
    /** Back to the newest, none chosen. */
    void goToNewest();
    /** Rows above the first visible one. */
    int newer() const { return m_newer; }

Q_SIGNALS:
    /** By the user or choose(): a number, 0 when none is current. */
    void messageChosen(quint64 number);
    void newerChanged(int newer);

protected:
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Heading;
    bool isHeld() const;
    void shift(int rows);
    void copyChosen() const;

    MessageFilterModel& m_messages;
    MessageDelegate* m_delegate;
    Heading* m_heading;
    int m_newer = 0;
};

} // namespace weir
