// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logo.h"

#include <QPainter>
#include <QPainterPath>

namespace weir {

void Logo::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto pen = [](QRgb color, qreal width) {
        return QPen(QColor(color), width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    };
    QPainterPath water(QPointF(2, 6.5));
    water.lineTo(9.2, 6.5);
    water.cubicTo(11.8, 6.5, 12, 8.1, 12, 9.7);
    water.lineTo(12, 13.1);
    water.cubicTo(12, 15.3, 12.9, 16.5, 15, 16.5);
    water.lineTo(22, 16.5);
    painter.strokePath(water, pen(0xff58a6ff, 2.4));
    painter.setPen(pen(0xff8b98a7, 2.4));
    painter.drawLine(QPointF(8.2, 10.6), QPointF(8.2, 19));
    painter.setPen(pen(0xff8b98a7, 1.8));
    painter.drawLine(QPointF(2, 20.4), QPointF(22, 20.4));
}

} // namespace weir
