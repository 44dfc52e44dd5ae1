// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"

#include "ui/charts/card_painter.h"
#include "ui/charts/plot_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>
#include <utility>

namespace weir {

ChartCard::ChartCard(const QString& objectName, QWidget* parent) : QWidget(parent), m_plot(new PlotView(this))
{
    setObjectName(objectName);
}

void ChartCard::setView(CardView view)
{
    const bool isMoved = view.foot.isEmpty() != m_view.foot.isEmpty() || view.tag != m_view.tag ||
                         view.subline.size() != m_view.subline.size();
    m_view = std::move(view);
    if (accessibleName() != m_view.title)
        setAccessibleName(m_view.title);
    const QString description = m_view.headline + QStringLiteral(", ") + m_view.subline;
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
    if (isMoved)
        place();
    m_plot->setView(m_view);
    updateAroundPlot();
}

void ChartCard::setColors(const Colors& colors)
{
    m_colors = colors;
    m_plot->setColors(colors);
    updateAroundPlot();
}

void ChartCard::setPicker(QWidget* picker)
{
    m_picker = picker;
    picker->setParent(this);
    place();
}

void ChartCard::updateAroundPlot()
{
    update(QRegion(rect()).subtracted(m_plot->geometry())); // the plot knows by itself whether it has changed
}

void ChartCard::place()
{
    const CardLayout layout = CardLayout::of(QRectF(rect()), !m_view.foot.isEmpty());
    m_plot->setGeometry(layout.plot.toAlignedRect().adjusted(-PlotView::kMargin, -PlotView::kMargin,
                                                             PlotView::kMargin, PlotView::kMargin));
    if (m_picker) {
        const int left = static_cast<int>(layout.unit.left() + CardPainter::tagWidth(m_view, font())) + 8;
        QFont small = font();
        small.setPixelSize(12);
        const double subline = QFontMetricsF(small).horizontalAdvance(m_view.subline);
        const int width = std::clamp(static_cast<int>(layout.unit.right() - subline) - left - 10, 70, 170);
        m_picker->setGeometry(left, static_cast<int>(layout.unit.top()) - 1, width, 20);
    }
}

void ChartCard::resizeEvent(QResizeEvent*)
{
    place();
}

void ChartCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const CardLayout layout = CardLayout::of(QRectF(rect()), !m_view.foot.isEmpty());
    CardPainter(painter, m_colors, font(), layout).paint(m_view);
    const double left = layout.unit.left() + CardPainter::tagWidth(m_view, font()) + 8 +
                        (m_picker ? m_picker->width() + 8 : 0);
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    painter.setPen(m_colors.secondary);
    const QFontMetricsF metrics(small);
    const double room = layout.unit.right() - metrics.horizontalAdvance(m_view.subline) - 12 - left;
    if (metrics.horizontalAdvance(m_view.unit) <= room)
        painter.drawText(QRectF(left, layout.unit.top(), room, layout.unit.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, m_view.unit);
}

bool ChartCard::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const CardLayout layout = CardLayout::of(QRectF(rect()), !m_view.foot.isEmpty());
    QString text = m_view.tooltip;
    for (const MarkerView& marker : m_view.markers) {
        const double x = layout.plot.right() + marker.x / m_view.spanSeconds * layout.plot.width();
        if (std::abs(help->pos().x() - x) <= 5 && help->pos().y() >= layout.lane.top() - 2 &&
            help->pos().y() <= layout.plot.bottom())
            text = marker.tooltip;
    }
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
                           QStringLiteral("<p>") + text.toHtmlEscaped() + QStringLiteral("</p>"), this);
    return true;
}

} // namespace weir
