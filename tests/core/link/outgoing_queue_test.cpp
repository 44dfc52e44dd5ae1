// SPDX-License-Identifier: Apache-2.0
#include "core/link/outgoing_queue.h"

#include <QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using Added = OutgoingQueue::Added;

namespace {

constexpr TimePoint kStart{1h};

OutgoingMessage message(const QByteArray& payload, const QString& id = {})
{
    return {payload, true, id};
}

} // namespace

class OutgoingQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orderAgeAndAttemptsAreKept();
    void theThousandAndFirstIsNotTaken();
    void bytesAreBoundedToo();
    void whatWaitedFiveMinutesIsGivenUp();
    void whatIsInFlightIsNotGivenUp();
    void anIdIsSentOnce();
    void anIdThatWasGivenUpMayComeAgain();
    void theNewestIdsAreRemembered();
};

void OutgoingQueueTest::orderAgeAndAttemptsAreKept()
{
    OutgoingQueue queue;
    for (int i = 0; i < 3; ++i)
        QVERIFY(queue.add(message(QByteArray::number(i)), kStart + std::chrono::seconds(i)) == Added::Queued);
    queue.handOver();
    queue.handOver();
    QCOMPARE(queue.inFlight(), 2U);
    QCOMPARE(queue.bytesInFlight(), 2);
    QCOMPARE(queue.next()->payload, "2"_ba);
    queue.takeBack();
    QCOMPARE(queue.next()->payload, "0"_ba);
    for (int i = 0; i < 3; ++i)
        queue.handOver();
    const auto& entries = queue.entries();
    QCOMPARE(entries.at(0).attempts, 2);
    QCOMPARE(entries.at(2).attempts, 1);
    QCOMPARE(entries.at(2).since, kStart + 2s);
    QVERIFY(!queue.next());
    QCOMPARE(queue.settle(), std::vector<qsizetype>({1, 1, 1}));
    QCOMPARE(queue.size(), 0U);
}

void OutgoingQueueTest::theThousandAndFirstIsNotTaken()
{
    OutgoingQueue queue;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(queue.add(message("x"), kStart) == Added::Queued);
    QVERIFY(queue.add(message("x", u"late"_s), kStart) == Added::Full);
    queue.handOver();
    queue.settle();
    QVERIFY(queue.add(message("x", u"late"_s), kStart) == Added::Queued); // its id was not marked
}

void OutgoingQueueTest::bytesAreBoundedToo()
{
    OutgoingQueue queue;
    const QByteArray half(OutgoingQueue::kMostBytes / 2, 'x');
    QVERIFY(queue.add(message(half), kStart) == Added::Queued);
    QVERIFY(queue.add(message(half), kStart) == Added::Queued);
    QVERIFY(queue.add(message("x"), kStart) == Added::Full);
    QCOMPARE(queue.expire(kStart + 300s), 2U);
    QVERIFY(queue.add(message(half + half), kStart) == Added::Queued);
    QCOMPARE(queue.clear(), 1U);
    QVERIFY(queue.add(message(half + half + 'x'), kStart) == Added::Full);
}

void OutgoingQueueTest::whatWaitedFiveMinutesIsGivenUp()
{
    OutgoingQueue queue;
    queue.add(message("old"), kStart);
    queue.add(message("young"), kStart + 1ns);
    QCOMPARE(queue.expire(kStart + 300s - 1ns), 0U);
    QCOMPARE(queue.expire(kStart + 300s), 1U);
    QCOMPARE(queue.next()->payload, "young"_ba);
}

void OutgoingQueueTest::whatIsInFlightIsNotGivenUp()
{
    OutgoingQueue queue;
    queue.add(message("flying"), kStart);
    queue.add(message("waiting"), kStart);
    queue.handOver();
    QCOMPARE(queue.expire(kStart + 1h), 1U);
    QCOMPARE(queue.settle().size(), 1U);
}

void OutgoingQueueTest::anIdIsSentOnce()
{
    OutgoingQueue queue;
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Queued);
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Duplicate); // waits
    queue.handOver();
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Duplicate); // in flight
    queue.takeBack();
    queue.handOver();
    queue.settle();
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Duplicate); // sent
    QVERIFY(queue.add(message("a", u"2"_s), kStart) == Added::Queued);
    QVERIFY(queue.add(message("a"), kStart) == Added::Queued);
    QVERIFY(queue.add(message("a"), kStart) == Added::Queued); // without an id each is its own
}

void OutgoingQueueTest::anIdThatWasGivenUpMayComeAgain()
{
    OutgoingQueue queue;
    queue.add(message("a", u"1"_s), kStart);
    QCOMPARE(queue.expire(kStart + 300s), 1U);
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Queued);
    queue.clear();
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Queued);
}

void OutgoingQueueTest::theNewestIdsAreRemembered()
{
    OutgoingQueue queue;
    const int count = static_cast<int>(OutgoingQueue::kMostIds) + 1;
    for (int i = 0; i < count; ++i) {
        QVERIFY(queue.add(message("a", QString::number(i)), kStart) == Added::Queued);
        queue.handOver();
        queue.settle();
    }
    QVERIFY(queue.add(message("a", u"1"_s), kStart) == Added::Duplicate);
    QVERIFY(queue.add(message("a", u"0"_s), kStart) == Added::Queued); // the oldest was forgotten
}

QTEST_GUILESS_MAIN(OutgoingQueueTest)
#include "outgoing_queue_test.moc"
