// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_client.h"

#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint kStart{1h};
constexpr WallTime kWall{1'700'000'000s};

/** A client whose socket takes everything at once: what remains is the schedule. */
std::unique_ptr<FeedClient> client(const FeedOptions& options)
{
    return std::make_unique<FeedClient>(new QWebSocket, options, std::make_shared<const ZipfTable>(10, 1.1),
                                        1, kStart);
}

void serveAll(FeedClient& client, TimePoint now)
{
    while (client.nextService() <= now)
        client.serve(now, kWall);
}

} // namespace

class FeedClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDueByTheClockIsSent()
    {
        FeedOptions options;
        options.rate = 100;
        const auto client = ::client(options);
        for (int tenth = 1; tenth <= 100; ++tenth) {
            serveAll(*client, kStart + tenth * 100ms);
            QCOMPARE(client->messages(), std::uint64_t(tenth * 10));
        }
    }

    void theNextServiceIsWhenTheNextMessageFallsDue()
    {
        FeedOptions options;
        options.rate = 0.5;
        const auto client = ::client(options);
        serveAll(*client, kStart);
        QCOMPARE(client->messages(), std::uint64_t(0));
        QCOMPARE(client->nextService(), kStart + 2s);
        serveAll(*client, kStart + 2s);
        QCOMPARE(client->messages(), std::uint64_t(1));
        QCOMPARE(client->nextService(), kStart + 4s);
    }

    void manyDueMessagesAreSentInSlices()
    {
        FeedOptions options;
        options.rate = 1e6;
        const auto client = ::client(options);
        client->serve(kStart + 1s, kWall);
        QVERIFY(client->messages() > 0 && client->messages() < 10'000);
        QCOMPARE(client->nextService(), kStart + 1s);
        serveAll(*client, kStart + 1s);
        QCOMPARE(client->messages(), std::uint64_t(1'000'000));
    }

    void aStallIsCaughtUpForOneSecondAtMost()
    {
        FeedOptions options;
        options.rate = 100;
        const auto client = ::client(options);
        serveAll(*client, kStart + 1s);
        serveAll(*client, kStart + 61s);
        QCOMPARE(client->messages(), std::uint64_t(200));
        serveAll(*client, kStart + 62s);
        QCOMPARE(client->messages(), std::uint64_t(300));
    }

    void aCountIsSentInFullAfterAnyStall()
    {
        FeedOptions options;
        options.rate = 1000;
        options.count = 50'000;
        const auto client = ::client(options);
        serveAll(*client, kStart + 1s);
        QCOMPARE(client->messages(), std::uint64_t(1000));
        serveAll(*client, kStart + 1h);
        QCOMPARE(client->messages(), std::uint64_t(50'000));
        QVERIFY(client->nextService() < TimePoint::max()); // the patience with a pong that never comes
        serveAll(*client, kStart + 2h);
        QCOMPARE(client->messages(), std::uint64_t(50'000));
    }

    void bytesAreThoseOfTheMessages()
    {
        FeedOptions options;
        options.rate = 10;
        options.size = 300;
        const auto client = ::client(options);
        serveAll(*client, kStart + 1s);
        QCOMPARE(client->bytes(), std::uint64_t(10 * 300));
    }

    void aFlakyConnectionIsDroppedInItsTime()
    {
        FeedOptions options;
        options.pattern = FeedPattern::Flaky;
        options.rate = 1e-3;
        const auto client = ::client(options);
        QSignalSpy left(client.get(), &FeedClient::left);
        serveAll(*client, kStart + 9s);
        QVERIFY(!client->hasLeft());
        QVERIFY(client->nextService() >= kStart + 10s && client->nextService() <= kStart + 25s);
        serveAll(*client, kStart + 25s);
        QVERIFY(client->hasLeft());
        QCOMPARE(left.count(), 1);
        QCOMPARE(client->nextService(), TimePoint::max());
    }
};

QTEST_GUILESS_MAIN(FeedClientTest)
#include "feed_client_test.moc"
