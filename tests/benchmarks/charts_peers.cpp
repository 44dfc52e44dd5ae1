// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/charts_peers.h"

#include "ui/charts/plot_view.h"

#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

namespace weir::bench {

namespace {

class OurPlot : public Chart
{
public:
    OurPlot()
    {
        Colors colors;
        colors.card = colors.window = Qt::black;
        colors.text = colors.secondary = Qt::white;
        colors.gridHorizontal = colors.gridVertical = colors.baseLine = Qt::darkGray;
        for (std::size_t i = 0; i < colors.series.size(); ++i)
            colors.series[i] = curveColor(i);
        m_plot.setColors(colors);
        m_view.spanSeconds = kSpan;
        for (int i = 0; i <= 4; ++i)
            m_view.yTicks.push_back({i / 4.0, {}});
        for (int i = 0; i <= 5; ++i)
            m_view.xTicks.push_back({-kSpan + i * kSpan / 5, {}});
    }

    QWidget* widget() override { return &m_plot; }

    void show(const std::vector<Curve>& curves) override
    {
        m_view.lines.clear();
        for (std::size_t i = 0; i < curves.size(); ++i) {
            LineView line;
            line.color = seriesRole(static_cast<int>(i % kSeriesColors));
            line.pieces.push_back(curves[i]);
            m_view.lines.push_back(std::move(line));
        }
        m_plot.setView(m_view);
    }

private:
    PlotView m_plot{nullptr};
    CardView m_view;
};

class LineSeries : public Chart
{
public:
    LineSeries() : m_view(new QChart)
    {
        QChart* chart = m_view.chart();
        chart->legend()->hide();
        chart->setMargins({});
        m_x->setRange(-kSpan, 0);
        m_y->setRange(0, 1);
        chart->addAxis(m_x, Qt::AlignBottom);
        chart->addAxis(m_y, Qt::AlignLeft);
        m_view.setRenderHint(QPainter::Antialiasing);
    }

    QWidget* widget() override { return &m_view; }

    void show(const std::vector<Curve>& curves) override
    {
        while (m_lines.size() < curves.size()) {
            auto* line = new QLineSeries;
            line->setPen(QPen(curveColor(m_lines.size()), 1));
            m_view.chart()->addSeries(line);
            line->attachAxis(m_x);
            line->attachAxis(m_y);
            m_lines.push_back(line);
        }
        for (std::size_t i = 0; i < curves.size(); ++i)
            m_lines[i]->replace(curves[i]);
    }

private:
    QChartView m_view;
    QValueAxis* m_x = new QValueAxis; ///< the chart's, as are the lines
    QValueAxis* m_y = new QValueAxis;
    std::vector<QLineSeries*> m_lines;
};

class Polylines : public Chart, private QWidget
{
public:
    Polylines() { setAttribute(Qt::WA_OpaquePaintEvent); }

    QWidget* widget() override { return this; }

    void show(const std::vector<Curve>& curves) override
    {
        m_pixels.resize(curves.size());
        for (std::size_t i = 0; i < curves.size(); ++i) {
            m_pixels[i].resize(curves[i].size());
            for (qsizetype k = 0; k < curves[i].size(); ++k) {
                const QPointF& point = curves[i][k];
                m_pixels[i][k] = {(point.x() + kSpan) / kSpan * width(), (1 - point.y()) * height()};
            }
        }
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Qt::black);
        painter.setRenderHint(QPainter::Antialiasing);
        for (std::size_t i = 0; i < m_pixels.size(); ++i) {
            painter.setPen(QPen(curveColor(i), 1));
            painter.drawPolyline(m_pixels[i].constData(), static_cast<int>(m_pixels[i].size()));
        }
    }

private:
    std::vector<Curve> m_pixels;
};

} // namespace

QColor curveColor(std::size_t series)
{
    return QColor::fromHsv(static_cast<int>(series * 45 % 360), 170, 230);
}

std::unique_ptr<Chart> makePlotView()
{
    return std::make_unique<OurPlot>();
}

std::unique_ptr<Chart> makeLineSeries()
{
    return std::make_unique<LineSeries>();
}

std::unique_ptr<Chart> makePolylines()
{
    return std::make_unique<Polylines>();
}

} // namespace weir::bench
