// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sparkline.h"

#include "ui/models/endpoint_row.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/** A steady flow looks steady: noise below this share of the most is not blown up to the whole height. */
constexpr float kLeastRange = 0.25F;

void paintHatch(QPainter& painter, const QRectF& box, const QColor& color)
{
    QColor fill = color;
    fill.setAlphaF(0.16F);
    painter.save();
    painter.setClipRect(box);
    painter.fillRect(box, fill);
    painter.setPen(QPen(color, 1));
    for (double x = box.left() - box.height(); x < box.right(); x += 5)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
    painter.restore();
}

} // namespace

void paintSparkLine(QPainter& painter, const QRectF& box, const SparkLine& line, const QColor& color)
{
    float low = INFINITY;
    float high = -INFINITY;
    for (const float value : line.values) {
        if (!std::isnan(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!(low <= high))
        return;
    const float least = std::max(kLeastRange * high, 1e-9F);
    if (high - low < least) {
        const float middle = (high + low) / 2;
        low = middle - least / 2;
        high = middle + least / 2;
    }
    const double step = box.width() / static_cast<double>(SparkLine::kSeconds - 1);
    const auto count = static_cast<double>(line.values.size());
    const auto xOf = [&](std::size_t i) { return box.right() - (count - 1 - static_cast<double>(i)) * step; };
    QPainterPath path;
    bool isDrawing = false;
    std::size_t end = 0; // after the last known second
    for (std::size_t i = 0; i < line.values.size(); ++i) {
        const float value = line.values[i];
        if (std::isnan(value)) {
            isDrawing = false;
            continue;
        }
        const QPointF point(xOf(i), box.bottom() - (value - low) / (high - low) * box.height());
        if (isDrawing) {
            path.lineTo(point);
        } else {
            path.moveTo(point - QPointF(0.5, 0)); // a second alone is seen as well
            path.lineTo(point);
        }
        isDrawing = true;
        end = i + 1;
    }
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    if (line.isLost && end < line.values.size())
        paintHatch(painter, QRectF(QPointF(xOf(end) - step / 2, box.top()), box.bottomRight()), color);
    painter.restore();
}

} // namespace weir
