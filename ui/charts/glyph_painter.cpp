// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/glyph_painter.h"

#include <QPainter>
#include <QPolygonF>

namespace weir {

void drawGlyph(QPainter& painter, Glyph glyph, QPointF centre, const QColor& color, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(centre);
    QPen pen(color, radius * 0.42, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const double r = radius;
    switch (glyph) {
    case Glyph::None:
        break;
    case Glyph::Check:
        painter.setPen(pen);
        painter.drawPolyline(QPolygonF{{-r * 0.9, 0.05 * r}, {-r * 0.25, r * 0.7}, {r * 0.9, -r * 0.65}});
        break;
    case Glyph::Dot:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(), r * 0.85, r * 0.85);
        break;
    case Glyph::Ring:
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(), r * 0.72, r * 0.72);
        break;
    case Glyph::Cross:
        painter.setPen(pen);
        painter.drawLine(QPointF(-r * 0.7, -r * 0.7), QPointF(r * 0.7, r * 0.7));
        painter.drawLine(QPointF(-r * 0.7, r * 0.7), QPointF(r * 0.7, -r * 0.7));
        break;
    case Glyph::Diamond:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF{{0, -r}, {r, 0}, {0, r}, {-r, 0}});
        break;
    case Glyph::Triangle:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF{{-r, -r * 0.75}, {r, -r * 0.75}, {0, r * 0.9}});
        break;
    case Glyph::Square:
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(-r * 0.7, -r * 0.7, r * 1.4, r * 1.4), r * 0.25, r * 0.25);
        break;
    }
    painter.restore();
}

} // namespace weir
