// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/colors.h"
#include "ui/models/top_key_rows.h"

class QLabel;
class QListView;
class QModelIndex;
class QPushButton;

namespace weir {

class TopKeysDelegate;
class TopKeysHeading;
class TopKeysModel;

/**
 * The busiest keys with their ranges on a common axis; until there is one, what will be here. A click on a
 * row, or Enter, follows that key; on its number, or E, says what is behind it; on its mark, or Delete, lets
 * it go. Endpoints as keys are explained only. GUI thread.
 */
class TopKeysPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TopKeysPanel(QWidget* parent);

    void apply(TopKeyList list);
    void setColors(const Colors& colors);
    /** "key: endpoint", "key: /symbol". */
    QString keyIs() const;

Q_SIGNALS:
    /** To be the subject of Corrected totals. */
    void followRequested(const weir::Subject& subject);
    void unfollowRequested(const weir::Subject& subject);
    /** To where a field is chosen. */
    void messagesRequested();
    /** It can be seen now: what it lists may be out of date. */
    void shown();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    void arrange();
    void activate(const QModelIndex& index);
    void clicked(const QModelIndex& index);
    void explain(const QModelIndex& index);
    void unfollow(const QModelIndex& index);
    bool handleKey(int key);

    TopKeysModel* m_model;
    TopKeysDelegate* m_delegate;
    QListView* m_list;
    TopKeysHeading* m_heading;
    QWidget* m_empty;
    QLabel* m_emptyText;
    QLabel* m_foot;
    QLabel* m_trouble;
    QPushButton* m_hint;
    bool m_isEmpty = true; ///< as arranged
    QPoint m_pressed;      ///< where the list was last pressed
};

} // namespace weir
