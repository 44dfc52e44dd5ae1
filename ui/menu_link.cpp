// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/menu_link.h"

#include "ui/charts/glyph_painter.h"

#include <QPainter>

namespace weir {

MenuLink::MenuLink(const QString& objectName, QWidget* parent) : QPushButton(parent)
{
    setObjectName(objectName);
    setProperty("kind", QStringLiteral("link"));
}

void MenuLink::paintEvent(QPaintEvent* event)
{
    QPushButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawGlyph(painter, Glyph::Triangle, {width() - 8.5, height() / 2.0 + 0.5}, palette().buttonText().color(),
              3.5);
}

} // namespace weir
