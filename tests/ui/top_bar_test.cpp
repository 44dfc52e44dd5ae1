// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/chip.h"
#include "ui/models/dashboard_data.h"
#include "ui/shortcuts_dialog.h"
#include "ui/theme.h"
#include "ui/top_bar.h"

#include <QAction>
#include <QMenu>
#include <QSet>
#include <QSignalSpy>
#include <QTranslator>
#include <QVBoxLayout>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr TimePoint kNow{3h};

/** A language in which everything is 40 % longer. */
class LongLanguage : public QTranslator
{
public:
    QString translate(const char*, const char* source, const char*, int) const override
    {
        const QString text = QString::fromUtf8(source);
        return text.size() < 3 ? text : text + QString(text.size() * 2 / 5, u'x');
    }
    bool isEmpty() const override { return false; }
};

/** Twenty endpoints: two lost, one silent; thinned three times a second ago. */
DashboardData troubled()
{
    DashboardData data;
    std::vector<EndpointStatus> statuses;
    for (std::uint32_t i = 1; i <= 20; ++i)
        statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
    statuses[2].name = u"search & co"_s;
    statuses[2].state = EndpointState::Retrying;
    statuses[2].attempt = 2;
    statuses[2].retryAt = kNow + 9s;
    statuses[4].state = EndpointState::Slowed;
    statuses[4].retryAt = kNow + 60s;
    statuses[7].name = u"audit"_s;
    statuses[7].state = EndpointState::Silent;
    data.tick(kNow - 5s, {}, statuses);
    for (const std::uint64_t thinnings : {0, 3}) {
        EngineSnapshot snapshot = snapshotAt(kNow - 2s + thinnings * 100ms, {}, 1 + thinnings);
        snapshot.buffer.thinnings = thinnings;
        data.applyInterval({std::make_shared<const EngineSnapshot>(snapshot), {}});
    }
    data.tick(kNow, {}, statuses);
    data.tick(kNow + 1s, {}, statuses);
    return data;
}

} // namespace

class TopBarTest : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        QWidget host;
        TopBar bar{&host};

        explicit Fixture(int width = 1600)
        {
            host.setFont(windowFont());
            host.setStyleSheet(styleSheetOf(colorsOf(Theme::Dark, {})));
            (new QVBoxLayout(&host))->addWidget(&bar);
            host.layout()->setContentsMargins(0, 0, 0, 0);
            bar.setBusy(true);
            bar.apply(troubled());
            host.resize(width, 40);
            host.show();
            settle();
        }
        void settle()
        {
            bar.layout()->activate();
            host.layout()->activate();
            QCoreApplication::sendPostedEvents();
        }
        Chip* chip(const QString& name) { return bar.findChild<Chip*>(name); }
        QMenu* menu(const QString& name) { return bar.findChild<QMenu*>(name); }
        QAction* action(const QString& menuName, const QString& start)
        {
            for (QAction* action : menu(menuName)->actions()) {
                if (action->text().startsWith(start))
                    return action;
            }
            qFatal("no action %s", qPrintable(start));
        }
        bool shows(const QString& name) { return bar.findChild<QWidget*>(name)->isVisibleTo(&bar); }
    };

private Q_SLOTS:
    void chipsSayHowTheEndpointsAre()
    {
        Fixture f;
        QCOMPARE(f.chip(u"receivingChip"_s)->words(), u"17 of 20 receiving"_s);
        QCOMPARE(f.chip(u"troubleChip"_s)->words(), u"search & co: try 3 in 8\u202Fs +1 more"_s);
        QCOMPARE(f.chip(u"silentChip"_s)->words(), u"audit: open, nothing yet"_s);
        QCOMPARE(f.chip(u"thinnedChip"_s)->words(), u"this window thinned 3×"_s);
        QVERIFY(!f.shows(u"attentionChip"_s));
    }

    void thinningsAreThoseOfTheStretchThatIsShown()
    {
        Fixture f;
        f.bar.apply(troubled(), TimeWindow{kNow - 10s, 10s});
        QVERIFY(!f.shows(u"thinnedChip"_s));
        f.bar.apply(troubled(), TimeWindow{kNow, 10s});
        QVERIFY(f.shows(u"thinnedChip"_s));
    }

    void aChipFiltersUntilItIsPressedAgain()
    {
        Fixture f;
        QSignalSpy chosen(&f.bar, &TopBar::statesChosen);
        Chip* lost = f.chip(u"troubleChip"_s);
        lost->setFocus();
        QTest::keyClick(lost, Qt::Key_Space);
        QCOMPARE(chosen.takeFirst().first().value<Scope::States>(), Scope::States::Retrying);
        QTest::mouseClick(f.chip(u"receivingChip"_s), Qt::LeftButton);
        QCOMPARE(chosen.takeFirst().first().value<Scope::States>(), Scope::States::Receiving);
        QVERIFY(!lost->isChecked());
        f.chip(u"receivingChip"_s)->click();
        QCOMPARE(chosen.takeFirst().first().value<Scope::States>(), Scope::States::All);
    }

    void aFilterSetElsewhereIsShownWithoutASignalAndItsChipStays()
    {
        Fixture f;
        QSignalSpy chosen(&f.bar, &TopBar::statesChosen);
        f.bar.setStates(Scope::States::Silent);
        QVERIFY(f.chip(u"silentChip"_s)->isChecked());
        DashboardData fine;
        fine.tick(kNow, {}, {openEndpoint(1, u"a"_s)});
        f.bar.apply(fine);
        QVERIFY2(f.shows(u"silentChip"_s), "or the filter could not be taken off");
        QVERIFY(!f.shows(u"troubleChip"_s));
        QCOMPARE(chosen.size(), 0);
    }

    void narrowTroubleIsOneMenuThatLeadsToTheEndpoint()
    {
        Fixture f(1252);
        f.bar.setNarrow(true);
        QVERIFY(!f.shows(u"troubleChip"_s) && !f.shows(u"silentChip"_s) && !f.shows(u"thinnedChip"_s));
        QCOMPARE(f.chip(u"attentionChip"_s)->words(), u"4 need attention"_s);
        QSignalSpy endpoint(&f.bar, &TopBar::endpointChosen);
        QSignalSpy thinned(&f.bar, &TopBar::thinnedChosen);
        QSignalSpy states(&f.bar, &TopBar::statesChosen);
        f.chip(u"attentionChip"_s)->click();
        QVERIFY(f.menu(u"attentionMenu"_s)->isVisible());
        f.action(u"attentionMenu"_s, u"search && co: try 3"_s)->trigger();
        QCOMPARE(endpoint.takeFirst().first().value<EndpointId>(), EndpointId{3});
        f.action(u"attentionMenu"_s, u"this window"_s)->trigger();
        QCOMPARE(thinned.size(), 1);
        f.action(u"attentionMenu"_s, u"List only the lost"_s)->trigger();
        QCOMPARE(states.takeFirst().first().value<Scope::States>(), Scope::States::Retrying);
        f.menu(u"attentionMenu"_s)->hide();
    }

    void spansAreSixAndNoneIsCheckedForAnotherLength()
    {
        Fixture f;
        QSignalSpy chosen(&f.bar, &TopBar::spanChosen);
        const std::array<Duration, 6> spans{10s, 1min, 5min, 1h, 6h, 24h};
        for (int i = 0; i < 6; ++i) {
            f.bar.chooseSpan(i);
            QVERIFY(f.bar.findChild<QAbstractButton*>(u"span%1"_s.arg(i))->isChecked());
            QCOMPARE(chosen.takeFirst().first().value<Duration>(), spans[static_cast<std::size_t>(i)]);
        }
        f.bar.chooseSpan(6);
        f.bar.chooseSpan(-1);
        f.bar.setSpan(100s);
        QCOMPARE(chosen.size(), 0);
        for (int i = 0; i < 6; ++i)
            QVERIFY(!f.bar.findChild<QAbstractButton*>(u"span%1"_s.arg(i))->isChecked());
        f.bar.findChild<QAbstractButton*>(u"span5"_s)->click();
        QCOMPARE(chosen.size(), 1);
        f.bar.setSpan(5min);
        QVERIFY(f.bar.findChild<QAbstractButton*>(u"span2"_s)->isChecked());
    }

    void aViewThatIsBehindOrZoomedSaysSo()
    {
        Fixture f(2000);
        QVERIFY(!f.shows(u"undoZoomButton"_s));
        f.bar.setBehind(true, 12s);
        f.bar.setZoomed(true);
        QCOMPARE(f.chip(u"liveChip"_s)->words(), u"View paused, 12\u202Fs behind"_s);
        QCOMPARE(f.chip(u"pauseButton"_s)->words(), u"Live"_s);
        QSignalSpy undo(&f.bar, &TopBar::undoZoomRequested);
        QVERIFY(f.shows(u"undoZoomButton"_s));
        f.chip(u"undoZoomButton"_s)->click();
        QCOMPARE(undo.size(), 1);
    }

    void withoutEndpointsOnlyWhatMakesSenseCanBePressed()
    {
        Fixture f;
        f.bar.setBusy(false);
        f.bar.apply(DashboardData());
        QCOMPARE(f.chip(u"receivingChip"_s)->words(), u"no endpoints yet"_s);
        for (const QString& name : {u"receivingChip"_s, u"pauseButton"_s, u"span0"_s})
            QVERIFY2(!f.bar.findChild<QWidget*>(name)->isEnabled(), qPrintable(name));
        QVERIFY(!f.bar.findChild<QAction*>(u"exportAllAction"_s)->isEnabled());
        QVERIFY(f.shows(u"profileButton"_s));
        QSignalSpy chosen(&f.bar, &TopBar::spanChosen);
        f.bar.chooseSpan(2);
        QCOMPARE(chosen.size(), 0);
    }

    void profileAndMenuSayWhatTheUserWants()
    {
        Fixture f;
        QCOMPARE(f.chip(u"profileButton"_s)->words(), u"untitled"_s);
        f.bar.setProfile(u"shop\neu"_s);
        QVERIFY(!f.chip(u"profileButton"_s)->words().contains(u'\n'));
        QSignalSpy open(&f.bar, &TopBar::profileOpenRequested);
        QSignalSpy save(&f.bar, &TopBar::profileSaveAsRequested);
        f.action(u"profileMenu"_s, u"Open profile…\tCtrl+O"_s)->trigger();
        f.action(u"profileMenu"_s, u"Save profile as…\tCtrl+Shift+S"_s)->trigger();
        QCOMPARE(open.size() + save.size(), 2);

        QSignalSpy bytes(&f.bar, &TopBar::bytesToggled);
        QSignalSpy fold(&f.bar, &TopBar::foldToggled);
        f.bar.setBytes(true);
        f.bar.setFolded(true);
        QCOMPARE(bytes.size() + fold.size(), 0);
        f.bar.findChild<QAction*>(u"bytesAction"_s)->trigger();
        f.bar.findChild<QAction*>(u"foldAction"_s)->trigger();
        QCOMPARE(bytes.takeFirst().first().toBool(), false);
        QCOMPARE(fold.takeFirst().first().toBool(), false);
        QSignalSpy theme(&f.bar, &TopBar::themeChosen);
        QMenu* themes = f.menu(u"moreMenu"_s)->actions().first()->menu();
        f.bar.setTheme(Theme::Light);
        QVERIFY(themes->actions().at(1)->isChecked());
        themes->actions().at(0)->trigger();
        QCOMPARE(theme.takeFirst().first().value<Theme>(), Theme::Dark);
    }

    void everyMenuOpensByKeyboard()
    {
        Fixture f(900);
        for (const auto& [button, menu] :
             {std::pair(u"profileButton"_s, u"profileMenu"_s), std::pair(u"spanButton"_s, u"spanMenu"_s),
              std::pair(u"attentionChip"_s, u"attentionMenu"_s), std::pair(u"menuButton"_s, u"moreMenu"_s)}) {
            f.chip(button)->setFocus();
            QTest::keyClick(f.chip(button), Qt::Key_Space);
            QVERIFY2(f.menu(menu)->isVisible(), qPrintable(menu));
            f.menu(menu)->hide();
        }
    }

    void nothingIsCutAtAnyWidth_data()
    {
        QTest::addColumn<bool>("isLong");
        QTest::newRow("English") << false;
        QTest::newRow("40 % longer") << true;
    }

    void nothingIsCutAtAnyWidth()
    {
        QFETCH(const bool, isLong);
        LongLanguage language;
        if (isLong)
            QCoreApplication::installTranslator(&language);
        Fixture f;
        f.bar.setProfile(u"a profile with a long name"_s);
        for (const bool isZoomed : {false, true}) {
            f.bar.setBehind(isZoomed, 754s);
            f.bar.setZoomed(isZoomed);
            for (int width = 932; width <= 2532; width += 100) {
                f.host.resize(width, 40);
                f.settle();
                QVERIFY(f.bar.minimumSizeHint().width() <= 932);
                int right = 0;
                for (QWidget* part : f.bar.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
                    if (part->isWindow() || !part->isVisibleTo(&f.bar))
                        continue;
                    const QByteArray where = part->objectName().toUtf8() + " at " + QByteArray::number(width);
                    QVERIFY2(part->width() >= part->minimumSizeHint().width(), where.constData());
                    QVERIFY2(part->geometry().right() < f.bar.width(), where.constData());
                    right = std::max(right, part->geometry().right());
                }
                QCOMPARE(right, f.bar.width() - 1);
            }
        }
        QCoreApplication::removeTranslator(&language);
    }

    void theTableOfShortcutsHasEveryKeyOnceInItsGroup()
    {
        QSet<QString> ids;
        for (const ShortcutGroup& group : shortcutGroups()) {
            QSet<QString> keys;
            for (const Shortcut& shortcut : group.shortcuts) {
                QVERIFY2(!ids.contains(shortcut.id), qPrintable(shortcut.id));
                ids.insert(shortcut.id);
                QVERIFY(!shortcut.what.isEmpty());
                QVERIFY2(shortcut.keys.isEmpty() != shortcut.gesture.isEmpty(), qPrintable(shortcut.id));
                for (const QString& key : shortcut.keys) {
                    QVERIFY2(!QKeySequence(key).isEmpty(), qPrintable(key));
                    QVERIFY2(!keys.contains(key), qPrintable(key));
                    keys.insert(key);
                }
            }
        }
        QCOMPARE(shortcutKey(u"connect"_s), QKeySequence(Qt::CTRL | Qt::Key_N));
        QVERIFY(shortcutKey(u"nothing"_s).isEmpty());
    }

    void theDialogOfShortcutsFitsTheSmallestWindowAndClosesWithEsc()
    {
        QWidget window;
        window.setFont(windowFont());
        window.setStyleSheet(styleSheetOf(colorsOf(Theme::Dark, {})));
        ShortcutsDialog dialog(&window);
        dialog.setColors(colorsOf(Theme::Dark, {}));
        dialog.show();
        QVERIFY(dialog.sizeHint().width() <= 960 && dialog.sizeHint().height() <= 600);
        QVERIFY(!dialog.isModal());
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }
};

QTEST_MAIN(TopBarTest)
#include "top_bar_test.moc"
