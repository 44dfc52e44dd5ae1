// SPDX-License-Identifier: GPL-3.0-or-later
// A file of its own: the library's header needs what the rest of the tree does without.
#undef QT_NO_KEYWORDS
#undef QT_NO_CAST_FROM_ASCII
#include "tests/benchmarks/charts_peers.h"

#include <qcustomplot.h>

namespace weir::bench {

namespace {

class CustomPlot : public Chart
{
public:
    CustomPlot()
    {
        m_plot.setAntialiasedElement(QCP::aePlottables);
        m_plot.xAxis->setRange(-kSpan, 0);
        m_plot.yAxis->setRange(0, 1);
    }

    QWidget* widget() override { return &m_plot; }

    void show(const std::vector<Curve>& curves) override
    {
        while (m_plot.graphCount() < static_cast<int>(curves.size())) {
            const auto series = static_cast<std::size_t>(m_plot.graphCount());
            m_plot.addGraph()->setPen(QPen(curveColor(series), 1));
        }
        for (std::size_t i = 0; i < curves.size(); ++i) {
            m_x.resize(curves[i].size());
            m_y.resize(curves[i].size());
            for (qsizetype k = 0; k < curves[i].size(); ++k) {
                m_x[k] = curves[i][k].x();
                m_y[k] = curves[i][k].y();
            }
            m_plot.graph(static_cast<int>(i))->setData(m_x, m_y, true);
        }
        m_plot.replot(QCustomPlot::rpQueuedReplot);
    }

private:
    QCustomPlot m_plot;
    QVector<double> m_x;
    QVector<double> m_y;
};

} // namespace

std::unique_ptr<Chart> makeCustomPlot()
{
    return std::make_unique<CustomPlot>();
}

} // namespace weir::bench
