// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>

#include <memory>
#include <vector>

class QWidget;

namespace weir::bench {

using Curve = QList<QPointF>;

inline constexpr double kSpan = 100; ///< seconds on the x axis; y is from 0 to 1

QColor curveColor(std::size_t series);

/** One chart of one of the contenders. */
class Chart
{
public:
    virtual ~Chart() = default;
    virtual QWidget* widget() = 0;
    /** Shows these curves, antialiased, from the next paint event on. */
    virtual void show(const std::vector<Curve>& curves) = 0;
};

std::unique_ptr<Chart> makePlotView();
/** QLineSeries::replace() on a QChartView. */
std::unique_ptr<Chart> makeLineSeries();
/** A widget that calls QPainter::drawPolyline() for each curve. */
std::unique_ptr<Chart> makePolylines();
std::unique_ptr<Chart> makeCustomPlot();

} // namespace weir::bench
