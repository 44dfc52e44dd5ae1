// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/charts/chart_card.h"
#include "ui/main_window.h"
#include "ui/status_line.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class MainWindowTest : public QObject
{
    Q_OBJECT

    static void play(MainWindow& window, ScriptedRun& run, int seconds)
    {
        for (int i = 0; i < seconds * 10; ++i) {
            ScriptedRun::Step step = run.advance();
            window.tick(run.now(), run.wall(), step.statuses);
            window.addEvents(step.events);
            if (step.interval)
                window.applyInterval(*step.interval);
        }
    }

    static std::vector<ScriptedEndpoint> endpoints()
    {
        return {{u"checkout"_s, [](double) { return 4000.0; }},
                {u"search"_s, [](double t) { return t > 8 ? -1.0 : 900.0; }}};
    }

    static MetricsConfig config()
    {
        MetricsConfig result;
        result.mode = SamplingMode::Fixed;
        result.sampleRate = 0.1;
        return result;
    }

    template<class T>
    static T* child(MainWindow& window, const QString& name)
    {
        T* found = window.findChild<T*>(name);
        if (!found)
            qFatal("no child %s", qPrintable(name));
        return found;
    }

    /** The first visible widget that sticks out of its parent. */
    static QString clippedChild(const QWidget& parent)
    {
        for (const QObject* object : parent.children()) {
            const auto* widget = qobject_cast<const QWidget*>(object);
            if (!widget || !widget->isVisible() || widget->isWindow())
                continue;
            const bool isScrolled = parent.objectName() == u"qt_scrollarea_viewport"_s;
            if (!isScrolled && !parent.rect().contains(widget->geometry())) {
                return u"%1 (%2) in %3 (%4): %5,%6 %7x%8 of %9x%10"_s
                    .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                         QString::fromLatin1(parent.metaObject()->className()), parent.objectName())
                    .arg(widget->x())
                    .arg(widget->y())
                    .arg(widget->width())
                    .arg(widget->height())
                    .arg(parent.width())
                    .arg(parent.height());
            }
            if (const QString inner = clippedChild(*widget); !inner.isEmpty())
                return inner;
        }
        return {};
    }

private Q_SLOTS:
    void anAddressIsConnectedByKeyboardAlone()
    {
        MainWindow window;
        window.show();
        QSignalSpy asked(&window, &MainWindow::connectRequested);
        auto* address = child<QLineEdit>(window, u"emptyAddress"_s);
        QTest::keyClicks(address, u"wss://feed.example/trades"_s);
        QTest::keyClick(address, Qt::Key_Tab);
        QTest::keyClicks(child<QLineEdit>(window, u"emptyToken"_s), u"s3cret"_s);
        QTest::keyClicks(child<QLineEdit>(window, u"emptyFirstMessage"_s), u"{}"_s);
        QTest::keyClick(child<QLineEdit>(window, u"emptyFirstMessage"_s), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        const auto source = asked.front().at(0).value<EndpointSource>();
        QCOMPARE(source.url, u"wss://feed.example/trades"_s);
        QCOMPARE(source.headers, QStringList{u"Authorization: Bearer s3cret"_s});
        QCOMPARE(source.firstMessages, QStringList{u"{}"_s});
        QCOMPARE(child<QLineEdit>(window, u"emptyToken"_s)->echoMode(), QLineEdit::Password);
    }

    void aRefusedAddressSaysWhyInPlace()
    {
        MainWindow window;
        window.show();
        connect(&window, &MainWindow::connectRequested, &window, [&](const EndpointSource& source) {
            window.showConnectError(u"“%1” is not ws:// or wss://"_s.arg(source.url));
        });
        auto* address = child<QLineEdit>(window, u"emptyAddress"_s);
        QTest::keyClicks(address, u"ftp://x"_s);
        QTest::keyClick(address, Qt::Key_Return);
        auto* problem = child<QLabel>(window, u"emptyProblem"_s);
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), u"“ftp://x” is not ws:// or wss://"_s);
        QTest::keyClicks(address, u"y"_s);
        QVERIFY(!problem->isVisible()); // gone as soon as it may no longer hold
    }

    void anEmptyAddressIsNotAskedFor()
    {
        MainWindow window;
        window.show();
        QSignalSpy asked(&window, &MainWindow::connectRequested);
        QTest::keyClick(child<QLineEdit>(window, u"emptyAddress"_s), Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        QVERIFY(child<QLabel>(window, u"emptyProblem"_s)->isVisible());
    }

    void theDemoIsOneClickAway()
    {
        MainWindow window;
        QSignalSpy asked(&window, &MainWindow::demoRequested);
        child<QAbstractButton>(window, u"demoButton"_s)->click();
        QCOMPARE(asked.count(), 1);
    }

    void theFirstEndpointBringsTheCardsAndForgetsTheToken()
    {
        MainWindow window;
        window.show();
        QVERIFY(!window.findChild<ChartCard*>()); // not made before there is something to show
        child<QLineEdit>(window, u"emptyToken"_s)->setText(u"s3cret"_s);
        ScriptedRun run(endpoints(), config());
        play(window, run, 5);
        auto* card = child<ChartCard>(window, u"throughputCard"_s);
        QVERIFY(card->isVisible());
        QVERIFY(card->view().emptyText.isEmpty());
        QVERIFY(child<QLineEdit>(window, u"emptyToken"_s)->text().isEmpty());
    }

    void anotherEndpointIsConnectedFromThePanel()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 3);
        QSignalSpy asked(&window, &MainWindow::connectRequested);
        child<QAbstractButton>(window, u"connectButton"_s)->click();
        auto* address = child<QLineEdit>(window, u"panelAddress"_s);
        QVERIFY(address->isVisible());
        QTest::keyClicks(address, u"ws://other"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QTest::keyClick(address, Qt::Key_Escape);
        QVERIFY(!address->isVisible());
    }

    void theFocusedEndpointCanBeRetriedDisconnectedAndRemoved()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 12); // search is lost by now and comes first
        auto* list = child<QListView>(window, u"endpointList"_s);
        list->setCurrentIndex(list->model()->index(0, 0));
        QCOMPARE(list->currentIndex().data().toString(), u"search"_s);
        QSignalSpy resumed(&window, &MainWindow::resumeRequested);
        QSignalSpy paused(&window, &MainWindow::pauseRequested);
        QSignalSpy removed(&window, &MainWindow::removeRequested);
        QVERIFY(child<QLabel>(window, u"endpointHappened"_s)->text().contains(u"1006"_s));
        child<QAbstractButton>(window, u"retryButton"_s)->click();
        QCOMPARE(resumed.count(), 1);
        QCOMPARE(resumed.front().front().value<EndpointId>(), EndpointId{2});
        child<QAbstractButton>(window, u"disconnectButton"_s)->click();
        QCOMPARE(paused.count(), 1);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->currentIndex().data().toString(), u"checkout"_s);
        QVERIFY(!child<QAbstractButton>(window, u"retryButton"_s)->isVisible());
    }

    void spacePausesTheViewWhichKeepsCounting()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 10);
        auto* card = child<ChartCard>(window, u"throughputCard"_s);
        const QString seen = child<StatusLine>(window, u"statusLine"_s)->text();
        QTest::keyClick(child<QListView>(window, u"endpointList"_s), Qt::Key_Space);
        QVERIFY(window.isViewPaused());
        const auto frozen = card->view().lines.back().pieces;
        play(window, run, 12);
        QCOMPARE(card->view().lines.back().pieces, frozen);
        QVERIFY(child<StatusLine>(window, u"statusLine"_s)->text() != seen);
        QVERIFY(child<QWidget>(window, u"liveChip"_s)->accessibleName().startsWith(u"View paused, 12"_s));
        QTest::keyClick(child<QListView>(window, u"endpointList"_s), Qt::Key_Space);
        QVERIFY(!window.isViewPaused());
        QVERIFY(card->view().lines.back().pieces != frozen);
    }

    void theStatusLineSaysWhatTheEngineCostsWhereItIsMeasured()
    {
        StatusLine line(nullptr);
        line.setAccounting({10, 0, 10, 0, 0, 0, 0, 0, 0});
        QVERIFY(!line.text().contains(u"engine"_s));
        line.setCost(0.0123);
        QVERIFY(line.text().endsWith(u"engine 1.2\u202F% of a core"_s));
        QCOMPARE(line.accessibleDescription(), line.text());
        line.setCost(0.00002);
        QVERIFY(line.text().endsWith(u"engine below 0.1\u202F% of a core"_s));
        line.setCost(std::nullopt);
        QVERIFY(!line.text().contains(u"engine"_s));
    }

    void spaceStillPausesAfterASpanWasClicked()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 3);
        child<QListView>(window, u"endpointList"_s)->setFocus();
        QTest::mouseClick(child<QAbstractButton>(window, u"span2"_s), Qt::LeftButton);
        QTest::keyClick(window.focusWidget(), Qt::Key_Space);
        QVERIFY(window.isViewPaused());
    }

    void enterPressesTheButtonWithTheFocus()
    {
        MainWindow window;
        window.show();
        QSignalSpy asked(&window, &MainWindow::demoRequested);
        auto* demo = child<QAbstractButton>(window, u"demoButton"_s);
        demo->setFocus();
        QTest::keyClick(demo, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
    }

    void endpointsComeAndGoUnderTheFocus()
    {
        MainWindow window;
        window.show();
        const std::vector<EndpointStatus> three = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s),
                                                   openEndpoint(3, u"c"_s)};
        auto* list = child<QListView>(window, u"endpointList"_s);
        TimePoint now{1h};
        for (int row = 0; row < 3; ++row) {
            window.tick(now += 100ms, {}, three);
            list->setCurrentIndex(list->model()->index(row, 0));
            std::vector<EndpointStatus> fewer = three;
            fewer.erase(fewer.begin() + row);
            window.tick(now += 100ms, {}, fewer);
            QCOMPARE(list->model()->rowCount(), 2);
            QVERIFY(list->currentIndex().isValid());
            window.tick(now += 100ms, {}, {});
            QVERIFY(!list->currentIndex().isValid());
        }
    }

    void removingTheLastEndpointEndsThePause()
    {
        MainWindow window;
        window.show();
        window.tick(TimePoint(1h), {}, {openEndpoint(1, u"a"_s)});
        child<QAbstractButton>(window, u"pauseButton"_s)->click();
        QVERIFY(window.isViewPaused());
        window.tick(TimePoint(1h + 1s), {}, {});
        QVERIFY(!window.isViewPaused());
        QVERIFY(child<QLineEdit>(window, u"emptyAddress"_s)->isVisible());
    }

    void spaceInATextFieldIsASpace()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 3);
        child<QAbstractButton>(window, u"connectButton"_s)->click();
        QTest::keyClick(child<QLineEdit>(window, u"panelFirstMessage"_s), Qt::Key_Space);
        QVERIFY(!window.isViewPaused());
        QCOMPARE(child<QLineEdit>(window, u"panelFirstMessage"_s)->text(), u" "_s);
    }

    void aChangeOfTheRateIsMarkedOnEveryCardAndListed()
    {
        MainWindow window;
        window.show();
        window.setConfig(config(), 14);
        ScriptedRun run(endpoints(), config());
        play(window, run, 6);
        connect(&window, &MainWindow::configRequested, &window, [&](const MetricsConfig& next) {
            run.configure(next);
            window.samplingAccepted(15, 38ms);
        });
        QTest::keyClick(child<QWidget>(window, u"rateSlider"_s), Qt::Key_Left);
        play(window, run, 4);
        for (const QString& name :
             {u"throughputCard"_s, u"totalsCard"_s, u"sampleRateCard"_s, u"bufferCard"_s}) {
            const auto& markers = child<ChartCard>(window, name)->view().markers;
            QVERIFY2(std::any_of(markers.begin(), markers.end(),
                                 [](const MarkerView& m) { return m.glyph == Glyph::Diamond; }),
                     qPrintable(name));
        }
        const auto* events = child<QListView>(window, u"eventList"_s)->model();
        bool isListed = false;
        for (int i = 0; i < events->rowCount(); ++i)
            isListed =
                isListed || events->index(i, 0).data().toString() ==
                                u"You set 10\u202F% → 7.0\u202F%. In force after 38\u202Fms, revision 15"_s;
        QVERIFY(isListed);
    }

    void aHiddenWindowDrawsNothingAndMissesNothing()
    {
        MainWindow window;
        ScriptedRun run(endpoints(), config());
        play(window, run, 10);
        QVERIFY(!window.findChild<ChartCard*>());
        window.show();
        QVERIFY(!child<ChartCard>(window, u"throughputCard"_s)->view().lines.empty());
    }

    void nothingIsClippedAtAnySize_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isEmpty");
        for (const QSize size : {QSize(1, 1), QSize(960, 600), QSize(1280, 720), QSize(1359, 800),
                                 QSize(1360, 800), QSize(1600, 980), QSize(2560, 1440)}) {
            for (const bool isEmpty : {true, false}) {
                QTest::addRow("%dx%d %s", size.width(), size.height(), isEmpty ? "empty" : "full")
                    << size << isEmpty;
            }
        }
    }

    void nothingIsClippedAtAnySize()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isEmpty);
        MainWindow window;
        window.setTheme(Theme::Dark);
        window.show();
        ScriptedRun run(endpoints(), config());
        if (!isEmpty)
            play(window, run, 12);
        window.resize({1600, 980});
        QCoreApplication::processEvents();
        window.resize(size);
        for (int pass = 0; pass < 3; ++pass)
            QCoreApplication::processEvents(); // what a layout hides is laid out again in the next pass
        QCOMPARE(clippedChild(window), QString());
        QVERIFY(window.width() >= 960 && window.height() >= 600);
        QVERIFY(window.width() <= std::max(size.width(), 960)); // nothing inside forces a wider window
        QVERIFY(window.height() <= std::max(size.height(), 600));
    }

    void everythingTheUserCanOperateHasANameAndTheFocus()
    {
        MainWindow window;
        window.show();
        ScriptedRun run(endpoints(), config());
        play(window, run, 12);
        QList<QWidget*> controls;
        for (QAbstractButton* button : window.findChildren<QAbstractButton*>())
            controls.append(button);
        for (QLineEdit* edit : window.findChildren<QLineEdit*>())
            controls.append(edit);
        for (QListView* list :
             {child<QListView>(window, u"endpointList"_s), child<QListView>(window, u"eventList"_s)})
            controls.append(list);
        QVERIFY(controls.size() > 15);
        for (const QWidget* control : controls) {
            const QByteArray name = control->objectName().toUtf8();
            QVERIFY2(!control->objectName().isEmpty(), control->metaObject()->className());
            QVERIFY2(!control->accessibleName().isEmpty(), name.constData());
            QVERIFY2(control->focusPolicy() & Qt::TabFocus, name.constData());
        }
    }

    void bothThemesAreReadable()
    {
        for (const Theme theme : {Theme::Dark, Theme::Light}) {
            const Colors c = colorsOf(theme, {});
            const auto luminance = [](const QColor& color) {
                const auto linear = [](double v) {
                    return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
                };
                return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
                       0.0722 * linear(color.blueF());
            };
            const auto contrast = [&](const QColor& a, const QColor& b) {
                const double x = luminance(a) + 0.05;
                const double y = luminance(b) + 0.05;
                return std::max(x, y) / std::min(x, y);
            };
            QVERIFY(contrast(c.text, c.card) > 12);
            QVERIFY(contrast(c.secondary, c.card) > 4.5);
            QVERIFY(contrast(c.axis, c.card) > 4.5);
            QVERIFY(contrast(c.onAccent, c.accent) > 4.5);
            for (const QColor& series : c.series)
                QVERIFY(contrast(series, c.card) > 2.9);
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
