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

    static std::vector<EndpointRow> rowsOf(DashboardData& data, const std::vector<EndpointStatus>& statuses,
                                           TimePoint now)
    {
        data.tick(now, {}, statuses);
        return endpointRows(data);
    }

private Q_SLOTS:
    void troubleComesFirstAndSelectionStaysWithItsEndpoint()
    {
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        DashboardData data;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s),
                                                openEndpoint(3, u"c"_s)};
        model.apply(rowsOf(data, statuses, TimePoint(1h)));
        const QPersistentModelIndex selected = model.indexOf(EndpointId{1});
        QCOMPARE(selected.row(), 0);
        statuses[2].state = EndpointState::NeedsYou;
        statuses[1].state = EndpointState::Retrying;
        model.apply(rowsOf(data, statuses, TimePoint(1h + 1s)));
        QCOMPARE(model.at(model.index(0))->id, EndpointId{3});
        QCOMPARE(model.at(model.index(1))->id, EndpointId{2});
        QCOMPARE(selected.row(), 2);
        QCOMPARE(model.at(selected)->id, EndpointId{1});
    }

    void onlyRowsThatLookDifferentAreAnnounced()
    {
        EndpointListModel model;
        DashboardData data;
        std::vector<EndpointStatus> statuses = {openEndpoint(1, u"a"_s), openEndpoint(2, u"b"_s)};
        model.apply(rowsOf(data, statuses, TimePoint(1h)));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.apply(rowsOf(data, statuses, TimePoint(1h + 100ms)));
        QCOMPARE(changed.count(), 0);
        statuses[1].roundTrip = 12ms;
        model.apply(rowsOf(data, statuses, TimePoint(1h + 200ms)));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toModelIndex().row(), 1);
    }

    void anyOrderOfComingAndGoingIsAValidModel()
    {
        EndpointListModel model;
        const QAbstractItemModelTester tester(&model);
        SplitMix64 random(11);
        DashboardData data;
        TimePoint now{1h};
        for (int round = 0; round < 60; ++round) {
            std::vector<EndpointStatus> statuses;
            for (std::uint32_t id = 1; id <= 12; ++id) {
                if (random.uniform() < 0.4)
                    continue;
                EndpointStatus status = openEndpoint(id, u"e%1"_s.arg(id));
                status.state = static_cast<EndpointState>(random() % 9);
                statuses.push_back(status);
            }
            const std::vector<EndpointRow> rows = rowsOf(data, statuses, now += 100ms);
            model.apply(rows);
            QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
            for (int i = 0; i < model.rowCount(); ++i)
                QCOMPARE(model.at(model.index(i))->id, rows[static_cast<std::size_t>(i)].id);
        }
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
        QCOMPARE(endpointRows(data).front().rate, u"0/s"_s); // open and quiet is known to be zero
        status.state = EndpointState::Retrying;
        data.tick(TimePoint(1h + 2s), {}, {status});
        QCOMPARE(endpointRows(data).front().rate, u"–"_s);
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
