// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QStyledItemDelegate>

namespace weir {

struct EventRow;

/** Draws one line of an EventFilterModel: time, glyph, name, text. GUI thread. */
class EventDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setColors(const Colors& colors) { m_colors = colors; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /** `nameWidth` in pixels: where the text begins. */
    static void paintRow(QPainter& painter, const EventRow& row, const QRect& box, const QFont& font,
                         const Colors& colors, int nameWidth);

private:
    Colors m_colors;
};

} // namespace weir
