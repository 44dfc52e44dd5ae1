// SPDX-License-Identifier: GPL-3.0-or-later
// What the user can do, by mouse and by key, on the whole window.
#include "tests/ui/window_parts.h"
#include "ui/card_grid.h"
#include "ui/card_table_view.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/plot_view.h"
#include "ui/rate_slider.h"
#include "ui/shortcuts_dialog.h"

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QShortcut>
#include <QSignalSpy>
#include <QTimer>
#include <QWheelEvent>
#include <QtTest/QtTest>

#include <algorithm>
#include <memory>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array kCards = {"throughputCard", "totalsCard", "latencyCard",
                               "sampleRateCard", "bufferCard", "errorCard"};

/** The window in use, with three endpoints, one of them lost. */
struct Desk
{
    MainWindow window;
    ScriptedRun run{threeEndpoints(), fixedRate()};

    explicit Desk(QSize size = {1600, 980})
    {
        window.setTheme(Theme::Dark);
        window.setConfig(run.config(), run.revision());
        window.resize(size);
        window.show();
        window.activateWindow();
        go(14);
        settle();
        (void)QTest::qWaitForWindowActive(&window);
    }

    void go(int seconds) { play(window, run, seconds); }
    template<class T>
    T* part(const char* name) const
    {
        return child<T>(window, name);
    }
    ChartCard* card(const char* name = "throughputCard") const { return part<ChartCard>(name); }
    QListView* list() const { return part<QListView>("endpointList"); }
    QAbstractButton* button(const char* name) const { return part<QAbstractButton>(name); }

    /** A point of a card's plot, by its shares of width and height. */
    QPointF inPlot(const ChartCard* of, double x, double y = 0.5) const
    {
        constexpr int m = PlotView::kMargin;
        const QRect plot = of->findChild<PlotView*>()->geometry().adjusted(m, m, -m, -m);
        return {plot.left() + x * plot.width(), plot.top() + y * plot.height()};
    }
    int rowOf(const QString& name) const
    {
        for (int row = 0; row < list()->model()->rowCount(); ++row) {
            if (list()->model()->index(row, 0).data().toString() == name)
                return row;
        }
        return -1;
    }
    void clickRow(const QString& name, Qt::KeyboardModifiers keys = Qt::NoModifier, bool onSwatch = false)
    {
        const QRect box = list()->visualRect(list()->model()->index(rowOf(name), 0));
        const QPoint at = onSwatch ? QPoint(box.left() + 17, box.top() + 12) : box.center();
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, keys, at);
    }
    /** Names in the throughput card that are not dimmed. */
    QStringList bright() const
    {
        QStringList names;
        for (const LineView& line : card()->view().lines) {
            if (!line.isDimmed)
                names.append(line.name);
        }
        return names;
    }
    QStringList lines() const
    {
        QStringList names;
        for (const LineView& line : card()->view().lines)
            names.append(line.name);
        return names;
    }
    QStringList listed() const
    {
        QStringList names;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            names.append(list()->model()->index(row, 0).data().toString());
        names.sort();
        return names;
    }
    /** To whatever has the focus, as the keyboard does. */
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(window.windowHandle(), key, modifiers);
    }
    QString live() const { return part<QWidget>("liveChip")->accessibleName(); }
    template<class T>
    QPointer<T> dialog(const char* name) const
    {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
};

} // namespace

class WindowGesturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCrosshairIsSharedAndEveryLegendTellsItsTime()
    {
        Desk desk;
        ChartCard* card = desk.card();
        mouse(*card, QEvent::MouseMove, desk.inPlot(card, 0.9));
        QVERIFY(card->crosshair());
        for (const char* name : kCards) {
            QVERIFY2(desk.card(name)->crosshair() == card->crosshair(), name);
            const QString spoken = desk.card(name)->accessibleDescription();
            QVERIFY2(spoken.contains(desk.card(name)->view().headline), name);
            // What is read comes first, with its time: "−0:06: checkout 4.0k, …"
            QVERIFY2(spoken.startsWith(u"−0:06: "_s),
                     qPrintable(QString::fromLatin1(name) + u": "_s + spoken));
        }
        QVERIFY(card->accessibleDescription().contains(u"checkout"_s));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(card, &leave);
        for (const char* name : kCards)
            QVERIFY2(!desk.card(name)->crosshair(), name);
    }

    void aDragZoomsEveryCardAndUndoDoubleClickComesBack()
    {
        Desk desk;
        const double span = desk.card()->view().spanSeconds;
        ChartCard* dragged = desk.card("bufferCard");
        drag(*dragged, desk.inPlot(dragged, 0.6), desk.inPlot(dragged, 0.8));
        const double zoomed = desk.card()->view().spanSeconds;
        QVERIFY(zoomed < span / 3);
        for (const char* name : kCards)
            QCOMPARE(desk.card(name)->view().spanSeconds, zoomed);
        QVERIFY(desk.window.isViewPaused());
        drag(*dragged, desk.inPlot(dragged, 0.2), desk.inPlot(dragged, 0.7));
        QVERIFY(desk.card()->view().spanSeconds < zoomed);

        desk.key(Qt::Key_Z, Qt::ControlModifier); // one zoom at a time
        QCOMPARE(desk.card()->view().spanSeconds, zoomed);
        QVERIFY(desk.button("undoZoomButton")->isVisible());
        desk.button("undoZoomButton")->click();
        QCOMPARE(desk.card()->view().spanSeconds, span);
        QVERIFY(!desk.window.isViewPaused());

        drag(*dragged, desk.inPlot(dragged, 0.6), desk.inPlot(dragged, 0.8));
        mouse(*dragged, QEvent::MouseButtonDblClick, desk.inPlot(dragged, 0.5), Qt::LeftButton,
              Qt::LeftButton);
        for (const char* name : kCards) {
            QVERIFY2(desk.card(name)->view().isLive, name);
            QCOMPARE(desk.card(name)->view().spanSeconds, span);
        }
    }

    void theWheelZoomsAllCardsWhereThePointerIs()
    {
        Desk desk;
        ChartCard* card = desk.card("latencyCard");
        const double span = card->view().spanSeconds;
        const QPointF at = desk.inPlot(card, 0.5);
        QWheelEvent wheel(at, card->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(card, &wheel);
        for (const char* name : kCards)
            QVERIFY2(desk.card(name)->view().spanSeconds < span, name);
    }

    void spaceFreezesTheViewWhichKeepsCountingAndSaysHowFarBehind()
    {
        Desk desk;
        const QString counted = desk.part<QWidget>("statusLine")->accessibleDescription();
        std::vector<CardView> frozen;
        desk.key(Qt::Key_Space);
        for (const char* name : kCards)
            frozen.push_back(desk.card(name)->view());
        desk.go(12);
        for (std::size_t i = 0; i < kCards.size(); ++i)
            QVERIFY2(desk.card(kCards[i])->view() == frozen[i], kCards[i]);
        QVERIFY(desk.part<QWidget>("statusLine")->accessibleDescription() != counted);
        QCOMPARE(desk.live(), u"View paused, 12\u202Fs behind"_s);
        desk.key(Qt::Key_Escape);
        QCOMPARE(desk.live(), u"Live"_s);
        QVERIFY(desk.card()->view() != frozen.front());
    }

    void aRowDimsTheOthersAndWithControlItIsAlone()
    {
        Desk desk;
        QVERIFY(desk.bright().size() >= 4); // three and the total
        desk.clickRow(u"checkout"_s);
        QVERIFY(desk.bright().contains(u"checkout"_s));
        QVERIFY(!desk.bright().contains(u"payments"_s));
        QVERIFY(desk.lines().contains(u"payments"_s));
        desk.clickRow(u"checkout"_s);
        QVERIFY(desk.bright().contains(u"payments"_s));

        desk.clickRow(u"checkout"_s, Qt::ControlModifier);
        QVERIFY(desk.lines().contains(u"checkout"_s));
        QVERIFY(!desk.lines().contains(u"payments"_s));
        QVERIFY(desk.button("streamScope")->text().contains(u"only checkout"_s));
        desk.list()->setFocus();
        desk.key(Qt::Key_Escape);
        QVERIFY(desk.lines().contains(u"payments"_s));
    }

    void aNameInALegendDoesWhatItsRowDoes()
    {
        Desk desk;
        ChartCard* card = desk.card();
        const auto& legend = card->view().legend;
        const auto found = std::find_if(legend.begin(), legend.end(),
                                        [](const LegendEntry& e) { return e.name == u"payments"_s; });
        QVERIFY(found != legend.end());
        const int entry = static_cast<int>(found - legend.begin());
        Q_EMIT card->legendActivated(entry, Qt::NoModifier);
        QVERIFY(!desk.bright().contains(u"checkout"_s));
        QCOMPARE(desk.list()->currentIndex().data().toString(), u"payments"_s);
    }

    void theSwatchTakesAnEndpointOffTheCharts()
    {
        Desk desk;
        QVERIFY(desk.lines().contains(u"payments"_s));
        desk.clickRow(u"payments"_s, Qt::NoModifier, true);
        QVERIFY(!desk.lines().contains(u"payments"_s));
        desk.clickRow(u"payments"_s, Qt::NoModifier, true);
        QVERIFY(desk.lines().contains(u"payments"_s));
    }

    void theFilterNarrowsListAndThroughputTogether()
    {
        Desk desk;
        desk.key(Qt::Key_F, Qt::ControlModifier);
        auto* filter = desk.part<QLineEdit>("endpointFilter");
        QCOMPARE(desk.window.focusWidget(), filter);
        QTest::keyClicks(filter, u"pay"_s);
        QCOMPARE(desk.listed(), QStringList{u"payments"_s});
        QVERIFY(!desk.lines().contains(u"checkout"_s));
        QVERIFY(desk.lines().contains(u"payments"_s));
        desk.key(Qt::Key_Escape);
        QCOMPARE(desk.listed().size(), 3);
        QVERIFY(desk.lines().contains(u"checkout"_s));
    }

    void chipsFilterListAndThroughput()
    {
        Desk desk;
        auto* lost = desk.button("troubleChip");
        QVERIFY(lost->isVisible());
        QTest::mouseClick(lost, Qt::LeftButton);
        QCOMPARE(desk.listed(), QStringList{u"search"_s});
        QVERIFY(!desk.lines().contains(u"checkout"_s));
        QVERIFY(desk.button("streamScope")->text().contains(u"1 of 3"_s));
        QTest::mouseClick(lost, Qt::LeftButton);
        QCOMPARE(desk.listed().size(), 3);
        QTest::mouseClick(desk.button("receivingChip"), Qt::LeftButton);
        QCOMPARE(desk.listed(), QStringList({u"checkout"_s, u"payments"_s}));
    }

    void everyCardIsATableByKeyAndEscComesBack()
    {
        Desk desk;
        for (const char* name : kCards) {
            ChartCard* card = desk.card(name);
            card->setFocus();
            desk.key(Qt::Key_T);
            auto* table = desk.part<CardTableView>((QByteArray(name) + "Table").constData());
            QVERIFY2(table->isVisible() && !card->isVisible(), name);
            QVERIFY2(table->isAncestorOf(desk.window.focusWidget()), name);
            desk.go(2); // a table that is told more stays one
            QVERIFY2(table->isVisible(), name);
            desk.key(Qt::Key_Escape);
            QVERIFY2(card->isVisible() && card->hasFocus(), name);
            QVERIFY2(!desk.window.isViewPaused(), name);
        }
    }

    void theDialogExportsPicturesAndNumbers()
    {
        Desk desk;
        QSignalSpy exported(&desk.window, &MainWindow::exportRequested);
        desk.card("totalsCard")->setFocus();
        desk.key(Qt::Key_E, Qt::ControlModifier);
        auto dialog = desk.dialog<QDialog>("exportDialog");
        QVERIFY(dialog && dialog->isVisible());
        child<QAbstractButton>(*dialog, "exportSave")->click();
        QCOMPARE(exported.count(), 1);
        QVERIFY(exported.front().at(0).toByteArray().startsWith("\x89PNG"));
        QVERIFY(exported.front().at(1).toString().endsWith(u".png"_s));
        settle();

        desk.window.activateWindow();
        (void)QTest::qWaitForWindowActive(&desk.window);
        desk.key(Qt::Key_E, Qt::ControlModifier);
        for (QDialog* open : desk.window.findChildren<QDialog*>(u"exportDialog"_s)) {
            if (!open->isVisible())
                continue;
            child<QAbstractButton>(*open, "exportFormat1")->click();
            child<QAbstractButton>(*open, "exportWhat1")->click();
            child<QAbstractButton>(*open, "exportSave")->click();
        }
        QCOMPARE(exported.count(), 2);
        const QByteArray numbers = exported.back().at(0).toByteArray();
        QVERIFY(exported.back().at(1).toString().endsWith(u".csv"_s));
        QVERIFY(numbers.count('\n') > 10);
        QVERIFY(!numbers.contains("checkout")); // hidden unless asked
    }

    void anEstimateIsExplainedByKeyAndEscCloses()
    {
        Desk desk;
        ChartCard* card = desk.card("totalsCard");
        QVERIFY(!card->view().explanation.isEmpty());
        card->setFocus();
        desk.key(Qt::Key_E);
        QPointer<QWidget> explanation = desk.dialog<QWidget>("explanation");
        QVERIFY(explanation && explanation->isVisible());
        QCOMPARE(explanation->accessibleDescription(), card->view().explanation);
        QTest::keyClick(explanation, Qt::Key_Escape);
        QTRY_VERIFY2(!explanation, "a popup that is closed deletes itself");
    }

    void aRefusalSaysWhyWhereItWasAsked()
    {
        Desk desk;
        connect(&desk.window, &MainWindow::configRequested, &desk.window,
                [&] { desk.window.samplingRefused({Error{"The ring has room for 12 s only."}}); });
        const double before = desk.part<RateSlider>("rateSlider")->rate();
        desk.key(Qt::Key_BracketLeft);
        settle();
        const QList<QLabel*> labels = desk.part<QWidget>("samplingPanel")->findChildren<QLabel*>();
        const bool isSaid = std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(u"12 s only"_s);
        });
        QVERIFY(isSaid);
        QCOMPARE(desk.part<RateSlider>("rateSlider")->rate(), before);
    }

    void aRateIsSetByKeyMarkedOnEveryCardAndUndone()
    {
        Desk desk;
        QList<double> rates;
        std::uint64_t revision = desk.run.revision();
        connect(&desk.window, &MainWindow::configRequested, &desk.window, [&](const MetricsConfig& next) {
            rates.append(next.sampleRate);
            desk.run.configure(next);
            desk.window.samplingAccepted(++revision, 12ms);
        });
        desk.key(Qt::Key_BracketLeft);
        desk.key(Qt::Key_BracketRight);
        desk.key(Qt::Key_BracketLeft);
        desk.key(Qt::Key_U);
        QCOMPARE(rates, QList<double>({0.07, 0.1, 0.07, 0.1}));
        desk.go(3);
        for (const char* name : kCards) {
            const auto& markers = desk.card(name)->view().markers;
            QVERIFY2(std::count_if(markers.begin(), markers.end(),
                                   [](const MarkerView& m) { return m.glyph == Glyph::Diamond; }) >= 1,
                     name);
        }
    }

    void theThemeIsChosenFromTheMenuAndKept()
    {
        Desk desk;
        QSignalSpy changed(&desk.window, &MainWindow::layoutChanged);
        const auto ground = [](MainWindow& window) {
            return window.grab({0, 0, 8, 8}).toImage().pixelColor(4, 4);
        };
        QCOMPARE(ground(desk.window), colorsOf(Theme::Dark, {}).window);
        auto* menu = desk.part<QMenu>("moreMenu");
        QMenu* themes = menu->actions().front()->menu();
        QVERIFY(themes);
        themes->actions().at(1)->trigger();
        QCOMPARE(desk.window.windowLayout().theme, u"light"_s);
        QCOMPARE(ground(desk.window), colorsOf(Theme::Light, {}).window);
        themes->actions().at(0)->trigger();
        QCOMPARE(ground(desk.window), colorsOf(Theme::Dark, {}).window);
        QCOMPARE(changed.count(), 2);
    }

    void theLayoutComesBackInAnotherWindow()
    {
        Desk desk;
        desk.key(Qt::Key_4);
        desk.key(Qt::Key_B);
        desk.part<QAction>("foldAction")->trigger();
        desk.part<QMenu>("moreMenu")->actions().front()->menu()->actions().at(1)->trigger();
        desk.clickRow(u"payments"_s, Qt::NoModifier, true);
        const WindowLayout kept = desk.window.windowLayout();
        QCOMPARE(kept.span, Duration(1h));
        QVERIFY(kept.isMeasurementFolded && kept.showsBytes);

        Desk other;
        other.window.setWindowLayout(kept);
        QVERIFY(other.window.windowLayout() == kept);
        QCOMPARE(other.card()->view().spanSeconds, 3600.0);
        QVERIFY(!other.lines().contains(u"payments"_s));
        QVERIFY(other.card()->view().quantity == Quantity::BytesPerSecond);
    }

    void keysOneToSixChooseTheSpan()
    {
        Desk desk;
        const double spans[] = {10, 60, 300, 3600, 21600, 86400};
        for (int i = 0; i < 6; ++i) {
            desk.key(static_cast<Qt::Key>(Qt::Key_1 + i));
            for (const char* name : kCards)
                QCOMPARE(desk.card(name)->view().spanSeconds, spans[i]);
            QVERIFY(desk.button(("span" + QByteArray::number(i)).constData())->isChecked());
        }
    }

    void theMeasurementFoldsToALineAndBack()
    {
        Desk desk;
        const int tall = desk.card("bufferCard")->height();
        desk.button("foldMeasurement")->click();
        settle();
        QVERIFY(desk.card("bufferCard")->height() < 50);
        QVERIFY(desk.card("bufferCard")->isVisible());
        QVERIFY(desk.part<QAction>("foldAction")->isChecked());
        QCOMPARE(clippedChild(desk.window), QString());
        desk.button("foldMeasurement")->click();
        settle();
        QCOMPARE(desk.card("bufferCard")->height(), tall);
    }

    void everyKeyOfTheTableDoesWhatItSays_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("keys");
        for (const ShortcutGroup& group : shortcutGroups()) {
            for (const Shortcut& shortcut : group.shortcuts) {
                for (const QString& keys : shortcut.keys)
                    QTest::addRow("%s by %s", qPrintable(shortcut.id), qPrintable(keys))
                        << shortcut.id << keys;
            }
        }
    }

    /** Whatever has the focus; "does" is: something of the window is another than before. */
    void everyKeyOfTheTableDoesWhatItSays()
    {
        QFETCH(QString, id);
        QFETCH(QString, keys);
        Desk desk;
        QStringList told;
        connect(&desk.window, &MainWindow::profileOpenRequested, &desk.window, [&] { told += u"open"_s; });
        connect(&desk.window, &MainWindow::profileSaveAsRequested, &desk.window, [&] { told += u"save"_s; });
        connect(&desk.window, &MainWindow::editRequested, &desk.window, [&] { told += u"edit"_s; });
        connect(&desk.window, &MainWindow::removeRequested, &desk.window, [&] { told += u"remove"_s; });
        connect(&desk.window, &MainWindow::configRequested, &desk.window, [&](const MetricsConfig& next) {
            told += QString::number(next.sampleRate);
            desk.window.samplingAccepted(15, 12ms);
        });
        for (QShortcut* shortcut : desk.window.findChildren<QShortcut*>()) {
            connect(shortcut, &QShortcut::activatedAmbiguously, &desk.window,
                    [&] { told = {u"ambiguous"_s}; });
        }
        desk.clickRow(u"payments"_s);
        const bool isChart = id.startsWith(u"chart"_s);
        QWidget* at = isChart ? static_cast<QWidget*>(desk.card("totalsCard")) : desk.list();
        at->setFocus();
        if (id == u"undoZoom"_s || id == u"chartLive"_s)
            drag(*desk.card(), desk.inPlot(desk.card(), 0.6), desk.inPlot(desk.card(), 0.9));
        if (id == u"undoRate"_s)
            desk.key(Qt::Key_BracketLeft);
        if (id == u"escape"_s)
            desk.key(Qt::Key_Space);
        if (id == u"span"_s)
            desk.key(keys == u"1"_s ? Qt::Key_2 : Qt::Key_1);
        for (int i = 0; i < 3 && (id == u"chartMove"_s || id == u"chartMessages"_s); ++i)
            desk.key(Qt::Key_Left); // not at an edge
        QGuiApplication::clipboard()->clear();
        settle();

        const auto state = [&] {
            QString text = told.join(u' ') + u'|' + desk.live() + u'|' + desk.lines().join(u' ') + u'|' +
                           desk.bright().join(u' ') + u'|' + desk.card()->view().headline + u'|';
            text += QString::number(desk.card()->view().spanSeconds) + u'|' +
                    QString::number(desk.card("totalsCard")->crosshair().value_or(1)) + u'|' +
                    QString::number(desk.card("totalsCard")->isVisible()) + u'|' +
                    QString::number(!QGuiApplication::clipboard()->image().isNull()) + u'|';
            text += desk.window.focusWidget()->objectName() + u'|';
            for (const char* name : {"exportDialog", "shortcutsDialog", "explanation", "messagesPanel"}) {
                const auto* open = desk.window.findChild<QWidget*>(QString::fromLatin1(name));
                text += QString::number(open && open->isVisible());
            }
            return text;
        };
        const QString before = state();
        const QKeyCombination pressed = QKeySequence(keys, QKeySequence::PortableText)[0];
        desk.key(pressed.key(), pressed.keyboardModifiers());
        settle();
        QVERIFY2(!told.contains(u"ambiguous"_s), qPrintable(keys));
        QVERIFY2(state() != before, qPrintable(before));
    }

    void aKeyIsOfOneShortcutOnly()
    {
        Desk desk;
        desk.go(1);
        QStringList seen;
        for (const QShortcut* shortcut : desk.window.findChildren<QShortcut*>()) {
            if (shortcut->context() != Qt::WindowShortcut)
                continue;
            const QString keys = shortcut->key().toString();
            QVERIFY2(!seen.contains(keys), qPrintable(keys));
            seen.append(keys);
        }
        for (const QAction* action : desk.window.findChildren<QAction*>()) {
            if (action->shortcutContext() == Qt::WindowShortcut && !action->shortcut().isEmpty())
                QVERIFY2(!seen.contains(action->shortcut().toString()), qPrintable(action->text()));
        }
        QVERIFY(seen.contains(u"Ctrl+F"_s) && seen.contains(u"F1"_s));
    }
};

QTEST_MAIN(WindowGesturesTest)
#include "window_gestures_test.moc"
