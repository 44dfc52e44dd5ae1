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

    /** Paint events of a widget. */
    struct PaintCount : QObject
    {
        explicit PaintCount(QWidget* widget) { widget->installEventFilter(this); }
        bool eventFilter(QObject*, QEvent* event) override
        {
            count += event->type() == QEvent::Paint ? 1 : 0;
            return false;
        }
        int count = 0;
    };

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

    void anUnchangedViewIsNotPaintedAgain()
    {
        ChartCard card(u"card"_s, nullptr);
        card.setColors(colors());
        card.resize(480, 300);
        CardView view = viewWith({{{-100, 5}, {-60, 5}}, {{-40, 5}, {0, 5}}});
        card.setView(view);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        QCoreApplication::processEvents();
        auto* plot = card.findChild<PlotView*>();
        QVERIFY(plot);
        const PaintCount paints(plot->viewport());
        const int frames = plot->framesDrawn();
        for (int i = 0; i < 20; ++i) {
            card.setView(view);
            QCoreApplication::processEvents();
        }
        QCOMPARE(paints.count, 0);
        view.lines.front().pieces.front().front().ry() = 8;
        card.setView(view);
        QCoreApplication::processEvents();
        QCOMPARE(paints.count, 1);
        QCOMPARE(plot->framesDrawn(), frames);
    }

    void theFrameIsDrawnAnewOnlyWhenItChanges()
    {
        PlotView plot(nullptr);
        plot.setColors(colors());
        plot.resize(220, 120);
        CardView view = viewWith({{{-100, 5}, {0, 5}}});
        view.yTicks = {{0, u"0"_s}, {5, u"5"_s}, {10, u"10"_s}};
        const auto framesAfter = [&] {
            plot.setView(view);
            plot.grab();
            return plot.framesDrawn();
        };
        const int first = framesAfter();
        view.lines.front().pieces.front().back().ry() = 6;
        view.markers.push_back({-20, Glyph::Ring, ColorRole::Accent, {}, {}});
        QCOMPARE(framesAfter(), first);
        view.yHigh = 20;
        QCOMPARE(framesAfter(), first + 1);
        view.spanSeconds = 50;
        QCOMPARE(framesAfter(), first + 2);
        plot.resize(240, 120);
        QCOMPARE(framesAfter(), first + 3);
        Colors other = colors();
        other.card = Qt::darkBlue;
        plot.setColors(other);
        QCOMPARE(framesAfter(), first + 4);
    }

    void theGridLiesAtItsTicks_data()
    {
        QTest::addColumn<QList<double>>("ticks");
        QTest::newRow("even") << QList<double>{0, 2.5, 5, 7.5, 10};
        QTest::newRow("uneven, as on a logarithmic axis") << QList<double>{0, 1.5, 5, 9};
        QTest::newRow("one") << QList<double>{5};
    }

    void theGridLiesAtItsTicks()
    {
        QFETCH(QList<double>, ticks);
        Colors grid = colors();
        grid.gridHorizontal = grid.baseLine = Qt::white;
        grid.gridVertical = Qt::black;
        PlotView plot(nullptr);
        plot.setColors(grid);
        plot.resize(200 + 2 * PlotView::kMargin, 100 + 2 * PlotView::kMargin);
        CardView view = viewWith({});
        for (const double tick : ticks)
            view.yTicks.push_back({tick, QString::number(tick)});
        plot.setView(view);
        const QImage image = plot.grab().toImage();
        int lines = 0;
        for (int y = 0; y < image.height(); ++y)
            lines += qGray(image.pixel(PlotView::kMargin + 33, y)) > 100 ? 1 : 0;
        QCOMPARE(lines, static_cast<int>(ticks.size()));
        for (const double tick : ticks) {
            const int y = PlotView::kMargin + 100 - qRound(tick * 10);
            QVERIFY2(qGray(image.pixel(PlotView::kMargin + 33, y)) > 100, qPrintable(QString::number(tick)));
        }
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
