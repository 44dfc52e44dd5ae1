// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/models/colors.h"

namespace weir {

/**
 * How a number came about, in a few lines beside it. Closes and deletes itself on Esc or a press elsewhere.
 * GUI thread; a child of the card it explains.
 */
class Explanation : public QFrame
{
    Q_OBJECT

public:
    Explanation(const QString& title, const QString& text, const Colors& colors, QWidget* card);

    /** Below `place` (global pixels), kept on its screen. */
    void openBelow(const QRect& place);
};

} // namespace weir
