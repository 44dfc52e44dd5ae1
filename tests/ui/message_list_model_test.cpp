// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/messages_parts.h"
#include "ui/models/message_filter_model.h"
#include "ui/models/message_text.h"

#include <QAbstractItemModelTester>
#include <QtTest/QtTest>

#include <optional>
#include <set>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class MessageListModelTest : public QObject
{
    Q_OBJECT

    static std::vector<std::uint64_t> numbers(const MessageListModel& model)
    {
        std::vector<std::uint64_t> found;
        for (int row = 0; row < model.rowCount(); ++row)
            found.push_back(model.at(model.index(row))->message->number);
        return found;
    }

private Q_SLOTS:
    void theNewestComesFirst()
    {
        MessageListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSenders({{EndpointId{1}, {u"checkout"_s, 3}}});
        model.add({message(1, "{\"a\":1}"), message(2, "{\"a\":2}")});
        model.add({message(3, "three\nlines  here")});
        QCOMPARE(numbers(model), (std::vector<std::uint64_t>{3, 2, 1}));
        const MessageRow& newest = *model.at(model.index(0));
        QCOMPARE(newest.line, u"three lines here"_s);
        QCOMPARE(newest.name, u"checkout"_s);
        QCOMPARE(newest.colorSlot, 3);
    }

    void whatIsGoneIsForgottenButItsMessages()
    {
        MessageListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (std::uint32_t id = 1; id <= 500; ++id) {
            model.setSenders({{EndpointId{id}, {u"e%1"_s.arg(id), int(id % 8)}}});
            KeptMessage each = message(id, "x", id * 1s);
            each.endpoint = EndpointId{id};
            model.add({each});
            model.forget(EndpointId{id});
            model.add({each}); // it was under way
        }
        QCOMPARE(model.senders(), std::size_t(0));
        const MessageRow& row = *model.at(model.index(999));
        QCOMPARE(row.name, u"e1"_s);
        QCOMPARE(row.colorSlot, -1); // which may be another's now
    }

    void takesSomeOfABusyStreamAndEverySenderInTurn()
    {
        MessageListModel model;
        std::uint64_t number = 0;
        for (int tick = 0; tick < 100; ++tick) {
            std::vector<KeptMessage> batch;
            for (int i = 0; i < 50; ++i) {
                batch.push_back(message(++number, "x", tick * 100ms));
                batch.back().endpoint = EndpointId{i == 25 ? 2u : 1u};
            }
            model.add(std::move(batch));
        }
        QVERIFY2(model.rowCount() <= 11 * MessageListModel::kPerSecond,
                 qPrintable(QString::number(model.rowCount())));
        QVERIFY(std::abs(model.perSecond() - MessageListModel::kPerSecond) < 5);
        int ofTheQuiet = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            ofTheQuiet += model.at(model.index(row))->message->endpoint == EndpointId{2} ? 1 : 0;
        QVERIFY(ofTheQuiet >= 90); // its 100 are fewer than its turns
    }

    void takesAllOfAQuietStream()
    {
        MessageListModel model;
        for (std::uint64_t i = 1; i <= 100; ++i)
            model.add({message(i, "x", i * 100ms)});
        QCOMPARE(model.rowCount(), 100);
    }

    void whatIsListedIsTakenFirst()
    {
        MessageListModel model;
        std::uint64_t number = 0;
        for (int tick = 0; tick < 100; ++tick) {
            std::vector<KeptMessage> batch;
            for (int i = 0; i < 50; ++i)
                batch.push_back(message(++number, i == 7 ? "rare" : "common", tick * 100ms));
            model.add(std::move(batch), [](const KeptMessage& each) { return each.payload == "rare"; });
        }
        MessageFilterModel rare(model, nullptr);
        MessageFilter filter;
        filter.text = u"RARE"_s;
        rare.setFilter(filter);
        QCOMPARE(rare.rowCount(), 100);
    }

    void isBoundedAndKeepsSomethingOfEveryTime()
    {
        MessageListModel model;
        std::optional<QAbstractItemModelTester> tester; // looks at every row each time: of the last turns
        for (std::uint64_t i = 1; i <= 6000; ++i) {
            if (i == 5950)
                tester.emplace(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            model.add({message(i, "x", i * 1s)});
            if (i == 100)
                model.setPinned(100);
        }
        QCOMPARE(model.rowCount(), MessageListModel::kMost);
        QVERIFY(model.rowOf(100) >= 0);
        QCOMPARE(model.rowOf(5999), 1);
        const std::vector<std::uint64_t> kept = numbers(model);
        QVERIFY(std::is_sorted(kept.rbegin(), kept.rend()));
        std::set<std::uint64_t> stretches; // of ten minutes each
        for (const std::uint64_t number : kept)
            stretches.insert((number - 1) / 600);
        QCOMPARE(stretches.size(), std::size_t(10));
    }

    void aBusySenderLeavesTheQuietTheirs()
    {
        MessageListModel model;
        std::uint64_t number = 0;
        const auto add = [&](std::uint32_t sender) {
            KeptMessage each = message(++number, "x", number * 1s);
            each.endpoint = EndpointId{sender};
            model.add({each});
        };
        for (std::uint32_t sender = 2; sender <= 101; ++sender)
            add(sender);
        model.setPinned(number + 1);
        for (int i = 0; i < 5000; ++i)
            add(1);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i < 5; ++i)
            add(2);
        QCOMPARE(model.rowCount(), MessageListModel::kMost);
        for (std::uint64_t quiet = 1; quiet <= 101; ++quiet) // the last of these is pinned
            QVERIFY2(model.rowOf(quiet) >= 0, qPrintable(QString::number(quiet)));
    }

    void ofAsManyOfEachTheOldestGoes()
    {
        MessageListModel model;
        const int most = MessageListModel::kMost;
        for (int i = 1; i <= most + 3; ++i) {
            KeptMessage each = message(static_cast<std::uint64_t>(i), "x", i * 1s);
            each.endpoint = EndpointId{static_cast<std::uint32_t>(most + 4 - i)};
            if (i == 2)
                model.setPinned(1);
            model.add({each});
        }
        QCOMPARE(model.rowCount(), most);
        QCOMPARE(model.rowOf(1), most - 1);
        QCOMPARE(model.rowOf(4), -1);
        QCOMPARE(model.rowOf(5), most - 2);
    }

    void longMessagesAreCutAndCountedByTheirBytes()
    {
        MessageListModel model;
        for (std::uint64_t i = 1; i <= 20; ++i)
            model.add({message(i, std::string(1'000'000, 'W'), i * 1s)});
        QVERIFY(model.bytes() < 20 * (KeptMessage::kMostBytes + 1000));
        QVERIFY(model.at(model.index(0))->line.size() <= 200);
    }

    void saysWhatWasFoundOrWhyNot()
    {
        KeptMessage found = message(1, "{}");
        found.items = {LookedItem{"AAPL", 12.5, {}, {}}, {}, {}};
        QCOMPARE(foundWords(found), u"AAPL · 12.5 +2"_s);
        KeptMessage failed = message(2, "oops");
        failed.failure = "not JSON at byte 0\u202E";
        QCOMPARE(foundWords(failed), u"not JSON at byte 0 "_s);
        QCOMPARE(foundWords(message(3, "x")), QString());
    }

    void bytesAreShownAsSuch()
    {
        KeptMessage bytes = message(1, std::string("\x00\x01"
                                                   "Az\xff",
                                                   5));
        bytes.isText = false;
        QCOMPARE(firstLine(bytes), u"00 01 41 7a ff"_s);
        QCOMPARE(hexDump(bytes, 4), u"0000  00 01 41 7a  ··Az\n0004  ff           ·"_s);
        bytes.bytes = 18'223;
        bytes.payload.resize(4096);
        QCOMPARE(cutNote(bytes), u"4,096 of 18,223 bytes kept"_s);
    }

    void textKeepsItsLinesAndNothingElse()
    {
        QCOMPARE(wholeText(message(1, "a\r\nb\n\x1b[31m\u202E c")), u"a\nb\n [31m  c"_s);
    }

    void filtersBySenderTextAndTime()
    {
        MessageListModel model;
        MessageFilterModel filtered(model, nullptr);
        QAbstractItemModelTester tester(&filtered, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (std::uint64_t i = 1; i <= 40; ++i) {
            KeptMessage each = message(i, "payload " + std::to_string(i), i * 1s);
            each.endpoint = EndpointId{static_cast<std::uint32_t>(1 + i % 2)};
            if (i == 9)
                each.items = {LookedItem{"AAPL", {}, {}, {}}};
            model.add({each});
        }
        MessageFilter filter;
        filter.senders = std::set<EndpointId>{EndpointId{1}};
        filtered.setFilter(filter);
        QCOMPARE(filtered.rowCount(), 20);
        filter.senders.reset();
        filter.text = u"aapl"_s;
        filtered.setFilter(filter);
        QCOMPARE(filtered.rowCount(), 1);
        filter.text.clear();
        filter.stretch = stretchAround(model, filter, TimePoint(1h + 20s), 1s);
        QVERIFY(filter.stretch);
        filtered.setFilter(filter);
        QVERIFY2(filtered.rowCount() >= 12 && filtered.rowCount() <= 13,
                 qPrintable(QString::number(filtered.rowCount())));
        QCOMPARE(filtered.indexOf(20).isValid(), true);
        QVERIFY(!filtered.indexOf(40).isValid());
        QVERIFY(!stretchAround(model, filter, TimePoint(3h), 1s));
    }
};

QTEST_GUILESS_MAIN(MessageListModelTest)
#include "message_list_model_test.moc"
