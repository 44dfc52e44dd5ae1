// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/card_table.h"
#include "ui/models/card_table_model.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <ctime>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

// 2026-11-23 14:33:00 CET
constexpr WallTime kEnd{std::chrono::seconds(1'795'440'780)};

LineView line(const QString& name, std::vector<QList<QPointF>> pieces, LineStyle style = LineStyle::Plain)
{
    LineView view;
    view.name = name;
    view.style = style;
    view.pieces = std::move(pieces);
    return view;
}

CardView card(std::vector<LineView> lines)
{
    CardView view;
    view.title = u"Throughput"_s;
    view.tag = CardTag::Exact;
    view.spanSeconds = 60;
    view.wallEnd = kEnd;
    view.lines = std::move(lines);
    return view;
}

/** `count` seconds, the newest at `end`; a value is its own second. */
CardTable seconds(int count, WallTime end)
{
    QList<QPointF> points;
    for (int i = count - 1; i >= 0; --i)
        points.append({-double(i), double(end.time_since_epoch() / std::chrono::seconds(1) - i)});
    CardView view = card({line(u"total"_s, {points})});
    view.wallEnd = end;
    return tableOf(view);
}

QStringList texts(const CardTable& table, std::size_t column)
{
    QStringList all;
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        all.append(table.text(row, column));
    return all;
}

QByteArray lastLine(const QByteArray& csv)
{
    return csv.trimmed().split('\n').back();
}

} // namespace

class CardTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
        tzset();
    }

    void tellsMomentsNewestFirst()
    {
        const CardTable table = tableOf(card({line(u"total"_s, {{{-2, 10}, {-1, 20}, {0, 30}}})}));
        QCOMPARE(texts(table, 0), (QStringList{u"30"_s, u"20"_s, u"10"_s}));
        QCOMPARE(table.timeText(0), u"14:33:00"_s);
        QCOMPARE(table.timeText(2), u"14:32:58"_s);
        QCOMPARE(table.heading(), u"Throughput, messages/s, exact"_s);
        QCOMPARE(table.note(), QString());
    }

    void neverInventsAValueBetweenReadings()
    {
        const CardTable table =
            tableOf(card({line(u"a"_s, {{{-4, 1}, {-2, 3}}}), line(u"b"_s, {{{-3, 7}}})}));
        QCOMPARE(texts(table, 0), (QStringList{u"3"_s, u"–"_s, u"1"_s}));
        QCOMPARE(texts(table, 1), (QStringList{u"–"_s, u"7"_s, u"–"_s}));
    }

    void holdsAStepUntilTheNext()
    {
        const CardTable table =
            tableOf(card({line(u"set"_s, {{{-70, 1}, {-3, 1}, {-3, 2}, {0, 2}}}, LineStyle::Step),
                          line(u"b"_s, {{{-5, 7}, {-1, 7}}})}));
        QCOMPARE(texts(table, 0), (QStringList{u"2"_s, u"2"_s, u"2"_s, u"1"_s}));
    }

    void tellsLowestAndHighestOfALongWindow()
    {
        const CardTable table =
            tableOf(card({line(u"total"_s, {{{-2, 5}, {-2, 9}, {-1, 8}, {-1, 4}, {0, 6}}})}));
        QCOMPARE(table.columns.size(), std::size_t(2));
        QCOMPARE(table.columns[0].name, u"total, lowest"_s);
        QCOMPARE(texts(table, 0), (QStringList{u"6"_s, u"4"_s, u"5"_s}));
        QCOMPARE(texts(table, 1), (QStringList{u"6"_s, u"8"_s, u"9"_s}));
    }

    void tellsARangeInTwoColumns()
    {
        CardView view = card({line(u"estimate"_s, {{{-1, 10}}})});
        view.tag = CardTag::Estimate;
        view.bands.push_back({ColorRole::Accent, {{{{-2, 7}, {-1, 8}}, {{-2, 13}, {-1, 12}}}}});
        const CardTable table = tableOf(view);
        QCOMPARE(table.columns[1].name, u"95 % low"_s);
        QCOMPARE(table.columns[2].name, u"95 % high"_s);
        QCOMPARE(texts(table, 0), (QStringList{u"10"_s, u"–"_s}));
        QCOMPARE(texts(table, 1), (QStringList{u"8"_s, u"7"_s}));
        QCOMPARE(texts(table, 2), (QStringList{u"12"_s, u"13"_s}));
    }

    void anEmptyRangeHasNoColumns()
    {
        CardView view = card({line(u"in force"_s, {{{0, 1}}})});
        view.bands.emplace_back();
        QCOMPARE(tableOf(view).columns.size(), std::size_t(1));
    }

    void undoesALogAxis()
    {
        CardView view = card({line(u"in force"_s, {{{0, std::log10(0.03)}}}, LineStyle::Step)});
        view.quantity = Quantity::Share;
        view.isLog = true;
        const CardTable table = tableOf(view);
        QVERIFY(qAbs(table.rows[0].numbers[0] - 0.03) < 1e-12);
        QCOMPARE(table.text(0, 0), u"3.0\u202F%"_s);
        QCOMPARE(lastLine(csvOf(table, {false, {}})), "2026-11-23T14:33:00.000+01:00,0.03"_ba);
    }

    void aGapIsARowOfUnknowns()
    {
        CardView view = card({line(u"total"_s, {{{-9, 4}, {-8, 4}}, {{-2, 5}, {0, 5}}})});
        view.gaps.push_back({-8, -3, ColorRole::Warn, true});
        const CardTable table = tableOf(view);
        QCOMPARE(texts(table, 0), (QStringList{u"5"_s, u"5"_s, u"–"_s, u"4"_s, u"4"_s}));
    }

    void leavesOutWhatLiesBeforeTheLeftEdge()
    {
        QCOMPARE(tableOf(card({line(u"total"_s, {{{-61, 4}, {-60, 5}}})})).rows.size(), std::size_t(1));
    }

    void aCardWithoutCurvesIsAnEmptyTable()
    {
        const CardTable table = tableOf(card({}));
        QVERIFY(table.rows.empty());
        QVERIFY(csvOf(table, {true, u"0.3"_s}).endsWith("Time\r\n"));
    }

    void thinsFiftyThousandPointsEvenlyAndSaysSo()
    {
        QList<QPointF> points;
        for (int i = 49'999; i >= 0; --i)
            points.append({-i / 1000.0, double(i)});
        const CardView view = card({line(u"total"_s, {points})});
        const CardTable table = tableOf(view);
        QCOMPARE(table.rows.size(), kTableRows);
        QCOMPARE(table.rows.front().numbers[0], 0.0);
        QCOMPARE(table.rows.back().numbers[0], 49'999.0);
        for (std::size_t i = 1; i < table.rows.size(); ++i) {
            const double step = table.rows[i].numbers[0] - table.rows[i - 1].numbers[0];
            QVERIFY(step == 25 || step == 26);
        }
        QCOMPARE(table.note(), u"2,000 of 50,000 moments, evenly thinned. An export has them all."_s);
        QCOMPARE(csvOf(tableOf(view, kAllRows), {false, {}}).count('\n'), 50'001);
    }

    void saysTheDayWhenThereAreTwo()
    {
        CardView view = card({line(u"total"_s, {{{0, 1}}})});
        view.spanSeconds = 86'400;
        QCOMPARE(tableOf(view).timeText(0), u"23 Nov 14:33:00"_s);
        view.spanSeconds = 10;
        QCOMPARE(tableOf(view).timeText(0), u"14:33:00.000"_s);
    }

    void writesTheWholeFile()
    {
        CardView view =
            card({line(u"total"_s, {{{-2, 11'200.5}, {-0.5, 1'000'000}}}), line(u"search"_s, {{{-2, 0}}})});
        view.markers.push_back({-30, Glyph::Diamond, ColorRole::Accent, u"you: 10 → 3 %"_s,
                                u"14:32:30  You set 10 % → 3 %, exactly"_s});
        view.markers.push_back({-20, Glyph::Cross, ColorRole::Bad, u"search lost"_s, u"search: cut off"_s});
        QCOMPARE(QString::fromUtf8(csvOf(tableOf(view), {true, u"0.3"_s})),
                 u"# card: Throughput\r\n"
                 "# unit: messages/s\r\n"
                 "# numbers: exact\r\n"
                 "# from: 2026-11-23T14:32:00.000+01:00\r\n"
                 "# to: 2026-11-23T14:33:00.000+01:00\r\n"
                 "# time zone: CET\r\n"
                 "\"# sampling rate: 2026-11-23T14:32:30.000+01:00 You set 10 % → 3 %, exactly\"\r\n"
                 "# Weir: 0.3\r\n"
                 "Time,total (messages/s),search (messages/s)\r\n"
                 "2026-11-23T14:32:58.000+01:00,11200.5,0\r\n"
                 "2026-11-23T14:32:59.500+01:00,1000000,\r\n"_s);
    }

    void namesCannotBecomeFormulasOrBreakFields_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("equals") << u"=1+1"_s << "'=1+1 (messages/s)"_ba;
        QTest::newRow("plus") << u"+1"_s << "'+1 (messages/s)"_ba;
        QTest::newRow("minus") << u"-1"_s << "'-1 (messages/s)"_ba;
        QTest::newRow("at") << u"@SUM(A1)"_s << "'@SUM(A1) (messages/s)"_ba;
        QTest::newRow("tab") << u"\t=1"_s << "'\t=1 (messages/s)"_ba;
        QTest::newRow("return") << u"\r=1"_s << "\"'\r=1 (messages/s)\""_ba;
        QTest::newRow("comma and quote") << u"a,\"b\""_s << "\"a,\"\"b\"\" (messages/s)\""_ba;
        QTest::newRow("line") << u"a\nb"_s << "\"a\nb (messages/s)\""_ba;
        QTest::newRow("formula with comma") << u"=A(1,2)"_s << "\"'=A(1,2) (messages/s)\""_ba;
    }

    void namesCannotBecomeFormulasOrBreakFields()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, field);
        QCOMPARE(csvOf(tableOf(card({line(name, {})})), {false, {}}), "Time," + field + "\r\n");
    }

    void theModelMovesWithTime()
    {
        CardTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(seconds(10, kEnd));
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.columnCount(), 2);
        const QPersistentModelIndex watched = model.index(2, 1);
        const QVariant number = watched.data(CardTableModel::kNumberRole);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.apply(seconds(10, kEnd + std::chrono::seconds(3)));
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(watched.row(), 5);
        QCOMPARE(watched.data(CardTableModel::kNumberRole), number);
        QVERIFY(changed.isEmpty());
        QVERIFY(reset.isEmpty());
    }

    void theModelReportsOnlyWhatChanged()
    {
        CardTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        CardTable table = seconds(10, kEnd);
        model.apply(table);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.apply(table);
        QVERIFY(changed.isEmpty());
        table.rows[4].numbers[0] = std::numeric_limits<double>::quiet_NaN();
        model.apply(table);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex(), model.index(4, 1));
        QCOMPARE(model.index(4, 1).data(), u"–"_s);
        QCOMPARE(model.index(4, 1).data(Qt::AccessibleTextRole), u"unknown"_s);
        QCOMPARE(model.index(4, 1).data(CardTableModel::kNumberRole), QVariant());
        model.apply(table); // unknown is the same as unknown
        QCOMPARE(changed.size(), 1);
    }

    void theModelFindsRowsInBetween()
    {
        CardTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const CardTable all = seconds(12, kEnd);
        for (const unsigned kept : {0x0F0Fu, 0x0AAAu, 0x0555u, 0x0FFFu, 0x0001u, 0x0000u, 0x0800u}) {
            CardTable some = all;
            some.rows.clear();
            for (std::size_t i = 0; i < all.rows.size(); ++i) {
                if (kept >> i & 1U)
                    some.rows.push_back(all.rows[i]);
            }
            model.apply(some);
            QCOMPARE(model.rowCount(), static_cast<int>(some.rows.size()));
            for (std::size_t i = 0; i < some.rows.size(); ++i)
                QCOMPARE(model.index(static_cast<int>(i), 1).data(CardTableModel::kNumberRole).toDouble(),
                         some.rows[i].numbers[0]);
        }
    }

    void otherLinesAreAnotherTable()
    {
        CardTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(seconds(3, kEnd));
        model.apply(tableOf(card({line(u"<b>a</b>"_s, {{{0, 1}}}), line(u"b"_s, {{{0, 2}}})})));
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole), u"<b>a</b>"_s);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole),
                 u"<p>&lt;b&gt;a&lt;/b&gt;, messages/s</p>"_s);
    }
};

QTEST_GUILESS_MAIN(CardTableTest)
#include "card_table_test.moc"
