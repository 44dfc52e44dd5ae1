// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QSlider>

namespace weir {

/**
 * The sample rate on a logarithmic track from 0.1 to 100 %. Arrow keys step through round rates, Page keys
 * through decades, Home and End to the ends; drags snap to two digits. Labels of the track that would touch
 * are left out. GUI thread.
 */
class RateSlider : public QSlider
{
    Q_OBJECT

public:
    static constexpr double kLowest = 0.001;

    explicit RateSlider(QWidget* parent);

    double rate() const { return m_rate; }
    /** Without a signal; ignored while the user drags. */
    void setRate(double rate);
    /** Drawn as marks on the track; equal values draw none. */
    void setLimits(double low, double high);
    /** The rate before the last change, drawn as a diamond; 0 draws none. */
    void setBefore(double rate);
    /** To the next round rate, up or down, as by the arrow keys. */
    void step(int direction);
    void setColors(const Colors& colors);
    QSize sizeHint() const override { return {220, 40}; }
    QSize minimumSizeHint() const override { return {110, 40}; }

Q_SIGNALS:
    /** While dragging: for labels. */
    void previewed(double rate);
    /** The user settled on a rate: by key, click or at the end of a drag. */
    void chosen(double rate);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void display(double rate);
    void settle(double rate);
    void paintTrack(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void paintBefore(QPainter& painter) const;
    double x(double rate) const;
    double rateAt(double x) const;

    double m_rate = 1;
    double m_low = 0;
    double m_high = 0;
    double m_before = 0;
    Colors m_colors;
};

} // namespace weir
