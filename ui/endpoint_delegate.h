// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QStyledItemDelegate>

namespace weir {

/** Draws a row of the endpoint list: swatch, name, rate; below them state and traffic. GUI thread. */
class EndpointDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kRowHeight = 46;
    using QStyledItemDelegate::QStyledItemDelegate;

    void setColors(const Colors& colors) { m_colors = colors; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Colors m_colors;
};

} // namespace weir
