// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QStyledItemDelegate>

#include "ui/models/colors.h"

namespace weir {

/** Where the parts of a row are; the same for every row and for the heading over them. */
struct MessageColumns
{
    QRect time, sender, size, found, line; ///< sender and found may be empty

    static MessageColumns in(const QRect& row, const QFontMetrics& metrics, bool hasSender, bool hasFound);
};

/** Draws one message of a MessageFilterModel in a line. GUI thread. */
class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kRow = 21;
    using QStyledItemDelegate::QStyledItemDelegate;

    void setColors(const Colors& colors) { m_colors = colors; }
    const Colors& colors() const { return m_colors; }
    /** Which columns there are. True when they are others than before. */
    bool setColumns(bool hasSender, bool hasFound);
    MessageColumns columnsIn(const QRect& row, const QFont& font) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Colors m_colors;
    bool m_hasSender = true;
    bool m_hasFound = false;
};

} // namespace weir
