// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/backoff.h"
#include "tests/ui/builders.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_story.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

static_assert(kLongestWait == kLongestBackoff);

class EndpointStoryTest : public QObject
{
    Q_OBJECT

    static constexpr TimePoint kNow{1h};

    static EndpointStatus downEndpoint(std::uint32_t id, const QString& host, Duration silentFor)
    {
        EndpointStatus status = openEndpoint(id, QString::number(id));
        status.displayUrl = u"wss://%1/%2"_s.arg(host).arg(id);
        status.state = EndpointState::Retrying;
        status.disconnects = 1;
        status.lastMessage = kNow - silentFor;
        return status;
    }

    static QString hintFor(const std::vector<EndpointStatus>& statuses)
    {
        DashboardData data;
        data.tick(kNow, {}, statuses);
        return neighbourHint(data, EndpointId{1});
    }

private Q_SLOTS:
    void othersOnTheHostTellThatItIsUp()
    {
        std::vector<EndpointStatus> statuses = {downEndpoint(1, u"a.example:8080"_s, 20s)};
        QCOMPARE(hintFor(statuses), QString());
        for (const std::uint32_t id : {2U, 3U}) {
            EndpointStatus status = openEndpoint(id, QString::number(id));
            status.displayUrl = u"wss://a.example/x?token=•••"_s; // another port is the same host
            statuses.push_back(status);
        }
        QCOMPARE(hintFor(statuses),
                 u"Two other endpoints on this host are receiving: the host is up, this service is not."_s);
        statuses.pop_back();
        QVERIFY(hintFor(statuses).startsWith(u"Another endpoint on this host is receiving"_s));
        statuses[0].state = EndpointState::NeedsYou; // this service is up as well: it refuses
        QCOMPARE(hintFor(statuses), QString());
        statuses[0].state = EndpointState::Retrying;
        statuses[1].displayUrl = u"wss://b.example/a.example"_s;
        QCOMPARE(hintFor(statuses), QString());
        statuses[0].state = EndpointState::Open;
        QCOMPARE(hintFor(statuses), QString());
    }

    void everythingThatStopsTogetherIsTheNetwork()
    {
        std::vector<EndpointStatus> statuses = {downEndpoint(1, u"a"_s, 20s),
                                                downEndpoint(2, u"b"_s, 20'900ms)};
        QCOMPARE(hintFor(statuses), u"Everything stopped within 1 s: probably your network"_s);
        statuses[1].lastMessage = kNow - 22s;
        QCOMPARE(hintFor(statuses), QString());
        statuses[1] = downEndpoint(2, u"a"_s, 20s);
        QCOMPARE(hintFor(statuses), u"Everything stopped within 1 s: probably this host, or your network"_s);
        statuses.push_back(openEndpoint(3, u"c"_s)); // one that is up elsewhere
        QCOMPARE(hintFor(statuses), QString());
        statuses.back().state = EndpointState::Paused; // one that is not meant to be up tells nothing
        QVERIFY(hintFor(statuses).startsWith(u"Everything"_s));
    }

    void aHostOfWhichNothingIsLeftIsSaid()
    {
        std::vector<EndpointStatus> statuses = {downEndpoint(1, u"a"_s, 20s), downEndpoint(2, u"a"_s, 40s),
                                                downEndpoint(3, u"a"_s, 60s), openEndpoint(4, u"x"_s)};
        QCOMPARE(hintFor(statuses), u"The other 2 endpoints on this host are down too: probably the host."_s);
    }

    void aCauseThatIsKnownIsNotGuessedAgain()
    {
        std::vector<EndpointStatus> statuses = {downEndpoint(1, u"a"_s, 20s), downEndpoint(2, u"b"_s, 20s)};
        for (const EndCause cause : {EndCause::NetworkDown, EndCause::Slept}) {
            statuses[0].cause = cause;
            QCOMPARE(hintFor(statuses), QString());
        }
    }

    void aSlowedEndpointSaysWhyAndHowOften()
    {
        EndpointStatus status = downEndpoint(1, u"a"_s, 20s);
        status.state = EndpointState::Slowed;
        status.error = u"Nothing listens on this port"_s;
        status.failures = 7;
        status.retryAt = kNow + 42s;
        const EndpointStory story = endpointStory(status, kNow);
        QCOMPARE(story.happened, status.error);
        QCOMPARE(story.next, u"7 failures in a row. Next try in 42\u202Fs, then once every 1\u202Fmin"_s);
        QVERIFY(story.canRetry);
    }

    void whatWaitsToBeSentIsSaidAndWhatWasLost()
    {
        OutgoingCounts counts;
        counts.queued = counts.sent = 12;
        QCOMPARE(outgoingWords(counts, kNow), QString());
        counts.waiting = 1;
        counts.waitingBytes = 1200;
        counts.oldest = kNow - 12s;
        QCOMPARE(outgoingWords(counts, kNow).replace(QChar(0x202F), u' '),
                 u"1 message waits to be sent: 1.20 kB, 12 s so far"_s);
        QVERIFY(!hasLost(counts));
        counts.waiting = 1000;
        counts.expired = 3;
        counts.overflowed = 9000;
        counts.duplicates = 2;
        QCOMPARE(outgoingWords(counts, kNow).replace(QChar(0x202F), u' '),
                 u"1,000 messages wait to be sent: 1.20 kB, 12 s so far · 3 given up unsent · 9,000 not "
                 "taken: too many waited · 2 not sent twice"_s);
        QVERIFY(hasLost(counts));
    }

    void upTimeIsOfWhatWasWatched()
    {
        Uptime uptime;
        QCOMPARE(uptimeWords(uptime.parts(kNow)).value, u"–"_s);
        uptime.hold(kNow, kNow + 999s, Uptime::State::Up);
        QCOMPARE(uptimeWords(uptime.parts(kNow + 999s)).value, u"100\u202F%"_s);
        uptime.hold(kNow + 999s, kNow + 1000s, Uptime::State::Down);
        const UptimeWords words = uptimeWords(uptime.parts(kNow + 1000s));
        QCOMPARE(words.value, u"99.9\u202F%, 1 outage"_s); // never rounded up to all of it
        QCOMPARE(words.heading, u"Up, last 16\u202Fmin"_s);
        uptime.hold(kNow + 1000s, kNow + 24h, Uptime::State::Up);
        QCOMPARE(uptimeWords(uptime.parts(kNow + 24h - 1s)).heading, u"Up, last 24 h"_s);
        QCOMPARE(uptimePartWords({}), u"not known"_s);
        QCOMPARE(uptimePartWords({0s, 0s, 5s, 0}), u"not meant to be up"_s);
    }

    void theLastMessageHasAClockTimeAndAnAge()
    {
        DashboardData data;
        EndpointStatus status = openEndpoint(1, u"a"_s);
        data.tick(kNow, {}, {status});
        QCOMPARE(lastMessageWords(data, status), u"none yet"_s);
        status.lastMessage = kNow - 25s;
        QVERIFY(lastMessageWords(data, status).endsWith(u", 25\u202Fs ago"_s));
        status.lastMessage = kNow - 59min - 59s;
        QVERIFY(lastMessageWords(data, status).endsWith(u", 59\u202Fmin ago"_s));
    }
};

QTEST_GUILESS_MAIN(EndpointStoryTest)
#include "endpoint_story_test.moc"
