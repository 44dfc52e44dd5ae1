// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QtCharts/QChartView>

#include <vector>

class QAreaSeries;
class QLineSeries;
class QValueAxis;

namespace weir {

/**
 * The plot of a card: Qt Charts draws the curves and bands, this class everything behind and before them
 * (grid, zones, dotted event lines, dots). Each piece of a curve is a series of its own, because dashed pens
 * and areas bridge what is missing; series are kept and refilled. GUI thread; owned by its card. Takes no
 * mouse or keyboard input: QChartView 6.4.2 crashes on a press beside an item.
 */
class PlotView : public QChartView
{
    Q_OBJECT

public:
    /** Distance from the widget's edge to the plot, so that dots on the edge are drawn whole. */
    static constexpr int kMargin = 7;

    explicit PlotView(QWidget* parent);

    void setView(const CardView& view);
    void setColors(const Colors& colors);
    /** Series now held by the chart, for tests. */
    int seriesCount() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Area
    {
        QAreaSeries* area = nullptr;
        QLineSeries* low = nullptr;
        QLineSeries* high = nullptr;
    };

    void makeSeries(std::size_t areas, std::size_t lines);
    void fill();
    void fillAreas();
    void fillLines();
    QPointF pixel(QPointF value) const;
    double pixelY(double value) const;
    QRectF plotRect() const;

    CardView m_view;
    Colors m_colors;
    QValueAxis* m_x;
    QValueAxis* m_y;
    std::vector<Area> m_areas;         ///< owned by the chart, their edges by this
    std::vector<QLineSeries*> m_lines; ///< owned by the chart
};

} // namespace weir
