// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/card_export.h"
#include "ui/card_table_view.h"
#include "ui/export_dialog.h"
#include "ui/models/name_mask.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <ctime>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

// 2026-11-23 14:33:00 CET
constexpr WallTime kEnd{std::chrono::seconds(1'795'440'780)};

CardView throughput()
{
    CardView view;
    view.title = u"Throughput"_s;
    view.unit = u"messages/s"_s;
    view.headline = u"11.2k/s"_s;
    view.subline = u"total, search-eu missing"_s;
    view.spanSeconds = 300;
    view.wallEnd = kEnd;
    view.yHigh = 8000;
    view.yTicks = {{0, u"0"_s}, {4000, u"4k"_s}, {8000, u"8k"_s}};
    for (const QString& name : {u"total"_s, u"search-eu"_s, u"a-very-long-endpoint-na…"_s}) {
        LineView line;
        line.name = name;
        line.color = seriesRole(static_cast<int>(view.lines.size()));
        line.isOutside = name != u"total"_s;
        line.pieces = {{}};
        for (int x = -300; x <= 0; ++x)
            line.pieces[0].append({double(x), 4000 + 1000 * std::sin(x * 0.1 + double(view.lines.size()))});
        view.legend.push_back({LegendEntry::Mark::Line, line.color, name, u"4.0k"_s});
        view.legend.back().isOutside = line.isOutside;
        view.lines.push_back(line);
    }
    view.markers = {
        {-148, Glyph::Diamond, ColorRole::Accent, u"you: 10 → 3 %"_s, u"14:30:32  You set 10 % → 3 %"_s},
        {-20, Glyph::Cross, ColorRole::Bad, u"search-eu lost"_s,
         u"14:32:40  search-eu: nothing listens at shop.example:8443, SEARCH-EU is down"_s},
    };
    return view;
}

CardView totals()
{
    CardView view = throughput();
    view.title = u"Corrected totals"_s;
    view.tag = CardTag::Estimate;
    view.subline = u"user-4411, 731–746k"_s;
    view.foot = u"Proof: a-very-long-e… held"_s;
    view.lines.resize(1);
    view.lines[0].name = u"user-4411"_s;
    view.lines[0].isOutside = true;
    view.legend.resize(1);
    view.legend[0].name = u"user-4411"_s;
    view.legend[0].isOutside = true;
    view.readouts = {{-3, 2, {{u"user-4411"_s, u"2.1k"_s}}}};
    view.zones = {{0, 1, ColorRole::Warn, u"above search-eu"_s}};
    view.explanation = u"406 of user-4411 were looked into"_s;
    return view;
}

OutsideNames names()
{
    return {{u"search-eu"_s, u"a-very-long-endpoint-name"_s, u"endpoint"_s},
            {u"shop.example"_s},
            {u"user-4411"_s}};
}

/** Everything a card can draw or say. */
QString allTexts(const std::vector<CardView>& cards)
{
    QStringList texts;
    for (const CardView& card : cards) {
        texts << card.title << card.unit << card.headline << card.subline << card.foot << card.tooltip
              << card.explanation << card.emptyText;
        for (const LegendEntry& entry : card.legend)
            texts << entry.name << entry.value;
        for (const ZoneView& zone : card.zones)
            texts << zone.label;
        for (const LineView& line : card.lines)
            texts << line.name;
        for (const MarkerView& marker : card.markers)
            texts << marker.label << marker.tooltip;
        for (const ReadoutView& readout : card.readouts) {
            for (const ReadoutView::Row& row : readout.rows)
                texts << row.name << row.value;
        }
    }
    return texts.join(u'\n');
}

const QStringList kSecrets{u"search"_s, u"very"_s, u"shop"_s, u"user"_s, u"4411"_s};

ExportSource source()
{
    return {{throughput(), totals()}, 0, names(), u"3 %"_s, u"0.3"_s};
}

Colors colors()
{
    return colorsOf(Theme::Dark, {});
}

/** Tabs on until this one has the keyboard. */
void tabTo(QWidget& window, const QString& objectName)
{
    for (int i = 0; i < 30; ++i) {
        QWidget* const at = QApplication::focusWidget();
        if (at && at->objectName() == objectName)
            return;
        QTest::keyClick(at ? at : &window, Qt::Key_Tab);
    }
    QFAIL(qPrintable(u"Tab never reaches "_s + objectName));
}

} // namespace

class CardExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
        tzset();
    }

    void hiddenNamesAreNowhere()
    {
        const std::vector<CardView> cards = withoutNames({throughput(), totals()}, names(), {true, true});
        const QString said = allTexts(cards);
        const QString bytes = QString::fromUtf8(csvOf(cards, u"0.3"_s));
        for (const QString& secret : kSecrets) {
            QVERIFY2(!said.contains(secret, Qt::CaseInsensitive), qPrintable(said));
            QVERIFY2(!bytes.contains(secret, Qt::CaseInsensitive), qPrintable(bytes.left(2000)));
        }
        QCOMPARE(cards[0].subline, u"total, endpoint 1 missing"_s);
        QCOMPARE(cards[0].markers[1].tooltip,
                 u"14:32:40  endpoint 1: nothing listens at host 1:8443, endpoint 1 is down"_s);
        QCOMPARE(cards[1].lines[0].name, u"key 1"_s);
    }

    void aNameIsTheSameWordOnAllCards()
    {
        const std::vector<CardView> cards = withoutNames({throughput(), totals()}, names(), {true, true});
        QCOMPARE(cards[0].lines[0].name, u"total"_s);
        QCOMPARE(cards[0].lines[2].name, u"endpoint 2"_s);
        QCOMPARE(cards[1].foot, u"Proof: endpoint 2 held"_s);
        QCOMPARE(cards[1].zones[0].label, u"above endpoint 1"_s);
    }

    void showsWhatIsAskedFor()
    {
        const std::vector<CardView> shown = withoutNames({throughput(), totals()}, names(), {false, false});
        QVERIFY(shown == (std::vector<CardView>{throughput(), totals()}));
        const std::vector<CardView> keys = withoutNames({throughput(), totals()}, names(), {true, false});
        QCOMPARE(keys[1].lines[0].name, u"user-4411"_s);
        QCOMPARE(keys[0].lines[1].name, u"endpoint 1"_s);
        const std::vector<CardView> hosts = withoutNames({throughput(), totals()}, names(), {false, true});
        QCOMPARE(hosts[1].lines[0].name, u"key 1"_s);
        QCOMPARE(hosts[0].markers[1], throughput().markers[1]);
    }

    void hidesANameNobodyTold()
    {
        CardView view = throughput();
        view.lines[1].name = u"unheard"_s;
        view.subline = u"total, unheard missing"_s;
        const std::vector<CardView> cards = withoutNames({view}, {}, {true, false});
        QCOMPARE(cards[0].lines[1].name, u"endpoint 1"_s);
        QCOMPARE(cards[0].subline, u"total, endpoint 1 missing"_s);
    }

    void replacesWordsNotPartsOfThem()
    {
        CardView view = throughput();
        view.subline = u"research, total, sear, a"_s;
        const std::vector<CardView> cards = withoutNames({view}, {{u"sear"_s, u"a"_s}, {}, {}}, {true, true});
        QCOMPARE(cards[0].subline, u"research, total, endpoint 3, endpoint 4"_s);
        QCOMPARE(cards[0].title, u"Throughput"_s);
    }

    void aNameIsTheSameInAnyCaseButNoOther()
    {
        CardView view = throughput();
        view.subline = u"STRASSE, straße, Straße, ΣΊΓΜΑ, σίγμα"_s;
        const std::vector<CardView> cards =
            withoutNames({view}, {{u"strasse"_s, u"Straße"_s, u"STRAßE"_s, u"Σίγμα"_s}, {}, {}}, {});
        QCOMPARE(cards[0].subline, u"endpoint 3, endpoint 4, endpoint 4, endpoint 5, endpoint 5"_s);
    }

    void thousandsOfNamesAreHiddenEachUnderItsOwnNumber()
    {
        constexpr int kMany = 5000;
        constexpr int kTold = 50; // of so many one is on the card
        OutsideNames many;
        CardView view = throughput();
        view.lines.resize(1);
        view.legend.resize(1);
        view.markers.clear();
        for (int i = 0; i < kMany; ++i) {
            many.endpoints.append(u"%1-shop"_s.arg(i));
            many.hosts.append(u"wss://h%1.example"_s.arg(i));
            many.keys.append(u"user-%1"_s.arg(i));
            if (i % kTold != 0)
                continue;
            view.markers.push_back({double(-i), Glyph::Cross, ColorRole::Bad, u"%1-SHOP lost"_s.arg(i),
                                    u"user-%1 at wss://h%1.example:443"_s.arg(i)});
        }
        const std::vector<CardView> cards = withoutNames({view}, many, {});
        int number = 0; // in the order in which they are met
        for (const MarkerView& marker : cards[0].markers) {
            ++number;
            QCOMPARE(marker.label, u"endpoint %1 lost"_s.arg(number));
            QCOMPARE(marker.tooltip, u"key %1 at host %1:443"_s.arg(number));
        }
        QCOMPARE(number, kMany / kTold);
    }

    void hostileNamesAreHiddenToo_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("pattern") << u".*(a|b)[c"_s;
        QTest::newRow("markup") << u"<img src='x'>"_s;
        QTest::newRow("formula") << u"=HYPERLINK(\"http://x\")"_s;
        QTest::newRow("marks") << u"%1 %2"_s;
        QTest::newRow("own words") << u"endpoint 1"_s;
        QTest::newRow("emoji") << u"\U0001F525\U0001F525"_s;
        QTest::newRow("long") << QString(5000, u'x');
    }

    void hostileNamesAreHiddenToo()
    {
        QFETCH(QString, name);
        CardView view = throughput();
        view.lines.resize(2);
        view.lines[1].name = name;
        view.subline = u"total, "_s + name + u" missing"_s;
        const std::vector<CardView> cards = withoutNames({view}, {{name}, {}, {}}, {true, true});
        QCOMPARE(cards[0].lines[1].name, u"endpoint 1"_s);
        QCOMPARE(cards[0].subline, u"total, endpoint 1 missing"_s);
    }

    void aPictureSaysWhatItShowsInWords()
    {
        PictureOptions options{u"3 %"_s, u"0.3"_s};
        options.isRateFixed = true;
        const QImage one = pictureOf({throughput()}, colors(), windowFont(), options);
        const QImage read = QImage::fromData(pngOf(one), "PNG");
        QCOMPARE(read.size(), one.size());
        QCOMPARE(read.text(u"Description"_s),
                 u"Throughput (exact): 11.2k/s; total, search-eu missing.\n"
                 "14:28:00–14:33:00 CET, 23 Nov 2026 · 3 % since 14:30:32 · Weir 0.3"_s);
    }

    void aPictureHasTheCardsAtTwiceTheirSize()
    {
        const PictureOptions options;
        const QImage one = pictureOf({throughput()}, colors(), windowFont(), options);
        QCOMPARE(one.devicePixelRatio(), 2.0);
        QCOMPARE(one.width(), 2 * (960 + 32));
        QVERIFY(one.height() >= 2 * 540);
        const QImage all = pictureOf(std::vector<CardView>(6, throughput()), colors(), windowFont(), options);
        QCOMPARE(all.width(), 2 * (3 * 480 + 2 * 10 + 32));
        QVERIFY(all.height() >= 2 * 2 * 300);
        QVERIFY(pictureOf({}, colors(), windowFont(), options).isNull());
    }

    void aPictureHasCurves()
    {
        const QImage image = pictureOf({throughput()}, colors(), windowFont(), {});
        int found = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found += image.pixelColor(x, y).rgb() == colors().series[0].rgb();
        }
        QVERIFY(found > 500);
    }

    void theTimeAxisIsOfTheClock()
    {
        const std::vector<AxisTick> ticks = absoluteTicks(throughput());
        QVERIFY(ticks.size() >= 3);
        QCOMPARE(ticks.back().label, u"14:33"_s);
        QCOMPARE(ticks.back().at, 0.0);
    }

    void theFootSaysTheDaysWhenThereAreTwo()
    {
        CardView view = throughput();
        view.spanSeconds = 86'400;
        view.markers.clear();
        QCOMPARE(footOf({view}, {u"3 %"_s, u"0.3"_s}),
                 u"22 Nov 2026 14:33:00 – 23 Nov 2026 14:33:00 CET · 3 % looked into · Weir 0.3"_s);
    }

    void theFootTellsSinceWhenOnlyOfARateThatStaysAndOneChange()
    {
        CardView view = throughput();
        PictureOptions options{u"3 %"_s, u"0.3"_s};
        QVERIFY(footOf({view}, options).contains(u"· 3 % looked into ·"_s)); // it may go by itself
        options.isRateFixed = true;
        QVERIFY(footOf({view}, options).contains(u"· 3 % since 14:30:32 ·"_s));
        view.markers[0].label = u"2 changes"_s;
        view.markers[0].tooltip += u"\n14:30:34  You set 3 % → 5 %"_s;
        QVERIFY(footOf({view}, options).contains(u"· 3 % looked into ·"_s));
        options.rate.clear();
        QVERIFY(!footOf({view}, options).contains(u"changes"_s));
        QVERIFY(footOf({throughput()}, options).contains(u"· you: 10 → 3 % at 14:30:32 ·"_s));
    }

    void allCardsShareOneFile()
    {
        const QByteArray csv = csvOf({throughput(), totals()}, u"0.3"_s);
        QVERIFY(csv.startsWith("# card: Throughput\r\n"));
        QCOMPARE(csv.count("\r\n\r\n# card: Corrected totals\r\n"), 1);
        QCOMPARE(fileNameOf({throughput()}), u"weir-throughput-2026-11-23-1428"_s);
        QCOMPARE(fileNameOf({totals()}), u"weir-corrected-totals-2026-11-23-1428"_s);
        QCOMPARE(fileNameOf({throughput(), totals()}), u"weir-charts-2026-11-23-1428"_s);
    }

    void theDialogSavesByKeyboardAlone()
    {
        ExportDialog dialog(source(), colors(), nullptr);
        QSignalSpy ready(&dialog, &ExportDialog::exportReady);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        tabTo(dialog, u"exportFormat0"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        tabTo(dialog, u"exportHideHosts"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        tabTo(dialog, u"exportSave"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(ready.size(), 1);
        QVERIFY(!dialog.isVisible());
        QVERIFY(ready[0][0].toByteArray().contains("search-eu (messages/s)"));
        QCOMPARE(ready[0][1].toString(), u"weir-throughput-2026-11-23-1428.csv"_s);
        QCOMPARE(ready[0][2].toString(), u"CSV numbers (*.csv)"_s);
    }

    void enterSavesAPictureThatHidesNames()
    {
        ExportDialog dialog(source(), colors(), nullptr);
        QSignalSpy ready(&dialog, &ExportDialog::exportReady);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClick(&dialog, Qt::Key_Return);
        QCOMPARE(ready.size(), 1);
        QCOMPARE(ready[0][1].toString(), u"weir-throughput-2026-11-23-1428.png"_s);
        const QImage image = QImage::fromData(ready[0][0].toByteArray(), "PNG");
        QVERIFY(image.text(u"Description"_s).contains(u"total, endpoint 1 missing"_s));
    }

    void escapeSavesNothing()
    {
        ExportDialog dialog(source(), colors(), nullptr);
        QSignalSpy ready(&dialog, &ExportDialog::exportReady);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(ready.isEmpty());
        QVERIFY(!dialog.isVisible());
    }

    void copiesPictureAndWords()
    {
        ExportDialog dialog(source(), colors(), nullptr);
        dialog.findChild<QAbstractButton*>(u"exportLight"_s)->setChecked(true);
        dialog.findChild<QAbstractButton*>(u"exportCopy"_s)->click();
        const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->hasImage());
        QVERIFY(data->text().startsWith(u"Throughput (exact)"_s));
        const auto image = data->imageData().value<QImage>();
        QCOMPARE(image.pixelColor(0, 0), colorsOf(Theme::Light, {}).window);
        QVERIFY(!dialog.findChild<QLabel*>(u"exportStatus"_s)->text().isEmpty());
    }

    void thePreviewIsWhatIsSaved()
    {
        ExportDialog dialog(source(), colors(), nullptr);
        auto* const preview = dialog.findChild<QLabel*>(u"exportPreview"_s);
        QVERIFY(!preview->pixmap(Qt::ReturnByValue).isNull());
        dialog.findChild<QAbstractButton*>(u"exportFormat1"_s)->click();
        QVERIFY(preview->text().startsWith(u"# card: Throughput\n"_s));
        QCOMPARE(preview->textFormat(), Qt::PlainText);
        QVERIFY(preview->text().contains(u"endpoint 1"_s));
        dialog.findChild<QAbstractButton*>(u"exportHideHosts"_s)->click();
        QVERIFY(preview->text().contains(u"search-eu"_s));
    }

    void theTableIsWalkedCopiedAndLeftByKeyboard()
    {
        CardTableView view(nullptr);
        view.setTable(tableOf(throughput()));
        view.resize(600, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.focusTable();
        auto* const table = view.findChild<QTableView*>(u"cardTable"_s);
        QCOMPARE(table->accessibleName(), u"Throughput, messages/s, exact"_s);
        QCOMPARE(table->currentIndex().row(), 0);
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(table->currentIndex().data().toString(), u"14:32:59"_s);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], u"Time\ttotal\tsearch-eu\ta-very-long-endpoint-na…"_s);
        QVERIFY(lines[1].startsWith(u"14:32:59\t"_s));
        QSignalSpy closed(&view, &CardTableView::closeRequested);
        QTest::keyClick(table, Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
        tabTo(view, u"cardTableClose"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(closed.size(), 2);
    }

    void theTableStaysOnItsMoment()
    {
        CardTableView view(nullptr);
        CardView card = throughput();
        view.setTable(tableOf(card));
        auto* const table = view.findChild<QTableView*>(u"cardTable"_s);
        table->setCurrentIndex(table->model()->index(7, 1));
        const QString moment = table->model()->index(7, 0).data().toString();
        card.wallEnd += std::chrono::seconds(5);
        view.setTable(tableOf(card));
        QCOMPARE(table->currentIndex().row(), 12);
        QCOMPARE(table->model()->index(12, 0).data().toString(), moment);
    }
};

QTEST_MAIN(CardExportTest)
#include "card_export_test.moc"
