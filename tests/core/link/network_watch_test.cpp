// SPDX-License-Identifier: Apache-2.0
#include "core/link/network_watch.h"

#include <QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr TimePoint kStart{1h};

NetworkWatch::Stop stop(std::uint32_t id, Duration earliest, Duration latest, const QString& host = {})
{
    return {EndpointId{id}, host.isEmpty() ? u"host %1"_s.arg(id) : host, kStart + earliest, kStart + latest};
}

NetworkWatch watching(std::uint32_t count)
{
    NetworkWatch watch;
    for (std::uint32_t id = 1; id <= count; ++id)
        watch.connected(EndpointId{id});
    return watch;
}

} // namespace

class NetworkWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingWithinASecondIsTheNetwork();
    void oneThatStandsMeansTheNetworkIsUp();
    void oneHostIsNotTheNetwork();
    void oneEndpointIsNotTheNetwork();
    void lossesFarApartAreNotTogether();
    void lossesNoticedLateAreTogetherIfTheyCanBe();
    void formerLossesAreAnotherStory();
    void itIsSaidOnce();
};

void NetworkWatchTest::everythingWithinASecondIsTheNetwork()
{
    NetworkWatch watch = watching(3);
    QVERIFY(watch.lost(stop(1, 0s, 0s)).empty());
    QVERIFY(watch.lost(stop(2, 500ms, 500ms)).empty());
    QCOMPARE(watch.lost(stop(3, 1s, 1s)),
             std::vector<EndpointId>({EndpointId{1}, EndpointId{2}, EndpointId{3}}));
}

void NetworkWatchTest::oneThatStandsMeansTheNetworkIsUp()
{
    NetworkWatch watch = watching(3);
    QVERIFY(watch.lost(stop(1, 0s, 0s)).empty());
    QVERIFY(watch.lost(stop(2, 0s, 0s)).empty());
    watch.disconnected(EndpointId{3}); // by an order: it was not lost
    QVERIFY(watch.lost(stop(2, 0s, 0s)).size() == 2);
}

void NetworkWatchTest::oneHostIsNotTheNetwork()
{
    NetworkWatch watch = watching(2);
    watch.lost(stop(1, 0s, 0s, u"h"_s));
    QVERIFY(watch.lost(stop(2, 0s, 0s, u"h"_s)).empty());
}

void NetworkWatchTest::oneEndpointIsNotTheNetwork()
{
    NetworkWatch watch = watching(1);
    QVERIFY(watch.lost(stop(1, 0s, 0s)).empty());
    watch.connected(EndpointId{1});
    QVERIFY(watch.lost(stop(1, 100ms, 100ms)).empty()); // the same one again
}

void NetworkWatchTest::lossesFarApartAreNotTogether()
{
    NetworkWatch watch = watching(2);
    watch.lost(stop(1, 0s, 0s));
    QVERIFY(watch.lost(stop(2, 1s + 1ns, 1s + 1ns)).empty());
}

void NetworkWatchTest::lossesNoticedLateAreTogetherIfTheyCanBe()
{
    NetworkWatch watch = watching(3); // noticed by pings without answers, each at its own time
    watch.lost(stop(1, 0s, 21s));
    watch.lost(stop(2, -3s, 25s));
    QVERIFY(watch.lost(stop(3, -9s, 28s)).size() == 3);
    watch = watching(2);
    watch.lost(stop(1, 0s, 0s));
    QVERIFY(watch.lost(stop(2, 5s, 28s)).empty()); // heard after the first was lost
}

void NetworkWatchTest::formerLossesAreAnotherStory()
{
    NetworkWatch watch = watching(3);
    watch.lost(stop(1, 0s, 0s));
    watch.lost(stop(2, 60s, 60s));
    QCOMPARE(watch.lost(stop(3, 60s, 60s)), std::vector<EndpointId>({EndpointId{2}, EndpointId{3}}));
}

void NetworkWatchTest::itIsSaidOnce()
{
    NetworkWatch watch = watching(2);
    watch.lost(stop(1, 0s, 0s));
    QVERIFY(!watch.lost(stop(2, 0s, 0s)).empty());
    watch.connected(EndpointId{2});
    QVERIFY(watch.lost(stop(2, 100ms, 100ms)).empty());
}

QTEST_GUILESS_MAIN(NetworkWatchTest)
#include "network_watch_test.moc"
