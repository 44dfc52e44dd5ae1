// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/endpoint_delegate.h"
#include "ui/endpoint_panel.h"
#include "ui/models/dashboard_data.h"
#include "ui/theme.h"
#include "ui/uptime_strip.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** A panel with its data and a clock. */
struct Desk
{
    DashboardData data;
    TimePoint now{1h};
    std::vector<EndpointStatus> statuses;
    EndpointPanel panel{nullptr};

    explicit Desk(std::uint32_t count, QSize size = {286, 860})
    {
        for (std::uint32_t id = 1; id <= count; ++id)
            statuses.push_back(openEndpoint(id, u"e%1"_s.arg(id)));
        panel.setStyleSheet(styleSheetOf(colorsOf(Theme::Dark, {})));
        panel.setColors(colorsOf(Theme::Dark, {}));
        panel.setBrief(size.width() < 250);
        panel.resize(size);
        panel.show();
        tick();
    }

    void tick(Duration step = 1s)
    {
        data.tick(now += step, WallTime(20'000h) + now.time_since_epoch(), statuses);
        panel.apply(data);
    }

    template<class T>
    T* child(const QString& name) const
    {
        return panel.findChild<T*>(name);
    }
    QListView* list() const { return child<QListView>(u"endpointList"_s); }
    QPoint middleOf(int row) const { return list()->visualRect(list()->model()->index(row, 0)).center(); }
    QPoint swatchOf(int row) const
    {
        const QRect box = list()->visualRect(list()->model()->index(row, 0));
        return {box.left() + 17, box.top() + 12};
    }
    void click(QPoint at, Qt::KeyboardModifiers keys = Qt::NoModifier) const
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, keys, at);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers keys = Qt::NoModifier) const
    {
        QTest::keyClick(list(), key, keys);
    }
};

EndpointId idOf(const QList<QVariant>& arguments)
{
    return arguments.front().value<EndpointId>();
}

} // namespace

class EndpointPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyAGestureEmphasises()
    {
        Desk desk(3);
        QSignalSpy emphasized(&desk.panel, &EndpointPanel::emphasized);
        desk.list()->setCurrentIndex(desk.list()->model()->index(1, 0));
        desk.key(Qt::Key_Down);
        desk.panel.focusEndpoint(EndpointId{1});
        desk.statuses[2].state = EndpointState::NeedsYou; // goes to the top
        desk.tick();
        QCOMPARE(emphasized.count(), 0);
        QCOMPARE(desk.panel.focusedEndpoint(), EndpointId{1});
        desk.key(Qt::Key_Return);
        QCOMPARE(idOf(emphasized.takeFirst()), EndpointId{1});
        desk.key(Qt::Key_Escape);
        QVERIFY(idOf(emphasized.takeFirst()).isNull());
    }

    void aClickFocusesAndEmphasisesASecondEndsThat()
    {
        Desk desk(3);
        QSignalSpy emphasized(&desk.panel, &EndpointPanel::emphasized);
        desk.click(desk.middleOf(1));
        QCOMPARE(idOf(emphasized.takeFirst()), EndpointId{2});
        QCOMPARE(desk.panel.focusedEndpoint(), EndpointId{2});
        QVERIFY(
            desk.list()->currentIndex().data(Qt::AccessibleTextRole).toString().contains(u"emphasised"_s));
        desk.click(desk.middleOf(1));
        QVERIFY(idOf(emphasized.takeFirst()).isNull());
        desk.click(desk.middleOf(2));
        QCOMPARE(idOf(emphasized.takeFirst()), EndpointId{3});
        desk.click({100, desk.list()->viewport()->height() - 2});
        QVERIFY(idOf(emphasized.takeFirst()).isNull());
        QCOMPARE(desk.panel.focusedEndpoint(), EndpointId{3});
    }

    void withControlItIsTheOnlyOne()
    {
        Desk desk(3);
        QSignalSpy soloed(&desk.panel, &EndpointPanel::soloed);
        QSignalSpy emphasized(&desk.panel, &EndpointPanel::emphasized);
        desk.click(desk.middleOf(1), Qt::ControlModifier);
        QCOMPARE(idOf(soloed.takeFirst()), EndpointId{2});
        desk.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(idOf(soloed.takeFirst()).isNull());
        QCOMPARE(emphasized.count(), 0);
        desk.key(Qt::Key_Return, Qt::ControlModifier);
        soloed.clear();
        desk.statuses.erase(desk.statuses.begin() + 1); // removed while alone
        desk.tick();
        QCOMPARE(soloed.count(), 1);
        QVERIFY(idOf(soloed.front()).isNull());
    }

    void theSwatchAndItsKeysDraw()
    {
        Desk desk(3);
        QSignalSpy drawn(&desk.panel, &EndpointPanel::drawnRequested);
        QSignalSpy emphasized(&desk.panel, &EndpointPanel::emphasized);
        desk.click(desk.swatchOf(1));
        QCOMPARE(drawn.count(), 1);
        QCOMPARE(idOf(drawn.front()), EndpointId{2});
        QCOMPARE(drawn.takeFirst().at(1).toBool(), false); // the first five are drawn
        desk.data.setDrawn(EndpointId{1}, false);
        desk.tick();
        desk.list()->setCurrentIndex(desk.list()->model()->index(0, 0));
        for (const Qt::Key key : {Qt::Key_D, Qt::Key_Insert}) {
            desk.key(key);
            QCOMPARE(idOf(drawn.front()), EndpointId{1});
            QCOMPARE(drawn.takeFirst().at(1).toBool(), true);
        }
        QCOMPARE(emphasized.count(), 0);
    }

    void aNinthIsRefusedInPlace()
    {
        Desk desk(9);
        for (std::uint32_t id = 1; id <= 8; ++id)
            desk.data.setDrawn(EndpointId{id}, true);
        desk.tick();
        QSignalSpy drawn(&desk.panel, &EndpointPanel::drawnRequested);
        desk.click(desk.swatchOf(8));
        QCOMPARE(drawn.count(), 0);
        auto* notice = desk.child<QLabel>(u"endpointNotice"_s);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text(), u"Eight are drawn already. Take one off first."_s);
        desk.tick(7s);
        QVERIFY(!notice->isVisible());
    }

    void theFilterNarrowsAndSaysSo()
    {
        Desk desk(12);
        QSignalSpy scopes(&desk.panel, &EndpointPanel::scopeChanged);
        auto* filter = desk.child<QLineEdit>(u"endpointFilter"_s);
        QCOMPARE(filter->maxLength(), 200);
        QTest::keyClick(&desk.panel, Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(filter, u"e1"_s);
        QCOMPARE(scopes.count(), 2);
        QCOMPARE(scopes.back().front().value<Scope>().filter, u"e1"_s);
        QCOMPARE(desk.list()->model()->rowCount(), 4); // e1, e10, e11, e12
        QCOMPARE(desk.child<QLabel>(u"endpointCount"_s)->text(), u"4 of 12"_s);
        QTest::keyClicks(filter, u"x<b>"_s);
        QVERIFY(!desk.list()->isVisible());
        QCOMPARE(desk.child<QWidget>(u"endpointNothing"_s)->findChild<QLabel*>()->text(),
                 u"No endpoint matches “e1x<b>”."_s);
        desk.child<QAbstractButton>(u"clearScope"_s)->click();
        QVERIFY(filter->text().isEmpty());
        QVERIFY(desk.list()->isVisible());
        QTest::keyClicks(filter, u"e2"_s);
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(desk.panel.scope().isAll());
        QCOMPARE(desk.list()->model()->rowCount(), 12);
    }

    void aScopeFromOutsideIsShownAndCanBeLeft()
    {
        Desk desk(4);
        desk.statuses[1].state = EndpointState::Retrying;
        desk.tick();
        QSignalSpy scopes(&desk.panel, &EndpointPanel::scopeChanged);
        Scope trouble;
        trouble.states = Scope::States::Retrying;
        desk.panel.setScope(trouble);
        desk.panel.setScope(trouble);
        QCOMPARE(scopes.count(), 1); // told once
        QCOMPARE(desk.list()->model()->rowCount(), 1);
        auto* line = desk.child<QAbstractButton>(u"endpointScope"_s);
        QVERIFY(line->isVisible());
        QVERIFY(line->text().contains(u"in trouble"_s));
        line->click();
        QVERIFY(desk.panel.scope().isAll());
        QVERIFY(!line->isVisible());
    }

    void groupsFoldByClickAndKeysAndAreRemembered()
    {
        Desk desk(4);
        desk.data.setGroup(EndpointId{1}, u"one"_s);
        desk.data.setGroup(EndpointId{3}, u"one"_s);
        desk.tick();
        QCOMPARE(desk.list()->model()->rowCount(), 6);
        desk.click(desk.middleOf(0));
        QCOMPARE(desk.panel.foldedGroups(), QStringList{u"one"_s});
        QCOMPARE(desk.list()->model()->rowCount(), 4);
        QCOMPARE(desk.panel.focusedEndpoint(), EndpointId{1}); // its details stay
        desk.key(Qt::Key_Right);
        QVERIFY(desk.panel.foldedGroups().isEmpty());
        desk.key(Qt::Key_Down);
        desk.key(Qt::Key_Left); // to its header
        desk.key(Qt::Key_Left);
        QCOMPARE(desk.panel.foldedGroups(), QStringList{u"one"_s});
        desk.panel.focusEndpoint(EndpointId{3});
        QVERIFY(desk.panel.foldedGroups().isEmpty());
        QCOMPARE(desk.list()->currentIndex().data().toString(), u"e3"_s);
        QSignalSpy scopes(&desk.panel, &EndpointPanel::scopeChanged);
        desk.click(desk.middleOf(0), Qt::ControlModifier);
        QCOMPARE(scopes.takeFirst().front().value<Scope>().group, std::optional(u"one"_s));
        desk.panel.focusEndpoint(EndpointId{2}); // not in that group
        QVERIFY(desk.panel.scope().isAll());
        desk.panel.setFoldedGroups({u"one"_s, u"gone"_s});
        QCOMPARE(desk.panel.foldedGroups(), (QStringList{u"gone"_s, u"one"_s}));
    }

    void theOrderIsChosenFromAMenu()
    {
        Desk desk(2);
        auto* sort = desk.child<QAbstractButton>(u"endpointSort"_s);
        QVERIFY(sort->text().startsWith(u"Trouble first"_s));
        sort->click();
        auto* menu = desk.panel.findChild<QMenu*>(u"endpointSortMenu"_s);
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 4);
        menu->actions().at(1)->trigger();
        QCOMPARE(desk.panel.sort(), EndpointSort::Busiest);
        QVERIFY(sort->text().startsWith(u"Busiest"_s));
        menu->close();
    }

    void theMenuActsOnItsEndpoint()
    {
        Desk desk(2);
        desk.statuses[1].displayUrl = u"wss://h/it's?token=•••"_s;
        desk.statuses[1].state = EndpointState::Retrying;
        desk.tick();
        desk.panel.focusEndpoint(EndpointId{2});
        const auto trigger = [&](const QString& name) {
            const QPoint centre = desk.list()->visualRect(desk.list()->currentIndex()).center();
            QContextMenuEvent event(QContextMenuEvent::Keyboard, centre,
                                    desk.list()->viewport()->mapToGlobal(centre));
            QCoreApplication::sendEvent(desk.list()->viewport(), &event);
            auto* menu = desk.panel.findChild<QMenu*>(u"endpointMenu"_s);
            auto* action = menu ? menu->findChild<QAction*>(name) : nullptr;
            if (action)
                action->trigger();
            delete menu;
            return action != nullptr;
        };
        QSignalSpy resumed(&desk.panel, &EndpointPanel::resumeRequested);
        QSignalSpy paused(&desk.panel, &EndpointPanel::pauseRequested);
        QSignalSpy removed(&desk.panel, &EndpointPanel::removeRequested);
        QSignalSpy logs(&desk.panel, &EndpointPanel::logRequested);
        QSignalSpy soloed(&desk.panel, &EndpointPanel::soloed);
        QSignalSpy groups(&desk.panel, &EndpointPanel::groupRequested);
        QVERIFY(trigger(u"connectAction"_s));
        QVERIFY(trigger(u"disconnectAction"_s));
        QVERIFY(trigger(u"removeAction"_s));
        QVERIFY(trigger(u"logAction"_s));
        QVERIFY(trigger(u"soloAction"_s));
        for (const QSignalSpy* spy : {&resumed, &paused, &removed, &logs, &soloed}) {
            QCOMPARE(spy->count(), 1);
            QCOMPARE(idOf(spy->front()), EndpointId{2});
        }
        QVERIFY(trigger(u"copyCommandAction"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), u"weir-collect 'wss://h/it'\\''s?token=•••'"_s);
        QVERIFY(desk.child<QLabel>(u"endpointNotice"_s)->text().contains(u"•••"_s));
        QVERIFY(trigger(u"groupAction"_s));
        auto* field = desk.child<QLineEdit>(u"groupField"_s);
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, u" staging "_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(groups.count(), 1);
        QCOMPARE(groups.front().at(1).toString(), u"staging"_s);
        QVERIFY(!field->isVisible());
    }

    void theDetailsTellWhatHappenedAndWhatIsMissing()
    {
        Desk desk(3);
        desk.statuses[0].lastMessage = desk.now;
        desk.tick();
        desk.panel.focusEndpoint(EndpointId{1});
        EndpointStatus& lost = desk.statuses[0];
        lost.state = EndpointState::Retrying;
        lost.disconnects = 1;
        lost.lastClose = CloseInfo{};
        lost.since = desk.now;
        lost.retryAt = desk.now + 9s;
        desk.tick();
        QVERIFY(desk.child<QLabel>(u"endpointHappened"_s)->text().contains(u"1006"_s));
        QCOMPARE(desk.child<QLabel>(u"endpointNext"_s)->text(),
                 u"Next try in 8\u202Fs, then every 1\u202Fmin at most"_s);
        QCOMPARE(desk.child<QLabel>(u"endpointMissed"_s)->text(), u"unknown, not zero"_s);
        QVERIFY(desk.child<QLabel>(u"endpointMissed"_s)->isVisible());
        QVERIFY(desk.child<QLabel>(u"endpointNeighbours"_s)->text().startsWith(u"Two other"_s));
        QVERIFY(desk.child<QLabel>(u"endpointLastMessage"_s)->text().endsWith(u"ago"_s));
        QVERIFY(desk.child<QLabel>(u"endpointUp"_s)->text().contains(u'%'));
        auto* strip = desk.child<UptimeStrip>(u"uptimeStrip"_s);
        QVERIFY(strip->wordsAt(strip->width() - 1).contains(u"1 outage"_s));
        QVERIFY(strip->wordsAt(0).contains(u"not known"_s));
        QSignalSpy logs(&desk.panel, &EndpointPanel::logRequested);
        desk.child<QAbstractButton>(u"logButton"_s)->click();
        QCOMPARE(idOf(logs.front()), EndpointId{1});
        lost.state = EndpointState::Open;
        desk.tick();
        QVERIFY(!desk.child<QLabel>(u"endpointMissed"_s)->isVisible());
        QVERIFY(!desk.child<QAbstractButton>(u"retryButton"_s)->isVisible());
    }

    void whatWaitsToBeSentIsInTheDetails()
    {
        Desk desk(2);
        desk.panel.focusEndpoint(EndpointId{1});
        const auto* words = desk.child<QLabel>(u"endpointOutgoing"_s);
        QVERIFY(!words->isVisible());
        OutgoingCounts& counts = desk.statuses[0].outgoing;
        counts.waiting = 3;
        counts.oldest = desk.now;
        desk.tick(2s);
        QVERIFY(words->isVisible());
        QVERIFY2(words->text().startsWith(u"3 messages wait to be sent"_s), qPrintable(words->text()));
        counts = {};
        counts.expired = 3;
        desk.tick();
        QCOMPARE(words->text(), u"3 given up unsent"_s);
        QCOMPARE(words->property("tone").toString(), u"warn"_s);
        desk.panel.focusEndpoint(EndpointId{2});
        desk.tick();
        QVERIFY(!words->isVisible());
    }

    void everyCauseHasItsButtonAndTheButtonItsField_data()
    {
        QTest::addColumn<EndpointStatus>("status");
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* name, EndpointState state, EndCause cause, const QString& error,
                            const QString& hint, const QString& button, const QString& field) {
            EndpointStatus status = openEndpoint(1, u"e1"_s);
            status.state = state;
            status.cause = cause;
            status.error = error;
            status.hint = hint;
            status.lastClose = CloseInfo{1009, u"the certificate of the token 401"_s};
            QTest::newRow(name) << status << button << field;
        };
        using enum EndpointState;
        const QString raise = u"Raise the limit with --max-message"_s;
        row("silent", Silent, EndCause::None, {}, {}, u"Add a first message…"_s, u"panelFirstMessage"_s);
        row("401", NeedsYou, EndCause::Denied, u"Refused: 401"_s, {}, u"Change token…"_s, u"panelToken"_s);
        row("4401", NeedsYou, EndCause::Denied, u"Closed by the server: 4401 not authorised"_s, {},
            u"Change token…"_s, u"panelToken"_s);
        row("unknown issuer", NeedsYou, EndCause::UnknownIssuer, u"Certificate is self-signed"_s, {},
            u"Trust this CA…"_s, u"panelAuthorities"_s);
        row("another name", NeedsYou, EndCause::Certificate, u"Certificate is for a, not b"_s, {}, {}, {});
        row("too large", Retrying, EndCause::Limit, u"Message above the 16 MiB limit"_s, raise,
            u"Raise the limit…"_s, u"panelLargest"_s);
        row("404", NeedsYou, EndCause::Denied, u"Refused: 404"_s, {}, {}, {});
        row("no WebSocket", NeedsYou, EndCause::NotWebSocket, u"A web page answered"_s, {}, {}, {});
        row("nothing listens", Retrying, EndCause::NothingListens, u"Nothing listens"_s, {}, {}, {});
        row("words of a server", Retrying, EndCause::ServerClosed,
            u"Closed by the server: 1009 \"certificate token 401\""_s, {}, {}, {});
        row("open", Open, EndCause::None, {}, {}, {}, {});
    }

    void everyCauseHasItsButtonAndTheButtonItsField()
    {
        QFETCH(EndpointStatus, status);
        QFETCH(QString, button);
        QFETCH(QString, field);
        Desk desk(2, {286, 980});
        status.since = desk.now;
        desk.statuses[0] = status;
        desk.panel.focusEndpoint(EndpointId{1});
        desk.tick(6s);
        auto* remedy = desk.child<QAbstractButton>(u"remedyButton"_s);
        QCOMPARE(remedy->isVisible(), !button.isEmpty());
        QSignalSpy edits(&desk.panel, &EndpointPanel::editRequested);
        EndpointSource masked;
        masked.url = u"wss://h/p"_s;
        masked.name = u"e1"_s;
        if (button.isEmpty()) { // the address, by the link that is always there
            desk.child<QAbstractButton>(u"editButton"_s)->click();
            QCOMPARE(edits.count(), 1);
            desk.panel.edit(EndpointId{1}, masked);
            QVERIFY(desk.child<QLineEdit>(u"panelAddress"_s) == desk.panel.focusWidget());
            return;
        }
        QCOMPARE(remedy->text(), button);
        QCOMPARE(remedy->accessibleName(), button);
        remedy->click();
        QCOMPARE(edits.count(), 1);
        QCOMPARE(idOf(edits.front()), EndpointId{1});
        desk.panel.edit(EndpointId{1}, masked);
        QVERIFY(desk.panel.focusWidget());
        QCOMPARE(desk.panel.focusWidget()->objectName(), field);
    }

    void tryingAgainAndLettingGoAreButtons()
    {
        Desk desk(2);
        desk.panel.focusEndpoint(EndpointId{1});
        QSignalSpy resumes(&desk.panel, &EndpointPanel::resumeRequested);
        QSignalSpy pauses(&desk.panel, &EndpointPanel::pauseRequested);
        QSignalSpy removes(&desk.panel, &EndpointPanel::removeRequested);
        desk.statuses[0].state = EndpointState::NeedsYou;
        desk.tick();
        desk.child<QAbstractButton>(u"retryButton"_s)->click();
        QCOMPARE(idOf(resumes.takeFirst()), EndpointId{1});
        desk.child<QAbstractButton>(u"disconnectButton"_s)->click();
        QCOMPARE(idOf(pauses.takeFirst()), EndpointId{1});
        desk.statuses[0].state = EndpointState::Paused;
        desk.tick();
        QVERIFY(!desk.child<QAbstractButton>(u"disconnectButton"_s)->isVisible());
        desk.child<QAbstractButton>(u"resumeButton"_s)->click();
        QCOMPARE(idOf(resumes.takeFirst()), EndpointId{1});
        desk.child<QAbstractButton>(u"removeButton"_s)->click();
        QCOMPARE(idOf(removes.takeFirst()), EndpointId{1});
    }

    void briefDetailsAreALineUntilOpened()
    {
        Desk desk(2, {232, 600});
        auto* url = desk.child<QLabel>(u"endpointUrl"_s);
        QVERIFY(!url->isVisible());
        QVERIFY(desk.child<QLabel>(u"endpointHappened"_s)->isVisible());
        desk.child<QAbstractButton>(u"detailsButton"_s)->click();
        QVERIFY(url->isVisible());
        QVERIFY(desk.list()->height() > 100);
        desk.child<QLineEdit>(u"endpointFilter"_s)->setFocus();
        QTest::keyClicks(desk.child<QLineEdit>(u"endpointFilter"_s), u"e2"_s);
        QVERIFY(desk.panel.minimumSizeHint().width() <= 232);
        desk.child<QAbstractButton>(u"detailsButton"_s)->click();
        QVERIFY(!url->isVisible());
    }

    void theHintOfOneEndpointIsNotSaidOfAnother()
    {
        Desk desk(3, {232, 600});
        for (int i : {0, 1}) {
            EndpointStatus& lost = desk.statuses[static_cast<std::size_t>(i)];
            lost.lastMessage = desk.now - i * 1min; // each on its own
            lost.state = EndpointState::Retrying;
            lost.disconnects = 1;
        }
        desk.statuses[1].displayUrl = u"wss://elsewhere.example"_s; // nobody beside it
        desk.panel.focusEndpoint(EndpointId{1});
        desk.child<QAbstractButton>(u"detailsButton"_s)->click();
        desk.tick();
        const auto* details = desk.child<QWidget>(u"endpointDetails"_s);
        const QString hint = desk.child<QLabel>(u"endpointNeighbours"_s)->text();
        QVERIFY(!hint.isEmpty());
        QVERIFY(details->accessibleDescription().contains(hint));
        desk.child<QAbstractButton>(u"detailsButton"_s)->click(); // a line again
        desk.panel.focusEndpoint(EndpointId{2});
        desk.tick();
        QVERIFY(!details->accessibleDescription().contains(hint));
    }

    void manyAreAddedAndBadLinesStay()
    {
        Desk desk(1);
        desk.child<QAbstractButton>(u"addManyLink"_s)->click();
        auto* text = desk.child<QPlainTextEdit>(u"addManyText"_s);
        auto* submit = desk.child<QAbstractButton>(u"addManyConnect"_s);
        QVERIFY(text->isVisible());
        QVERIFY(!submit->isEnabled());
        text->setPlainText(u"wss://h/{a,b}\nnonsense\nx wss://i"_s);
        desk.child<QLineEdit>(u"addManyGroup"_s)->setText(u" shop "_s);
        QCOMPARE(submit->text(), u"Connect 3"_s);
        QVERIFY(desk.child<QLabel>(u"addManyProblems"_s)->text().startsWith(u"Line 2:"_s));
        QSignalSpy requests(&desk.panel, &EndpointPanel::connectManyRequested);
        submit->click();
        QCOMPARE(requests.count(), 1);
        QCOMPARE(requests.front().at(0).value<QList<EndpointRequest>>().last(),
                 (EndpointRequest{u"x"_s, u"wss://i"_s}));
        QCOMPARE(requests.front().at(1).toString(), u"shop"_s);
        QCOMPARE(text->toPlainText(), u"nonsense"_s);
        QVERIFY(text->isVisible());
        text->setPlainText(u"wss://j"_s);
        submit->click();
        QVERIFY(!text->isVisible()); // nothing left to mend
        desk.child<QAbstractButton>(u"addManyLink"_s)->click();
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(!text->isVisible());
    }

    void aThousandCostWhatIsVisible()
    {
        Desk desk(1000);
        desk.panel.grab();
        const auto rows = static_cast<std::uint64_t>(desk.list()->viewport()->height() / 44 + 2);
        const std::uint64_t measured = desk.panel.delegate().measured();
        const std::uint64_t painted = desk.panel.delegate().painted();
        const std::uint64_t built = desk.panel.model().built();
        constexpr std::uint64_t kTicks = 30;
        for (std::uint64_t tick = 0; tick < kTicks; ++tick) {
            for (EndpointStatus& status : desk.statuses)
                status.messages += 5;
            desk.tick(100ms);
            QCoreApplication::processEvents();
        }
        QVERIFY(desk.panel.delegate().painted() > painted);
        QVERIFY(desk.panel.delegate().painted() - painted <= kTicks * rows);
        QVERIFY(desk.panel.model().built() - built <= kTicks * rows);
        // Asked for to find the visible rows and their places, not to lay out all thousand again.
        QVERIFY2(desk.panel.delegate().measured() - measured <= kTicks * rows * 4,
                 qPrintable(QString::number(desk.panel.delegate().measured() - measured)));
    }

    void tabGoesFromTheFilterThroughTheListToTheDetails()
    {
        Desk desk(2);
        QStringList order;
        QWidget* widget = desk.child<QLineEdit>(u"endpointFilter"_s);
        for (int i = 0; i < 100 && order.size() < 7; ++i, widget = widget->nextInFocusChain()) {
            if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) && widget->isEnabled())
                order.append(widget->objectName());
        }
        QCOMPARE(
            order.join(u' '),
            u"endpointFilter endpointList removeButton editButton disconnectButton logButton addManyLink"_s);
    }

    void spaceAndOtherKeysAreLeftToTheWindow()
    {
        Desk desk(2);
        for (const Qt::Key key : {Qt::Key_Space, Qt::Key_U, Qt::Key_Escape}) {
            QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
            QCoreApplication::sendEvent(desk.list(), &event);
            QVERIFY(!event.isAccepted());
        }
    }

    void hostileTextIsPlainAndBounded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nested tables") << u"<table><tr><td>"_s.repeated(25);
        QTest::newRow("bidi override") << u"\u202Ekcehc\u202C \u2066x"_s;
        QTest::newRow("a megabyte") << QString(1'000'000, u'W');
    }

    void hostileTextIsPlainAndBounded()
    {
        QFETCH(QString, text);
        for (const QSize size : {QSize(286, 860), QSize(232, 600)}) {
            Desk desk(3, size);
            for (EndpointStatus& status : desk.statuses) {
                status.name = text;
                status.displayUrl = u"wss://"_s + text;
                status.error = text;
                status.hint = text;
                status.state = EndpointState::Retrying;
                status.disconnects = 1;
                status.lastMessage = desk.now - 3h;
                desk.data.setGroup(status.id, text);
            }
            desk.tick();
            Scope scope;
            scope.group = desk.data.find(desk.statuses.front().id)->group; // cleaned
            desk.panel.setScope(scope);
            desk.tick();
            if (auto* more = desk.child<QAbstractButton>(u"detailsButton"_s); more->isVisible())
                more->click();
            QVERIFY(!desk.panel.grab().isNull());
            QVERIFY2(desk.panel.minimumSizeHint().width() <= size.width(),
                     qPrintable(QString::number(desk.panel.minimumSizeHint().width())));
            QVERIFY(desk.list()->height() > 60);
            for (const QLabel* label : desk.panel.findChildren<QLabel*>()) {
                QCOMPARE(label->textFormat(), Qt::PlainText);
                QVERIFY(label->text().size() <= 512);
                QVERIFY(!label->text().contains(QChar(0x202E)));
            }
            const QModelIndex row = desk.list()->model()->index(1, 0);
            QVERIFY(row.data(Qt::AccessibleTextRole).toString().size() < 600);
            QVERIFY(!row.data(Qt::ToolTipRole).toString().contains(u"<table"_s));
        }
    }
};

QTEST_MAIN(EndpointPanelTest)
#include "endpoint_panel_test.moc"
