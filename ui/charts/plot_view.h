// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/curve_raster.h"
#include "ui/charts/plot_overlay.h"
#include "ui/models/card_view.h"

#include <QImage>
#include <QtCharts/QChartView>

#include <vector>

class QValueAxis;

namespace weir {

/**
 * The plot of a card. Qt Charts draws the frame (plot area, ranges, grid), kept as an image until one of
 * these, the size, the scale or the theme changes; CurveRaster draws the curves over it. The picture is
 * composed when the view changes and painted only if it differs from the one on the screen. GUI thread; owned
 * by its card. Takes no mouse or keyboard input: QChartView 6.4.2 crashes on a press beside an item.
 */
class PlotView : public QChartView
{
    Q_OBJECT

public:
    /** Distance from the widget's edge to the plot, so that dots on the edge are drawn whole. */
    static constexpr int kMargin = 7;

    explicit PlotView(QWidget* parent);

    /** Does nothing unless what the plot shows has changed. */
    void setView(const CardView& view);
    /** Drawn over the picture, which stays as it is. */
    void setOverlay(PlotOverlay overlay);
    void setColors(const Colors& colors);
    /** How often the frame was drawn anew, for tests. */
    int framesDrawn() const { return m_framesDrawn; }
    /** How often the curves were rastered, for tests. */
    int picturesComposed() const { return m_picturesComposed; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void refresh();
    bool compose();
    std::vector<double> frameKey() const;
    void drawFrame();
    /** False if the ticks are uneven, for which Qt Charts has no grid. */
    bool setGrid(QValueAxis* axis, const std::vector<AxisTick>& ticks, double low, double high);
    void drawEvents(QPainter& painter) const;
    void drawCurves();
    void drawLine(const LineView& line, double scale);
    OverlayPlace overlayPlace() const;
    void drawWords(QPainter& painter) const;
    double pixelX(double seconds) const;
    double pixelY(double value) const;
    QRectF plotRect() const;

    CardView m_view;
    Colors m_colors;
    QValueAxis* m_x;
    QValueAxis* m_y;
    CurveRaster m_raster;
    QImage m_frame;
    std::vector<double> m_frameKey; ///< what the frame was drawn from
    int m_framesDrawn = 0;
    int m_picturesComposed = 0;
    PlotOverlay m_overlay;
    QImage m_picture;      ///< frame, curves and words: what is shown
    QImage m_next;         ///< where the next picture is composed, to be compared with it
    bool m_isStale = true; ///< the picture does not show the view
};

} // namespace weir
