// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPainter;
class QStyleOptionViewItem;

namespace weir {

struct Colors;

/** The ground of a line of a list: chosen, under the mouse, and a bar at its left while it has the focus. */
void paintRowGround(QPainter& painter, const QStyleOptionViewItem& option, const Colors& colors);

} // namespace weir
