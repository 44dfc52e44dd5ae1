// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace weir {

struct SparkLine;

/**
 * Draws the last minute into a box, the newest second at its right edge, between its least and its most. A
 * gap is a gap; when the endpoint is down the end is hatched instead.
 */
void paintSparkLine(QPainter& painter, const QRectF& box, const SparkLine& line, const QColor& color);

} // namespace weir
