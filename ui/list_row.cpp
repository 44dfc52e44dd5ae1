// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list_row.h"

#include "ui/models/colors.h"

#include <QPainter>
#include <QStyleOptionViewItem>

namespace weir {

void paintRowGround(QPainter& painter, const QStyleOptionViewItem& option, const Colors& colors)
{
    constexpr int kBar = 3;
    const QRect& all = option.rect;
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(all, colors.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(all, colors.raised);
    if (option.state.testFlag(QStyle::State_HasFocus))
        painter.fillRect(QRect(all.left(), all.top(), kBar, all.height()), colors.accent);
}

} // namespace weir
