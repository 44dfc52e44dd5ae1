// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_server.h"
#include "tests/support/manual_time.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <algorithm>
#include <deque>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace weir;
using namespace std::chrono_literals;

namespace {

/** A client that keeps what it needs to judge the feed. */
class Reader
{
public:
    explicit Reader(const QUrl& url)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, [this](const QString& text) {
            const QByteArray utf8 = text.toUtf8();
            bytes += static_cast<std::uint64_t>(utf8.size());
            const QJsonObject object = QJsonDocument::fromJson(utf8).object();
            inOrder = inOrder && object.value(QLatin1String("seq")).toInteger() == qint64(++messages);
            keys += object.value(QLatin1String("key")).toString();
        });
        QObject::connect(&socket, &QWebSocket::disconnected, [this] { over = true; });
        socket.open(url);
    }

    bool isOpen() const { return socket.state() == QAbstractSocket::ConnectedState; }

    QWebSocket socket;
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    bool inOrder = true;
    bool over = false;
    QStringList keys;
};

/** While it lives, this process may open `number` more files and sockets. */
class FewDescriptors
{
public:
    explicit FewDescriptors(int number)
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const int next = ::fcntl(0, F_DUPFD_CLOEXEC, 0);
        ::close(next);
        rlimit few = m_before;
        few.rlim_cur = static_cast<rlim_t>(next + number);
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

/** A client that upgrades and then reads only when told, and that answers no ping. */
class LazyReader
{
public:
    explicit LazyReader(const QUrl& url)
    {
        m_socket.setReadBufferSize(4096); // or Qt would read for us
        m_socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        m_socket.write("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    }

    bool readHeaders()
    {
        while (!m_upgraded && m_socket.canReadLine())
            m_upgraded = m_socket.readLine() == "\r\n";
        return m_upgraded;
    }

    void wakeUp() { m_socket.setReadBufferSize(0); }

    qint64 takeAll()
    {
        m_taken += m_socket.readAll().size();
        return m_taken;
    }

    bool isOver() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

private:
    QTcpSocket m_socket;
    qint64 m_taken = 0;
    bool m_upgraded = false;
};

} // namespace

class FeedServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_time = std::make_unique<test::ManualTime>(); }

    void everyClientOfACountReceivesAllOfItInOrder()
    {
        FeedOptions options;
        options.rate = 1e6;
        options.count = 5000;
        options.clients = 3;
        FeedServer feed(options, *m_time, *m_time);
        QSignalSpy finished(&feed, &FeedServer::finished);
        const QUrl url = feed.listen().value();
        std::deque<Reader> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back(url);

        // Real sockets: the event loop carries what the schedule released.
        QTRY_VERIFY_WITH_TIMEOUT((advance(1ms), finished.count() == 1), 30'000);
        std::uint64_t bytes = 0;
        for (const Reader& reader : readers) {
            QTRY_VERIFY(reader.over); // its close may still be on the way
            QCOMPARE(reader.messages, std::uint64_t(5000));
            QVERIFY(reader.inOrder);
            QCOMPARE(reader.socket.closeCode(), QWebSocketProtocol::CloseCodeNormal);
            QCOMPARE(reader.socket.closeReason(), QStringLiteral("done"));
            bytes += reader.bytes;
        }
        QCOMPARE(feed.totals().clients, std::uint64_t(3));
        QCOMPARE(feed.totals().messages, std::uint64_t(15'000));
        QCOMPARE(feed.totals().bytes, bytes);
    }

    void aClientThatNoDescriptorIsLeftForIsServedWhenThereIsOne()
    {
        FeedServer feed(FeedOptions(), *m_time, *m_time);
        QSignalSpy refused(&feed, &FeedServer::clientRefused);
        const QUrl url = feed.listen().value();
        std::deque<Reader> readers;
        for (int i = 0; i < 6; ++i)
            readers.emplace_back(url); // the kernel takes them; the feed will when the event loop runs
        const auto served = [&readers] {
            return std::count_if(readers.begin(), readers.end(),
                                 [](const Reader& reader) { return reader.messages > 0; });
        };
        {
            const FewDescriptors few(3);
            QTRY_COMPARE(refused.count(), 1); // loopback
            QVERIFY(refused[0][0].toString().startsWith(QLatin1String("no file descriptor is left")));
            QTRY_COMPARE((advance(20ms), served()), 3);
            advance(3s);
            QCoreApplication::processEvents();
            QCOMPARE(refused.count(), 1);
        }
        QTRY_COMPARE((advance(20ms), served()), 6);
        QCOMPARE(feed.totals().clients, std::uint64_t(6));
    }

    void aClientThatLeavesEarlyCountsAsLeft()
    {
        FeedOptions options;
        options.count = 1000;
        FeedServer feed(options, *m_time, *m_time);
        QSignalSpy finished(&feed, &FeedServer::finished);
        Reader reader(feed.listen().value());
        QTRY_VERIFY((advance(10ms), reader.messages > 0)); // connecting is the kernel's
        reader.socket.abort();
        QTRY_COMPARE(finished.count(), 1); // so is noticing the end
        QVERIFY(feed.totals().messages < 1000);
    }

    void clientsOfEqualSeedsSeeEqualKeys()
    {
        const auto keysOfSecondClient = [this](std::uint64_t seed) {
            FeedOptions options;
            options.seed = seed;
            FeedServer feed(options, *m_time, *m_time);
            const QUrl url = feed.listen().value();
            Reader first(url);
            const bool accepted = QTest::qWaitFor([&] { return advance(10ms), first.messages > 0; });
            Reader second(url);
            const bool served = QTest::qWaitFor([&] { return advance(10ms), second.messages >= 50; });
            return accepted && served ? second.keys.first(50) : QStringList();
        };
        const QStringList keys = keysOfSecondClient(7);
        QCOMPARE(keys.size(), 50);
        QCOMPARE(keysOfSecondClient(7), keys);
        QVERIFY(keysOfSecondClient(8) != keys);
    }

    void moreClientsThanQtKeepsPendingAreAllServed()
    {
        constexpr std::size_t kClients = 60;
        FeedServer feed(FeedOptions{}, *m_time, *m_time);
        const QUrl url = feed.listen().value();
        std::deque<Reader> readers;
        for (std::size_t i = 0; i < kClients; ++i)
            readers.emplace_back(url);
        const auto allServed = [&] {
            return std::all_of(readers.begin(), readers.end(),
                               [](const Reader& reader) { return reader.messages > 0; });
        };
        QTRY_VERIFY_WITH_TIMEOUT((advance(10ms), allServed()), 20'000); // sixty handshakes
        QCOMPARE(feed.totals().clients, std::uint64_t(kClients));
    }

    void stoppingSaysGoingAwayToEveryone()
    {
        FeedServer feed(FeedOptions{}, *m_time, *m_time);
        QSignalSpy finished(&feed, &FeedServer::finished);
        const QUrl url = feed.listen().value();
        Reader one(url);
        Reader two(url);
        QTRY_VERIFY((advance(10ms), one.messages > 0 && two.messages > 0)); // connecting is the kernel's
        feed.stop();
        feed.stop();
        for (const Reader* reader : {&one, &two}) {
            QTRY_VERIFY(reader->over); // the close has to arrive
            QCOMPARE(reader->socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
            QCOMPARE(reader->socket.closeReason(), QStringLiteral("Going away"));
        }
        QTRY_COMPARE(finished.count(), 1); // queued
        QCOMPARE(m_time->activeTimers(), 0);
        QCOMPARE(one.messages + two.messages, feed.totals().messages);
    }

    void aFeedEndsAfterItsDuration()
    {
        FeedOptions options;
        options.duration = 90s;
        FeedServer feed(options, *m_time, *m_time);
        QSignalSpy finished(&feed, &FeedServer::finished);
        QVERIFY(feed.listen().ok());
        m_time->advance(89s);
        QCoreApplication::processEvents();
        QCOMPARE(finished.count(), 0);
        m_time->advance(1s);
        QTRY_COMPARE(finished.count(), 1); // queued
    }

    void aFlakyFeedDropsWithoutAClose()
    {
        FeedOptions options;
        options.pattern = FeedPattern::Flaky;
        FeedServer feed(options, *m_time, *m_time);
        Reader reader(feed.listen().value());
        QTRY_VERIFY((advance(10ms), reader.messages > 0)); // connecting is the kernel's
        m_time->advance(25s);
        QTRY_VERIFY(reader.over); // the end has to arrive
        QCOMPARE(reader.socket.error(), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(reader.socket.closeReason(), QString());
    }

    void aClientThatDoesNotReadIsNotBufferedForWithoutBound()
    {
        FeedOptions options;
        options.rate = 1e5;
        options.size = 1024;
        FeedServer feed(options, *m_time, *m_time);
        LazyReader reader(feed.listen().value());
        QTRY_VERIFY(reader.readHeaders()); // connecting is the kernel's
        std::uint64_t before = 0;
        // Until nothing moves any more for ten turns: the kernel's buffers are full, then ours.
        for (int still = 0; still < 10;) {
            advance(100ms);
            QCoreApplication::processEvents();
            still = feed.totals().bytes == before ? still + 1 : 0;
            before = feed.totals().bytes;
        }
        m_time->advance(60s); // 6 GB fall due
        QCoreApplication::processEvents();
        QVERIFY2(feed.totals().bytes < 32 * 1024 * 1024, qPrintable(QString::number(feed.totals().bytes)));

        feed.stop();
        QSignalSpy finished(&feed, &FeedServer::finished);
        m_time->advance(1s);
        QTRY_COMPARE(finished.count(), 1); // it would not take its close and was dropped
    }

    void aClientThatReadsLateStillGetsAllOfACount()
    {
        constexpr int kCount = 30'000; // 30 MB: more than the kernel and the feed keep
        FeedOptions options;
        options.rate = 1e6;
        options.size = 1024;
        options.count = kCount;
        FeedServer feed(options, *m_time, *m_time);
        LazyReader reader(feed.listen().value());
        QTRY_VERIFY(reader.readHeaders()); // connecting is the kernel's
        for (int i = 0; i < 100; ++i) {
            advance(1s);
            QCoreApplication::processEvents();
        }
        QVERIFY(feed.totals().messages < kCount);
        reader.wakeUp();
        QTRY_VERIFY_WITH_TIMEOUT((advance(100ms), reader.takeAll(), reader.isOver()), 60'000); // 30 MB
        // Header and text of each, a ping of 8 bytes, a close of a code and "done".
        QCOMPARE(reader.takeAll(), qint64(kCount) * (4 + 1024) + (2 + 8) + (2 + 2 + 4));
        QCOMPARE(feed.totals().messages, std::uint64_t(kCount));
    }

    void whatAClientSendsIsLimitedAndNotAnswered()
    {
        FeedOptions options;
        options.rate = 1e-3;
        FeedServer feed(options, *m_time, *m_time);
        Reader reader(feed.listen().value());
        QTRY_VERIFY(reader.isOpen()); // connecting is the kernel's
        reader.socket.sendTextMessage(QStringLiteral("hello"));
        reader.socket.sendBinaryMessage(QByteArray(100 * 1024, 'x'));
        QTRY_VERIFY(reader.over); // the refusal has to arrive
        QCOMPARE(reader.messages, std::uint64_t(0));
    }

    void aPortInUseIsNamedWithTheWayOut()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        FeedOptions options;
        options.port = other.serverPort();
        FeedServer feed(options, *m_time, *m_time);
        const Result<QUrl> result = feed.listen();
        QVERIFY(!result.ok());
        QCOMPARE(result.error().message, "port " + std::to_string(other.serverPort()) +
                                             " of 127.0.0.1 is in use: choose another port, or 0 for "
                                             "any free one");
    }

    void anAddressOfAnotherMachineIsNamed()
    {
        FeedOptions options;
        options.host = QHostAddress(QStringLiteral("192.0.2.1")); // reserved for documentation
        FeedServer feed(options, *m_time, *m_time);
        const Result<QUrl> result = feed.listen();
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.starts_with("192.0.2.1 is not an address of this machine"));
    }

    void optionsOutOfRangeAreRefused()
    {
        FeedOptions options;
        options.rate = 0;
        FeedServer feed(options, *m_time, *m_time);
        const Result<QUrl> result = feed.listen();
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.starts_with("--rate"));
    }

    void aFeedThatListensEverywhereNamesAnAddressToConnectTo()
    {
        FeedOptions options;
        options.host = QHostAddress::Any;
        FeedServer feed(options, *m_time, *m_time);
        QCOMPARE(feed.listen().value().host(), QStringLiteral("127.0.0.1"));
    }

private:
    void advance(Duration step) { m_time->advance(step); }

    std::unique_ptr<test::ManualTime> m_time;
};

QTEST_GUILESS_MAIN(FeedServerTest)
#include "feed_server_test.moc"
