// SPDX-License-Identifier: Apache-2.0
// A hub in manual time whose messages are looked into: from the transport to the report.
#include <QtTest>

#include "core/base/random.h"
#include "core/link/endpoint_hub.h"
#include "tests/core/link/hub_helpers.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_time.h"

#include <cmath>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Manual time; reading it costs some while `reading` is set, and so does each look that is measured. */
class PricedTime final : public Clock
{
public:
    explicit PricedTime(ManualTime& manual) : m_manual(manual) {}
    TimePoint now() const noexcept override { return m_manual.now() + (m_read += reading); }
    WallTime wallNow() const noexcept override { return m_manual.wallNow(); }
    Duration threadTime() const noexcept override
    {
        const bool isBehindALook = ++m_threadReadings % 3 == 0; // before it there are two
        return m_worked += isBehindALook ? reading : Duration::zero();
    }
    Duration reading{0};

private:
    ManualTime& m_manual;
    mutable Duration m_read{0};
    mutable Duration m_worked{0};
    mutable int m_threadReadings = 0;
};

/** A hub on this thread with one open endpoint; the engine is flushed by hand. */
struct Rig
{
    explicit Rig(const MetricsConfig& config, LookSettings look)
        : clock(time), engine(config, clock, options())
    {
        hub = std::make_unique<EndpointHub>(engine, clock, time, transports, 1);
        engine.start();
        EndpointSettings settings = settingsFor(QUrl(u"ws://h/feed"_s));
        settings.look = std::move(look);
        id = hub->add(settings);
        settle();
        listener().transportOpened({});
    }

    ~Rig() { engine.stop(); }

    EngineOptions options()
    {
        EngineOptions made;
        made.flushThread = false;
        made.intervalEnded = [this](std::uint64_t) {
            exact = hub->exactCounts();
            looks = hub->takeLooks(exact);
        };
        return made;
    }
    void settle()
    {
        QCoreApplication::processEvents();
        time.advance(50ms);
        QCoreApplication::processEvents();
    }
    TransportListener& listener() { return *transports.attempts.back()->listener; }
    void text(const QString& payload)
    {
        listener().transportReceivedText(payload, static_cast<std::uint64_t>(payload.toUtf8().size()));
    }

    ManualTime time;
    PricedTime clock;
    FakeTransportFactory transports;
    ProductionMetrics engine;
    std::unique_ptr<EndpointHub> hub;
    EndpointId id;
    std::vector<EndpointExact> exact;
    std::shared_ptr<const LookReport> looks;
};

LookSettings keyed(const char* key)
{
    LookSettings settings;
    settings.key = key;
    return settings;
}

/** What weir starts with. */
MetricsConfig cheapEverything()
{
    MetricsConfig config;
    config.mode = SamplingMode::Adaptive;
    config.sampleRate = config.maxSampleRate = 1;
    config.minSampleRate = 0.01;
    config.flushInterval = 1s;
    return config;
}

} // namespace

class HubLookingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFeedOfFiveASecondRanksAKeyWithGradeAWithinAMinute();
    void aFloodIsLookedIntoWithinTheBudgetAndItsRangesHold();
    void whatIsLookedForCanBeChangedAndFollowed();
    void binaryMessagesAndTextAreBothRead();
    void messagesAreKeptWithoutAnythingToLookFor();
    void whatLeavesIsNoLongerReported();
};

void HubLookingTest::aFeedOfFiveASecondRanksAKeyWithGradeAWithinAMinute()
{
    Rig rig(cheapEverything(), keyed("/symbol"));
    for (int i = 0; i < 5 * 60; ++i) {
        rig.time.advance(200ms);
        rig.text(i % 4 == 0 ? u"{\"symbol\":\"ETH\"}"_s : u"{\"symbol\":\"BTC\"}"_s);
        if (i % 5 == 4)
            rig.engine.flush();
    }
    QVERIFY(rig.looks);
    const LookedEndpoint& said = rig.looks->endpoints.at(0);
    QCOMPARE(said.endpoint, rig.id);
    QCOMPARE(said.keys.at(0).key, std::string("BTC"));
    QCOMPARE(said.keys.at(0).count.value, 225.0);
    QVERIFY(said.keys.at(0).count.isPoint());
    QVERIFY(said.keys.at(0).count.grade == Grade::A);
    QVERIFY(said.keys.at(1).count.grade == Grade::A);
    QCOMPARE(rig.looks->passed, std::uint64_t(0));
}

void HubLookingTest::aFloodIsLookedIntoWithinTheBudgetAndItsRangesHold()
{
    constexpr int kMessages = 200'000; // in about a second
    constexpr int kIntervals = 8;
    for (const bool isFixed : {true, false}) {
        MetricsConfig config = cheapEverything();
        config.mode = isFixed ? SamplingMode::Fixed : SamplingMode::Adaptive;
        config.bufferSize = 400'000; // nobody drains it early here
        Rig rig(config, keyed("/s"));
        rig.clock.reading = 1us; // so that this is what a look costs
        const QString common = u"{\"s\":\"common\"}"_s;
        const QString rare = u"{\"s\":\"rare\"}"_s;
        SplitMix64 world(4);
        double rareTotal = 0;
        double perSecond = 0;
        double rate = 0;
        int held = 0;
        for (int interval = 1; interval <= kIntervals; ++interval) {
            double rareCount = 0;
            const TimePoint began = rig.clock.now();
            for (int i = 0; i < kMessages; ++i) {
                if (i % 200 == 0) // with what reading the clock takes, about a millisecond
                    rig.time.advance(750us);
                const bool isRare = world() % 50 == 0;
                rareCount += isRare ? 1 : 0;
                rig.text(isRare ? rare : common);
            }
            rareTotal += rareCount;
            rate = rig.engine.flush()->sampling.inForce;
            perSecond =
                double(rig.looks->looks) / std::chrono::duration<double>(rig.clock.now() - began).count();
            for (const LookedKey& key : rig.looks->endpoints.at(0).keys) {
                const bool isRare = key.key == "rare";
                const double now = isRare ? rareCount : kMessages - rareCount;
                const double all = isRare ? rareTotal : double(kMessages) * interval - rareTotal;
                held += key.intervalCount.low <= now && now <= key.intervalCount.high ? 1 : 0;
                held += key.count.low <= all && all <= key.count.high ? 1 : 0;
            }
        }
        qInfo("%s: %.0f looks/s of a budget of %.0f, engine at %.3f, %d of %d ranges hold",
              isFixed ? "fixed at 100 %" : "adaptive", perSecond, rig.looks->budget, rate, held,
              4 * kIntervals);
        QVERIFY(perSecond < 1.1 * rig.looks->budget);
        QVERIFY(perSecond > 0.5 * rig.looks->budget);
        QVERIFY(held >= 4 * kIntervals * 0.85);
        QVERIFY(isFixed ? rate == 1 : rate < 0.5);
        QVERIFY(rig.engine.accounting().addsUp());
        QCOMPARE(rig.exact.at(0).messages, std::uint64_t(kIntervals) * kMessages);
    }
}

void HubLookingTest::whatIsLookedForCanBeChangedAndFollowed()
{
    Rig rig(everything(), {});
    rig.text(u"{\"a\":1}"_s);
    rig.engine.flush();
    QVERIFY(!rig.looks);
    rig.hub->look(rig.id, keyed("/a"));
    rig.hub->follow(rig.id, {"7"});
    rig.hub->look(EndpointId{99}, keyed("/a"));
    rig.hub->follow(EndpointId{99}, {"7"});
    rig.settle();
    rig.text(u"{\"a\":2}"_s);
    rig.engine.flush();
    QVERIFY(rig.looks);
    const auto& keys = rig.looks->endpoints.at(0).keys;
    QCOMPARE(keys.size(), std::size_t(2));
    QCOMPARE(keys[0].key, std::string("2"));
    QCOMPARE(keys[1].key, std::string("7"));
    QCOMPARE(keys[1].count.value, 0.0);
    rig.hub->look(rig.id, {});
    rig.settle();
    rig.engine.flush();
    QVERIFY(!rig.looks);
}

void HubLookingTest::binaryMessagesAndTextAreBothRead()
{
    LookSettings settings = keyed("text@0+2");
    settings.sequence = "u8@2";
    Rig rig(everything(), settings);
    rig.listener().transportReceivedBinary(QByteArray("ab\x01", 3));
    rig.listener().transportReceivedBinary(QByteArray("ab\x02", 3));
    rig.text(u"é\u0003"_s);
    rig.engine.flush();
    const LookedEndpoint& said = rig.looks->endpoints.at(0);
    QCOMPARE(said.keys.size(), std::size_t(2));
    QCOMPARE(said.keys[0].key, std::string("ab"));
    QCOMPARE(said.keys[1].key, std::string("é"));
    QVERIFY(said.sequence.isOnEvery);
    QCOMPARE(said.sequence.numbers, std::uint64_t(3));
    QCOMPARE(said.sequence.missing, std::uint64_t(0));
}

void HubLookingTest::messagesAreKeptWithoutAnythingToLookFor()
{
    Rig rig(everything(), {});
    rig.text(u"before"_s);
    QVERIFY(rig.hub->takeMessages().messages.empty());
    rig.hub->keepMessages(true);
    rig.time.advance(2s);
    rig.text(u"naïve"_s);
    const KeptMessages kept = rig.hub->takeMessages();
    QCOMPARE(kept.messages.size(), std::size_t(1));
    const KeptMessage& message = kept.messages.front();
    QCOMPARE(message.endpoint, rig.id);
    QCOMPARE(message.payload, std::string("naïve"));
    QCOMPARE(message.bytes, std::uint64_t(6));
    QCOMPARE(message.time, rig.time.now());
    QVERIFY(message.isText && message.failure.empty() && message.items.empty());
    rig.engine.flush();
    QVERIFY(!rig.looks);
}

void HubLookingTest::whatLeavesIsNoLongerReported()
{
    Rig rig(everything(), keyed("/a"));
    rig.text(u"{\"a\":1}"_s);
    rig.engine.flush();
    QVERIFY(rig.looks);
    rig.hub->remove(rig.id);
    rig.settle();
    rig.time.advance(2s);
    rig.settle();
    rig.engine.flush();
    QVERIFY(!rig.looks);
}

QTEST_GUILESS_MAIN(HubLookingTest)
#include "hub_looking_test.moc"
