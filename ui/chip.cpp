// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chip.h"

#include "ui/charts/glyph_painter.h"

#include <QPainter>

namespace weir {

namespace {
constexpr int kText = 28;
constexpr int kEnd = 12;
} // namespace

Chip::Chip(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Chip::setContent(Glyph glyph, ColorRole color, const QString& text)
{
    if (glyph == m_glyph && color == m_color && text == m_text)
        return;
    m_glyph = glyph;
    m_color = color;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

QSize Chip::sizeHint() const
{
    const int start = m_glyph == Glyph::None ? kEnd : kText;
    return {start + fontMetrics().horizontalAdvance(m_text) + kEnd + 1, 30};
}

void Chip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_colors.border);
    painter.setBrush(m_colors.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const int start = m_glyph == Glyph::None ? kEnd : kText;
    drawGlyph(painter, m_glyph, {16, height() / 2.0}, m_colors.of(m_color), 5);
    painter.setPen(m_colors.text);
    const QRect room(start, 0, width() - start - kEnd + 2, height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, room.width()));
}

} // namespace weir
