// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/glyph.h"

#include <QColor>
#include <QPointF>

class QPainter;

namespace weir {

/** Draws a glyph about its centre; `radius` is half its height in pixels. */
void drawGlyph(QPainter& painter, Glyph glyph, QPointF centre, const QColor& color, double radius = 4.5);

} // namespace weir
