// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_list_model.h"
#include "ui/models/event_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

#include <algorithm>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class ListModelsTest : public QObject
{
    Q_OBJECT

    static void show(EndpointListModel& model, DashboardData& data,
                     const std::vector<EndpointStatus>& statuses, TimePoint now)
    {
        data.tick(now, {}, statuses);
        model.apply(data);
    }

    static QStringList namesIn(const EndpointListModel& model)
    {
        QStringList names;
        for (int i = 0; i < model.rowCount(); ++i)
            names.append(model.index(i).data().toString());
        return names;
    }

private Q_SLOTS:
    void troubleComesFirstAndSelectionStaysWithItsEndpoint()
    {
        DashboardData data;
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s),
                                                openEndpoint(3, u"c"_s)};
        show(model, data, statuses, TimePoint(1h));
        const QPersistentModelIndex selected = model.indexOf(EndpointId{1});
        QCOMPARE(selected.row(), 0);
        statuses[2].state = EndpointState::NeedsYou;
        statuses[1].state = EndpointState::Retrying;
        show(model, data, statuses, TimePoint(1h + 1s));
        QCOMPARE(namesIn(model), (QStringList{u"c"_s, u"b"_s, u"a"_s}));
        QCOMPARE(selected.row(), 2);
        QCOMPARE(model.idAt(selected), EndpointId{1});
    }

    void oneThatTriesAgainDoesNotLeaveItsPlaceForTheTry()
    {
        DashboardData data;
        EndpointListModel model;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)};
        statuses[1].state = EndpointState::Connecting;
        statuses[1].attempt = 1;
        show(model, data, statuses, TimePoint(1h));
        QCOMPARE(namesIn(model).front(), u"a"_s);
        statuses[1].disconnects = 1;
        show(model, data, statuses, TimePoint(1h + 1s));
        QCOMPARE(namesIn(model).front(), u"b"_s);
    }

    void orderIsLookedAtOnceASecondAtMost()
    {
        DashboardData data;
        EndpointListModel model;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)};
        show(model, data, statuses, TimePoint(1h));
        statuses[1].state = EndpointState::NeedsYou;
        show(model, data, statuses, TimePoint(1h + 500ms));
        QCOMPARE(namesIn(model).front(), u"a"_s);
        QCOMPARE(model.at(model.index(1))->words.word, u"Needs you"_s); // said at once all the same
        show(model, data, statuses, TimePoint(1h + 1s));
        QCOMPARE(namesIn(model).front(), u"b"_s);
    }

    void orderIsByTroubleRateNameOrArrival()
    {
        DashboardData data;
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"eu 10"_s), openEndpoint(2, u"EU 9"_s),
                                                openEndpoint(3, u"ap"_s)};
        show(model, data, statuses, TimePoint(1h));
        statuses[1].messages = 500;
        statuses[2].messages = 50;
        show(model, data, statuses, TimePoint(1h + 1s));
        model.setSort(EndpointSort::Busiest);
        QCOMPARE(namesIn(model), (QStringList{u"EU 9"_s, u"ap"_s, u"eu 10"_s}));
        model.setSort(EndpointSort::Name);
        QCOMPARE(namesIn(model), (QStringList{u"ap"_s, u"EU 9"_s, u"eu 10"_s}));
        model.setSort(EndpointSort::AsAdded);
        QCOMPARE(namesIn(model), (QStringList{u"eu 10"_s, u"EU 9"_s, u"ap"_s}));
    }

    void groupsHaveHeadersWithTheirSumsAndFold()
    {
        DashboardData data;
        data.setLooks({{u"a"_s, u"one"_s, {}, 0}, {u"c"_s, u"one"_s, {}, -1}});
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s),
                                                openEndpoint(3, u"c"_s)};
        show(model, data, statuses, TimePoint(1h));
        statuses[0].messages = 30;
        statuses[2].messages = 12;
        show(model, data, statuses, TimePoint(1h + 1s));
        QCOMPARE(namesIn(model),
                 (QStringList{u"one"_s, u"a"_s, u"c"_s, u"no group"_s, u"b"_s})); // without one comes last
        QVERIFY(model.isHeader(model.index(0)));
        QCOMPARE(model.at(model.index(0))->rate, u"2 · 42/s"_s);
        model.setFolded({u"one"_s});
        QCOMPARE(namesIn(model), (QStringList{u"one"_s, u"no group"_s, u"b"_s}));
        QCOMPARE(model.at(model.index(0))->rate, u"2 open · 42/s"_s);
        QCOMPARE(model.endpointsInScope(), 3); // folded is not left out
        statuses[2].state = EndpointState::Retrying;
        show(model, data, statuses, TimePoint(1h + 2s));
        QVERIFY(model.at(model.index(0))->rate.startsWith(u"1 of 2 open"_s));
        QCOMPARE(model.at(model.index(0))->words.color, ColorRole::Bad);
        model.setFolded({});
        data.setGroup(EndpointId{1}, {});
        data.setGroup(EndpointId{3}, {});
        show(model, data, statuses, TimePoint(1h + 3s));
        QCOMPARE(model.rowCount(), 3); // nobody has a group: no headers
    }

    void theScopeNarrowsByGroupFilterTagAndState()
    {
        DashboardData data;
        data.setLooks({{u"a"_s, u"one"_s, {u"eu"_s}, 0}, {u"b"_s, u"two"_s, {}, 1}});
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s),
                                                openEndpoint(3, u"Canada"_s)};
        statuses[1].state = EndpointState::Retrying;
        show(model, data, statuses, TimePoint(1h));
        const auto ids = [&](const Scope& scope) {
            model.setScope(scope);
            QList<std::uint32_t> found;
            for (int i = 0; i < model.rowCount(); ++i) {
                if (!model.isHeader(model.index(i)))
                    found.append(model.idAt(model.index(i)).value);
            }
            std::sort(found.begin(), found.end());
            return found;
        };
        using Ids = QList<std::uint32_t>;
        QCOMPARE(ids({u"one"_s, {}, {}}), Ids({1}));
        QCOMPARE(ids({QString(), {}, {}}), Ids({3}));
        QCOMPARE(ids({{}, u"CAN"_s, {}}), Ids({3}));
        QCOMPARE(ids({{}, u"eu"_s, {}}), Ids({1}));       // a tag
        QCOMPARE(ids({{}, u"retrying"_s, {}}), Ids({2})); // the word of a state
        QCOMPARE(ids({{}, {}, Scope::States::Retrying}), Ids({2}));
        QCOMPARE(ids({{}, {}, Scope::States::Receiving}), Ids({1, 3}));
        QCOMPARE(ids({{}, u"nobody"_s, {}}), Ids());
        QCOMPARE(model.endpointsInScope(), 0);
        QCOMPARE(ids({}), Ids({1, 2, 3}));
    }

    void onlyRowsThatLookDifferentAreAnnounced()
    {
        DashboardData data;
        EndpointListModel model;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)};
        show(model, data, statuses, TimePoint(1h));
        model.refresh(0, 1);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        show(model, data, statuses, TimePoint(1h + 100ms));
        model.refresh(0, 1);
        QCOMPARE(changed.count(), 0);
        statuses[1].roundTrip = 12ms;
        show(model, data, statuses, TimePoint(1h + 200ms));
        model.refresh(0, 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toModelIndex().row(), 1);
    }

    void rowsNobodyLooksAtAreNotMade()
    {
        DashboardData data;
        EndpointListModel model;
        std::vector<EndpointStatus> statuses;
        for (std::uint32_t id = 1; id <= 1000; ++id)
            statuses.push_back(openEndpoint(id, u"e%1"_s.arg(id)));
        TimePoint now{1h};
        for (int tick = 0; tick < 30; ++tick) {
            for (EndpointStatus& status : statuses)
                status.messages += 7;
            show(model, data, statuses, now += 100ms);
            model.refresh(10, 24);
        }
        QVERIFY2(model.built() <= 30 * 15, qPrintable(QString::number(model.built())));
    }

    void anyOrderOfComingAndGoingIsAValidModel()
    {
        DashboardData data;
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        SplitMix64 random(11);
        TimePoint now{1h};
        for (int round = 0; round < 120; ++round) {
            std::vector<EndpointStatus> statuses;
            for (std::uint32_t id = 1; id <= 12; ++id) {
                if (random.uniform() < 0.4)
                    continue;
                EndpointStatus status = openEndpoint(id, u"e%1"_s.arg(id));
                status.state = static_cast<EndpointState>(random() % 9);
                statuses.push_back(status);
            }
            show(model, data, statuses, now += 100ms);
            const EndpointId moved{static_cast<std::uint32_t>(random() % 12 + 1)};
            data.setGroup(moved, random() % 2 ? u"g%1"_s.arg(random() % 3) : QString());
            model.forgetOrder();
            if (random() % 3 == 0)
                model.setFolded(random() % 2 ? QSet<QString>{u"g1"_s} : QSet<QString>{});
            if (random() % 3 == 0)
                model.setScope({{}, random() % 2 ? u"e1"_s : QString(), {}});
            model.setMarked(moved, {});
            show(model, data, statuses, now += 10ms);
            model.refresh(0, model.rowCount());
            int endpoints = 0;
            for (int i = 0; i < model.rowCount(); ++i)
                endpoints += model.isHeader(model.index(i)) ? 0 : 1;
            QVERIFY(endpoints <= model.endpointsInScope());
            if (model.folded().isEmpty())
                QCOMPARE(endpoints, model.endpointsInScope());
        }
    }

    void aRowIsSpokenInFull()
    {
        DashboardData data;
        EndpointListModel model;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s)};
        statuses[0].roundTrip = 12ms;
        show(model, data, statuses, TimePoint(1h));
        const auto spoken = [&] { return model.index(0).data(Qt::AccessibleTextRole).toString(); };
        QCOMPARE(spoken(), u"a, drawn, Open, rate unknown, 12\u202Fms"_s);
        model.setMarked(EndpointId{1}, {});
        QVERIFY(spoken().contains(u"emphasised"_s));
        model.setMarked({}, EndpointId{1});
        QVERIFY(spoken().contains(u"the only one on the charts"_s));
        data.setDrawn(EndpointId{1}, false);
        show(model, data, statuses, TimePoint(1h + 1s));
        QVERIFY(spoken().contains(u"not drawn"_s));
    }

    void statesAreSaidInWords_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("connecting") << int(EndpointState::Connecting) << u"Connecting 3\u202Fs of 10"_s;
        QTest::newRow("silent") << int(EndpointState::Silent) << u"Open, silent 3\u202Fs, no message yet"_s;
        QTest::newRow("retrying") << int(EndpointState::Retrying) << u"Retrying try 3 in 8\u202Fs"_s;
        QTest::newRow("paused") << int(EndpointState::Paused) << u"Disconnected by you"_s;
    }

    void statesAreSaidInWords()
    {
        QFETCH(int, state);
        EndpointStatus status = openEndpoint(1, u"a"_s);
        status.state = static_cast<EndpointState>(state);
        status.since = TimePoint(1h);
        status.attempt = 2;
        status.retryAt = TimePoint(1h + 10'500ms);
        const StateWords words = stateWords(status, TimePoint(1h + 3s));
        QTEST(words.word + u' ' + words.detail, "words");
    }

    void anEndpointThatDoesNotReceiveHasADashNotAZero()
    {
        DashboardData data;
        EndpointStatus status = openEndpoint(1, u"a"_s);
        data.tick(TimePoint(1h), {}, {status});
        data.tick(TimePoint(1h + 1s), {}, {status});
        QCOMPARE(endpointRow(data, status.id).rate, u"0/s"_s); // open and quiet is known to be zero
        status.state = EndpointState::Retrying;
        data.tick(TimePoint(1h + 2s), {}, {status});
        QCOMPARE(endpointRow(data, status.id).rate, u"–"_s);
    }

    void eventsAreNewestFirstAndCapped()
    {
        EventListModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<EventRow> rows;
        for (int i = 0; i < 700; ++i)
            rows.push_back({{}, Glyph::Ring, ColorRole::Warn, u"n"_s, QString::number(i)});
        model.add(rows);
        QCOMPARE(model.rowCount(), EventListModel::kCapacity);
        QCOMPARE(model.at(model.index(0))->text, u"699"_s);
        QCOMPARE(model.at(model.index(499))->text, u"200"_s);
        model.add({{{}, Glyph::Ring, ColorRole::Warn, u"n"_s, u"last"_s}});
        QCOMPARE(model.rowCount(), EventListModel::kCapacity);
        QCOMPARE(model.at(model.index(0))->text, u"last"_s);
        QCOMPARE(model.totalAdded(), std::uint64_t(701));
    }

    void toolTipsAreEscaped()
    {
        EventListModel model;
        model.add({{{}, Glyph::Ring, ColorRole::Warn, u"n"_s, u"<b>x</b>"_s}});
        QCOMPARE(model.data(model.index(0), Qt::ToolTipRole).toString(), u"<p>&lt;b&gt;x&lt;/b&gt;</p>"_s);
    }
};

QTEST_GUILESS_MAIN(ListModelsTest)
#include "list_models_test.moc"
