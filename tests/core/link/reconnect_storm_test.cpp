// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "tests/core/link/hub_helpers.h"
#include "tests/support/fake_transport.h"
#include "tests/support/manual_time.h"

#include <QtTest>

#include <algorithm>
#include <map>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t kMostTriesASecond = 20;

EngineOptions withoutThread()
{
    EngineOptions options;
    options.flushThread = false;
    return options;
}

enum class Server { Refuses, AcceptsAndCloses, IsWell };

/** Many endpoints of one server, in manual time. */
class Storm
{
public:
    explicit Storm(int endpoints) : m_engine(everything(), m_time, withoutThread())
    {
        m_engine.start();
        for (int i = 0; i < endpoints; ++i)
            m_hub.add(settingsFor(QUrl(u"ws://h"_s), u"feed %1"_s.arg(i + 1)));
        QCoreApplication::processEvents();
        m_time.advance(0s); // the first turn, so that seconds begin behind one
    }

    /** Lets `duration` pass while the server behaves so. */
    void pass(Duration duration, Server server)
    {
        for (Duration passed{0}; passed < duration; passed += 1s) {
            const std::size_t before = tries();
            for (int i = 0; i < 20; ++i) {
                m_time.advance(50ms - 1ns);
                answer(server);
                m_time.advance(1ns);
            }
            for (const auto& attempt : m_open)
                attempt->listener->transportPonged(1ms);
            QCoreApplication::processEvents();
            m_most = std::max(m_most, tries() - before);
        }
    }
    void cutEverything()
    {
        const auto open = std::exchange(m_open, {});
        for (const auto& attempt : open)
            attempt->listener->transportClosed({1006, {}}, false);
    }

    EndpointHub& hub() { return m_hub; }
    ManualTime& time() { return m_time; }
    EndpointState stateOf(EndpointId id) const { return weir::test::stateOf(m_hub, id); }
    EndpointId waitingLongest() const
    {
        const auto statuses = m_hub.statuses();
        return std::max_element(
                   statuses.begin(), statuses.end(),
                   [](const EndpointStatus& a, const EndpointStatus& b) { return a.retryAt < b.retryAt; })
            ->id;
    }
    std::size_t tries() const { return m_transports.attempts.size(); }
    std::size_t mostTriesInASecond() const { return m_most; }
    std::size_t open() const { return m_open.size(); }
    std::uint64_t count(MetricType type) const { return m_engine.counters()[indexOf(type)].count; }
    std::map<EndpointState, int> states() const
    {
        std::map<EndpointState, int> states;
        for (const EndpointStatus& status : m_hub.statuses())
            ++states[status.state];
        return states;
    }
    void check()
    {
        const Accounting now = m_engine.flush()->accounting;
        QVERIFY(now.addsUp());
        QCOMPARE(now.dropped, 0U);
        QCOMPARE(count(MetricType::Connection), count(MetricType::Disconnection) + open());
        const auto connecting = states()[EndpointState::Connecting];
        QVERIFY(connecting <= 1); // what is not answered yet
        QCOMPARE(count(MetricType::RetryAttempt), count(MetricType::RetrySuccess) +
                                                      count(MetricType::RetryFailure) +
                                                      static_cast<std::uint64_t>(connecting));
        QVERIFY(mostTriesInASecond() <= kMostTriesASecond);
    }

private:
    void answer(Server server)
    {
        for (; m_answered < tries(); ++m_answered) {
            const auto attempt = m_transports.attempts[m_answered];
            TransportListener& listener = *attempt->listener;
            if (server == Server::Refuses) {
                listener.transportFailed(
                    {false, u"Nothing listens on this port"_s, {}, EndCause::NothingListens});
                continue;
            }
            listener.transportOpened({});
            if (server == Server::AcceptsAndCloses)
                listener.transportClosed({1006, {}}, false);
            else
                m_open.push_back(attempt);
        }
    }

    ManualTime m_time;
    FakeTransportFactory m_transports;
    ProductionMetrics m_engine;
    EndpointHub m_hub{m_engine, m_time, m_time, m_transports, 1};
    std::vector<std::shared_ptr<FakeAttempt>> m_open;
    std::size_t m_answered = 0;
    std::size_t m_most = 0;
};

} // namespace

class ReconnectStormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anHourAgainstAServerThatClosesAtOnce();
    void anHourAgainstAServerThatIsGone();
    void twoThousandComeBackTwentyASecond();
    void aPersonsReconnectDoesNotWaitForThem();
};

void ReconnectStormTest::anHourAgainstAServerThatClosesAtOnce()
{
    Storm storm(500);
    storm.pass(1h, Server::AcceptsAndCloses);
    storm.check();
    const auto states = storm.states();
    QVERIFY(states.at(EndpointState::Slowed) >= 499); // one may be connecting
    QCOMPARE(storm.count(MetricType::CircuitBreakerOpen), 500U);
    QCOMPARE(storm.count(MetricType::CircuitBreakerClose), 0U);
    const std::size_t tries = storm.tries();
    // Five each, then one a minute each.
    QVERIFY(tries >= 500 * (5 + 50));
    QVERIFY(tries <= 500 * (5 + 60));
    qInfo("500 endpoints, accepted and closed for an hour: %zu tries, %.1f a second, %zu in the worst second",
          tries, static_cast<double>(tries) / 3600, storm.mostTriesInASecond());

    storm.pass(100s, Server::IsWell);
    QCOMPARE(storm.open(), 500U);
    QCOMPARE(storm.count(MetricType::CircuitBreakerClose), 500U);
    storm.check();
    QCOMPARE(storm.states(), (std::map<EndpointState, int>{{EndpointState::Silent, 500}}));
}

void ReconnectStormTest::anHourAgainstAServerThatIsGone()
{
    Storm storm(500);
    storm.pass(30s, Server::IsWell);
    QCOMPARE(storm.open(), 500U);
    storm.cutEverything();
    storm.pass(1h, Server::Refuses);
    storm.check();
    QCOMPARE(storm.count(MetricType::Disconnection), 500U);
    QCOMPARE(storm.count(MetricType::CircuitBreakerOpen), 500U);
    qInfo("500 endpoints, refused for an hour: %zu tries, %zu in the worst second", storm.tries() - 500,
          storm.mostTriesInASecond());
    storm.pass(100s, Server::IsWell);
    QCOMPARE(storm.open(), 500U);
    storm.check();
}

void ReconnectStormTest::twoThousandComeBackTwentyASecond()
{
    Storm storm(2000);
    storm.pass(100s, Server::IsWell);
    QCOMPARE(storm.open(), 2000U);
    storm.cutEverything();
    storm.pass(102s, Server::IsWell); // 2000 / 20, behind a first wait of 1 s at most
    QCOMPARE(storm.open(), 2000U);
    storm.check();
    QCOMPARE(storm.count(MetricType::Connection), 4000U);
    qInfo("2000 endpoints cut off together are back after 102 s, %zu tries in the worst second",
          storm.mostTriesInASecond());
}

void ReconnectStormTest::aPersonsReconnectDoesNotWaitForThem()
{
    Storm storm(2000);
    storm.pass(100s, Server::IsWell);
    storm.cutEverything();
    storm.pass(5s, Server::IsWell);
    const EndpointId last = storm.waitingLongest();
    storm.hub().resume(last);
    QCoreApplication::processEvents();
    const std::size_t before = storm.tries();
    storm.time().advance(0s);
    QCOMPARE(storm.tries(), before + 1);
    QVERIFY(storm.stateOf(last) == EndpointState::Connecting);

    storm.pass(100s, Server::IsWell);
    QCOMPARE(storm.open(), 2000U);
    storm.check();
}

QTEST_GUILESS_MAIN(ReconnectStormTest)
#include "reconnect_storm_test.moc"
