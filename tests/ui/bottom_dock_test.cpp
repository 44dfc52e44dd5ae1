// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/bottom_dock.h"
#include "ui/event_delegate.h"
#include "ui/models/event_filter_model.h"
#include "ui/status_line.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QToolTip>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Counts the rows it is asked to paint. */
class CountingDelegate : public EventDelegate
{
public:
    using EventDelegate::EventDelegate;
    mutable int painted = 0;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        ++painted;
        EventDelegate::paint(painter, option, index);
    }
};

/** A dock beside nothing: 500 px to 1600 px wide, with some events. */
struct Stage
{
    explicit Stage(int width = 1000) : dock(events, nullptr)
    {
        dock.setColors(colorsOf(Theme::Dark, {}));
        dock.resize(width, 200);
        dock.show();
        LinkEvent lost{{}, TimePoint(7s), EndpointId{2}, u"search"_s, LinkEventKind::Closed, u"Cut off"_s};
        LinkEvent opened{{}, TimePoint(9s), EndpointId{3}, u"audit"_s, LinkEventKind::Opened, u"Open"_s};
        events.add({eventRow(lost, false), eventRow(opened, false),
                    noteRow({}, Glyph::Diamond, ColorRole::Accent, u"You set 10 → 3 %"_s),
                    noteRow({}, Glyph::Cross, ColorRole::Bad, u"METRICS_SAMPLE_RATE is not a number"_s)});
        QCoreApplication::processEvents();
    }

    template<class T>
    T* child(const QString& name)
    {
        T* found = dock.findChild<T*>(name);
        if (!found)
            qFatal("no child %s", qPrintable(name));
        return found;
    }
    void click(const QString& name) { QTest::mouseClick(child<QAbstractButton>(name), Qt::LeftButton); }
    bool shows(const QString& name)
    {
        const auto* widget = child<QWidget>(name);
        return widget && widget->isVisible();
    }
    QStringList listed()
    {
        const QAbstractItemModel* model = child<QListView>(u"eventList"_s)->model();
        QStringList texts;
        for (int i = 0; i < model->rowCount(); ++i)
            texts.append(model->index(i, 0).data().toString());
        return texts;
    }

    EventListModel events;
    BottomDock dock;
};

EngineSnapshot snapshotWith(const std::vector<std::string>& names)
{
    EngineSnapshot snapshot = snapshotAt(TimePoint(1h), {}, 1);
    snapshot.sampling.effective = 0.1;
    double count = 400;
    for (const std::string& name : names) {
        KeySnapshot key;
        key.key = name;
        key.intervalCount = {count, count * 0.8, count * 1.2, Grade::A, 40};
        count /= 2;
        snapshot.keys.push_back(key);
    }
    TypeSnapshot& messages = snapshot.types[indexOf(MetricType::MessageReceived)];
    messages.intervalCount = 22'800;
    messages.interval = {22'800, 22'000, 23'600, Grade::A, 686};
    return snapshot;
}

} // namespace

class BottomDockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWideDockShowsEventsBesideKeys()
    {
        Stage stage(1000);
        QVERIFY(stage.shows(u"eventList"_s));
        QVERIFY(stage.shows(u"topKeysEmpty"_s));
        QVERIFY(!stage.shows(u"dockTab0"_s));
        QCOMPARE(stage.child<QLabel>(u"eventCount"_s)->text(), u"4"_s);
        stage.dock.apply(snapshotWith({}));
        stage.dock.applyKeys(endpointKeys(snapshotWith({"checkout"})));
        QVERIFY(stage.shows(u"topKeysList"_s));
        QVERIFY(!stage.shows(u"topKeysEmpty"_s));
        stage.click(u"sideTab1"_s);
        QVERIFY(!stage.shows(u"topKeysList"_s));
        QVERIFY(stage.shows(u"messagesEmpty"_s)); // in all of the dock: a message needs the room
        QVERIFY(!stage.shows(u"eventList"_s));
        stage.click(u"dockTab1"_s);
        QVERIFY(stage.shows(u"topKeysList"_s));
        QVERIFY(stage.shows(u"eventList"_s));
    }

    void aNarrowerDockHasThreeTabs()
    {
        Stage stage(700);
        stage.dock.applyKeys(endpointKeys(snapshotWith({"checkout"})));
        QVERIFY(stage.shows(u"eventList"_s));
        QVERIFY(!stage.shows(u"topKeysList"_s));
        stage.click(u"dockTab1"_s);
        QVERIFY(!stage.shows(u"eventList"_s));
        QVERIFY(!stage.shows(u"eventSearch"_s));
        QVERIFY(stage.shows(u"topKeysList"_s));
        stage.dock.resize(1000, 200);
        QVERIFY(stage.shows(u"eventList"_s));
        QVERIFY(stage.shows(u"topKeysList"_s)); // what was looked at stays in sight
        stage.dock.resize(700, 200);
        QVERIFY(stage.shows(u"topKeysList"_s));
        QVERIFY(!stage.shows(u"eventList"_s));
    }

    void aTabOfTheLineOpensThePanelThere()
    {
        Stage stage(1200);
        stage.dock.applyKeys(endpointKeys(snapshotWith({"checkout"})));
        const int tall = stage.dock.height();
        stage.dock.setBrief(true);
        QVERIFY(stage.dock.height() < tall / 2);
        QVERIFY(!stage.shows(u"eventList"_s));
        stage.click(u"dockTab1"_s);
        QVERIFY(stage.shows(u"topKeysList"_s));
        stage.click(u"eventToggle"_s);
        QVERIFY(!stage.shows(u"topKeysList"_s));
        stage.click(u"dockTab0"_s);
        QVERIFY(stage.shows(u"eventList"_s));
        stage.click(u"eventToggle"_s);
        stage.click(u"eventToggle"_s);
        QVERIFY(stage.shows(u"eventList"_s));
    }

    void eventsAreFilteredByKind()
    {
        Stage stage;
        auto* kind = stage.child<QComboBox>(u"eventKind"_s);
        const auto listedFor = [&](EventFilter filter) {
            kind->setCurrentIndex(static_cast<int>(filter));
            return stage.listed();
        };
        QCOMPARE(listedFor(EventFilter::Connections), QStringList({u"Open"_s, u"Cut off"_s}));
        QCOMPARE(stage.child<QLabel>(u"eventCount"_s)->text(), u"2 of 4"_s);
        QCOMPARE(listedFor(EventFilter::Sampling), QStringList({u"You set 10 → 3 %"_s}));
        QCOMPARE(listedFor(EventFilter::Trouble),
                 QStringList({u"METRICS_SAMPLE_RATE is not a number"_s, u"Cut off"_s}));
        QCOMPARE(listedFor(EventFilter::Window),
                 QStringList({u"METRICS_SAMPLE_RATE is not a number"_s, u"You set 10 → 3 %"_s}));
        QCOMPARE(listedFor(EventFilter::All).size(), 4);
    }

    void eventsAreSearchedInNameAndTextInAnyCase()
    {
        Stage stage;
        const QAbstractItemModelTester tester(stage.child<QListView>(u"eventList"_s)->model());
        auto* search = stage.child<QLineEdit>(u"eventSearch"_s);
        QTest::keyClicks(search, u"SEARCH"_s);
        QCOMPARE(stage.listed(), QStringList({u"Cut off"_s}));
        stage.events.add({noteRow({}, Glyph::Square, ColorRole::Secondary, u"search again"_s),
                          noteRow({}, Glyph::Square, ColorRole::Secondary, u"other"_s)});
        QCOMPARE(stage.listed(), QStringList({u"search again"_s, u"Cut off"_s}));
        QCOMPARE(stage.child<QLabel>(u"eventCount"_s)->text(), u"2 of 6"_s);
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(stage.listed().size(), 6);
        QTest::keyClicks(search, u".*"_s); // no pattern, a text
        QVERIFY(stage.listed().isEmpty());
    }

    void aFilterThatEveryEventMatchesIsCountedToo()
    {
        Stage stage;
        const auto* count = stage.child<QLabel>(u"eventCount"_s);
        auto* search = stage.child<QLineEdit>(u"eventSearch"_s);
        QTest::keyClicks(search, u"u"_s);
        QCOMPARE(stage.listed().size(), 4);
        QCOMPARE(count->text(), u"4 of 4"_s);
        search->clear();
        QCOMPARE(count->text(), u"4"_s);
    }

    void anEventThatIsClickedOrEnteredNamesItsEndpoint()
    {
        Stage stage;
        auto* list = stage.child<QListView>(u"eventList"_s);
        QSignalSpy asked(&stage.dock, &BottomDock::eventActivated);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(3, 0)).center());
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().at(0).value<EndpointId>(), EndpointId{2});
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(asked.count(), 2);
        QVERIFY(asked.back().at(0).value<EndpointId>().isNull());
    }

    void selectedEventsAreCopiedAsPlainLinesInTheirOrder()
    {
        Stage stage;
        auto* list = stage.child<QListView>(u"eventList"_s);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(2, 0));
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keySequence(list, QKeySequence::Copy);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.front().mid(8), u" audit Open"_s);
        QCOMPARE(lines.back().mid(8), u" search Cut off"_s);
    }

    void aKeyIsExplainedByClickAndByEnter()
    {
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({"<b>checkout</b>"})));
        QCoreApplication::processEvents();
        auto* list = stage.child<QListView>(u"topKeysList"_s);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        QVERIFY(QToolTip::text().contains(u"“&lt;b&gt;checkout&lt;/b&gt;”: ≈ 200 messages a second"_s));
        QToolTip::hideText();
        stage.dock.applyKeys(endpointKeys(snapshotWith({"search"})));
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(QToolTip::text().contains(u"“search”"_s));
    }

    void aKeyOfMessagesIsFollowedExplainedAndLetGo()
    {
        Stage stage;
        TopKeyList keys;
        keys.isOfEndpoints = false;
        for (const char* name : {"a", "b"}) {
            TopKeyRow row;
            row.id = row.name = QString::fromLatin1(name);
            row.subject = {EndpointId{1}, std::string(name), Measure::Messages};
            row.isFollowed = true;
            row.words = u"about "_s + row.name;
            keys.rows.push_back(row);
        }
        stage.dock.applyKeys(keys);
        QCoreApplication::processEvents();
        QSignalSpy followed(&stage.dock, &BottomDock::followRequested);
        QSignalSpy letGo(&stage.dock, &BottomDock::unfollowRequested);
        auto* list = stage.child<QListView>(u"topKeysList"_s);
        const QRect row = list->visualRect(list->model()->index(1, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, {row.left() + 40, row.center().y()});
        QCOMPARE(followed.back().at(0).value<Subject>(), keys.rows[1].subject);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, {row.left() + 16, row.center().y()});
        QCOMPARE(letGo.back().at(0).value<Subject>(), keys.rows[1].subject);
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_E);
        QVERIFY(QToolTip::text().contains(u"about a"_s));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(followed.count(), 2);
        QCOMPARE(followed.back().at(0).value<Subject>(), keys.rows[0].subject);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(letGo.back().at(0).value<Subject>(), keys.rows[0].subject);
    }

    void theHintLeadsToTheMessages()
    {
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({"checkout"})));
        QCoreApplication::processEvents();
        stage.click(u"topKeysHint"_s);
        QCOMPARE(stage.dock.currentTab(), 2);
    }

    void aHeadingSortsByItsColumnAndAgainTheOtherWay()
    {
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({"b", "c", "a"})));
        QCoreApplication::processEvents();
        const QAbstractItemModel* model = stage.child<QListView>(u"topKeysList"_s)->model();
        stage.click(u"keySortName"_s);
        QCOMPARE(model->index(0, 0).data().toString(), u"a"_s);
        stage.click(u"keySortName"_s);
        QCOMPARE(model->index(0, 0).data().toString(), u"c"_s);
        stage.click(u"keySortRate"_s);
        QCOMPARE(model->index(0, 0).data().toString(), u"b"_s);
    }

    void everythingIsReachedByTheTabKey()
    {
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({"checkout"})));
        const auto reached = [&] {
            QStringList names;
            for (const QWidget* widget = stage.dock.nextInFocusChain(); widget != &stage.dock;
                 widget = widget->nextInFocusChain()) {
                if (widget->isVisible() && widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy())
                    names.append(widget->objectName());
            }
            return names;
        };
        QCOMPARE(reached(), QStringList({u"eventKind"_s, u"eventSearch"_s, u"eventList"_s, u"sideTab0"_s,
                                         u"sideTab1"_s, u"keySortName"_s, u"keySortRate"_s, u"keySortGrade"_s,
                                         u"topKeysList"_s, u"topKeysHint"_s}));
        stage.dock.setBrief(true);
        QCOMPARE(reached(), QStringList({u"dockTab0"_s, u"dockTab1"_s, u"dockTab2"_s, u"eventToggle"_s}));
        for (const QAbstractButton* button : stage.dock.findChildren<QAbstractButton*>())
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        stage.dock.setBrief(false);
        stage.dock.openMessages();
        QCOMPARE(reached(), QStringList({u"dockTab0"_s, u"dockTab1"_s, u"dockTab2"_s, u"messagesSearch"_s}));
    }

    void onlyRowsInSightArePainted()
    {
        Stage stage;
        CountingDelegate delegate;
        auto* list = stage.child<QListView>(u"eventList"_s);
        list->setItemDelegate(&delegate);
        std::vector<EventRow> rows(500, noteRow({}, Glyph::Square, ColorRole::Secondary, u"x"_s));
        stage.events.add(rows);
        QVERIFY(!stage.dock.grab().isNull());
        QVERIFY(delegate.painted > 0);
        QVERIFY2(delegate.painted < 60, qPrintable(QString::number(delegate.painted)));
    }

    void anUnchangedSnapshotChangesNothing()
    {
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({"a", "b"})));
        QSignalSpy changed(stage.child<QListView>(u"topKeysList"_s)->model(),
                           &QAbstractItemModel::dataChanged);
        stage.dock.applyKeys(endpointKeys(snapshotWith({"a", "b"})));
        QCOMPARE(changed.count(), 0);
    }

    void hostileNamesAreDrawnAndWidenNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("nested tables") << u"<table><tr><td>"_s.repeated(25);
        QTest::newRow("bidi overrides") << u"\u202Ekcehc\u202C \u2066x"_s;
        QTest::newRow("a megabyte") << QString(1'000'000, u'W');
    }

    void hostileNamesAreDrawnAndWidenNothing()
    {
        QFETCH(QString, name);
        Stage stage;
        stage.dock.applyKeys(endpointKeys(snapshotWith({name.toStdString(), "b"})));
        stage.events.add({eventRow({{}, {}, EndpointId{1}, name, LinkEventKind::Failed, name}, false)});
        const int least = stage.dock.minimumSizeHint().width();
        for (const int width : {500, 700, 1000}) {
            stage.dock.resize(width, 200);
            QVERIFY(!stage.dock.grab().isNull());
        }
        stage.dock.setBrief(true);
        QVERIFY(!stage.dock.grab().isNull());
        QCOMPARE(stage.dock.minimumSizeHint().width(), least);
        QVERIFY(!stage.listed().front().contains(QChar(0x202E)));
    }

    void theSumSaysSinceWhenAndHasEachMessageInOnePart()
    {
        StatusLine line(nullptr);
        QVERIFY(line.text().startsWith(u"Nothing seen yet."_s));
        QVERIFY(line.text().endsWith(u"F1 shortcuts"_s));
        line.setAccounting({1000, 10, 690, 300, 250, 50, 0, 0, 0});
        QCOMPARE(line.text(),
                 u"Adds up:  1,000 seen = 10 critical + 300 looked into + 690 passed by + 0 dropped"_s);
        const WallTime start{1'781'613'000s};
        line.setSince(start);
        const QString said = line.text();
        QVERIFY(said.contains(u", since "_s));
        line.setSince(start + 1s); // a clock that was set a little
        QCOMPARE(line.text(), said);
    }

    void whatDoesNotFitGivesWayFromTheLeastImportant()
    {
        StatusLine line(nullptr);
        line.setAccounting({118'402'551, 214, 107'092'133, 11'310'204, 11'310'204, 0, 0, 0, 0});
        line.setSince(WallTime{1'781'613'000s});
        line.setWindowCost(0.026);
        line.setFrames(30);
        line.setHistory(41'000'000);
        const QStringList parts = {u"history"_s, u"frames"_s, u"118,402,551"_s,
                                   u", since"_s, u"marks"_s,  u"window 2.6"_s};
        qsizetype gone = 0;
        for (int width = 2000; width >= 100; width -= 10) {
            line.resize(width, 22);
            const QString shown = line.shownText();
            QVERIFY(shown.contains(u" passed by + "_s)); // the sum itself always
            if (shown.contains(u"118,402,551"_s))
                QVERIFY2(shown.contains(u"marks"_s), qPrintable(shown));
            if (!shown.contains(u"marks"_s))
                QVERIFY2(!shown.contains(u"since"_s), qPrintable(shown));
            if (!shown.contains(u"window"_s))
                QVERIFY2(!shown.contains(u"marks"_s), qPrintable(shown));
            if (shown.contains(u"history"_s))
                QVERIFY2(shown.contains(u"frames"_s), qPrintable(shown));
            qsizetype missing = 0;
            for (const QString& part : parts)
                missing += shown.contains(part) ? 0 : 1;
            gone = std::max(gone, missing);
        }
        QCOMPARE(gone, parts.size());
    }

    void aSumThatFailsSaysByHowMuch()
    {
        StatusLine line(nullptr);
        line.setAccounting({1003, 10, 690, 300, 250, 50, 0, 0, 0});
        QCOMPARE(line.text(), u"Does not add up by 3. This is a fault in Weir."_s);
        QVERIFY(line.toolTip().contains(u"1,003 seen"_s));
    }

    void theStatusLineSaysWhatTheWindowCosts()
    {
        StatusLine line(nullptr);
        line.setAccounting({10, 0, 10, 0, 0, 0, 0, 0, 0});
        line.setCost(0.002);
        line.setWindowCost(0.026);
        line.setFrames(29.7);
        line.setHistory(41'000'000);
        QVERIFY(line.text().endsWith(u"engine 0.20\u202F% · window 2.6\u202F% of a core · 30 frames/s · 24 h "
                                     u"history 41.0\u202FMB"_s));
        line.setFrames(std::nullopt);
        line.setHistory(0);
        QVERIFY(line.text().endsWith(u"window 2.6\u202F% of a core"_s));
    }
};

QTEST_MAIN(BottomDockTest)
#include "bottom_dock_test.moc"
