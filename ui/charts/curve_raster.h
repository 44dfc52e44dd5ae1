// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QColor>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QRect>
#include <QRectF>

#include <array>
#include <cstdint>
#include <vector>

namespace weir {

/** From axis units to device pixels: x in seconds before the right edge, y between its two limits. */
struct PlotMap
{
    QRectF plot; ///< device pixels
    double spanSeconds = 300;
    double yLow = 0;
    double yHigh = 1;

    QPointF toPixel(QPointF value) const;
};

/** How a line is drawn; lengths in device pixels. Without a space between dashes it is solid. */
struct Stroke
{
    QColor color;
    double width = 1;
    double dash = 0;
    double space = 0;

    /** The stroke of a style at `scale` device pixels a pixel. */
    static Stroke of(LineStyle style, const QColor& color, double scale);
};

/**
 * Draws curves and bands into an opaque image, pixel column by pixel column, antialiased: the cost follows
 * the columns crossed, not the points given. Where a column holds many points it shows all that lies between
 * the least and the greatest of them, so no spike is lost. What is not finite, or steps back in time, is a
 * gap; nothing is drawn across gaps or between pieces. Curves end at the plot's left and right edge; above
 * and below they may pass it by half their width, so that a line on the edge is drawn whole.
 *
 * Not thread-safe; keeps its buffers between frames. Never fails: what cannot be seen is not drawn.
 */
class CurveRaster
{
public:
    /** Starts a frame; `image` is Format_RGB32 and neither copied nor shared until the last call. */
    void begin(QImage& image, const PlotMap& map);

    /** A curve; translucent colours cover once, also where it crosses itself. A lone point is a small dot. */
    void drawLine(const std::vector<QList<QPointF>>& pieces, const Stroke& stroke);
    /** What lies between two curves of the same x; `low` and `high` as values, so `high` is above. */
    void drawBand(const QList<QPointF>& low, const QList<QPointF>& high, const QColor& color);
    /** What lies below a curve: `color` at the plot's top, fading to nothing at its bottom. */
    void drawArea(const QList<QPointF>& line, const QColor& color);
    /** A disc; the only thing that may lie outside the plot. `radius` in device pixels. */
    void drawDot(QPointF value, double radius, const QColor& color);
    /** Discs inside the plot, as one shape: at most one a pixel, which only thins what cannot be told apart.
     */
    void drawDots(const std::vector<QList<QPointF>>& pieces, double radius, const QColor& color);

private:
    /** A straight bit of a curve inside one pixel column, in device pixels. */
    struct Bit
    {
        int column = 0;
        double x0 = 0;
        double y0 = 0;
        double x1 = 0;
        double y1 = 0;
    };
    /** Rows of a column that were written to; none while top > bottom. */
    struct Extent
    {
        int top = 0;
        int bottom = -1;
    };
    enum class Edge { Upper, Lower };
    /** Where in its pattern a dashed line is; a negative phase has not begun. */
    struct Dashes
    {
        double dash = 0;
        double space = 0;
        double phase = 0;
    };

    QPointF pixelOf(const QPointF& value) const;
    bool isDense(const QList<QPointF>& points) const;
    template<class OnBit, class OnEnd>
    void walkColumns(const QList<QPointF>& points, OnBit onBit, OnEnd onEnd) const;
    void strokePoints(const QList<QPointF>& points, const Stroke& stroke);
    void strokeColumns(const QList<QPointF>& points, const Stroke& stroke);
    void strokeSegment(QPointF from, QPointF to, double width, Dashes& dashes);
    void addSegment(QPointF from, QPointF to, double width);
    void addBox(int column, double top, double bottom);
    void blendCoverage(const QColor& color);
    void edgeBits(const QList<QPointF>& points, Edge edge, std::vector<Bit>& bits) const;
    void fillBetween();
    void addEdge(const Bit& bit, float sign);
    void blendFilling(int column);
    void setColor(const QColor& color);
    void blend(int column, int row, unsigned weight);

    PlotMap m_map;
    QPointF m_origin; ///< toPixel() as origin + value * factor
    QPointF m_factor;
    QRgb* m_pixels = nullptr;
    qsizetype m_stride = 0; ///< pixels a row
    QRect m_image;
    QRect m_clip; ///< columns and rows that may be written

    std::vector<std::uint8_t> m_coverage; ///< of the line being drawn, column by column
    std::vector<Extent> m_touched;        ///< a column each
    std::vector<Extent> m_solid;          ///< a column each: rows covered whole, whatever m_coverage says

    QRgb m_color = 0;
    std::array<std::uint16_t, 256> m_weights{}; ///< by coverage, of 256

    std::vector<Bit> m_upper;
    std::vector<Bit> m_lower;
    std::vector<float> m_partial;     ///< a row each: coverage of rows the edges cross
    std::vector<float> m_steps;       ///< a row each: change of the coverage from here downwards
    std::vector<float> m_rowStrength; ///< a row each: how strong a filling is there
    Extent m_edgeRows;
    std::vector<bool> m_hasDot; ///< a pixel each
};

} // namespace weir
