// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sketch_card.h"

#include "ui/charts/card_painter.h"

#include <QPainter>

namespace weir {

SketchCard::SketchCard(const QString& title, CardTag tag, const QString& sentence, std::vector<Curve> curves,
                       QWidget* parent)
    : QWidget(parent), m_title(title), m_tag(tag), m_sentence(sentence), m_curves(std::move(curves))
{
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

void SketchCard::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void SketchCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_colors.border);
    painter.setBrush(m_colors.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    QFont bold = font();
    bold.setPixelSize(13);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_colors.text);
    const QRectF title(14, 9, width() - 28, 20);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    drawTag(painter, m_colors, font(), m_tag, {14 + QFontMetricsF(bold).horizontalAdvance(m_title) + 10, 10});

    QFont small = font();
    small.setPixelSize(12);
    const QRectF sentence(14, height() - 26, width() - 28, 18);
    painter.setFont(small);
    painter.setPen(m_colors.secondary);
    painter.drawText(sentence, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(small).elidedText(m_sentence, Qt::ElideRight, sentence.width()));

    const QRectF plot(16, 38, width() - 32, height() - 38 - 34);
    if (plot.height() < 12)
        return;
    for (const Curve& curve : m_curves) {
        QPolygonF points;
        for (const QPointF& point : curve.points)
            points << QPointF(plot.left() + point.x() * plot.width(),
                              plot.bottom() - point.y() * plot.height());
        QColor color = m_colors.of(curve.color);
        if (curve.isBand) {
            color.setAlphaF(0.25F);
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawPolygon(points);
            continue;
        }
        QPen pen(color, 1.6);
        if (curve.isDashed)
            pen.setDashPattern({3, 2.5});
        painter.setPen(pen);
        painter.drawPolyline(points);
    }
}

} // namespace weir
