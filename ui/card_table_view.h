// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/card_table_model.h"

class QLabel;
class QTableView;

namespace weir {

/**
 * A chart as a table, in its place: the screen reader's chart. The arrow keys walk it, Ctrl+C copies the
 * selected rows, or all, with their header and tabs between. GUI thread; owned by its parent.
 */
class CardTableView : public QWidget
{
    Q_OBJECT

public:
    explicit CardTableView(QWidget* parent);

    /** Keeps the selection and the place. */
    void setTable(CardTable table);
    /** Gives the keyboard to the table, at its newest row if it was never there. */
    void focusTable();

Q_SIGNALS:
    /** Back to the chart: Esc or the button. */
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void copy();
    /** What it says must not widen the card that it replaces. */
    void fitHeading();

    CardTableModel* m_model;
    QString m_title;
    QLabel* m_heading;
    QTableView* m_table;
    QLabel* m_note;
};

} // namespace weir
