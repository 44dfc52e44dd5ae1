// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/models/colors.h"

namespace weir {

/**
 * How a number came about, in a few lines of plain text beside it. Closes and deletes itself on Esc or a
 * press elsewhere. GUI thread; a child of the card it explains. A screen reader gets the text as its
 * description.
 */
class Explanation : public QFrame
{
    Q_OBJECT

public:
    Explanation(const QString& title, const QString& text, const Colors& colors, QWidget* card);

    /** Below `place` (global pixels), kept on its screen. */
    void openBelow(const QRect& place);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Colors m_colors;
};

} // namespace weir
