// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "ui/models/card_reading.h"

#include <QDateTime>
#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class CardReadingTest : public QObject
{
    Q_OBJECT

    static LineView lineOf(std::vector<QList<QPointF>> pieces, LineStyle style = LineStyle::Plain)
    {
        LineView line;
        line.style = style;
        line.pieces = std::move(pieces);
        return line;
    }

    /** Of a line that says one number at x. */
    static std::optional<double> numberAt(const LineView& line, double x, double tolerance)
    {
        const auto value = valueAt(line, x, tolerance);
        if (value && value->low != value->high)
            qFatal("more than one number");
        return value ? std::optional(value->low) : std::nullopt;
    }

    /** Each pair of neighbours asked in turn, with nothing clever. */
    static std::optional<double> plainReference(const LineView& line, double x)
    {
        for (const QList<QPointF>& piece : line.pieces) {
            for (qsizetype i = 0; i + 1 < piece.size(); ++i) {
                const QPointF a = piece[i];
                const QPointF b = piece[i + 1];
                if (x == b.x())
                    return b.y();
                if (x < a.x() || x > b.x())
                    continue;
                return line.style == LineStyle::Step || x == a.x() ? a.y() : b.y();
            }
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void readingsAgreeWithAPlainReference()
    {
        SplitMix64 random(11);
        int known = 0;
        for (int round = 0; round < 200; ++round) {
            LineView line;
            line.style = round % 2 == 0 ? LineStyle::Plain : LineStyle::Step;
            double x = -100;
            while (x < -2) {
                QList<QPointF> piece;
                for (int i = 0; i < 8; ++i)
                    piece.append({x += 0.1 + random.uniform(), random.uniform() * 50});
                line.pieces.push_back(piece);
                x += 1 + random.uniform() * 5; // a gap
            }
            for (double at = -101; at <= 1; at += 0.37) {
                const auto value = numberAt(line, at, 0);
                const auto expected = plainReference(line, at);
                QCOMPARE(value.has_value(), expected.has_value());
                if (!value)
                    continue;
                ++known;
                QCOMPARE(*value, *expected);
            }
        }
        QVERIFY(known > 1000);
    }

    void nothingIsReadInAGapOrOutside()
    {
        const LineView line = lineOf({{{-90, 1}, {-60, 4}}, {{-40, 5}, {-10, 8}}});
        QCOMPARE(numberAt(line, -75, 5), std::optional(4.0));
        QVERIFY(!numberAt(line, -50, 5));
        QVERIFY(!numberAt(line, -95, 5));
        QVERIFY(!numberAt(line, -9, 5));
        QVERIFY(!numberAt(lineOf({}), -9, 5));
    }

    void aStepHoldsTheValueBefore()
    {
        const LineView line = lineOf({{{-90, 1}, {-60, 1}, {-60, 4}, {0, 4}}}, LineStyle::Step);
        QCOMPARE(numberAt(line, -61, 0), std::optional(1.0));
        QCOMPARE(numberAt(line, -60, 0), std::optional(4.0));
        QCOMPARE(numberAt(line, -59, 0), std::optional(4.0));
    }

    void singleReadingsAreTakenFromNearby()
    {
        const LineView line = lineOf({{{-90, 1}, {-60, 4}, {-58, 6}}}, LineStyle::Dots);
        QCOMPARE(numberAt(line, -59.2, 3), std::optional(4.0));
        QCOMPARE(numberAt(line, -58.5, 3), std::optional(6.0));
        QVERIFY(!numberAt(line, -75, 3));
        QCOMPARE(numberAt(lineOf({{{-20, 7}}}), -21, 3), std::optional(7.0));
    }

    void noNumberIsToldThatNobodyCounted()
    {
        const LineView line = lineOf({{{-2, 100}, {-1, 300}, {0, 200}}});
        const auto value = valueAt(line, -1.5, 0);
        QVERIFY(value);
        QCOMPARE(value->low, 300.0); // of the second that ended at -1
        QCOMPARE(value->point, QPointF(-1, 300));
        QCOMPARE(numberAt(line, -1, 0), std::optional(300.0));
        QCOMPARE(numberAt(line, -0.99, 0), std::optional(200.0));
        QCOMPARE(numberAt(lineOf(line.pieces, LineStyle::Strong), -1.5, 0), std::optional(300.0));
        QCOMPARE(numberAt(lineOf(line.pieces, LineStyle::Dashed), -1.5, 0), std::optional(100.0));
    }

    void aColumnIsReadWhole()
    {
        const LineView line = lineOf({{{-20, 2000}, {-20, 4000}, {-10, 8000}, {-10, 6000}, {0, 5000}}});
        const auto at = [&](double x) { return valueAt(line, x, 0).value_or(LineValue{}); };
        QCOMPARE(at(-20).low, 2000.0);
        QCOMPARE(at(-20).high, 4000.0);
        QCOMPARE(at(-14).high, 8000.0);
        QCOMPARE(at(-14).point, QPointF(-10, 8000)); // where the curve comes in
        QCOMPARE(at(-9).low, 6000.0);
        QCOMPARE(at(-9).point, QPointF(-10, 6000)); // and where it leaves
        QCOMPARE(at(-16).high, 4000.0);
        QCOMPARE(numberAt(line, -1, 0), std::optional(5000.0));

        CardView view;
        view.lines = {line};
        view.bands.push_back({ColorRole::Accent, {{{{-20, 1}, {-10, 2}}, {{-20, 3}, {-10, 4}}}}});
        LegendEntry entry;
        entry.value = u"5.00k"_s;
        entry.line = 0;
        LegendEntry band;
        band.value = u"1–2"_s;
        band.band = 0;
        view.legend = {entry, band};
        QCOMPARE(readingAt(view, -19, 0).legend, (std::vector<QString>{u"2.00–4.00k"_s, u"1–3"_s}));
        QCOMPARE(readingAt(view, -1, 0).legend.front(), u"5.00k"_s);
    }

    void valuesAreSaidInTheirUnit()
    {
        CardView view;
        QCOMPARE(valueText(view, 4980), u"4.98k/s"_s);
        QCOMPARE(valueText(view, std::nan("")), u"–"_s);
        view.quantity = Quantity::BytesPerSecond;
        QCOMPARE(valueText(view, 2.4e6), u"2.40\u202FMB/s"_s);
        view.quantity = Quantity::Share;
        QCOMPARE(valueText(view, 0.03), u"3.0\u202F%"_s);
        view.isLog = true;
        QCOMPARE(valueText(view, -2), u"1.0\u202F%"_s);
        view.quantity = Quantity::Seconds;
        QCOMPARE(valueText(view, -2), u"10\u202Fms"_s);
    }

    void theReadoutIsTheOneWhoseTimeHoldsX()
    {
        CardView view;
        QVERIFY(!readoutAt(view, -5));
        view.readouts = {{-20, 6, {{u"a"_s, u"1"_s}}}, {-8, 6, {{u"b"_s, u"2"_s}}}};
        QVERIFY(!readoutAt(view, -27));
        QCOMPARE(readoutAt(view, -23), &view.readouts[0]);
        QCOMPARE(readoutAt(view, -20), &view.readouts[0]);
        QVERIFY(!readoutAt(view, -17));
        QCOMPARE(readoutAt(view, -8), &view.readouts[1]);
        QVERIFY(!readoutAt(view, -1));
    }

    void timeIsToldBeforeNowOrByTheClock()
    {
        CardView view;
        view.spanSeconds = 300;
        QCOMPARE(timeText(view, -96), u"−1:36"_s);
        QCOMPARE(timeText(view, 0), u"now"_s);
        view.spanSeconds = 10;
        QCOMPARE(timeText(view, -8.4), u"−8.4\u202Fs"_s);
        QCOMPARE(timeText(view, 0), u"now"_s);
        view.spanSeconds = 86400;
        QCOMPARE(timeText(view, -7507), u"−2:05:07"_s);

        view.isLive = false;
        const QDateTime end(QDate(2026, 11, 23), QTime(14, 33, 0));
        view.wallEnd = WallTime(std::chrono::milliseconds(end.toMSecsSinceEpoch()));
        view.spanSeconds = 300;
        QCOMPARE(timeText(view, -96), u"14:31:24"_s);
        view.spanSeconds = 10;
        QCOMPARE(timeText(view, -8.4), u"14:32:51.6"_s);
        view.spanSeconds = 86400;
        QCOMPARE(timeText(view, -15 * 3600), u"22 Nov 23:33:00"_s);
    }

    void anEstimateStaysMarkedAsOne()
    {
        CardView view;
        view.lines = {lineOf({{{-100, 1000}, {0, 3000}}})};
        LegendEntry entry;
        entry.value = u"≈\u202F3.00k"_s;
        entry.line = 0;
        view.legend = {entry};
        QCOMPARE(readingAt(view, -50, 1).legend.front(), u"≈\u202F3.00k"_s);
        QCOMPARE(readingAt(view, -150, 1).legend.front(), u"–"_s);
    }

    void aReadingHasTheLegendOfItsTime()
    {
        CardView view;
        view.spanSeconds = 100;
        view.lines = {lineOf({{{-100, 1000}, {0, 3000}}}), lineOf({{{-100, 5}, {-80, 5}}})};
        view.bands.push_back({ColorRole::Accent, {{{{-100, 1000}, {0, 1000}}, {{-100, 3000}, {0, 3000}}}}});
        const auto entry = [](const QString& name, const QString& value, int line, int band) {
            LegendEntry made;
            made.name = name;
            made.value = value;
            made.line = line;
            made.band = band;
            return made;
        };
        view.legend = {entry(u"search"_s, u"3.00k"_s, 0, -1), entry(u"audit"_s, u"–"_s, 1, -1),
                       entry(u"95 %"_s, u"x"_s, -1, 0), entry(u"note"_s, {}, -1, -1),
                       entry(u"slots"_s, u"12"_s, -1, -1)};
        const CardReading reading = readingAt(view, -50, 1);
        QCOMPARE(reading.time, u"−0:50"_s);
        QCOMPARE(reading.dots.size(), std::size_t(1));
        QCOMPARE(reading.dots.front().value, QPointF(0, 3000));
        const std::vector<QString> expected{u"3.00k"_s, u"–"_s, u"1.00–3.00k"_s, QString(), u"–"_s};
        QCOMPARE(reading.legend, expected);
        QCOMPARE(spokenReading(view, reading), u"−0:50: search 3.00k, audit –, 95 % 1.00–3.00k, slots –"_s);
        QVERIFY(!reading.readout);
    }
};

QTEST_GUILESS_MAIN(CardReadingTest)
#include "card_reading_test.moc"
