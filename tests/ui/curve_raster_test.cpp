// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_raster.h"

#include <QtTest/QtTest>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr int kMargin = 8; // around the plot, in pixels

/** A plot of 100 s by 10 units, 120 by 80 pixels, black on an image with a margin. */
struct Canvas
{
    explicit Canvas(double scaleOfScreen = 1)
        : scale(scaleOfScreen)
        , image(QSize(120 + 2 * kMargin, 80 + 2 * kMargin) * scaleOfScreen, QImage::Format_RGB32)
        , map{QRectF(kMargin * scale, kMargin * scale, 120 * scale, 80 * scale), 100, 0, 10}
    {
        image.fill(Qt::black);
        raster.begin(image, map);
    }

    /** How much of a white drawing covers a pixel, 0 to 1. */
    double ink(int column, int row) const { return qRed(image.pixel(column, row)) / 255.0; }
    double inkInColumn(int column) const
    {
        double sum = 0;
        for (int row = 0; row < image.height(); ++row)
            sum += ink(column, row);
        return sum;
    }
    double inkIn(const QRect& wanted) const
    {
        const QRect rect = wanted.intersected(image.rect());
        double sum = 0;
        for (int column = rect.left(); column <= rect.right(); ++column) {
            for (int row = rect.top(); row <= rect.bottom(); ++row)
                sum += ink(column, row);
        }
        return sum;
    }
    double inkOutside(const QRectF& rect) const { return inkIn(image.rect()) - inkIn(rect.toRect()); }
    int columnOf(double seconds) const { return static_cast<int>(std::floor(map.toPixel({seconds, 0}).x())); }
    int rowOf(double value) const { return static_cast<int>(std::floor(map.toPixel({0, value}).y())); }

    double scale;
    QImage image;
    PlotMap map;
    CurveRaster raster;
};

/** The share of each pixel for which `isInside` holds, by looking at 16 x 16 places in it. */
double reference(int column, int row, const std::function<bool(QPointF)>& isInside)
{
    constexpr int kPlaces = 16;
    int inside = 0;
    for (int i = 0; i < kPlaces; ++i) {
        for (int j = 0; j < kPlaces; ++j)
            inside += isInside({column + (i + 0.5) / kPlaces, row + (j + 0.5) / kPlaces}) ? 1 : 0;
    }
    return inside / double(kPlaces * kPlaces);
}

double distance(QPointF point, QPointF from, QPointF to)
{
    const QPointF way = to - from;
    const double square = QPointF::dotProduct(way, way);
    const double along =
        square > 0 ? std::clamp(QPointF::dotProduct(point - from, way) / square, 0.0, 1.0) : 0.0;
    const QPointF off = point - (from + way * along);
    return std::hypot(off.x(), off.y());
}

Stroke white(double width)
{
    return {Qt::white, width, 0, 0};
}

/** 1000 points a second of noise about 3, with the given values at the given seconds. */
QList<QPointF> noise(const QList<QPointF>& spikes)
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> about(2.8, 3.2);
    QList<QPointF> points;
    for (int i = -100'000; i <= 0; ++i)
        points.append(QPointF(i / 1000.0, about(random)));
    for (const QPointF& spike : spikes)
        points[static_cast<qsizetype>(std::lround((spike.x() + 100) * 1000))].setY(spike.y());
    return points;
}

} // namespace

class CurveRasterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineCoversWhatLiesWithinHalfItsWidth_data()
    {
        QTest::addColumn<QList<QPointF>>("points");
        QTest::addColumn<double>("width");
        QTest::addColumn<double>("scale");
        const std::vector<std::pair<const char*, QList<QPointF>>> shapes{
            {"level", {{-90, 5.03}, {-10, 5.03}}},
            {"gentle", {{-90, 4}, {-10, 5}}},
            {"diagonal", {{-80, 2}, {-40, 8}}},
            {"steep", {{-50, 1}, {-48, 9}}},
            {"vertical", {{-50, 1}, {-50, 9}}},
            {"zigzag", {{-90, 2}, {-70, 8}, {-60, 3}, {-30, 7}, {-10, 2}}},
            {"spike", {{-90, 2}, {-50.5, 2}, {-50, 9}, {-49.5, 2}, {-10, 2}}},
            {"steps", {{-90, 2}, {-50, 2}, {-50, 6}, {-30, 6}, {-30, 3}, {-10, 3}}},
        };
        for (const auto& [name, points] : shapes) {
            for (const double width : {1.0, 1.6, 2.0, 3.6}) {
                for (const double scale : {1.0, 2.0})
                    QTest::addRow("%s, %g wide, scale %g", name, width, scale) << points << width << scale;
            }
        }
    }

    void aLineCoversWhatLiesWithinHalfItsWidth()
    {
        QFETCH(QList<QPointF>, points);
        QFETCH(double, width);
        QFETCH(double, scale);
        Canvas canvas(scale);
        canvas.raster.drawLine({points}, white(width));
        QList<QPointF> pixels;
        for (const QPointF& point : points)
            pixels.append(canvas.map.toPixel(point));
        double worst = 0;
        double drawn = 0;
        double wanted = 0;
        for (int column = 0; column < canvas.image.width(); ++column) {
            for (int row = 0; row < canvas.image.height(); ++row) {
                const auto distanceTo = [&](QPointF place) {
                    double least = kInfinite;
                    for (qsizetype i = 1; i < pixels.size(); ++i)
                        least = std::min(least, distance(place, pixels[i - 1], pixels[i]));
                    return least;
                };
                const bool isFar = distanceTo({column + 0.5, row + 0.5}) > width / 2 + 1;
                const double share = isFar ? 0.0 : reference(column, row, [&](QPointF place) {
                    return distanceTo(place) <= width / 2;
                });
                worst = std::max(worst, std::abs(share - canvas.ink(column, row)));
                drawn += canvas.ink(column, row);
                wanted += share;
            }
        }
        // Two half covered pixels in a corner are not added up.
        QVERIFY2(worst < 0.35, qPrintable(QString::number(worst)));
        QVERIFY2(std::abs(drawn / wanted - 1) < 0.05, qPrintable(u"%1 of %2"_s.arg(drawn).arg(wanted)));
    }

    void levelLinesAreExact()
    {
        Canvas canvas;
        canvas.raster.drawLine({{{-100, 5}, {0, 5}}}, white(2));
        const int row = canvas.rowOf(5); // 5 lies on the edge of two rows
        QCOMPARE(canvas.ink(kMargin + 60, row - 1), 1.0);
        QCOMPARE(canvas.ink(kMargin + 60, row), 1.0);
        QCOMPARE(canvas.ink(kMargin + 60, row - 2), 0.0);
        QCOMPARE(canvas.ink(kMargin + 60, row + 1), 0.0);
    }

    void everySpikeIsKept_data()
    {
        QTest::addColumn<double>("scale");
        QTest::newRow("1x") << 1.0;
        QTest::newRow("2x") << 2.0;
    }

    void everySpikeIsKept()
    {
        QFETCH(double, scale);
        Canvas canvas(scale);
        const QList<QPointF> spikes{{-93.5, 9}, {-71.2, 7.5}, {-30.001, 0.5}, {-5, 9.5}, {-4, 0.2}};
        canvas.raster.drawLine({noise(spikes)}, white(1.6 * scale));
        for (const QPointF& spike : spikes) {
            const int column = canvas.columnOf(spike.x());
            const int row = canvas.rowOf(spike.y());
            QVERIFY2(canvas.ink(column, row) > 0.5, qPrintable(QString::number(spike.x())));
            const bool isUp = spike.y() > 3;
            const int step = isUp ? 1 : -1; // from its tip it reaches the noise without a hole
            for (int at = row + step; (at < canvas.rowOf(3)) == isUp; at += step)
                QCOMPARE(canvas.ink(column, at), 1.0);
        }
    }

    void aFullColumnShowsItsRangeAndNoMore()
    {
        Canvas canvas;
        canvas.raster.drawLine({noise({})}, white(2));
        const double high = canvas.map.toPixel({0, 3.2}).y() - 1;
        const double low = canvas.map.toPixel({0, 2.8}).y() + 1;
        for (int column = kMargin; column < kMargin + 120; ++column)
            QVERIFY2(std::abs(canvas.inkInColumn(column) - (low - high)) < 0.4,
                     qPrintable(u"column %1: %2"_s.arg(column).arg(canvas.inkInColumn(column))));
    }

    void manyPointsOfASmoothCurveLookLikeFew()
    {
        const auto wave = [](int points) {
            QList<QPointF> result;
            for (int i = 0; i <= points; ++i) {
                const double x = -100 + 100.0 * i / points;
                result.append(QPointF(x, 5 + 4 * std::sin(x / 10)));
            }
            return result;
        };
        Canvas few;
        few.raster.drawLine({wave(100)}, white(1.6));
        Canvas many;
        many.raster.drawLine({wave(20'000)}, white(1.6));
        double worst = 0;
        for (int column = kMargin + 1; column < kMargin + 119; ++column) {
            for (int row = 0; row < few.image.height(); ++row)
                worst = std::max(worst, std::abs(few.ink(column, row) - many.ink(column, row)));
        }
        QVERIFY2(worst < 0.25, qPrintable(QString::number(worst)));
    }

    void nothingIsDrawnAcrossAGap_data()
    {
        QTest::addColumn<QList<QList<QPointF>>>("pieces");
        QTest::addColumn<bool>("isDashed");
        const QList<QList<QPointF>> two{{{-100, 5}, {-70, 5}}, {{-30, 5}, {0, 5}}};
        const QList<QList<QPointF>> notANumber{{{-100, 5}, {-70, 5}, {-50, kNan}, {-30, 5}, {0, 5}}};
        const QList<QList<QPointF>> infinite{{{-100, 5}, {-70, 5}, {-50, kInfinite}, {-30, 5}, {0, 5}}};
        const QList<QList<QPointF>> noTime{{{-100, 5}, {-70, 5}, {kNan, 5}, {-30, 5}, {0, 5}}};
        const QList<QList<QPointF>> backwards{{{-30, 5}, {0, 5}, {-100, 5}, {-70, 5}}};
        QList<QList<QPointF>> dense{{}, {}};
        for (int i = 0; i < 3000; ++i) {
            dense[0].append(QPointF(-100 + i / 100.0, 5 + i % 2));
            dense[1].append(QPointF(-30 + i / 100.0, 5 + i % 2));
        }
        for (const bool isDashed : {false, true}) {
            const char* kind = isDashed ? "dashed" : "solid";
            QTest::addRow("two pieces, %s", kind) << two << isDashed;
            QTest::addRow("not a number, %s", kind) << notANumber << isDashed;
            QTest::addRow("infinite, %s", kind) << infinite << isDashed;
            QTest::addRow("no time, %s", kind) << noTime << isDashed;
            QTest::addRow("back in time, %s", kind) << backwards << isDashed;
            QTest::addRow("many points, %s", kind) << dense << isDashed;
        }
    }

    void nothingIsDrawnAcrossAGap()
    {
        QFETCH(QList<QList<QPointF>>, pieces);
        QFETCH(bool, isDashed);
        Canvas canvas;
        Stroke stroke = white(2);
        stroke.dash = stroke.space = isDashed ? 4 : 0;
        canvas.raster.drawLine({pieces.begin(), pieces.end()}, stroke);
        QCOMPARE(canvas.inkIn(QRect(QPoint(canvas.columnOf(-70) + 3, 0),
                                    QPoint(canvas.columnOf(-30) - 3, canvas.image.height() - 1))),
                 0.0);
        QVERIFY(canvas.inkIn(QRect(kMargin, 0, 30, canvas.image.height())) > 20);
        QVERIFY(canvas.inkIn(QRect(kMargin + 90, 0, 30, canvas.image.height())) > 20);
    }

    void dashesStandWhileALevelLineMoves()
    {
        const auto drawn = [](double shift) {
            Canvas canvas;
            Stroke stroke = Stroke::of(LineStyle::Dashed, Qt::white, 1);
            canvas.raster.drawLine({{{-130 - shift, 5}, {-80 - shift, 5}, {0, 5}}}, stroke);
            return canvas.image;
        };
        QCOMPARE(drawn(0.37), drawn(0));
        QCOMPARE(drawn(3.1), drawn(0));
        int columnsWithInk = 0;
        for (int column = 0; column < 120; ++column)
            columnsWithInk += qRed(drawn(0).pixel(kMargin + column, kMargin + 40)) > 127 ? 1 : 0;
        QVERIFY2(columnsWithInk > 55 && columnsWithInk < 85, qPrintable(QString::number(columnsWithInk)));
    }

    void aBandCoversWhatLiesBetweenItsEdges_data()
    {
        QTest::addColumn<QList<QPointF>>("low");
        QTest::addColumn<QList<QPointF>>("high");
        QTest::addColumn<double>("scale");
        for (const double scale : {1.0, 2.0}) {
            QTest::addRow("level, scale %g", scale)
                << QList<QPointF>{{-90, 3.3}, {-10, 3.3}} << QList<QPointF>{{-90, 6.1}, {-10, 6.1}} << scale;
            QTest::addRow("slanted, scale %g", scale)
                << QList<QPointF>{{-91, 1}, {-52.3, 4}, {-9, 2}}
                << QList<QPointF>{{-91, 2}, {-52.3, 9}, {-9, 2.5}} << scale;
            QTest::addRow("steep, scale %g", scale) << QList<QPointF>{{-60, 1}, {-59, 6}, {-58, 1}}
                                                    << QList<QPointF>{{-60, 2}, {-59, 9}, {-58, 2}} << scale;
            QTest::addRow("beyond the plot on all sides, scale %g", scale)
                << QList<QPointF>{{-150, -5}, {-50, 8}, {50, -5}}
                << QList<QPointF>{{-150, 4}, {-50, 30}, {50, 4}} << scale;
            QTest::addRow("all of it above the plot, scale %g", scale)
                << QList<QPointF>{{-90, 12}, {-10, 12}} << QList<QPointF>{{-90, 14}, {-10, 15}} << scale;
        }
    }

    void aBandCoversWhatLiesBetweenItsEdges()
    {
        QFETCH(QList<QPointF>, low);
        QFETCH(QList<QPointF>, high);
        QFETCH(double, scale);
        Canvas canvas(scale);
        canvas.raster.drawBand(low, high, Qt::white);
        const auto edgeAt = [&](const QList<QPointF>& edge, double x) {
            for (qsizetype i = 1; i < edge.size(); ++i) {
                const QPointF from = canvas.map.toPixel(edge[i - 1]);
                const QPointF to = canvas.map.toPixel(edge[i]);
                if (x >= from.x() && x <= to.x())
                    return from.y() + (to.y() - from.y()) * (x - from.x()) / (to.x() - from.x());
            }
            return kNan;
        };
        double worst = 0;
        for (int column = 0; column < canvas.image.width(); ++column) {
            for (int row = 0; row < canvas.image.height(); ++row) {
                const double share = reference(column, row, [&](QPointF place) {
                    return canvas.map.plot.contains(place) && place.y() >= edgeAt(high, place.x()) &&
                           place.y() <= edgeAt(low, place.x());
                });
                worst = std::max(worst, std::abs(share - canvas.ink(column, row)));
            }
        }
        QVERIFY2(worst < 0.07, qPrintable(QString::number(worst)));
    }

    void aBandIsTranslucentAndLeavesGaps()
    {
        Canvas canvas;
        QColor half = Qt::white;
        half.setAlphaF(0.5F);
        canvas.raster.drawLine({{{-100, 5}, {0, 5}}}, {Qt::red, 4, 0, 0});
        canvas.raster.drawBand({{-100, 2}, {-70, 2}, {-50, kNan}, {-30, 2}, {0, 2}},
                               {{-100, 8}, {-70, 8}, {-50, 8}, {-30, 8}, {0, 8}}, half);
        const QRgb bare = canvas.image.pixel(canvas.columnOf(-90), canvas.rowOf(7));
        QVERIFY2(std::abs(qRed(bare) - 128) <= 2, qPrintable(QString::number(qRed(bare))));
        const QRgb overLine = canvas.image.pixel(canvas.columnOf(-90), canvas.rowOf(5));
        QVERIFY(qRed(overLine) == 255 && std::abs(qGreen(overLine) - 128) <= 2);
        QCOMPARE(canvas.image.pixel(canvas.columnOf(-50), canvas.rowOf(7)), qRgb(0, 0, 0));
    }

    void aBandOfManyPointsReachesItsExtremes()
    {
        Canvas canvas;
        QList<QPointF> low = noise({{-60.5, 0.5}});
        QList<QPointF> high = low;
        for (QPointF& point : high)
            point.ry() = std::max(point.y(), 3.0) + 2;
        high[30'500].setY(9.5); // at -69.5
        canvas.raster.drawBand(low, high, Qt::white);
        QVERIFY(canvas.inkIn(QRect(canvas.columnOf(-60.5), canvas.rowOf(1), 1, 1)) > 0.05);
        QVERIFY(canvas.inkIn(QRect(canvas.columnOf(-69.5), canvas.rowOf(9), 1, 1)) > 0.05);
        QCOMPARE(canvas.ink(canvas.columnOf(-40), canvas.rowOf(4)), 1.0);
    }

    void anAreaFadesToTheBottom()
    {
        Canvas canvas;
        canvas.raster.drawArea({{-80, 9}, {-20, 9}}, Qt::white);
        const int column = canvas.columnOf(-50);
        QVERIFY(canvas.ink(column, canvas.rowOf(8.5)) > 0.8);
        QVERIFY(std::abs(canvas.ink(column, canvas.rowOf(5)) - 0.5) < 0.02);
        QVERIFY(canvas.ink(column, canvas.rowOf(0.1)) < 0.03);
        QCOMPARE(canvas.inkInColumn(canvas.columnOf(-90)), 0.0);
        QCOMPARE(canvas.inkInColumn(canvas.columnOf(-10)), 0.0);
    }

    void nothingLeavesThePlot_data() { everySpikeIsKept_data(); }

    void nothingLeavesThePlot()
    {
        QFETCH(double, scale);
        Canvas canvas(scale);
        const QList<QPointF> wide{{-150, 5}, {-90, 40}, {-60, -40}, {-30, 5}, {60, 5}};
        canvas.raster.drawLine({wide}, white(2));
        QCOMPARE(canvas.inkOutside(canvas.map.plot.adjusted(0, -1, 0, 1)), 0.0);
        QVERIFY(canvas.inkInColumn(static_cast<int>(canvas.map.plot.right()) - 1) > 1.9);
        canvas.raster.drawArea(wide, Qt::white);
        canvas.raster.drawBand({{-150, -5}, {60, -5}}, wide.sliced(0, 2), Qt::white);
        QCOMPARE(canvas.inkOutside(canvas.map.plot.adjusted(0, -1, 0, 1)), 0.0);
    }

    void aLineOnTheEdgeIsDrawnWhole()
    {
        Canvas canvas;
        canvas.raster.drawLine({{{-100, 0}, {0, 0}}, {{-100, 10}, {0, 10}}}, white(2));
        QVERIFY(std::abs(canvas.inkInColumn(kMargin + 50) - 4) < 0.01);
    }

    void nothingAndOnePointAreDrawnAsSuch()
    {
        Canvas canvas;
        canvas.raster.drawLine({}, white(2));
        canvas.raster.drawLine({{}, {}}, white(2));
        canvas.raster.drawBand({}, {}, Qt::white);
        canvas.raster.drawBand({{-50, 2}}, {{-50, 8}}, Qt::white);
        canvas.raster.drawArea({{-50, 8}}, Qt::white);
        QCOMPARE(canvas.inkIn(canvas.image.rect()), 0.0);
        canvas.raster.drawLine({{{-50, 5}}}, white(2));
        const double ink = canvas.inkIn(canvas.image.rect());
        QVERIFY2(ink > 6 && ink < 14, qPrintable(QString::number(ink))); // a disc 3.5 wide
    }

    void wildValuesDoNoHarm_data()
    {
        QTest::addColumn<QList<QPointF>>("points");
        const double huge = std::numeric_limits<double>::max();
        QTest::newRow("not a number") << QList<QPointF>{{kNan, kNan}, {kNan, 1}, {-50, kNan}};
        QTest::newRow("infinite") << QList<QPointF>{
            {-kInfinite, 1}, {-50, kInfinite}, {kInfinite, -kInfinite}};
        QTest::newRow("huge") << QList<QPointF>{{-huge, huge}, {-50, -huge}, {-50, huge}, {huge, -huge}};
        QTest::newRow("far away") << QList<QPointF>{{-1e12, 1e12}, {-60, -1e12}, {-40, 1e9}, {1e12, 1e12}};
        QTest::newRow("tiny") << QList<QPointF>{{-1e-300, 1e-300}, {0, -1e-300}, {1e-300, 1e-300}};
        QList<QPointF> mixed;
        for (int i = 0; i < 5000; ++i)
            mixed.append(QPointF(-100 + i * 0.02, i % 7 == 0 ? huge : i % 11 == 0 ? kNan : i % 10));
        QTest::newRow("many") << mixed;
    }

    void wildValuesDoNoHarm()
    {
        QFETCH(QList<QPointF>, points);
        QList<QPointF> above = points;
        for (QPointF& point : above)
            point.ry() += 1;
        const PlotMap usual = Canvas().map;
        PlotMap noSpan = usual;
        noSpan.spanSeconds = 0;
        PlotMap noRange = usual;
        noRange.yHigh = noRange.yLow;
        PlotMap noPlot = usual;
        noPlot.plot = QRectF(20, 20, 0, 0);
        PlotMap outside = usual;
        outside.plot = QRectF(500, 500, 100, 100);
        PlotMap larger = usual;
        larger.plot = QRectF(-500, -500, 2000, 2000);
        for (const PlotMap& map : {usual, noSpan, noRange, noPlot, outside, larger}) {
            Canvas canvas;
            canvas.map = map;
            canvas.raster.begin(canvas.image, map);
            canvas.raster.drawBand(points, above, Qt::white);
            canvas.raster.drawArea(points, Qt::white);
            canvas.raster.drawLine({points}, white(1.6));
            canvas.raster.drawLine({points}, Stroke::of(LineStyle::Dashed, Qt::white, 2));
            QCOMPARE(canvas.inkOutside(map.plot.adjusted(0, -2, 0, 2)), 0.0);
            for (const QPointF& point : points)
                canvas.raster.drawDot(point, 3, Qt::white);
        }
    }

    void buffersStartEmptyInEveryFrame()
    {
        Canvas canvas;
        const std::vector<QList<QPointF>> line{{{-100, 2}, {-40, 9}, {0, 4}}};
        canvas.raster.drawLine(line, white(2));
        canvas.raster.drawBand({{-150, 20}, {50, 20}}, {{-150, 30}, {50, 30}}, Qt::white);
        const QImage first = canvas.image;
        canvas.image.fill(Qt::black);
        canvas.raster.begin(canvas.image, canvas.map);
        canvas.raster.drawBand({{-150, 20}, {50, 20}}, {{-150, 30}, {50, 30}}, Qt::white);
        canvas.raster.drawLine(line, white(2));
        QCOMPARE(canvas.image, first);
    }

    void aTranslucentLineCoversOnceWhereItCrossesItself()
    {
        Canvas canvas;
        QColor half = Qt::white;
        half.setAlphaF(0.5F);
        canvas.raster.drawLine({{{-90, 1}, {-50, 5}, {-50, 1}}, {{-90, 5}, {-10, 1}}}, {half, 3, 0, 0});
        for (int column = 0; column < canvas.image.width(); ++column) {
            for (int row = 0; row < canvas.image.height(); ++row)
                QVERIFY(canvas.ink(column, row) < 0.51);
        }
    }

    void aDotIsRoundAndMayPassTheEdge()
    {
        Canvas canvas;
        canvas.raster.drawDot({0, 5}, 4, Qt::white);
        const QPointF middle = canvas.map.toPixel({0, 5});
        double worst = 0;
        for (int column = 0; column < canvas.image.width(); ++column) {
            for (int row = 0; row < canvas.image.height(); ++row) {
                const double share = reference(
                    column, row, [&](QPointF place) { return distance(place, middle, middle) <= 4; });
                worst = std::max(worst, std::abs(share - canvas.ink(column, row)));
            }
        }
        QVERIFY2(worst < 0.12, qPrintable(QString::number(worst)));
    }
};

QTEST_GUILESS_MAIN(CurveRasterTest)
#include "curve_raster_test.moc"
