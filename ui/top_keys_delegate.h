// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/models/colors.h"

#include <QRect>

namespace weir {

class TopKeysModel;

/** Where the columns of the keys are in a row; the heading and the rows ask the same. What there is nothing
 * for, or no room, is empty. */
struct TopKeysColumns
{
    QRect pin; ///< tells which keys are followed
    QRect key;
    QRect number; ///< right-aligned, as share, sum and grade
    QRect share;
    QRect sum;
    QRect bar;
    QRect grade;

    static TopKeysColumns in(const QRect& row, const TopKeysModel& model);
};

/** Draws one key: whether it is followed, name, numbers, range as a bar on the common axis, grade. GUI
 * thread. */
class TopKeysDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setColors(const Colors& colors) { m_colors = colors; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Colors m_colors;
};

} // namespace weir
