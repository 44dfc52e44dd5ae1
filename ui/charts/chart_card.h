// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QWidget>

namespace weir {

class PlotView;

/**
 * One card: header, tag, legend, event lane, plot and foot of a CardView. Draws what it is given and asks
 * nothing. GUI thread; owned by its parent widget. A screen reader gets the headline as its description.
 */
class ChartCard : public QWidget
{
    Q_OBJECT

public:
    ChartCard(const QString& objectName, QWidget* parent);

    void setView(CardView view);
    const CardView& view() const { return m_view; }
    void setColors(const Colors& colors);
    /** A control after the tag, in place of the unit; becomes a child. */
    void setPicker(QWidget* picker);
    QSize minimumSizeHint() const override { return {240, 150}; }
    QSize sizeHint() const override { return {480, 300}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void place();
    void updateAroundPlot();

    CardView m_view;
    Colors m_colors;
    PlotView* m_plot;
    QWidget* m_picker = nullptr;
};

} // namespace weir
