// SPDX-License-Identifier: Apache-2.0
#include "tests/core/look/look_rig.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;

namespace {

LookSettings fields(const char* key, const char* value = "", const char* time = "", const char* sequence = "")
{
    LookSettings settings;
    settings.key = key;
    settings.value = value;
    settings.time = time;
    settings.sequence = sequence;
    return settings;
}

bool isPoint(const Estimate& estimate, double value)
{
    return estimate.value == value && estimate.isPoint();
}

} // namespace

class LookerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsLookedIntoWithoutSamplingIsExact();
    void intervalsEndAndTotalsGoOn();
    void totalsNeverStepBack();
    void settingsAnewBeginAnew();
    void nothingToLookForIsNoReport();
    void whatCannotBeReadIsCountedWithItsPlace();
    void ageIsSaidAndTheFutureIsCounted();
    void aShareOfABinarySequenceIsReadOnEveryMessage();
    void aMillionKeysAreAnnounced();
    void aFloodStaysWithinTheBudget();
    void aBudgetThatIsNotNeededPassesNothing();
    void whatALookCostsIsWorkNotWaiting();
    void oneLookInSixteenIsMeasured();
    void messagesAreKeptFairly();
    void aQuietEndpointsMessagesAreNotOverwrittenByABusyOnes();
    void aKeptMessageIsCutBetweenCharacters();
};

void LookerTest::whatIsLookedIntoWithoutSamplingIsExact()
{
    LookRig rig(fields("/s", "/v"));
    QVERIFY(rig.arrives(R"({"s":"a","v":2})"));
    QVERIFY(rig.arrives(R"({"s":"b","v":-3})"));
    QVERIFY(rig.arrives(R"({"s":"a","v":5})"));
    const LookedEndpoint said = rig.report();
    QCOMPARE(said.endpoint, EndpointId{1});
    QCOMPARE(said.settings, fields("/s", "/v"));
    QCOMPARE(said.messages, std::uint64_t(3));
    QCOMPARE(said.items, std::uint64_t(3));
    QCOMPARE(said.keyCount, std::size_t(2));
    QVERIFY(!said.isFull);
    QVERIFY(isPoint(said.intervalItems, 3));
    QVERIFY(isPoint(said.intervalSum, 4));
    QCOMPARE(said.keys.size(), std::size_t(2));
    const LookedKey& a = said.keys[0];
    QCOMPARE(a.key, std::string("a"));
    QVERIFY(isPoint(a.intervalCount, 2) && isPoint(a.count, 2));
    QVERIFY(isPoint(a.intervalBytes, 30) && isPoint(a.bytes, 30));
    QVERIFY(isPoint(a.intervalSum, 7) && isPoint(a.sum, 7));
    QVERIFY(isPoint(said.keys[1].sum, -3));
    QCOMPARE(said.unlistedBelow, 0.0);
    QCOMPARE(rig.last->looks, std::uint64_t(3));
}

void LookerTest::intervalsEndAndTotalsGoOn()
{
    LookRig rig(fields("/s"));
    rig.arrives(R"({"s":"a"})");
    rig.report();
    rig.arrives(R"({"s":"b"})");
    const LookedEndpoint said = rig.report();
    QVERIFY(isPoint(said.intervalItems, 1));
    for (const LookedKey& key : said.keys) {
        QVERIFY(isPoint(key.count, 1));
        QVERIFY(isPoint(key.intervalCount, key.key == "b" ? 1 : 0));
    }
    QVERIFY(isPoint(rig.report().intervalItems, 0));
}

void LookerTest::totalsNeverStepBack()
{
    LookRig rig(fields("/s"));
    double count = 0;
    double bytes = 0;
    SplitMix64 world(3);
    for (int interval = 0; interval < 60; ++interval) {
        const double rate = interval % 3 == 0 ? 1 : interval % 3 == 1 ? 0.05 : 0.01;
        for (int i = 0; i < 300; ++i) {
            rig.clock.advance(1ms);
            rig.arrives(world() % 4 == 0 ? R"({"s":"rare"})" : R"({"s":"often","more":true})", rate);
        }
        for (const LookedKey& key : rig.report().keys) {
            if (key.key != "rare")
                continue;
            QVERIFY(key.count.value >= count && key.bytes.value >= bytes);
            QVERIFY(key.count.low <= key.count.value && key.count.value <= key.count.high);
            count = key.count.value;
            bytes = key.bytes.value;
        }
    }
    QVERIFY(std::abs(count / 4500 - 1) < 0.3);
}

void LookerTest::settingsAnewBeginAnew()
{
    LookRig rig(fields("/s"));
    rig.arrives(R"({"s":"a","t":"x"})");
    rig.endpoint->set(fields("/t"), rig.received);
    rig.arrives(R"({"s":"a","t":"x"})");
    const LookedEndpoint said = rig.report();
    QCOMPARE(said.messages, std::uint64_t(1));
    QCOMPARE(said.keys.size(), std::size_t(1));
    QCOMPARE(said.keys[0].key, std::string("x"));
    QVERIFY(isPoint(said.keys[0].count, 1));
}

void LookerTest::nothingToLookForIsNoReport()
{
    for (const LookSettings& settings : {LookSettings{}, fields("not a place")}) {
        LookRig rig(settings);
        QVERIFY(!rig.endpoint->isActive());
        QVERIFY(!rig.arrives(R"({"s":"a"})"));
        rig.report();
        QVERIFY(!rig.last);
    }
    LookRig rig(fields("/s"));
    QVERIFY(rig.endpoint->isActive());
    rig.looker.remove(EndpointId{1});
    rig.report();
    QVERIFY(!rig.last);
}

void LookerTest::whatCannotBeReadIsCountedWithItsPlace()
{
    LookRig rig(fields("/s", "/v"));
    rig.arrives(R"({"v":1})");
    rig.arrives("{");
    rig.arrives(R"({"s":"a","v":"x"})");
    const LookedEndpoint said = rig.report();
    QCOMPARE(said.messages, std::uint64_t(3));
    QCOMPARE(said.withoutKey, std::uint64_t(1));
    QCOMPARE(said.failed, std::uint64_t(2));
    QCOMPARE(said.lastFailure, std::string("/v: not a finite number"));
    QVERIFY(isPoint(said.keys[0].count, 1));
}

void LookerTest::ageIsSaidAndTheFutureIsCounted()
{
    LookRig rig(fields("", "", "/t"));
    for (int i = 0; i < 100; ++i)
        rig.arrives(R"({"t":1699999999750})"); // a quarter of a second ago
    LookedAge age = rig.report().age;
    QCOMPARE(age.samples, std::uint64_t(100));
    QCOMPARE(age.fromFuture, std::uint64_t(0));
    QVERIFY(age.p50.low <= 0.25 && age.p50.high >= 0.25 && std::abs(age.p50.value / 0.25 - 1) < 0.02);
    QCOMPARE(age.lowest, 0.25);

    rig.arrives(R"({"t":"2023-11-14T23:13:20Z"})"); // in an hour
    age = rig.report().age;
    QCOMPARE(age.samples, std::uint64_t(1));
    QCOMPARE(age.fromFuture, std::uint64_t(1));
    QCOMPARE(age.lowest, -3600.0);
    QVERIFY(age.p50.value >= 0 && age.p50.value < 1e-6);
    age = rig.report().age;
    QCOMPARE(age.samples, std::uint64_t(0));
    QCOMPARE(age.lowest, 0.0);
}

void LookerTest::aShareOfABinarySequenceIsReadOnEveryMessage()
{
    LookRig rig(fields("u8@0", "", "", "u32le@1"));
    QVERIFY(rig.endpoint->readsEvery());
    for (std::uint32_t number = 1; number <= 1000; ++number) {
        if (number == 500)
            continue;
        ++rig.received.messages;
        const std::string payload{'k', char(number & 0xff), char(number >> 8 & 0xff), 0, 0};
        rig.endpoint->readSequence(payload, rig.received.messages);
        if (number % 10 != 0)
            continue;
        if (const auto opening = rig.endpoint->open(10, rig.clock.now()))
            rig.endpoint->look(*opening, payload, false, rig.received.messages);
    }
    const LookedEndpoint said = rig.report();
    QCOMPARE(said.messages, std::uint64_t(99));
    QVERIFY(said.sequence.isOnEvery);
    QCOMPARE(said.sequence.numbers, std::uint64_t(999));
    QCOMPARE(said.sequence.missing, std::uint64_t(1));
}

void LookerTest::aMillionKeysAreAnnounced()
{
    LookRig rig(fields("#"));
    for (int i = 0; i < 1'000'000; ++i) {
        rig.clock.advance(1ms); // so that the budget lets them all in
        rig.arrives(std::to_string(i));
    }
    const LookedEndpoint said = rig.report();
    QCOMPARE(said.messages, std::uint64_t(1'000'000));
    QCOMPARE(said.keyCount, KeyTable::kMostKeys);
    QVERIFY(said.isFull);
    QCOMPARE(said.keys.size(), std::size_t(100));
    QVERIFY(said.unlistedBelow >= 1 && said.unlistedBelow <= 1'000'000.0 / double(KeyTable::kMostKeys) + 1);
    for (const LookedKey& key : said.keys)
        QVERIFY(key.count.low <= 1 && key.count.high >= 1);
}

void LookerTest::aFloodStaysWithinTheBudget()
{
    LookRig rig(fields("/s"));
    rig.lookCost = 4us; // so that 5000 a second are 2 %
    constexpr int kPerSecond = 200'000;
    std::uint64_t looks = 0;
    int held = 0;
    constexpr int kSeconds = 20;
    for (int second = 0; second < kSeconds; ++second) {
        const TimePoint begun = rig.clock.now();
        for (int i = 0; i < kPerSecond; ++i) {
            const TimePoint due = begun + Duration(std::chrono::seconds(1)) * i / kPerSecond;
            if (const TimePoint now = rig.clock.now(); now < due)
                rig.clock.advance(due - now);
            rig.arrives(i % 10 == 0 ? R"({"s":"a"})" : R"({"s":"b"})");
        }
        const LookedEndpoint said = rig.report();
        QCOMPARE(rig.last->looks + rig.last->passed, std::uint64_t(kPerSecond));
        looks += rig.last->looks;
        for (const LookedKey& key : said.keys) {
            const double truth = kPerSecond * (key.key == "a" ? 0.1 : 0.9);
            held += key.intervalCount.low <= truth && key.intervalCount.high >= truth ? 1 : 0;
        }
    }
    const double budget = rig.last->budget;
    qInfo("%.0f looks/s of a budget of %.0f at %.0f ns; %d of %d ranges hold", double(looks) / kSeconds,
          budget, rig.last->nanosecondsPerLook, held, 2 * kSeconds);
    QVERIFY(std::abs(rig.last->nanosecondsPerLook / 4000 - 1) < 0.5);
    QVERIFY(double(looks) / kSeconds < 1.05 * budget);
    QVERIFY(double(looks) / kSeconds > 0.7 * budget);
    QVERIFY(held >= 0.9 * 2 * kSeconds);
}

void LookerTest::aBudgetThatIsNotNeededPassesNothing()
{
    LookRig rig(fields("/s"));
    rig.lookCost = 4us;
    for (int i = 0; i < 5000; ++i) {
        rig.clock.advance(1ms);
        QVERIFY(rig.arrives(R"({"s":"a"})"));
    }
    rig.report();
    QCOMPARE(rig.last->passed, std::uint64_t(0));
}

void LookerTest::whatALookCostsIsWorkNotWaiting()
{
    LookRig rig(fields("/s"));
    rig.lookCost = 2us;
    rig.clock.reading = 5us;
    const std::string payload = R"({"s":"a"})";
    for (int i = 0; i < 20'000; ++i) {
        rig.clock.advance(10ms);
        rig.arrives(1, payload.size(), [&] {
            rig.clock.advance(3ms); // another process ran
            return payload;
        });
    }
    rig.report();
    QVERIFY2(std::abs(rig.last->nanosecondsPerLook / 2000 - 1) < 0.05,
             qPrintable(QString::number(rig.last->nanosecondsPerLook)));
}

void LookerTest::oneLookInSixteenIsMeasured()
{
    LookRig rig(fields("/s"));
    rig.lookCost = 2us;
    for (int i = 0; i < 17'000; ++i) {
        if (i == 1000) // at first each is
            rig.clock.threadReadings = 0;
        rig.clock.advance(10ms);
        rig.arrives(R"({"s":"a"})");
    }
    QVERIFY2(std::abs(rig.clock.threadReadings / 3000.0 - 1) < 0.15,
             qPrintable(QString::number(rig.clock.threadReadings)));
}

void LookerTest::messagesAreKeptFairly()
{
    LookRig rig(LookSettings{});
    const auto quiet = rig.looker.add(EndpointId{2});
    QVERIFY(!rig.endpoint->isActive());
    rig.looker.keepMessages(true);
    QVERIFY(rig.endpoint->isActive());
    std::uint64_t kept = 0;
    std::uint64_t ofQuiet = 0;
    std::set<std::uint64_t> numbers;
    for (int tenth = 0; tenth < 50; ++tenth) {
        for (int i = 0; i < 2000; ++i) {
            rig.clock.advance(50us);
            rig.arrives("loud");
        }
        if (tenth % 5 == 0) {
            if (const auto opening = quiet->open(1, rig.clock.now()))
                quiet->look(*opening, "\x01\xff", false, 1);
        }
        const KeptMessages taken = rig.looker.takeMessages();
        QCOMPARE(taken.overwritten, std::uint64_t(0));
        kept += taken.messages.size();
        for (const KeptMessage& message : taken.messages) {
            numbers.insert(message.number);
            ofQuiet += message.endpoint == EndpointId{2} ? 1 : 0;
            QCOMPARE(message.payload, std::string(message.isText ? "loud" : "\x01\xff"));
            QCOMPARE(message.bytes, std::uint64_t(message.payload.size()));
        }
    }
    QVERIFY2(ofQuiet >= 5, qPrintable(QString::number(ofQuiet))); // one in each second
    QVERIFY2(kept > 300 && kept <= 6 * MessageKeeper::kPerSecond, qPrintable(QString::number(kept)));
    QCOMPARE(numbers.size(), std::size_t(kept));

    for (int i = 0; i < 400; ++i) {
        rig.clock.advance(20ms);
        rig.arrives("loud");
    }
    KeptMessages taken = rig.looker.takeMessages();
    QCOMPARE(taken.messages.size(), MessageKeeper::kMost);
    QCOMPARE(taken.overwritten, std::uint64_t(400 - MessageKeeper::kMost));
    rig.arrives("loud");
    rig.looker.keepMessages(false);
    QVERIFY(rig.looker.takeMessages().messages.empty());
}

void LookerTest::aQuietEndpointsMessagesAreNotOverwrittenByABusyOnes()
{
    LookRig rig(LookSettings{});
    const auto quiet = rig.looker.add(EndpointId{2});
    rig.looker.keepMessages(true);
    for (int second = 0; second < 20; ++second) {
        const auto opening = quiet->open(1, rig.clock.now());
        QVERIFY(opening);
        quiet->look(*opening, "quiet", true, 1);
        for (int i = 0; i < 100; ++i) {
            rig.clock.advance(10ms);
            rig.arrives("loud");
        }
    }
    const KeptMessages taken = rig.looker.takeMessages();
    QCOMPARE(taken.messages.size(), MessageKeeper::kMost);
    QVERIFY(taken.overwritten > 1000);
    QCOMPARE(std::count_if(taken.messages.begin(), taken.messages.end(),
                           [](const KeptMessage& each) { return each.endpoint == EndpointId{2}; }),
             20);
    QVERIFY(std::is_sorted(
        taken.messages.begin(), taken.messages.end(),
        [](const KeptMessage& one, const KeptMessage& other) { return one.number < other.number; }));

    rig.looker.keepMessages(false); // and what is held begins anew
    rig.looker.keepMessages(true);
    for (std::size_t i = 0; i < MessageKeeper::kMost + 1; ++i) {
        rig.clock.advance(20ms);
        rig.arrives("loud");
    }
    QCOMPARE(rig.looker.takeMessages().overwritten, std::uint64_t(1));
}

void LookerTest::aKeptMessageIsCutBetweenCharacters()
{
    LookRig rig(fields("/s", "/v"));
    rig.looker.keepMessages(true);
    const std::string text = R"({"s":"a","v":"x","t":")" + std::string(4094 - 22, 'x') + "ééé\"}";
    rig.arrives(text);
    const KeptMessages taken = rig.looker.takeMessages();
    QCOMPARE(taken.messages.size(), std::size_t(1));
    const KeptMessage& message = taken.messages.front();
    QCOMPARE(message.payload, text.substr(0, 4096));
    QCOMPARE(message.bytes, std::uint64_t(text.size()));
    QCOMPARE(message.items.size(), std::size_t(1));
    QCOMPARE(message.items[0].key, std::string("a"));
    QCOMPARE(message.failure, std::string("/v: not a finite number"));
    rig.clock.advance(2s);
    rig.arrives(text.substr(0, 4094) + "x" + text.substr(4094));
    QCOMPARE(rig.looker.takeMessages().messages.front().payload.size(), std::size_t(4095));
}

QTEST_APPLESS_MAIN(LookerTest)
#include "looker_test.moc"
