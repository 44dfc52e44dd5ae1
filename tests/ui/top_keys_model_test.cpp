// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/top_keys_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TopKeysModelTest : public QObject
{
    Q_OBJECT

    static KeySnapshot key(const std::string& name, double value, std::uint32_t samples = 40)
    {
        KeySnapshot result;
        result.key = name;
        result.intervalCount = {value, value * 0.9, value * 1.1,
                                samples >= 30   ? Grade::A
                                : samples >= 10 ? Grade::B
                                                : Grade::C,
                                samples};
        return result;
    }

    static std::string numbered(int i) { return QString::number(i).toStdString(); }

    /** Of an interval of two seconds. */
    static EngineSnapshot snapshotOf(std::vector<KeySnapshot> keys)
    {
        MetricsConfig config;
        config.flushInterval = 2s;
        EngineSnapshot snapshot = snapshotAt(TimePoint(1h), config, 1);
        snapshot.keys = std::move(keys);
        return snapshot;
    }

    static LookedKey lookedKey(const std::string& name, double value, std::uint32_t samples, double sum = 0)
    {
        LookedKey looked;
        looked.key = name;
        looked.intervalCount = key(name, value, samples).intervalCount;
        looked.intervalSum = {sum, sum * 0.8, sum * 1.2, looked.intervalCount.grade, samples};
        return looked;
    }

    /** Endpoints "feed 1", …, whose messages are looked into every two seconds. */
    struct Feeds
    {
        explicit Feeds(std::uint32_t count)
        {
            for (std::uint32_t i = 1; i <= count; ++i)
                statuses.push_back(openEndpoint(i, u"feed %1"_s.arg(i)));
            data.tick(now, {}, statuses);
        }

        void tell(const std::vector<std::vector<LookedKey>>& keys, std::vector<KeySnapshot> engine = {},
                  const std::string& field = "/key")
        {
            now += 2s;
            data.tick(now, {}, statuses);
            auto report = std::make_shared<LookReport>();
            for (std::size_t i = 0; i < keys.size(); ++i) {
                LookedEndpoint looked;
                looked.endpoint = statuses[i].id;
                looked.settings.key = field;
                looked.settings.value = "/value";
                looked.keys = keys[i];
                for (const LookedKey& each : keys[i])
                    looked.intervalItems.value += each.intervalCount.value;
                looked.failed = failed;
                looked.lastFailure = "not JSON, at byte 7";
                looked.isFull = isFull;
                looked.keyCount = 2000;
                looked.unlistedBelow = 60.5;
                report->endpoints.push_back(std::move(looked));
            }
            auto snapshot = std::make_shared<EngineSnapshot>(snapshotOf(std::move(engine)));
            snapshot->time = now;
            data.applyInterval({snapshot, {}, report});
        }

        DashboardData data;
        std::vector<EndpointStatus> statuses;
        TimePoint now{1h};
        std::uint64_t failed = 0;
        bool isFull = false;
    };

    static QStringList namesOf(const TopKeysModel& model)
    {
        QStringList names;
        for (int i = 0; i < model.rowCount(); ++i)
            names.append(model.index(i).data().toString());
        return names;
    }

private Q_SLOTS:
    void theLargestOfTheLastIntervalIsFirstAndASecondIsAQuotient()
    {
        TopKeysModel model;
        model.apply(endpointKeys(snapshotOf({key("a", 100), key("b", 800, 12), key("c", 200, 3)})));
        QCOMPARE(namesOf(model), QStringList({u"b"_s, u"c"_s, u"a"_s}));
        const TopKeyRow& busiest = *model.at(model.index(0));
        QCOMPARE(busiest.number, u"400"_s);
        QCOMPARE(busiest.grade, u"B"_s);
        QCOMPARE(model.axisEnd(), 600.0);
        QCOMPARE(busiest.low, 0.6);
        QCOMPARE(busiest.value, 400.0 / 600);
        QCOMPARE(busiest.high, 440.0 / 600);
        QVERIFY(!model.isExact());
    }

    void onlyReceivedMessagesAreListed()
    {
        TopKeysModel model;
        KeySnapshot other = key("roundtrip", 900);
        other.type = MetricType::RoundTrip;
        model.apply(endpointKeys(snapshotOf({other, key("a", 1)})));
        QCOMPARE(namesOf(model), QStringList({u"a"_s}));
    }

    void whatWasLookedIntoWithoutExceptionIsExact()
    {
        TopKeysModel model;
        KeySnapshot counted = key("a", 500);
        counted.intervalCount.low = counted.intervalCount.high = 500;
        model.apply(endpointKeys(snapshotOf({counted})));
        QVERIFY(model.isExact());
        QVERIFY(model.at(model.index(0))->isExact);
        QCOMPARE(model.at(model.index(0))->grade, QString());
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(u"Exact"_s));
    }

    void withoutASampleOnlyTheRangeIsKnown()
    {
        TopKeysModel model;
        KeySnapshot silent = key("a", 0, 0);
        silent.intervalCount.high = 60;
        model.apply(endpointKeys(snapshotOf({silent})));
        QCOMPARE(model.at(model.index(0))->number, u"–"_s);
        QVERIFY(model.at(model.index(0))->words.contains(u"at most 30"_s));
    }

    void beforeTheFirstIntervalNothingIsKnown()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("a", 500)});
        snapshot.interval = 0s;
        model.apply(endpointKeys(snapshot));
        QCOMPARE(model.at(model.index(0))->number, u"–"_s);
        QVERIFY(!model.isExact());
    }

    void theWordsSayWhatIsBehindANumber()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("checkout", 636, 406)});
        snapshot.sampling.effective = 0.03;
        model.apply(endpointKeys(snapshot));
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"“checkout”: ≈ 318 messages a second, 95 % range 286–350. 406 messages looked into in the "
                 u"last 2\u202Fs, at a rate of 3.0\u202F%. Grade A: from 30 messages looked into."_s);
    }

    void theFootSaysWhatIsKnownOfTheRest()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("a", 1)});
        model.apply(endpointKeys(snapshot));
        QCOMPARE(model.unlisted(), u"No other key has sent anything so far"_s);
        snapshot.unlistedBelow = 2099.2;
        model.apply(endpointKeys(snapshot));
        QCOMPARE(model.unlisted(),
                 u"Any key not listed here has sent at most 2,100 messages so far (95 %)"_s);
    }

    void anUnchangedSnapshotTellsNothing()
    {
        TopKeysModel model;
        std::vector<KeySnapshot> keys;
        for (int i = 0; i < 2000; ++i)
            keys.push_back(key(numbered(i), 4000 - i));
        model.apply(endpointKeys(snapshotOf(keys)));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
        model.apply(endpointKeys(snapshotOf(keys)));
        QCOMPARE(changed.count(), 0);
        keys[7].intervalCount.samples += 1;
        model.apply(endpointKeys(snapshotOf(keys)));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toModelIndex().row(), 7);
        QCOMPARE(moved.count(), 0);
    }

    void theAxisIsCalm()
    {
        TopKeysModel model;
        model.apply(endpointKeys(snapshotOf({key("a", 800)})));
        QCOMPARE(model.axisEnd(), 600.0);
        model.apply(endpointKeys(snapshotOf({key("a", 400)})));
        QCOMPARE(model.axisEnd(), 600.0);
        model.apply(endpointKeys(snapshotOf({key("a", 40)})));
        QCOMPARE(model.axisEnd(), 30.0);
    }

    void selectionStaysWithItsKey()
    {
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(endpointKeys(snapshotOf({key("a", 30), key("b", 20), key("c", 10)})));
        const QPersistentModelIndex chosen = model.index(0);
        model.apply(endpointKeys(snapshotOf({key("d", 50), key("a", 10), key("c", 40)})));
        QCOMPARE(namesOf(model), QStringList({u"d"_s, u"c"_s, u"a"_s}));
        QCOMPARE(chosen.row(), 2);
        QCOMPARE(chosen.data().toString(), u"a"_s);
    }

    void anyOrderOfComingAndGoingIsAValidModel()
    {
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        SplitMix64 random(5);
        for (int round = 0; round < 60; ++round) {
            std::vector<KeySnapshot> keys;
            for (int i = 0; i < 12; ++i) {
                if (random.uniform() < 0.6)
                    keys.push_back(key(numbered(i), 100 * random.uniform()));
            }
            const EngineSnapshot snapshot = snapshotOf(keys);
            model.apply(endpointKeys(snapshot));
            QCOMPARE(model.rowCount(), static_cast<int>(keys.size()));
            for (int i = 1; i < model.rowCount(); ++i)
                QVERIFY(model.at(model.index(i - 1))->perSecond >= model.at(model.index(i))->perSecond);
        }
    }

    void namesThatAreAlikeStayApart()
    {
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(endpointKeys(snapshotOf({key("same", 30), key("same", 20), key("same", 10)})));
        QCOMPARE(model.rowCount(), 3);
        model.apply(endpointKeys(snapshotOf({key("same", 5), key("same", 20)})));
        QCOMPARE(model.rowCount(), 2);
    }

    void keysOfMessagesAreOverTheLastMinuteWithShareAndSum()
    {
        Feeds feeds(1);
        for (int flush = 0; flush < 40; ++flush)
            feeds.tell({{lookedKey("a", 60, 4, 100), lookedKey("b", 20, 2)}});
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(topKeys(feeds.data, {}, {}, {}));
        QCOMPARE(namesOf(model), QStringList({u"a"_s, u"b"_s}));
        const TopKeyRow& first = *model.at(model.index(0));
        QCOMPARE(first.number, u"30"_s);
        QCOMPARE(first.shareText, u"75\u202F%"_s);
        QCOMPARE(first.sumText, u"50"_s);
        QCOMPARE(first.grade, u"A"_s); // 4 in each of thirty intervals
        QCOMPARE(first.perSecond, 30.0);
        const double half = 0.1 * 60 * std::sqrt(30.0) / 60; // thirty independent ranges
        QVERIFY(std::abs(first.high * model.axisEnd() - 30 - half) < 1e-9);
        QVERIFY(first.words.startsWith(u"“a”: ≈ 30 a second over the last 1\u202Fmin"_s));
        QCOMPARE(model.keyIs(), u"key: /key"_s);
        QVERIFY(!model.isOfEndpoints());
    }

    void keysOfTheOneInFocusOrOfAllInScope()
    {
        Feeds feeds(2);
        feeds.tell({{lookedKey("a", 60, 40)}, {lookedKey("a", 90, 40), lookedKey("b", 20, 40)}});
        const TopKeyList all = topKeys(feeds.data, {}, {}, {});
        QCOMPARE(all.rows.size(), std::size_t(3));
        QCOMPARE(all.rows[0].of, u"feed 2"_s);
        QVERIFY(all.rows[0].subject == (Subject{EndpointId{2}, "a"}));
        const TopKeyList one = topKeys(feeds.data, {}, EndpointId{1}, {});
        QCOMPARE(one.rows.size(), std::size_t(1));
        QCOMPARE(one.keyIs, u"key: /key of feed 1"_s);
        Scope scope;
        scope.filter = u"feed 2"_s;
        QCOMPARE(topKeys(feeds.data, scope, {}, {}).rows.size(), std::size_t(2));
    }

    void withoutAKeyFieldEndpointsAreKeysAndThoseThatWentAreNot()
    {
        Feeds feeds(2);
        feeds.tell({{}, {}}, {key("feed 1", 10), key("feed 2", 20), key("gone", 90)}, "");
        const TopKeyList list = topKeys(feeds.data, {}, {}, {});
        QVERIFY(list.isOfEndpoints);
        QCOMPARE(list.rows.size(), std::size_t(2));
        QCOMPARE(list.rows.front().name, u"feed 2"_s);
    }

    void whatCouldNotBeReadAndWhatWasMergedIsSaid()
    {
        Feeds feeds(1);
        feeds.failed = 3;
        feeds.isFull = true;
        feeds.tell({{lookedKey("a", 60, 40)}});
        const TopKeyList list = topKeys(feeds.data, {}, {}, {});
        QCOMPARE(list.trouble,
                 u"3 could not be read: not JSON, at byte 7 · 2,000 keys followed, the most allowed; the "
                 u"smallest are merged"_s);
        QCOMPARE(list.unlisted, u"Any key not listed here sends fewer than 31 a second"_s);
    }

    void aKeyThatIsFollowedIsMarked()
    {
        Feeds feeds(1);
        feeds.tell({{lookedKey("a", 60, 40), lookedKey("b", 20, 40)}});
        const Subject subject{EndpointId{1}, "b", Measure::Bytes};
        feeds.data.follow(subject);
        const TopKeyList list = topKeys(feeds.data, {}, {}, subject);
        QVERIFY(!list.rows[0].isFollowed && !list.rows[0].isSubject);
        QVERIFY(list.rows[1].isFollowed && list.rows[1].isSubject);
    }

    void theListIsOrderedByAnyColumnEitherWay()
    {
        Feeds feeds(1);
        feeds.tell({{lookedKey("b", 60, 40, 1), lookedKey("C", 20, 3, 9), lookedKey("a", 40, 12, 5)}});
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(topKeys(feeds.data, {}, {}, {}));
        QCOMPARE(namesOf(model), QStringList({u"b"_s, u"a"_s, u"C"_s}));
        model.setSort(KeySort::Name, false);
        QCOMPARE(namesOf(model), QStringList({u"a"_s, u"b"_s, u"C"_s}));
        model.setSort(KeySort::Sum, false);
        QCOMPARE(namesOf(model), QStringList({u"C"_s, u"a"_s, u"b"_s}));
        model.setSort(KeySort::Grade, true);
        QCOMPARE(namesOf(model), QStringList({u"C"_s, u"a"_s, u"b"_s}));
        model.setSort(KeySort::Share, true);
        model.apply(topKeys(feeds.data, {}, {}, {}));
        QCOMPARE(namesOf(model), QStringList({u"C"_s, u"a"_s, u"b"_s}));
    }

    void aListHasABoundAndSaysWhatIsBelowIt()
    {
        Feeds feeds(10);
        std::vector<std::vector<LookedKey>> keys(10);
        for (int i = 0; i < 1000; ++i)
            keys[static_cast<std::size_t>(i / 100)].push_back(lookedKey(numbered(i), 4000 - i, 40));
        feeds.tell(keys);
        const TopKeyList list = topKeys(feeds.data, {}, {}, {});
        QCOMPARE(list.rows.size(), TopKeyList::kMostRows);
        // The largest that is cut sends 3,500 in two seconds, at most a tenth more.
        QCOMPARE(list.unlisted, u"Any key not listed here sends fewer than 1,925 a second"_s);
    }

    void hostileNamesAreCappedAndEscaped()
    {
        TopKeysModel model;
        const std::string tables = u"<table><tr><td>"_s.repeated(25).toStdString();
        model.apply(endpointKeys(snapshotOf({key(tables, 3), key(u"\u202Ekcehc\u202C"_s.toStdString(), 2),
                                             key(std::string(1'000'000, 'W'), 1)})));
        Feeds feeds(1);
        feeds.tell({{lookedKey(tables, 3, 1), lookedKey("\xFF\xFE\x01\n", 2, 1), lookedKey("", 1, 1)}});
        TopKeysModel looked;
        looked.apply(topKeys(feeds.data, {}, {}, {}));
        QCOMPARE(looked.rowCount(), 3);
        for (const TopKeysModel* each : {&model, &looked})
            checkTexts(*each);
    }

private:
    static void checkTexts(const TopKeysModel& model)
    {
        for (int i = 0; i < model.rowCount(); ++i) {
            const QString name = model.index(i).data().toString();
            const QString tip = model.index(i).data(Qt::ToolTipRole).toString();
            QVERIFY(name.size() <= 80);
            QVERIFY(!name.contains(QChar(0x202E)) && !name.contains(u'\n'));
            QVERIFY(!tip.contains(u"<table>"_s));
            QVERIFY(tip.size() < 2000);
        }
    }
};

QTEST_GUILESS_MAIN(TopKeysModelTest)
#include "top_keys_model_test.moc"
