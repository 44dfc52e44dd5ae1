// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/models/top_keys_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest/QtTest>

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
        model.apply(snapshotOf({key("a", 100), key("b", 800, 12), key("c", 200, 3)}));
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
        model.apply(snapshotOf({other, key("a", 1)}));
        QCOMPARE(namesOf(model), QStringList({u"a"_s}));
    }

    void whatWasLookedIntoWithoutExceptionIsExact()
    {
        TopKeysModel model;
        KeySnapshot counted = key("a", 500);
        counted.intervalCount.low = counted.intervalCount.high = 500;
        model.apply(snapshotOf({counted}));
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
        model.apply(snapshotOf({silent}));
        QCOMPARE(model.at(model.index(0))->number, u"–"_s);
        QVERIFY(model.at(model.index(0))->words.contains(u"at most 30"_s));
    }

    void beforeTheFirstIntervalNothingIsKnown()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("a", 500)});
        snapshot.interval = 0s;
        model.apply(snapshot);
        QCOMPARE(model.at(model.index(0))->number, u"–"_s);
        QVERIFY(!model.isExact());
    }

    void theWordsSayWhatIsBehindANumber()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("checkout", 636, 406)});
        snapshot.sampling.effective = 0.03;
        model.apply(snapshot);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"“checkout”: ≈ 318 messages a second, 95 % range 286–350. 406 messages looked into in the "
                 u"last 2\u202Fs, at a rate of 3.0\u202F%. Grade A: from 30 messages looked into."_s);
    }

    void theFootSaysWhatIsKnownOfTheRest()
    {
        TopKeysModel model;
        EngineSnapshot snapshot = snapshotOf({key("a", 1)});
        model.apply(snapshot);
        QCOMPARE(model.unlisted(), u"No other key has sent anything so far"_s);
        snapshot.unlistedBelow = 2099.2;
        model.apply(snapshot);
        QCOMPARE(model.unlisted(),
                 u"Any key not listed here has sent at most 2,100 messages so far (95 %)"_s);
    }

    void anUnchangedSnapshotTellsNothing()
    {
        TopKeysModel model;
        std::vector<KeySnapshot> keys;
        for (int i = 0; i < 2000; ++i)
            keys.push_back(key(numbered(i), 4000 - i));
        model.apply(snapshotOf(keys));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
        model.apply(snapshotOf(keys));
        QCOMPARE(changed.count(), 0);
        keys[7].intervalCount.samples += 1;
        model.apply(snapshotOf(keys));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toModelIndex().row(), 7);
        QCOMPARE(moved.count(), 0);
    }

    void theAxisIsCalm()
    {
        TopKeysModel model;
        model.apply(snapshotOf({key("a", 800)}));
        QCOMPARE(model.axisEnd(), 600.0);
        model.apply(snapshotOf({key("a", 400)}));
        QCOMPARE(model.axisEnd(), 600.0);
        model.apply(snapshotOf({key("a", 40)}));
        QCOMPARE(model.axisEnd(), 30.0);
    }

    void selectionStaysWithItsKey()
    {
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(snapshotOf({key("a", 30), key("b", 20), key("c", 10)}));
        const QPersistentModelIndex chosen = model.index(0);
        model.apply(snapshotOf({key("d", 50), key("a", 10), key("c", 40)}));
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
            model.apply(snapshot);
            QCOMPARE(model.rowCount(), static_cast<int>(keys.size()));
            for (int i = 1; i < model.rowCount(); ++i)
                QVERIFY(model.at(model.index(i - 1))->perSecond >= model.at(model.index(i))->perSecond);
        }
    }

    void namesThatAreAlikeStayApart()
    {
        TopKeysModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(snapshotOf({key("same", 30), key("same", 20), key("same", 10)}));
        QCOMPARE(model.rowCount(), 3);
        model.apply(snapshotOf({key("same", 5), key("same", 20)}));
        QCOMPARE(model.rowCount(), 2);
    }

    void hostileNamesAreCappedAndEscaped()
    {
        TopKeysModel model;
        const std::string tables = u"<table><tr><td>"_s.repeated(25).toStdString();
        model.apply(snapshotOf({key(tables, 3), key(u"\u202Ekcehc\u202C"_s.toStdString(), 2),
                                key(std::string(1'000'000, 'W'), 1)}));
        for (int i = 0; i < model.rowCount(); ++i) {
            const QString name = model.index(i).data().toString();
            const QString tip = model.index(i).data(Qt::ToolTipRole).toString();
            QVERIFY(name.size() <= 80);
            QVERIFY(!name.contains(QChar(0x202E)));
            QVERIFY(!tip.contains(u"<table>"_s));
            QVERIFY(tip.size() < 2000);
        }
    }
};

QTEST_GUILESS_MAIN(TopKeysModelTest)
#include "top_keys_model_test.moc"
