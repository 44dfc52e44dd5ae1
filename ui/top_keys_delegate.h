// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/models/colors.h"

#include <QRect>

namespace weir {

/** Where the columns of the keys are in a row; the heading and the rows ask the same. */
struct TopKeysColumns
{
    QRect key;
    QRect number; ///< right-aligned
    QRect bar;
    QRect grade; ///< right-aligned

    static TopKeysColumns in(const QRect& row);
};

/** Draws one key: name, number, range as a bar on the common axis, grade. GUI thread. */
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
