// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>

namespace weir {

namespace {

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QPen penFor(LineStyle style, const QColor& color)
{
    switch (style) {
    case LineStyle::Plain:
        return QPen(color, 1.6);
    case LineStyle::Strong:
        return QPen(color, 2.0);
    case LineStyle::Step:
        return QPen(color, 1.8);
    case LineStyle::Thin:
        return QPen(withAlpha(color, 0.6), 1.0);
    case LineStyle::Dashed: {
        QPen pen(color, 1.2);
        pen.setDashPattern({4, 4});
        return pen;
    }
    }
    return QPen(color, 1.6);
}

} // namespace

PlotView::PlotView(QWidget* parent) : QChartView(new QChart, parent), m_x(new QValueAxis), m_y(new QValueAxis)
{
    setFrameShape(QFrame::NoFrame);
    setInteractive(false);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumSize(1, 1);
    QChart* c = chart();
    c->setAnimationOptions(QChart::NoAnimation);
    c->setBackgroundVisible(false);
    c->setMargins({});
    c->layout()->setContentsMargins(0, 0, 0, 0);
    c->legend()->hide();
    for (QValueAxis* axis : {m_x, m_y}) {
        axis->setLabelsVisible(false);
        axis->setGridLineVisible(false);
        axis->setLineVisible(false);
    }
    c->addAxis(m_x, Qt::AlignBottom);
    c->addAxis(m_y, Qt::AlignLeft);
}

void PlotView::setView(const CardView& view)
{
    m_view = view;
    fill();
}

void PlotView::setColors(const Colors& colors)
{
    m_colors = colors;
    fill();
}

int PlotView::seriesCount() const
{
    return static_cast<int>(chart()->series().size());
}

void PlotView::fill()
{
    m_x->setRange(-m_view.spanSeconds, 0);
    m_y->setRange(m_view.yLow, std::max(m_view.yHigh, m_view.yLow + 1e-9));
    std::size_t areas = 0;
    std::size_t lines = 0;
    for (const BandView& band : m_view.bands)
        areas += band.pieces.size();
    for (const LineView& line : m_view.lines) {
        lines += line.pieces.size();
        areas += line.isFilled ? line.pieces.size() : 0;
    }
    makeSeries(areas, lines);
    fillAreas();
    fillLines();
    viewport()->update();
}

void PlotView::makeSeries(std::size_t areas, std::size_t lines)
{
    // Later series are drawn above earlier ones, so lines must be made after every area.
    if (areas > m_areas.size()) {
        chart()->removeAllSeries();
        for (const Area& area : m_areas) {
            delete area.low;
            delete area.high;
        }
        m_lines.clear();
        m_areas.clear();
    }
    const auto add = [this](QAbstractSeries* series) {
        chart()->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    };
    while (m_areas.size() < areas) {
        Area area;
        area.low = new QLineSeries(this);
        area.high = new QLineSeries(this);
        area.area = new QAreaSeries(area.high, area.low);
        area.area->setPen(Qt::NoPen);
        add(area.area);
        m_areas.push_back(area);
    }
    while (m_lines.size() < lines) {
        auto* line = new QLineSeries;
        add(line);
        m_lines.push_back(line);
    }
}

void PlotView::fillAreas()
{
    std::size_t used = 0;
    const auto next = [&](const QList<QPointF>& low, const QList<QPointF>& high, const QBrush& brush) {
        const Area& area = m_areas[used++];
        area.area->setBrush(brush);
        area.low->replace(low);
        area.high->replace(high);
        area.area->setVisible(high.size() > 1);
    };
    for (const BandView& band : m_view.bands) {
        const QBrush brush(withAlpha(m_colors.of(band.color), m_colors.bandAlpha));
        for (const BandView::Piece& piece : band.pieces)
            next(piece.low, piece.high, brush);
    }
    for (const LineView& line : m_view.lines) {
        if (!line.isFilled)
            continue;
        QLinearGradient fade(0, plotRect().top(), 0, plotRect().bottom());
        fade.setColorAt(0, withAlpha(m_colors.of(line.color), m_colors.fillAlpha));
        fade.setColorAt(1, withAlpha(m_colors.of(line.color), 0));
        for (const QList<QPointF>& piece : line.pieces) {
            QList<QPointF> floor = piece;
            for (QPointF& point : floor)
                point.setY(m_view.yLow);
            next(floor, piece, QBrush(fade));
        }
    }
    for (; used < m_areas.size(); ++used)
        m_areas[used].area->setVisible(false);
}

void PlotView::fillLines()
{
    std::size_t used = 0;
    for (const LineView& view : m_view.lines) {
        const QPen pen = penFor(view.style, m_colors.of(view.color));
        for (const QList<QPointF>& piece : view.pieces) {
            QLineSeries* line = m_lines[used++];
            if (line->pen() != pen)
                line->setPen(pen);
            line->replace(piece);
            line->setVisible(true);
        }
    }
    for (; used < m_lines.size(); ++used) {
        m_lines[used]->setVisible(false);
        m_lines[used]->replace(QList<QPointF>());
    }
}

QRectF PlotView::plotRect() const
{
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

void PlotView::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    chart()->setPlotArea(plotRect());
    // Without this the series stay on the geometry of the previous size.
    chart()->layout()->invalidate();
    chart()->layout()->activate();
    fillAreas(); // gradients are in pixels
}

double PlotView::pixelY(double value) const
{
    const QRectF plot = plotRect();
    const double range = std::max(m_view.yHigh - m_view.yLow, 1e-9);
    return plot.bottom() - (value - m_view.yLow) / range * plot.height();
}

QPointF PlotView::pixel(QPointF value) const
{
    const QRectF plot = plotRect();
    return {plot.right() + value.x() / m_view.spanSeconds * plot.width(), pixelY(value.y())};
}

void PlotView::drawBackground(QPainter* painter, const QRectF& rect)
{
    painter->fillRect(rect, m_colors.card);
    const QRectF plot = plotRect();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const ZoneView& zone : m_view.zones) {
        const double top = pixelY(zone.to);
        painter->fillRect(QRectF(plot.left(), top, plot.width(), pixelY(zone.from) - top),
                          withAlpha(m_colors.of(zone.color), m_colors.zoneAlpha));
    }
    painter->setPen(m_colors.gridVertical);
    for (const AxisTick& tick : m_view.xTicks) {
        const double x = pixel({tick.at, 0}).x();
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    for (const AxisTick& tick : m_view.yTicks) {
        const double y = pixelY(tick.at);
        painter->setPen(tick.at <= m_view.yLow ? m_colors.baseLine : m_colors.gridHorizontal);
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    for (const GapView& gap : m_view.gaps) {
        if (!gap.isTotal)
            continue;
        const double left = pixel({gap.from, 0}).x();
        painter->fillRect(QRectF(left, plot.top(), pixel({gap.to, 0}).x() - left, plot.height()),
                          QBrush(withAlpha(m_colors.of(gap.color), 0.16), Qt::BDiagPattern));
    }
    for (const ZoneView& zone : m_view.zones) {
        QPen pen(withAlpha(m_colors.of(zone.color), 0.65), 1);
        pen.setDashPattern({4, 3});
        painter->setPen(pen);
        const double y = pixelY(zone.from);
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    for (const MarkerView& marker : m_view.markers) {
        QPen pen(withAlpha(m_colors.of(marker.color), 0.55), 1);
        pen.setDashPattern({1, 3});
        painter->setPen(pen);
        const double x = pixel({marker.x, 0}).x();
        painter->drawLine(QPointF(x, plot.top() - kMargin), QPointF(x, plot.bottom()));
    }
    painter->restore();
}

void PlotView::drawForeground(QPainter* painter, const QRectF&)
{
    const QRectF plot = plotRect();
    painter->save();
    QFont small = font();
    small.setPixelSize(11);
    painter->setFont(small);
    const double lineHeight = QFontMetricsF(small).height();
    for (const ZoneView& zone : m_view.zones) {
        // Words lie inside their zone, or not at all.
        const double top = pixelY(zone.to);
        if (zone.label.isEmpty() || pixelY(zone.from) - top < lineHeight + 2)
            continue;
        painter->setPen(withAlpha(m_colors.of(zone.color), 0.9));
        painter->drawText(QRectF(plot.left() + 6, top + 1, plot.width() - 12, lineHeight + 2),
                          Qt::AlignLeft | Qt::AlignVCenter, zone.label);
    }
    for (const LineView& line : m_view.lines) {
        const QColor color = m_colors.of(line.color);
        for (const QList<QPointF>& piece : line.pieces) {
            if (piece.size() != 1)
                continue;
            painter->setPen(Qt::NoPen); // a lone value makes no line
            painter->setBrush(color);
            painter->drawEllipse(pixel(piece.front()), 1.4, 1.4);
        }
        if (!line.hasDot || line.pieces.empty() || line.pieces.back().isEmpty())
            continue;
        painter->setPen(QPen(m_colors.card, 1.5));
        painter->setBrush(color);
        painter->drawEllipse(pixel(line.pieces.back().back()), 3.6, 3.6);
    }
    if (!m_view.emptyText.isEmpty()) {
        painter->setPen(m_colors.secondary);
        painter->drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, m_view.emptyText);
    }
    painter->restore();
}

void PlotView::mousePressEvent(QMouseEvent* event)
{
    event->ignore();
}

void PlotView::mouseMoveEvent(QMouseEvent* event)
{
    event->ignore();
}

void PlotView::mouseReleaseEvent(QMouseEvent* event)
{
    event->ignore();
}

void PlotView::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace weir
