// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"

#include <QImage>
#include <QMouseEvent>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class PlotViewTest : public QObject
{
    Q_OBJECT

    static Colors colors()
    {
        Colors c;
        c.card = Qt::black;
        c.text = Qt::white;
        c.accent = Qt::blue;
        c.series.fill(Qt::green);
        return c;
    }

    static CardView viewWith(std::vector<QList<QPointF>> pieces)
    {
        CardView view;
        view.spanSeconds = 100;
        view.yHigh = 10;
        LineView line;
        line.hasDot = false;
        line.pieces = std::move(pieces);
        view.lines.push_back(line);
        return view;
    }

    static bool hasInkAt(const QImage& image, int column)
    {
        for (int y = 0; y < image.height(); ++y) {
            if (qGray(image.pixel(column, y)) > 100)
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void aGapStaysAGapInPixels()
    {
        PlotView plot(nullptr);
        plot.setColors(colors());
        plot.resize(200 + 2 * PlotView::kMargin, 100 + 2 * PlotView::kMargin);
        plot.setView(viewWith({{{-100, 5}, {-60, 5}}, {{-40, 5}, {0, 5}}}));
        plot.show();
        const QImage image = plot.grab().toImage();
        QVERIFY(hasInkAt(image, PlotView::kMargin + 40));
        QVERIFY(!hasInkAt(image, PlotView::kMargin + 100)); // -50 s
        QVERIFY(hasInkAt(image, PlotView::kMargin + 160));
    }

    void seriesAreKeptAndRefilled()
    {
        PlotView plot(nullptr);
        plot.setColors(colors());
        plot.resize(220, 120);
        plot.setView(viewWith({{{-100, 5}, {-60, 5}}, {{-40, 5}, {0, 5}}}));
        QCOMPARE(plot.seriesCount(), 2);
        for (int i = 0; i < 50; ++i)
            plot.setView(viewWith({{{-100, 5}, {-60, double(i % 9)}}}));
        QCOMPARE(plot.seriesCount(), 2);
        CardView band = viewWith({{{-100, 5}, {0, 5}}});
        band.bands.push_back({ColorRole::Accent, {{{{-100, 4}, {0, 4}}, {{-100, 6}, {0, 6}}}}});
        plot.setView(band);
        plot.setView(viewWith({}));
        plot.setView(band);
        QCOMPARE(plot.seriesCount(), 2); // one area, one line
    }

    void pressingBesideEverythingDoesNothing()
    {
        PlotView plot(nullptr);
        plot.setColors(colors());
        plot.resize(220, 120);
        plot.show();
        QMouseEvent press(QEvent::MouseButtonPress, QPointF(3, 3), plot.mapToGlobal(QPointF(3, 3)),
                          Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(plot.viewport(), &press);
        QVERIFY(!plot.hasFocus());
        QVERIFY(!plot.grab().isNull());
    }

    void aCardTellsAScreenReaderItsHeadline()
    {
        ChartCard card(u"card"_s, nullptr);
        card.setColors(colors());
        CardView view = viewWith({});
        view.title = u"Throughput"_s;
        view.headline = u"11.2 k/s"_s;
        view.subline = u"total"_s;
        card.setView(view);
        QCOMPARE(card.accessibleName(), u"Throughput"_s);
        QCOMPARE(card.accessibleDescription(), u"11.2 k/s, total"_s);
    }

    void aCardOfAnySizeDraws()
    {
        ChartCard card(u"card"_s, nullptr);
        card.setColors(colors());
        CardView view = viewWith({{{-100, 5}, {0, 5}}});
        view.foot = u"foot"_s;
        card.setView(view);
        card.show();
        for (const QSize size : {QSize(1, 1), QSize(60, 40), QSize(240, 150), QSize(1200, 900)}) {
            card.resize(size);
            QVERIFY(!card.grab().isNull());
        }
    }
};

QTEST_MAIN(PlotViewTest)
#include "plot_view_test.moc"
