// SPDX-License-Identifier: GPL-3.0-or-later
// Everything can be reached, named and seen: by the Tab key, by a screen reader, without colours.
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/glyph_painter.h"
#include "ui/models/event_list_model.h"
#include "ui/top_bar.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QHeaderView>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QtTest/QtTest>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

std::unique_ptr<MainWindow> makeWindow(QSize size, bool isEmpty = false)
{
    auto window = std::make_unique<MainWindow>();
    window->setTheme(Theme::Dark);
    window->setConfig(fixedRate(), 14);
    window->resize(size);
    window->show();
    window->activateWindow();
    ScriptedRun run(threeEndpoints(), fixedRate());
    if (!isEmpty)
        play(*window, run, 14);
    settle();
    (void)QTest::qWaitForWindowActive(window.get());
    return window;
}

/** What takes a click, a key or a text. */
bool isOperated(const QWidget& widget)
{
    const bool isOfQt = widget.objectName().startsWith(u"qt_"_s) || widget.inherits("QComboBoxListView");
    const auto* list = qobject_cast<const QListView*>(&widget);
    const bool isEmpty = list && list->model() && list->model()->rowCount() == 0;
    const bool isHiddenHeader = widget.isHidden() && qobject_cast<const QHeaderView*>(&widget);
    if (qobject_cast<const QScrollBar*>(&widget) || isOfQt || isEmpty || isHiddenHeader)
        return false;
    return qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QLineEdit*>(&widget) ||
           qobject_cast<const QComboBox*>(&widget) || qobject_cast<const QAbstractSlider*>(&widget) ||
           qobject_cast<const QAbstractSpinBox*>(&widget) ||
           qobject_cast<const QAbstractItemView*>(&widget) || qobject_cast<const QPlainTextEdit*>(&widget) ||
           qobject_cast<const ChartCard*>(&widget);
}

/** The stops of the Tab key, from where the focus is until it is there again. */
QList<QWidget*> tabStops(MainWindow& window, Qt::Key key = Qt::Key_Tab)
{
    QList<QWidget*> stops;
    while (!stops.contains(window.focusWidget()) && stops.size() < 300) {
        stops.append(window.focusWidget());
        QTest::keyClick(window.windowHandle(), key);
        QCoreApplication::processEvents(); // a control that shows itself for the focus does so now
    }
    return stops;
}

QString names(const QList<QWidget*>& widgets)
{
    QStringList names;
    for (const QWidget* widget : widgets)
        names.append(widget ? widget->objectName() : u"(nothing)"_s);
    return names.join(u' ');
}

} // namespace

class WindowReachTest : public QObject
{
    Q_OBJECT

    static void sizes()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isEmpty");
        for (const QSize size : {QSize(960, 600), QSize(1280, 720), QSize(1600, 980), QSize(2560, 1440)}) {
            for (const bool isEmpty : {true, false}) {
                QTest::addRow("%dx%d %s", size.width(), size.height(), isEmpty ? "empty" : "full")
                    << size << isEmpty;
            }
        }
    }

private Q_SLOTS:
    void whateverIsOperatedHasNamesAndAKeyboardWay_data() { sizes(); }
    void whateverIsOperatedHasNamesAndAKeyboardWay()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isEmpty);
        const auto window = makeWindow(size, isEmpty);
        int operated = 0;
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (!isOperated(*widget))
                continue;
            ++operated;
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(describe(*widget)));
            QVERIFY2(!widget->accessibleName().isEmpty() || !widget->isVisible(),
                     qPrintable(describe(*widget)));
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(describe(*widget)));
        }
        QVERIFY(operated > 25);
    }

    void tabComesRoundThroughEverythingInTheOrderOfThePlaces_data() { sizes(); }
    void tabComesRoundThroughEverythingInTheOrderOfThePlaces()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isEmpty);
        const auto window = makeWindow(size, isEmpty);
        const auto placeOf = [&](const QWidget* widget) {
            if (child<QWidget>(*window, "endpointPanel")->isAncestorOf(widget))
                return 1;
            if (child<QWidget>(*window, "samplingPanel")->isAncestorOf(widget))
                return 3;
            if (child<QWidget>(*window, "bottomDock")->isAncestorOf(widget))
                return 4;
            return window->findChild<TopBar*>()->isAncestorOf(widget) ? 0 : 2;
        };
        // From the first: pages are walked in the order of the window.
        QWidget* first = child<QWidget>(*window, "profileButton");
        first->setFocus(Qt::TabFocusReason);
        const QList<QWidget*> stops = tabStops(*window);
        QVERIFY2(!stops.contains(nullptr), qPrintable(names(stops)));
        QCOMPARE(window->focusWidget(), first); // round, not trapped in a smaller circle
        int place = 0;
        for (const QWidget* stop : stops) {
            const int at = placeOf(stop);
            QVERIFY2(at >= place, qPrintable(stop->objectName() + u" of: "_s + names(stops)));
            place = at;
            QVERIFY2(stop->isEnabled(), qPrintable(describe(*stop)));
        }
        QStringList missed;
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            // Of buttons of which one is chosen, the arrow keys reach the others.
            const bool isByArrows = button && button->group() && button->group()->exclusive();
            if (isOperated(*widget) && widget->isVisible() && widget->isEnabled() && !isByArrows &&
                !stops.contains(widget) && !stops.contains(widget->focusProxy()))
                missed.append(describe(*widget));
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u'\n') + u"\nreached: "_s + names(stops)));

        const QList<QWidget*> back = tabStops(*window, Qt::Key_Backtab);
        for (QWidget* stop : stops) {
            // The button in a card shows itself after its card only; Enter on the card does the same.
            const bool isCardMenu =
                qobject_cast<ChartCard*>(stop->parentWidget()) && stop->objectName().endsWith(u"CardMenu"_s);
            QVERIFY2(back.contains(stop) || isCardMenu, qPrintable(describe(*stop)));
        }
    }

    void whoHasTheFocusLooksLikeIt_data() { sizes(); }
    void whoHasTheFocusLooksLikeIt()
    {
        QFETCH(QSize, size);
        QFETCH(bool, isEmpty);
        const auto window = makeWindow(size, isEmpty);
        for (const Theme theme : {Theme::Dark, Theme::Light}) {
            window->setTheme(theme);
            QWidget* first = child<QWidget>(*window, "profileButton");
            first->setFocus(Qt::TabFocusReason);
            QList<QWidget*> seen;
            for (QWidget* stop = first; !seen.contains(stop); stop = window->focusWidget()) {
                seen.append(stop);
                const QRect place = QRect(stop->mapTo(window.get(), QPoint()), stop->size());
                settle();
                const QImage with = window->grab(place).toImage();
                QTest::keyClick(window->windowHandle(), Qt::Key_Tab);
                settle();
                const QImage without = window->grab(place).toImage();
                int differing = 0;
                for (int y = 0; y < with.height(); ++y) {
                    for (int x = 0; x < with.width(); ++x)
                        differing += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
                }
                // A frame around it, or as good as one.
                QVERIFY2(differing >= std::min(stop->width(), 40),
                         qPrintable(QString::number(differing) + u" pixels of "_s + describe(*stop)));
            }
            QVERIFY(seen.size() > 10);
        }
    }

    void aScreenReaderHearsTitleHeadlineAndReading()
    {
        const auto window = makeWindow({1600, 980});
        for (const char* name :
             {"throughputCard", "totalsCard", "latencyCard", "sampleRateCard", "bufferCard", "errorCard"}) {
            auto* card = child<ChartCard>(*window, name);
            QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(card);
            QVERIFY2(heard, name);
            QCOMPARE(heard->text(QAccessible::Name), card->view().title);
            QVERIFY2(heard->text(QAccessible::Description).contains(card->view().headline), name);
            card->setFocus();
            QTest::keyClick(card, Qt::Key_Home);
            QTest::keyClick(card, Qt::Key_End);
            const QString spoken = heard->text(QAccessible::Description);
            QVERIFY2(spoken.startsWith(u"now"_s) && spoken.contains(card->view().headline),
                     qPrintable(spoken));
        }
    }

    void rowsAndEventsAreHeardWhole()
    {
        const auto window = makeWindow({1600, 980});
        const auto* endpoints = child<QListView>(*window, "endpointList")->model();
        const QString lost = endpoints->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(lost.startsWith(u"search"_s) && lost.contains(u"Retrying"_s), qPrintable(lost));
        const auto* events = child<QListView>(*window, "eventList")->model();
        QVERIFY(events->rowCount() > 0);
        const QString event =
            events->index(events->rowCount() - 1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(event.contains(u"search"_s), qPrintable(event));
    }

    void whatHappenedDiffersInShapeNotOnlyInColour()
    {
        std::vector<std::pair<Glyph, QImage>> drawn;
        for (const Glyph glyph : {Glyph::Ring, Glyph::Cross, Glyph::Diamond, Glyph::Triangle, Glyph::Check,
                                  Glyph::Dot, Glyph::Square}) {
            QImage image(16, 16, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            drawGlyph(painter, glyph, {8, 8}, Qt::black);
            painter.end();
            drawn.emplace_back(glyph, image);
        }
        for (const auto& [one, picture] : drawn) {
            for (const auto& [other, second] : drawn) {
                if (one == other)
                    continue;
                int differing = 0;
                for (int y = 0; y < 16; ++y) {
                    for (int x = 0; x < 16; ++x)
                        differing += qAbs(qGray(picture.pixel(x, y)) - qGray(second.pixel(x, y))) > 60;
                }
                QVERIFY2(differing >= 8,
                         qPrintable(u"%1 and %2: %3"_s.arg(int(one)).arg(int(other)).arg(differing)));
            }
        }
        // And each kind of event takes a shape of its own.
        const auto glyphOf = [](LinkEventKind kind, bool isReconnect) {
            return eventRow({{}, {}, EndpointId{1}, u"a"_s, kind, u"x"_s}, isReconnect).glyph;
        };
        QCOMPARE(glyphOf(LinkEventKind::Opened, true), Glyph::Ring);
        QCOMPARE(glyphOf(LinkEventKind::Closed, false), Glyph::Cross);
    }
};

QTEST_MAIN(WindowReachTest)
#include "window_reach_test.moc"
