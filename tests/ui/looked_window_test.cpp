// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_parts.h"
#include "ui/charts/chart_card.h"
#include "ui/models/name_mask.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

/** What is found inside messages, from the list of keys to the cards and back to who looks. */
class LookedWindowTest : public QObject
{
    Q_OBJECT

    struct Desk
    {
        Desk() : run(threeEndpoints(), fixedRate())
        {
            look.key = "/key";
            look.value = "/value";
            look.time = "/ts";
            look.sequence = "/seq";
            run.look(look);
            window.setConfig(run.config(), run.revision());
            window.resize(1600, 980);
            window.show();
            play(window, run, 30);
            settle();
        }

        void press(int row, Qt::Key key)
        {
            auto* list = child<QListView>(window, "topKeysList");
            list->setCurrentIndex(list->model()->index(row, 0));
            QTest::keyClick(list, key);
        }
        QString keyAt(int row)
        {
            return child<QListView>(window, "topKeysList")->model()->index(row, 0).data().toString();
        }
        const CardView& totals() { return child<ChartCard>(window, "totalsCard")->view(); }

        LookSettings look;
        MainWindow window;
        ScriptedRun run;
    };

    static QStringList eventsOf(const MainWindow& window)
    {
        const QAbstractItemModel* model = child<QListView>(window, "eventList")->model();
        QStringList texts;
        for (int i = 0; i < model->rowCount(); ++i)
            texts.append(model->index(i, 0).data().toString());
        return texts;
    }

private Q_SLOTS:
    void aKeyOfTheListBecomesTheSubjectWithItsRecentPast()
    {
        Desk desk;
        QSignalSpy asked(&desk.window, &MainWindow::followRequested);
        const QString key = desk.keyAt(0);
        QCOMPARE(key, u"user-0001"_s);
        desk.press(0, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().at(0).value<EndpointId>(), EndpointId{1});
        QCOMPARE(asked.front().at(1).value<QList<QByteArray>>(), QList<QByteArray>{"user-0001"});
        QCOMPARE(desk.totals().lines.front().name, key);
        QVERIFY(desk.totals().lines.front().pieces.back().size() >= 10); // it was not followed before
        QVERIFY(desk.totals().headline.startsWith(u'≈'));
        const auto* picker = child<QComboBox>(desk.window, "subjectPicker");
        QVERIFY(picker->currentText().contains(key));
        QVERIFY(picker->findText(u"sum of /value: “user-0001” of checkout"_s) > 0);
        QVERIFY(picker->findText(u"proof: checkout"_s) > 0);
    }

    void keysAreListedOnlyWhileTheyCanBeSeenAndAtOnceThen()
    {
        Desk desk;
        auto* keys = child<QListView>(desk.window, "topKeysList");
        const QAbstractItemModel* model = keys->model();
        QSignalSpy reset(model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(model, &QAbstractItemModel::dataChanged);
        const auto work = [&] { return reset.count() + changed.count(); };
        child<QAbstractButton>(desk.window, "sideTab1")->click(); // messages
        settle();
        QVERIFY(!keys->isVisible());
        const auto before = work();
        play(desk.window, desk.run, 6);
        QCOMPARE(work(), before);
        child<QAbstractButton>(desk.window, "dockTab1")->click();
        QVERIFY(work() > before);
        desk.window.hide();
        const auto hidden = work();
        play(desk.window, desk.run, 6);
        QCOMPARE(work(), hidden);
        desk.window.show();
        QVERIFY(work() > hidden);
    }

    void sumsBytesAndProofsArePicked()
    {
        Desk desk;
        desk.press(0, Qt::Key_Return);
        auto* picker = child<QComboBox>(desk.window, "subjectPicker");
        const auto pick = [&](const QString& text) {
            const int at = picker->findText(text);
            QVERIFY2(at >= 0, qPrintable(text));
            picker->setCurrentIndex(at);
            Q_EMIT picker->activated(at);
        };
        pick(u"sum of /value: checkout"_s);
        QVERIFY(desk.totals().quantity == Quantity::SumPerSecond);
        QVERIFY(!desk.totals().lines.empty() && !desk.totals().lines.front().pieces.empty());
        pick(u"bytes: “user-0001” of checkout"_s);
        QVERIFY(desk.totals().quantity == Quantity::BytesPerSecond);
        QCOMPARE(desk.totals().lines.size(), std::size_t(1));
        pick(u"proof: search"_s);
        QCOMPARE(desk.totals().lines.size(), std::size_t(2));
    }

    void theSubjectIsKeptAndComesBackWithItsEndpoint()
    {
        Desk desk;
        QVERIFY(!desk.window.windowLayout().subject); // the busiest is nobody's choice
        QSignalSpy changed(&desk.window, &MainWindow::layoutChanged);
        desk.press(0, Qt::Key_Return);
        QVERIFY(changed.count() > 0);
        auto* picker = child<QComboBox>(desk.window, "subjectPicker");
        const int bytes = picker->findText(u"bytes: “user-0001” of checkout"_s);
        Q_EMIT picker->activated(bytes);
        const WindowLayout layout = desk.window.windowLayout();
        const NamedSubject wanted{u"checkout"_s, "user-0001", Measure::Bytes};
        QCOMPARE(layout.subject, std::optional(wanted));

        ScriptedRun again(threeEndpoints(), fixedRate());
        again.look(desk.look);
        MainWindow window;
        window.setConfig(again.config(), again.revision());
        window.resize(1600, 980);
        window.setWindowLayout(layout);
        QCOMPARE(window.windowLayout().subject, layout.subject); // pending
        QSignalSpy asked(&window, &MainWindow::followRequested);
        window.show();
        play(window, again, 30);
        QCOMPARE(window.windowLayout().subject, layout.subject);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().at(1).value<QList<QByteArray>>(), QList<QByteArray>{"user-0001"});
        const CardView& totals = child<ChartCard>(window, "totalsCard")->view();
        QVERIFY(totals.quantity == Quantity::BytesPerSecond);
        QCOMPARE(totals.lines.front().name, u"user-0001"_s);
        window.setWindowLayout(WindowLayout{});
    }

    void aSubjectThatWaitsGivesWayToAChoice()
    {
        Desk desk;
        WindowLayout layout = desk.window.windowLayout();
        layout.subject = NamedSubject{u"not there yet"_s};
        desk.window.setWindowLayout(layout);
        QCOMPARE(desk.window.windowLayout().subject, layout.subject);
        desk.press(0, Qt::Key_Return);
        QCOMPARE(desk.window.windowLayout().subject->endpoint, u"checkout"_s);
    }

    void aKeyOfASecretFieldIsNotKept()
    {
        Desk desk;
        desk.look.key = "/token";
        desk.run.look(desk.look);
        play(desk.window, desk.run, 6);
        desk.press(0, Qt::Key_Return);
        QVERIFY(desk.totals().lines.front().name.startsWith(u"user-"_s));
        QVERIFY(!desk.window.windowLayout().subject);
    }

    void aKeyThatIsLetGoIsSaidAndTheSubjectGivesWay()
    {
        Desk desk;
        desk.press(0, Qt::Key_Return);
        QSignalSpy asked(&desk.window, &MainWindow::followRequested);
        desk.press(0, Qt::Key_Delete);
        QCOMPARE(asked.count(), 1);
        QVERIFY(asked.front().at(1).value<QList<QByteArray>>().isEmpty());
        QCOMPARE(desk.totals().lines.size(), std::size_t(2)); // the proof again
    }

    void anotherKeyFieldLetsGoWhatWasFollowed()
    {
        Desk desk;
        desk.press(0, Qt::Key_Return);
        QSignalSpy asked(&desk.window, &MainWindow::followRequested);
        desk.look.key = "/event";
        desk.run.look(desk.look);
        play(desk.window, desk.run, 3);
        QCOMPARE(asked.count(), 1);
        QVERIFY(asked.front().at(1).value<QList<QByteArray>>().isEmpty());
        play(desk.window, desk.run, 3);
        QCOMPARE(asked.count(), 1);
    }

    void latencyTurnsToMessageAge()
    {
        Desk desk;
        auto* picker = child<QComboBox>(desk.window, "latencyPicker");
        QVERIFY(!picker->accessibleName().isEmpty());
        picker->setCurrentIndex(1);
        Q_EMIT picker->activated(1);
        const CardView& card = child<ChartCard>(desk.window, "latencyCard")->view();
        QVERIFY(card.tag == CardTag::Estimate);
        QCOMPARE(card.subline, u"p99 of checkout"_s);
        QVERIFY(desk.window.windowLayout().showsAge);
    }

    void firstTimesAreEventsOnce()
    {
        Desk desk;
        const auto tell = [&](std::uint64_t missing) {
            auto report = std::make_shared<LookReport>();
            LookedEndpoint endpoint;
            endpoint.endpoint = EndpointId{1};
            endpoint.settings = desk.look;
            endpoint.messages = 1'000'000 + missing;
            endpoint.isFull = true;
            endpoint.keyCount = 2000;
            endpoint.sequence.numbers = 5000;
            endpoint.sequence.missing = missing;
            report->endpoints.push_back(endpoint);
            auto snapshot = std::make_shared<EngineSnapshot>(snapshotAt(
                desk.run.now() + std::chrono::milliseconds(missing), desk.run.config(), 900 + missing));
            desk.window.applyInterval({snapshot, {}, report});
        };
        const auto count = eventsOf(desk.window).size();
        tell(12);
        QCOMPARE(eventsOf(desk.window).size(), count + 2);
        const QStringList events = eventsOf(desk.window).mid(0, 2);
        QVERIFY(events.join(u'\n').contains(u"Sequence: 12 numbers missing (on messages looked into)"_s));
        QVERIFY(events.join(u'\n').contains(u"2,000 keys followed, the most allowed"_s));
        tell(13);
        QCOMPARE(eventsOf(desk.window).size(), count + 2);
    }

    void theDetailsOfAnEndpointTellOfItsSequence()
    {
        Desk desk;
        const auto* label = child<QLabel>(desk.window, "endpointSequence");
        QVERIFY(label->isVisible());
        QVERIFY(label->text().contains(u"(on messages looked into)"_s));
    }

    void keysAreHiddenWhereNamesAre()
    {
        Desk desk;
        desk.press(0, Qt::Key_Return);
        OutsideNames names;
        names.endpoints = {u"checkout"_s};
        names.keys = {u"user-0001"_s};
        const CardView hidden = withoutNames({desk.totals()}, names, {}).front();
        QString all = hidden.title + hidden.unit + hidden.headline + hidden.explanation + hidden.subline;
        for (const LineView& line : hidden.lines)
            all += line.name;
        QVERIFY(!all.contains(u"user-0001"_s));
        QVERIFY(!all.contains(u"checkout"_s));
    }
};

QTEST_MAIN(LookedWindowTest)
#include "looked_window_test.moc"
