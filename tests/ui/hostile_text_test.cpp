// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/label.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class HostileTextTest : public QObject
{
    Q_OBJECT

    static void hostile()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nested tables") << u"<table><tr><td>"_s.repeated(25); // minutes of layout as rich text
        QTest::newRow("bidi overrides") << u"\u202Ekcehc\u202C \u2066x\u2069 \u200Fy"_s;
        QTest::newRow("a megabyte") << QString(1'000'000, u'W');
        QTest::newRow("a megabyte of words") << u"W & "_s.repeated(250'000);
        QTest::newRow("control characters") << QString::fromLatin1("a\0b\x1b[31mc\r\nd", 13);
        QTest::newRow("lines") << u"one\ntwo\u2028three\u0085four\r\n"_s.repeated(40);
        QTest::newRow("an image") << u"<img src='file:///etc/hostname'><a href='x'>y</a>"_s;
        QTest::newRow("families") << u"\U0001F469\u200D\U0001F469\u200D\U0001F467"_s.repeated(200);
        QTest::newRow("nothing to see") << u"\u200B\u200C\u2060\uFEFF\u00AD"_s.repeated(50);
        QTest::newRow("marks over marks") << u"e"_s + u"\u0301\u0323"_s.repeated(400);
        QTest::newRow("a formula") << u"=HYPERLINK(\"http://x\",\"y\"),\"z"_s;
        QTest::newRow("mnemonics and keys") << u"&a &b\tCtrl+Q"_s;
    }

    /** What no text that is shown or spoken may hold. */
    static QString harmIn(const QString& text)
    {
        for (const QChar c : text) {
            const char16_t code = c.unicode();
            const bool isDirection = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
            const bool isControl = c.category() == QChar::Other_Control && c != u'\n' && c != u'\t';
            if (isDirection || isControl)
                return u"U+%1"_s.arg(int(code), 4, 16, QChar(u'0'));
        }
        return {};
    }

    static void told(MainWindow& window, const QString& text)
    {
        WindowLayout layout = window.windowLayout();
        EndpointLook look;
        look.name = text;
        look.group = text;
        look.tags = {text, u"eu"_s};
        look.colorSlot = 0;
        layout.endpoints = {look};
        layout.foldedGroups = {text + u"other"_s};
        window.setWindowLayout(layout);
        window.setProfileName(text);
        EndpointStatus status = openEndpoint(1, text);
        status.displayUrl = text;
        status.error = text;
        status.hint = text;
        status.lastClose = CloseInfo{1008, text};
        EndpointStatus lost = status;
        lost.id = EndpointId{2};
        lost.name = u"lost "_s + text;
        lost.state = EndpointState::Retrying;
        TimePoint now{1h};
        for (int i = 0; i < 25; ++i) {
            status.messages += 500;
            status.bytes += 200'000;
            window.tick(now += 100ms, WallTime(20'000h) + now.time_since_epoch(), {status, lost});
            window.addEvents({LinkEvent{{}, now, lost.id, text, LinkEventKind::Closed, text}});
        }
        auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(now, {}, 1));
        snapshot->accounting.seen = snapshot->accounting.chosen = snapshot->accounting.kept = 500;
        snapshot->sampling.why = text.toStdString();
        KeySnapshot key;
        key.key = text.toStdString();
        key.count.value = 500;
        snapshot->keys = {key, key};
        window.applyInterval({snapshot, {{status.id, text, status.messages, status.bytes}}});
        window.showConnectError(text);
        window.samplingRefused({Error{text.toStdString()}});
        window.addNote({}, Glyph::Cross, ColorRole::Bad, text);
        window.setGroupOf({text}, text);
        QTest::keyClick(&window, Qt::Key_Space);
        QTest::keyClick(&window, Qt::Key_Space);
    }

    /** Texts of a widget, and how long each may be. */
    static QList<std::pair<QString, int>> textsOf(const QWidget& widget)
    {
        QList<std::pair<QString, int>> texts{{widget.toolTip(), 4000},
                                             {widget.accessibleName(), 800},
                                             {widget.accessibleDescription(), 2500},
                                             {widget.windowTitle(), 200}};
        if (const auto* label = qobject_cast<const QLabel*>(&widget))
            texts.append({label->text(), 600});
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
            texts.append({button->text(), 200});
        if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
            for (int i = 0; i < box->count(); ++i)
                texts.append({box->itemText(i), 80});
        }
        if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model()) {
            for (int row = 0; row < std::min(view->model()->rowCount(), 30); ++row) {
                for (int column = 0; column < view->model()->columnCount(); ++column) {
                    const QModelIndex index = view->model()->index(row, column);
                    texts.append({index.data().toString(), 600});
                    texts.append({index.data(Qt::AccessibleTextRole).toString(), 1500});
                    texts.append({index.data(Qt::ToolTipRole).toString(), 9000});
                }
            }
        }
        if (const auto* card = qobject_cast<const ChartCard*>(&widget)) {
            const CardView& view = card->view();
            for (const QString& text : {view.title, view.unit, view.headline, view.subline, view.foot,
                                        view.tooltip, view.explanation, view.emptyText})
                texts.append({text, 1500});
            for (const LegendEntry& entry : view.legend)
                texts.append({entry.name, 300});
            for (const LineView& line : view.lines)
                texts.append({line.name, 300});
            for (const MarkerView& marker : view.markers)
                texts.append({marker.label + marker.tooltip, 900});
        }
        for (const QAction* action : widget.actions())
            texts.append({action->text(), 200});
        return texts;
    }

private Q_SLOTS:
    void textFromOutsideIsShownAsItIsCappedAndFreezesNothing_data() { hostile(); }
    void textFromOutsideIsShownAsItIsCappedAndFreezesNothing()
    {
        QFETCH(QString, text);
        MainWindow window;
        window.setTheme(Theme::Dark);
        window.show();
        told(window, text);
        for (const QSize size : {QSize(960, 600), QSize(1280, 720), QSize(1600, 980)}) {
            window.resize(size);
            for (int pass = 0; pass < 4; ++pass)
                QCoreApplication::processEvents();
            QVERIFY(!window.grab().isNull());
            QCOMPARE(window.size(), size); // widened by nothing
            QCOMPARE(clippedChild(window), QString());
        }
        for (const QLabel* label : window.findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            for (const auto& [shown, most] : textsOf(*widget)) {
                QVERIFY2(shown.size() <= most, qPrintable(QString::number(shown.size()) + u" in "_s +
                                                          describe(*widget) + u": "_s + shown.left(80)));
                const QString harm = harmIn(shown);
                QVERIFY2(harm.isEmpty(), qPrintable(harm + u" in "_s + describe(*widget) + shown.left(80)));
            }
            QVERIFY2(!widget->toolTip().contains(u"<table"_s) && !widget->toolTip().contains(u"<img"_s),
                     qPrintable(describe(*widget)));
        }
    }

    void itStaysATextInMenusTablesAndExports_data() { hostile(); }
    void itStaysATextInMenusTablesAndExports()
    {
        QFETCH(QString, text);
        MainWindow window;
        window.setTheme(Theme::Dark);
        window.resize(1280, 720);
        window.show();
        window.activateWindow();
        told(window, text);
        child<QWidget>(window, "samplingPopup")->hide(); // in which the refusal is told
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        auto* card = child<ChartCard>(window, "throughputCard");
        card->setFocus();
        QTest::keyClick(window.windowHandle(), Qt::Key_T);
        settle();
        QVERIFY(!card->isVisible());
        QVERIFY(!window.grab().isNull());
        QCOMPARE(window.size(), QSize(1280, 720));
        const auto* table = child<QWidget>(window, "throughputCardTable")->findChild<QAbstractItemView*>();
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            const QString heading = table->model()->headerData(column, Qt::Horizontal).toString();
            QVERIFY(heading.size() < 300 && harmIn(heading).isEmpty());
        }

        QSignalSpy exported(&window, &MainWindow::exportRequested);
        QTest::keyClick(window.windowHandle(), Qt::Key_E, Qt::ControlModifier);
        auto* dialog = child<QDialog>(window, "exportDialog");
        child<QAbstractButton>(*dialog, "exportHideHosts")->click();
        child<QAbstractButton>(*dialog, "exportHideKeys")->click();
        child<QAbstractButton>(*dialog, "exportFormat1")->click();
        QVERIFY(dialog->width() < 1000);
        child<QAbstractButton>(*dialog, "exportSave")->click();
        QCOMPARE(exported.count(), 1);
        const QByteArray csv = exported.front().front().toByteArray();
        QVERIFY2(csv.size() < 200'000, qPrintable(QString::number(csv.size())));
        for (const QByteArray& line : csv.split('\n')) {
            QVERIFY2(!line.startsWith('='), "a formula to a spreadsheet");
            QCOMPARE(line.count('"') % 2, 0); // whatever is quoted ends on its line
        }

        child<QAbstractButton>(window, "attentionChip")->click();
        auto* menu = child<QMenu>(window, "attentionMenu");
        QVERIFY(menu->isVisible() && !menu->actions().isEmpty());
        QVERIFY2(menu->width() < 900, qPrintable(QString::number(menu->width())));
        for (const QAction* action : menu->actions()) {
            QVERIFY(action->text().size() < 200);
            QVERIFY2(!action->text().contains(u'\t'), "what follows a tab would be shown as a key");
        }
        menu->close();
    }

    void aLabelIsPlainTextWhateverItHolds()
    {
        QWidget parent;
        QLabel* label = makeLabel(u"<b>x</b>"_s, &parent);
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QCOMPARE(label->text(), u"<b>x</b>"_s);
        setLabelText(label, QString(1'000'000, u'x'));
        QVERIFY(label->text().size() <= 512);
    }
};

QTEST_MAIN(HostileTextTest)
#include "hostile_text_test.moc"
