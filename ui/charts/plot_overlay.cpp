// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_overlay.h"

#include "ui/charts/card_layout.h"
#include "ui/charts/curve_raster.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr double kDotRadius = 4;
constexpr double kDotRing = 1.5;
constexpr double kBoxPadding = 8;
constexpr double kBoxGap = 10; ///< between the line and its box
constexpr double kColumnGap = 14;

PlotMap mapOf(const OverlayPlace& place)
{
    return {place.plot, place.spanSeconds, place.yLow, place.yHigh};
}

/** The box with as many rows as fit; empty when it would say nothing. */
struct BoxLayout
{
    QRectF rect;
    std::size_t rows = 0;
    double rowHeight = 0;
};

BoxLayout layOut(const PlotOverlay& overlay, const OverlayPlace& place)
{
    BoxLayout layout;
    if (!overlay.x || !overlay.box)
        return layout;
    const QFontMetricsF plain(sizedFont(place.font, 12));
    const QFontMetricsF strong(sizedFont(place.font, 12, QFont::DemiBold));
    layout.rowHeight = std::ceil(plain.height()) + 1;
    const double room = place.plot.height() - 2 * kBoxPadding - layout.rowHeight;
    if (room < layout.rowHeight)
        return layout;
    layout.rows = std::min(overlay.box->rows.size(), static_cast<std::size_t>(room / layout.rowHeight));
    double names = 0;
    double values = 0;
    for (std::size_t i = 0; i < layout.rows; ++i) {
        names = std::max(names, plain.horizontalAdvance(overlay.box->rows[i].name));
        values = std::max(values, strong.horizontalAdvance(overlay.box->rows[i].value));
    }
    const double text = std::max(names + kColumnGap + values, plain.horizontalAdvance(overlay.box->heading));
    const double width = std::min(std::ceil(text) + 2 * kBoxPadding, place.plot.width());
    const double height = layout.rowHeight * static_cast<double>(layout.rows + 1) + 2 * kBoxPadding - 3;
    const double x = mapOf(place).toPixel({*overlay.x, 0}).x();
    // To the left, over what is read already, while there is room.
    double left = x - kBoxGap - width;
    if (left < place.plot.left())
        left = x + kBoxGap;
    left = std::clamp(left, place.plot.left(), place.plot.right() - width);
    const double top = std::floor(place.plot.top() + (place.plot.height() - height) * 0.6);
    layout.rect = QRectF(std::floor(left), top, width, height);
    return layout;
}

void paintBox(QPainter& painter, const PlotOverlay& overlay, const OverlayPlace& place, const Colors& colors)
{
    const BoxLayout layout = layOut(overlay, place);
    if (layout.rect.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = colors.tooltip;
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(colors.tooltipBorder, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(layout.rect.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    QRectF row(layout.rect.left() + kBoxPadding, layout.rect.top() + kBoxPadding - 2,
               layout.rect.width() - 2 * kBoxPadding, layout.rowHeight);
    painter.setFont(sizedFont(place.font, 12));
    painter.setPen(colors.secondary);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, overlay.box->heading);
    for (std::size_t i = 0; i < layout.rows; ++i) {
        row.translate(0, layout.rowHeight);
        const QFont strong = sizedFont(place.font, 12, QFont::DemiBold);
        const QFont plain = sizedFont(place.font, 12);
        const ReadoutView::Row& said = overlay.box->rows[i];
        const double left =
            row.width() - QFontMetricsF(strong).horizontalAdvance(said.value) - kColumnGap / 2;
        painter.setFont(plain);
        painter.setPen(colors.secondary);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(plain).elidedText(said.name, Qt::ElideRight, std::max(0.0, left)));
        painter.setFont(strong);
        painter.setPen(colors.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, said.value);
    }
}

/** On the pixels of the screen. */
QRectF lineAt(double x, const OverlayPlace& place, double scale)
{
    const double left = std::min(std::floor(x * scale), std::ceil(place.plot.right() * scale) - 1) / scale;
    return {left, place.plot.top(), 1, place.plot.height()};
}

QRectF stretchRect(const PlotOverlay::Stretch& stretch, const OverlayPlace& place)
{
    const PlotMap map = mapOf(place);
    const double left = map.toPixel({stretch.from, 0}).x();
    return {left, place.plot.top(), map.toPixel({stretch.to, 0}).x() - left, place.plot.height()};
}

} // namespace

QRegion regionOf(const PlotOverlay& overlay, const OverlayPlace& place)
{
    QRegion region;
    if (overlay.stretch)
        region += stretchRect(*overlay.stretch, place).toAlignedRect().adjusted(-2, -1, 2, 1);
    if (overlay.x) {
        const PlotMap map = mapOf(place);
        const double x = map.toPixel({*overlay.x, 0}).x();
        const double reach = kDotRadius + kDotRing + 2;
        region += QRectF(x - reach, place.plot.top() - reach, 2 * reach, place.plot.height() + 2 * reach)
                      .toAlignedRect();
        for (const CardReading::Dot& dot : overlay.dots) // a sample's place may be off the line
            region += QRectF(map.toPixel(dot.value) - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach))
                          .toAlignedRect();
        if (const QRectF box = layOut(overlay, place).rect; !box.isEmpty())
            region += box.toAlignedRect();
    }
    return region;
}

void paintOverlay(QPainter& painter, const PlotOverlay& overlay, const OverlayPlace& place,
                  const Colors& colors)
{
    const double scale = painter.device()->devicePixelRatioF();
    if (overlay.stretch) {
        const QRectF rect = stretchRect(*overlay.stretch, place);
        QColor shade = colors.accent;
        shade.setAlphaF(0.16F);
        painter.fillRect(rect, shade);
        painter.fillRect(lineAt(rect.left(), place, scale), colors.accent);
        painter.fillRect(lineAt(rect.right(), place, scale), colors.accent);
    }
    if (!overlay.x || *overlay.x > 0 || *overlay.x < -place.spanSeconds)
        return;
    const PlotMap map = mapOf(place);
    painter.fillRect(lineAt(map.toPixel({*overlay.x, 0}).x(), place, scale), colors.axis);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const bool isDimmed : {true, false}) {
        for (const CardReading::Dot& dot : overlay.dots) {
            const QPointF at = map.toPixel(dot.value);
            if (dot.isDimmed != isDimmed || !place.plot.adjusted(-1, -1, 1, 1).contains(at))
                continue;
            painter.setPen(Qt::NoPen);
            painter.setBrush(colors.card);
            painter.drawEllipse(at, kDotRadius + kDotRing, kDotRadius + kDotRing);
            QColor color = colors.of(dot.color);
            color.setAlphaF(isDimmed ? 0.35F : 1.0F);
            painter.setBrush(color);
            painter.drawEllipse(at, kDotRadius, kDotRadius);
        }
    }
    paintBox(painter, overlay, place, colors);
}

} // namespace weir
