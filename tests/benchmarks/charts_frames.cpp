// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/charts_peers.h"
#include "tests/benchmarks/charts_rows.h"
#include "tests/benchmarks/charts_start.h"

#include <QAbstractScrollArea>
#include <QEventLoop>
#include <QGridLayout>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <random>

using namespace Qt::Literals::StringLiterals;

namespace weir::bench {

namespace {

constexpr std::size_t kCharts = 6;
constexpr std::size_t kSeries = 16;
constexpr int kRawPoints = 100'000;
constexpr int kColumns = 586; // of a chart 600 wide
constexpr int kRounds = 5;
constexpr int kLiveMs = 4000;

/** The curves of all charts. */
using Picture = std::vector<std::vector<Curve>>;

Picture rawPicture()
{
    std::mt19937 random(11);
    std::uniform_real_distribution<double> noise(-0.05, 0.05);
    Picture picture(kCharts);
    for (std::vector<Curve>& chart : picture) {
        for (std::size_t series = 0; series < kSeries; ++series) {
            Curve curve(kRawPoints);
            for (int i = 0; i < kRawPoints; ++i) {
                const double share = static_cast<double>(i) / (kRawPoints - 1);
                const double spike = random() % 997 == 0 ? 0.1 : 0;
                curve[i] = {(share - 1) * kSpan,
                            0.1 + 0.05 * static_cast<double>(series) +
                                0.1 * std::sin(share * 17 + static_cast<double>(series)) + noise(random) +
                                spike};
            }
            chart.push_back(std::move(curve));
        }
    }
    return picture;
}

/** The least and the greatest point of each pixel column, in their order. */
Picture reduced(const Picture& raw)
{
    Picture picture(raw.size());
    for (std::size_t chart = 0; chart < raw.size(); ++chart) {
        for (const Curve& curve : raw[chart]) {
            Curve columns;
            for (int column = 0; column < kColumns; ++column) {
                const auto first = curve.begin() + curve.size() * column / kColumns;
                const auto last = curve.begin() + curve.size() * (column + 1) / kColumns;
                auto [low, high] = std::minmax_element(
                    first, last, [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
                columns << *std::min(low, high) << *std::max(low, high);
            }
            picture[chart].push_back(std::move(columns));
        }
    }
    return picture;
}

/** Six charts of one kind in a window. */
class Contender : public QObject
{
public:
    explicit Contender(std::unique_ptr<Chart> (*make)())
    {
        auto* grid = new QGridLayout(&m_window);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setSpacing(0);
        for (std::size_t i = 0; i < kCharts; ++i) {
            m_charts.push_back(make());
            QWidget* widget = m_charts.back()->widget();
            widget->setFixedSize(600, 300);
            grid->addWidget(widget, static_cast<int>(i) / 2, static_cast<int>(i) % 2);
            auto* scrolled = qobject_cast<QAbstractScrollArea*>(widget);
            (scrolled ? scrolled->viewport() : widget)->installEventFilter(this);
        }
        m_window.show();
        QCoreApplication::processEvents();
    }

    ~Contender() override
    {
        for (const auto& chart : m_charts)
            chart->widget()->setParent(nullptr); // each is a member of its chart
    }

    void show(const Picture& picture)
    {
        // Another order of the colours is another picture made of the same points.
        ++m_turn;
        for (std::size_t i = 0; i < kCharts; ++i) {
            m_curves = picture[i];
            std::rotate(m_curves.begin(), m_curves.begin() + m_turn % 2, m_curves.end());
            m_charts[i]->show(m_curves);
        }
    }

    /** Milliseconds of CPU to show a picture and have it painted. */
    double frame(const Picture& picture)
    {
        const std::size_t wanted = m_paints + kCharts;
        const double before = cpuMs();
        show(picture);
        while (m_paints < wanted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return cpuMs() - before;
    }

    std::size_t paints() const { return m_paints; }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        m_paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    std::vector<std::unique_ptr<Chart>> m_charts;
    QWidget m_window;
    std::vector<Curve> m_curves;
    std::size_t m_paints = 0;
    int m_turn = 0;
};

struct Rival
{
    QString name;
    std::unique_ptr<Chart> (*make)();
    int frames; ///< a round
    std::optional<double> bar;
    QString bars;
};

std::vector<Rival> rivals()
{
    return {{u"Weir"_s, makePlotView, 12, {}, {}},
            {u"QLineSeries replace()"_s, makeLineSeries, 2, 1.0 / 20, u">= 20x less"_s},
            {u"QPainter drawPolyline()"_s, makePolylines, 4, 0.3, u"<= 0.3x"_s},
            {u"QCustomPlot"_s, makeCustomPlot, 4, {}, u"printed only"_s}};
}

/** CPU a frame of each rival, in their order. */
std::vector<double> frameCosts(const Picture& picture, int rounds, bool isQuick)
{
    const std::vector<Rival> all = rivals();
    std::vector<std::vector<double>> costs(all.size());
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            Contender contender(all[i].make);
            contender.frame(picture); // the first makes what later ones keep
            for (int frame = 0; frame < (isQuick ? all[i].frames : 1); ++frame)
                costs[i].push_back(contender.frame(picture));
        }
    }
    std::vector<double> medians;
    for (std::vector<double>& values : costs)
        medians.push_back(median(std::move(values)));
    return medians;
}

void addFrames(std::vector<Row>& rows, const QString& what, const std::vector<double>& costs)
{
    const std::vector<Rival> all = rivals();
    for (std::size_t i = 1; i < all.size(); ++i)
        rows.push_back({what, all[i].name, costs[0], costs[i], u"ms"_s, all[i].bar, all[i].bars});
}

/** CPU milliseconds a second at so many frames a second. Who cannot keep up is charged for the frames it
 * owes. */
double liveCost(std::unique_ptr<Chart> (*make)(), const Picture& picture, int framesPerSecond)
{
    Contender contender(make);
    contender.frame(picture);
    QTimer clock;
    clock.setTimerType(Qt::PreciseTimer);
    QObject::connect(&clock, &QTimer::timeout, &contender, [&] { contender.show(picture); });
    const std::size_t paintsBefore = contender.paints();
    const double before = cpuMs();
    clock.start(1000 / framesPerSecond);
    QEventLoop loop;
    QTimer::singleShot(kLiveMs, &loop, &QEventLoop::quit);
    loop.exec();
    const double frames = static_cast<double>(contender.paints() - paintsBefore) / kCharts;
    return (cpuMs() - before) / frames * framesPerSecond;
}

} // namespace

std::vector<Row> frameRows()
{
    std::vector<Row> rows;
    const Picture raw = rawPicture();
    const Picture columns = reduced(raw);
    addFrames(rows, u"frame, 6 x 16 curves, 2 points a pixel column"_s, frameCosts(columns, kRounds, true));
    addFrames(rows, u"frame, 6 x 16 curves, 100 000 raw points each"_s, frameCosts(raw, 1, false));
    rows.push_back({u"live, 6 x 16 curves: 30 frames/s beside 10 frames/s"_s, u"QLineSeries replace()"_s,
                    liveCost(makePlotView, columns, 30), liveCost(makeLineSeries, columns, 10), u"ms/s"_s,
                    0.15, u"<= 0.15x"_s});
    return rows;
}

} // namespace weir::bench
