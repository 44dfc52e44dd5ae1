// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "ui/models/look_history.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace weir;
using namespace std::chrono_literals;

class LookHistoryTest : public QObject
{
    Q_OBJECT

    static constexpr TimePoint kStart{100h};
    static constexpr EndpointId kFeed{7};

    static Estimate about(double value, std::uint32_t samples = 40)
    {
        return {value, value * 0.9, value * 1.1, samples >= 30 ? Grade::A : Grade::C, samples};
    }

    static LookedKey keyOf(const std::string& name, double count)
    {
        LookedKey key;
        key.key = name;
        key.intervalCount = about(count);
        key.intervalBytes = about(count * 100);
        key.intervalSum = about(-count);
        return key;
    }

    static LookedEndpoint feed(std::vector<LookedKey> keys, std::uint64_t messages = 100)
    {
        LookedEndpoint endpoint;
        endpoint.endpoint = kFeed;
        endpoint.settings.key = "/key";
        endpoint.messages = messages;
        endpoint.keys = std::move(keys);
        return endpoint;
    }

    static void tell(LookHistory& history, int flush, LookedEndpoint endpoint)
    {
        auto report = std::make_shared<LookReport>();
        report->endpoints.push_back(std::move(endpoint));
        history.apply(report, kStart + (flush + 1) * 2s, 2s);
    }

    static Subject subjectOf(const std::string& key, Measure measure = Measure::Messages)
    {
        return {kFeed, key, measure};
    }

    static TimeWindow lastMinutes(int flushes, int minutes)
    {
        return {kStart + flushes * 2s, std::chrono::minutes(minutes)};
    }

private Q_SLOTS:
    void aKeyThatIsChosenShowsItsRecentPast()
    {
        LookHistory history;
        double sum = 0;
        double spread = 0;
        SplitMix64 random(3);
        for (int flush = 0; flush < 30; ++flush) {
            const double value = std::floor(1000 * random.uniform());
            sum += value;
            spread += std::pow(value * 0.1, 2);
            tell(history, flush, feed({keyOf("a", value), keyOf("b", 5)}));
        }
        QVERIFY(!history.find(subjectOf("a")));
        history.follow(subjectOf("a"));
        const ProofPoint total = history.find(subjectOf("a"))->sumIn(lastMinutes(30, 1));
        QVERIFY(std::abs(total.estimate.value - sum) < 1e-6);
        QVERIFY(std::abs(total.estimate.high - sum - std::sqrt(spread)) < 1e-6);
        QCOMPARE(total.length, Duration(60s));
        const ProofPoint bytes = history.find(subjectOf("a", Measure::Bytes))->sumIn(lastMinutes(30, 1));
        QVERIFY(std::abs(bytes.estimate.value - 100 * sum) < 1e-4);
    }

    void aSumMayBeBelowNothing()
    {
        LookHistory history;
        history.follow(subjectOf("a"));
        LookedKey key = keyOf("a", 10);
        key.intervalSum = {-100, -120, -80, Grade::A, 40};
        for (int flush = 0; flush < 4; ++flush)
            tell(history, flush, feed({key}));
        const ProofPoint sum = history.find(subjectOf("a", Measure::Sum))->sumIn(lastMinutes(4, 1));
        QCOMPARE(sum.estimate.value, -400.0);
        QCOMPARE(sum.estimate.low, -440.0);
        QCOMPARE(sum.estimate.high, -360.0);
    }

    void whatIsNotListedIsNotKnown()
    {
        LookHistory history;
        history.follow(subjectOf("a"));
        tell(history, 0, feed({keyOf("a", 10)}));
        tell(history, 1, feed({keyOf("b", 10)}));
        tell(history, 2, feed({keyOf("a", 10)}));
        QCOMPARE(history.find(subjectOf("a"))->sumIn(lastMinutes(3, 1)).length, Duration(4s));
    }

    void aSixthTakesThePlaceOfTheFirstThatIsNotSpared()
    {
        LookHistory history;
        for (const char* key : {"a", "b", "c", "d", "e"})
            history.follow(subjectOf(key));
        history.follow(subjectOf("f"), subjectOf("a", Measure::Sum));
        QCOMPARE(history.followed().size(), LookHistory::kMostFollowed);
        QVERIFY(history.isFollowed(subjectOf("a")));
        QVERIFY(!history.isFollowed(subjectOf("b")));
        QVERIFY(history.isFollowed(subjectOf("f")));
        history.follow(subjectOf("f"));
        QCOMPARE(history.followed().size(), LookHistory::kMostFollowed);
        history.unfollow(subjectOf("f"));
        QVERIFY(!history.isFollowed(subjectOf("f")));
    }

    void anotherFieldBeginsAnew()
    {
        LookHistory history;
        history.follow(subjectOf("a"));
        history.follow({kFeed, {}, Measure::Sum});
        tell(history, 0, feed({keyOf("a", 10)}, 900));
        QCOMPARE(history.since(kFeed), kStart);
        LookedEndpoint other = feed({keyOf("a", 10)}, 5);
        other.settings.key = "/user";
        tell(history, 1, other);
        QCOMPARE(history.since(kFeed), kStart + 2s);
        QVERIFY(!history.isFollowed(subjectOf("a")));
        QCOMPARE(history.find({kFeed, {}, Measure::Sum})->sumIn(lastMinutes(2, 1)).length, Duration(2s));
        history.follow(subjectOf("a"));
        QCOMPARE(history.find(subjectOf("a"))->sumIn(lastMinutes(2, 1)).length, Duration(2s));
    }

    void anotherValueKeepsTheKey()
    {
        LookHistory history;
        history.follow(subjectOf("a"));
        tell(history, 0, feed({keyOf("a", 10)}, 900));
        LookedEndpoint other = feed({keyOf("a", 10)}, 5);
        other.settings.value = "/price";
        tell(history, 1, other);
        QVERIFY(history.isFollowed(subjectOf("a")));
        QCOMPARE(history.find(subjectOf("a"))->sumIn(lastMinutes(2, 1)).length, Duration(2s));
    }

    void theRecentPastHasABound()
    {
        LookHistory history;
        std::vector<LookedKey> keys;
        for (int i = 0; i < 100; ++i)
            keys.push_back(keyOf(std::string(200, 'k') + std::to_string(i), 1000 - i));
        for (int flush = 0; flush < 2000; ++flush)
            tell(history, flush, feed(keys));
        QVERIFY(history.bytes() <= LookHistory::kRecentBytes);
        QVERIFY(history.bytes() > LookHistory::kRecentBytes / 2);
        history.follow(subjectOf(keys[99].key));
        QVERIFY(history.find(subjectOf(keys[99].key))->sumIn(lastMinutes(2000, 1)).length == Duration(60s));
    }

    void aFirstTimeIsSaidOnce()
    {
        LookHistory history;
        LookedEndpoint endpoint = feed({});
        tell(history, 0, endpoint);
        QVERIFY(history.takeNotes().empty());
        endpoint.isFull = true;
        endpoint.sequence.missing = 3;
        tell(history, 1, endpoint);
        QCOMPARE(history.takeNotes().size(), std::size_t(2));
        endpoint.sequence.missing = 9;
        tell(history, 2, endpoint);
        QVERIFY(history.takeNotes().empty());
        endpoint.sequence.duplicates = 1;
        tell(history, 3, endpoint);
        QCOMPARE(history.takeNotes().size(), std::size_t(1));
    }

    void agesAreKeptWhereThereIsATimeAndGoWithTheirEndpoint()
    {
        LookHistory history;
        LookedEndpoint endpoint = feed({});
        endpoint.age.samples = 50;
        endpoint.age.p50 = about(0.2);
        tell(history, 0, endpoint);
        QVERIFY(!history.ages(kFeed));
        endpoint.settings.time = "/ts";
        tell(history, 1, endpoint);
        QCOMPARE(history.ages(kFeed)->pointsIn(lastMinutes(2, 1)).size(), std::size_t(1));
        history.remove(kFeed);
        QVERIFY(!history.ages(kFeed));
        QCOMPARE(history.since(kFeed), TimePoint());
    }

    void aMinuteIsTheMeanOfWhatWasLookedInto()
    {
        AgeHistory ages;
        double sum = 0;
        double samples = 0;
        for (int flush = 0; flush < 3000; ++flush) {
            LookedAge age;
            age.samples = static_cast<std::uint64_t>(flush % 3 + 5);
            age.p50 = about(flush % 5);
            if (flush >= 60 && flush < 90) {
                sum += static_cast<double>(age.samples) * (flush % 5);
                samples += static_cast<double>(age.samples);
            }
            ages.add(kStart + (flush + 1) * 2s, 2s, age);
        }
        const TimeWindow window{kStart + 6000s, 100min};
        QVERIFY(ages.areMinutes(window));
        const std::vector<AgePoint> points = ages.pointsIn(window);
        QCOMPARE(points.size(), std::size_t(100));
        QVERIFY(std::abs(points[2].levels[0].value - sum / samples) < 1e-4);
        QVERIFY(points[2].levels[0].isKnown);
        QVERIFY(!points[2].levels[1].isKnown); // never enough in one flush
        QVERIFY(!ages.areMinutes({kStart + 6000s, 5min}));
    }
};

QTEST_GUILESS_MAIN(LookHistoryTest)
#include "look_history_test.moc"
