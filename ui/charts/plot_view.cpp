// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_view.h"

#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {

namespace {

constexpr double kDotRadius = 2.85;
constexpr double kDotRing = 1.5;
constexpr double kSingleRadius = 1.8;
constexpr double kDimmed = 0.35;

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor dimmed(QColor color, bool isDimmed)
{
    if (isDimmed)
        color.setAlphaF(static_cast<float>(color.alphaF() * kDimmed));
    return color;
}

bool isSamePlot(const CardView& a, const CardView& b)
{
    return a.spanSeconds == b.spanSeconds && a.yLow == b.yLow && a.yHigh == b.yHigh && a.xTicks == b.xTicks &&
           a.yTicks == b.yTicks && a.zones == b.zones && a.bands == b.bands && a.lines == b.lines &&
           a.markers == b.markers && a.gaps == b.gaps && a.emptyText == b.emptyText;
}

} // namespace

PlotView::PlotView(QWidget* parent) : QChartView(new QChart, parent), m_x(new QValueAxis), m_y(new QValueAxis)
{
    setFrameShape(QFrame::NoFrame);
    setInteractive(false);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(QGraphicsView::NoViewportUpdate); // the scene is only ever rendered into the frame
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(1, 1);
    QChart* c = chart();
    c->setAnimationOptions(QChart::NoAnimation);
    c->setBackgroundVisible(false);
    c->setMargins({});
    c->layout()->setContentsMargins(0, 0, 0, 0);
    c->legend()->hide();
    for (QValueAxis* axis : {m_x, m_y}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
        axis->setTickType(QValueAxis::TicksDynamic);
    }
    c->addAxis(m_x, Qt::AlignBottom);
    c->addAxis(m_y, Qt::AlignLeft);
}

void PlotView::setView(const CardView& view)
{
    const bool isSame = isSamePlot(view, m_view);
    m_view = view;
    if (!isSame)
        refresh();
}

void PlotView::setOverlay(PlotOverlay overlay)
{
    if (overlay == m_overlay)
        return;
    const OverlayPlace place = overlayPlace();
    QRegion changed = regionOf(m_overlay, place);
    m_overlay = std::move(overlay);
    changed += regionOf(m_overlay, place);
    viewport()->update(changed);
}

OverlayPlace PlotView::overlayPlace() const
{
    return {plotRect(), m_view.spanSeconds, m_view.yLow, m_view.yHigh, font()};
}

void PlotView::setColors(const Colors& colors)
{
    m_colors = colors;
    m_x->setGridLinePen(QPen(colors.gridVertical, 1));
    m_y->setGridLinePen(QPen(colors.gridHorizontal, 1));
    m_frameKey.clear();
    refresh();
}

void PlotView::refresh()
{
    m_isStale = true;
    if (!isVisible())
        return;
    if (compose())
        viewport()->update();
}

/** Brings the picture up to date; whether that changed a pixel. */
bool PlotView::compose()
{
    m_isStale = false;
    ++m_picturesComposed;
    if (std::vector<double> key = frameKey(); key != m_frameKey) {
        const double scale = devicePixelRatioF();
        m_frame = QImage((QSizeF(viewport()->size()) * scale).toSize(), QImage::Format_RGB32);
        m_frame.setDevicePixelRatio(scale);
        drawFrame();
        m_next = m_frame.copy();
        m_frameKey = std::move(key);
    } else if (m_next.size() == m_frame.size()) {
        std::copy_n(m_frame.constBits(), m_frame.sizeInBytes(), m_next.bits());
    } else {
        m_next = m_frame.copy();
    }
    if (!m_view.gaps.empty() || !m_view.markers.empty()) {
        QPainter painter(&m_next);
        drawEvents(painter);
    }
    drawCurves();
    if (!m_view.zones.empty() || !m_view.emptyText.isEmpty()) {
        QPainter painter(&m_next);
        drawWords(painter);
    }
    const bool isSame =
        m_next.size() == m_picture.size() &&
        std::equal(m_next.constBits(), m_next.constBits() + m_next.sizeInBytes(), m_picture.constBits());
    m_next.swap(m_picture);
    return !isSame;
}

std::vector<double> PlotView::frameKey() const
{
    const QSize size = viewport()->size();
    std::vector<double> key{double(size.width()), double(size.height()), devicePixelRatioF(),
                            m_view.spanSeconds,   m_view.yLow,           m_view.yHigh};
    for (const auto* ticks : {&m_view.xTicks, &m_view.yTicks}) {
        key.push_back(static_cast<double>(ticks->size()));
        for (const AxisTick& tick : *ticks)
            key.push_back(tick.at);
    }
    for (const ZoneView& zone : m_view.zones)
        key.insert(key.end(), {zone.from, zone.to, double(zone.color)});
    return key;
}

void PlotView::drawFrame()
{
    ++m_framesDrawn;
    setGrid(m_x, m_view.xTicks, -m_view.spanSeconds, 0);
    const bool isEven = setGrid(m_y, m_view.yTicks, m_view.yLow, std::max(m_view.yHigh, m_view.yLow + 1e-9));
    // Else the grid is laid out later, at the next turn of the event loop.
    chart()->layout()->invalidate();
    chart()->layout()->activate();
    const QRectF plot = plotRect();
    QPainter painter(&m_frame);
    painter.fillRect(rect(), m_colors.card);
    for (const ZoneView& zone : m_view.zones) {
        const double top = pixelY(zone.to);
        painter.fillRect(QRectF(plot.left(), top, plot.width(), pixelY(zone.from) - top),
                         withAlpha(m_colors.of(zone.color), m_colors.zoneAlpha));
    }
    render(&painter, QRectF(rect()), rect());
    for (const AxisTick& tick : m_view.yTicks) {
        const bool isBase = tick.at <= m_view.yLow;
        if (!isBase && isEven)
            continue;
        painter.setPen(isBase ? m_colors.baseLine : m_colors.gridHorizontal);
        painter.drawLine(QPointF(plot.left(), pixelY(tick.at)), QPointF(plot.right(), pixelY(tick.at)));
    }
    for (const ZoneView& zone : m_view.zones) {
        QPen pen(withAlpha(m_colors.of(zone.color), 0.65), 1);
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        const double y = pixelY(zone.from);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
}

bool PlotView::setGrid(QValueAxis* axis, const std::vector<AxisTick>& ticks, double low, double high)
{
    bool isEven = ticks.size() > 1;
    for (std::size_t i = 2; i < ticks.size(); ++i) {
        const double step = ticks[i].at - ticks[i - 1].at;
        isEven = isEven && std::abs(step - (ticks[1].at - ticks[0].at)) < 1e-9 * (high - low);
    }
    axis->setGridLineVisible(isEven);
    // The larger of two intervals goes with the larger of two ranges at any moment: the chart makes every
    // line at once, in time that grows with their square, and a day has 43,200 lines two seconds apart.
    const double interval = isEven ? std::abs(ticks[1].at - ticks[0].at) : high - low;
    const bool isIntervalFirst = interval > axis->tickInterval();
    if (isIntervalFirst)
        axis->setTickInterval(interval);
    axis->setRange(low, high);
    if (isEven)
        axis->setTickAnchor(ticks[0].at);
    if (!isIntervalFirst)
        axis->setTickInterval(interval);
    return isEven;
}

void PlotView::drawEvents(QPainter& painter) const
{
    const QRectF plot = plotRect();
    for (const GapView& gap : m_view.gaps) {
        if (!gap.isTotal)
            continue;
        const double left = pixelX(gap.from);
        painter.fillRect(QRectF(left, plot.top(), pixelX(gap.to) - left, plot.height()),
                         QBrush(withAlpha(m_colors.of(gap.color), 0.16), Qt::BDiagPattern));
    }
    for (const MarkerView& marker : m_view.markers) {
        QPen pen(withAlpha(m_colors.of(marker.color), 0.55), 1);
        pen.setDashPattern({1, 3});
        painter.setPen(pen);
        const double x = pixelX(marker.x);
        painter.drawLine(QPointF(x, plot.top() - kMargin), QPointF(x, plot.bottom()));
    }
}

void PlotView::drawCurves()
{
    const double scale = m_next.devicePixelRatio();
    const QRectF plot = plotRect();
    m_raster.begin(m_next, {QRectF(plot.topLeft() * scale, plot.size() * scale), m_view.spanSeconds,
                            m_view.yLow, m_view.yHigh});
    // What is dimmed lies below what is not.
    for (const bool isDimmed : {true, false}) {
        for (const BandView& band : m_view.bands) {
            if (band.isDimmed != isDimmed)
                continue;
            const QColor color = dimmed(withAlpha(m_colors.of(band.color), m_colors.bandAlpha), isDimmed);
            for (const BandView::Piece& piece : band.pieces)
                m_raster.drawBand(piece.low, piece.high, color);
        }
        for (const LineView& line : m_view.lines) {
            if (!line.isFilled || line.isDimmed != isDimmed)
                continue;
            const QColor color = dimmed(withAlpha(m_colors.of(line.color), m_colors.fillAlpha), isDimmed);
            for (const QList<QPointF>& piece : line.pieces)
                m_raster.drawArea(piece, color);
        }
    }
    for (const bool isDimmed : {true, false}) {
        for (const LineView& line : m_view.lines) {
            if (line.isDimmed == isDimmed)
                drawLine(line, scale);
        }
        for (const LineView& line : m_view.lines) {
            if (!line.hasDot || line.isDimmed != isDimmed || line.pieces.empty() ||
                line.pieces.back().isEmpty())
                continue;
            const QPointF newest = line.pieces.back().back();
            m_raster.drawDot(newest, (kDotRadius + kDotRing) * scale, m_colors.card);
            m_raster.drawDot(newest, kDotRadius * scale, dimmed(m_colors.of(line.color), isDimmed));
        }
    }
}

void PlotView::drawLine(const LineView& line, double scale)
{
    Stroke stroke = Stroke::of(line.style, m_colors.of(line.color), scale);
    stroke.color = dimmed(stroke.color, line.isDimmed);
    if (line.style == LineStyle::Dots)
        m_raster.drawDots(line.pieces, kSingleRadius * scale, stroke.color);
    else
        m_raster.drawLine(line.pieces, stroke);
}

void PlotView::drawWords(QPainter& painter) const
{
    const QRectF plot = plotRect();
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    const double lineHeight = QFontMetricsF(small).height();
    for (const ZoneView& zone : m_view.zones) {
        // Words lie inside their zone, or not at all.
        const double top = pixelY(zone.to);
        if (zone.label.isEmpty() || pixelY(zone.from) - top < lineHeight + 2)
            continue;
        painter.setPen(withAlpha(m_colors.of(zone.color), 0.9));
        painter.drawText(QRectF(plot.left() + 6, top + 1, plot.width() - 12, lineHeight + 2),
                         Qt::AlignLeft | Qt::AlignVCenter, zone.label);
    }
    if (!m_view.emptyText.isEmpty()) {
        painter.setPen(m_colors.secondary);
        painter.drawText(plot, Qt::AlignCenter | Qt::TextWordWrap, m_view.emptyText);
    }
}

QRectF PlotView::plotRect() const
{
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

double PlotView::pixelX(double seconds) const
{
    const QRectF plot = plotRect();
    return plot.right() + seconds / m_view.spanSeconds * plot.width();
}

double PlotView::pixelY(double value) const
{
    const QRectF plot = plotRect();
    const double range = std::max(m_view.yHigh - m_view.yLow, 1e-9);
    return plot.bottom() - (value - m_view.yLow) / range * plot.height();
}

void PlotView::paintEvent(QPaintEvent* event)
{
    // A new scale of the screen tells nobody but the paint event.
    if (m_isStale || m_picture.devicePixelRatio() != devicePixelRatioF())
        compose();
    QPainter painter(viewport());
    painter.setClipRegion(event->region());
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.drawImage(QPoint(0, 0), m_picture);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    paintOverlay(painter, m_overlay, overlayPlace(), m_colors);
}

void PlotView::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    chart()->setPlotArea(plotRect());
    refresh();
}

void PlotView::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        refresh();
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
