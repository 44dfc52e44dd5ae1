// SPDX-License-Identifier: GPL-3.0-or-later
// A server that is killed, frozen or restarted in mid-stream: what is said, when the next try comes, and that
// nothing received is uncounted.
#include "tests/app/program_runner.h"
#include "tests/app/watched_endpoint.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Far beyond every deadline of an endpoint: reached only if something does not come at all. */
constexpr int kGenerous = 60'000;

/** A server that logs each message it sent, and sends for as long as it lives. */
struct StreamingServer
{
    explicit StreamingServer(const QString& port = u"0"_s)
        : program(startServer(u"puppet_server.py"_s, {u"--log"_s, u"--port"_s, port}))
        , url(program->readLine())
    {}

    QString port() const { return QString::fromUtf8(url.mid(url.lastIndexOf(':') + 1)); }
    void stream() { program->writeLine("send 1000000 200"); }
    /** Kills it, as a crash does: how many messages the kernel took of it. */
    std::uint64_t kill()
    {
        program->signal(SIGKILL);
        return lastOf(program->finish());
    }
    static std::uint64_t lastOf(const ProgramResult& result)
    {
        // The last line may be torn.
        const QList<QByteArray> lines = result.out.left(result.out.lastIndexOf('\n')).split('\n');
        return QJsonDocument::fromJson(lines.last())[u"messages"_s].toInteger();
    }

    std::unique_ptr<Program> program;
    QByteArray url;
};

} // namespace

class ServerLossTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerKilledInMidStreamIsAGapAndComesBack()
    {
        StreamingServer first;
        WatchedEndpoint watched(impatient(first.url));
        QTRY_VERIFY_WITH_TIMEOUT(watched.state() == EndpointState::Silent, kGenerous);
        first.stream();
        QTRY_VERIFY_WITH_TIMEOUT(watched.messages() > 100, kGenerous);
        const std::uint64_t written = first.kill();
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Cut off without a close frame. Next try in "_s), kGenerous);
        const EndpointStatus lost = watched.status();
        QCOMPARE(lost.lastClose->code, 1006);
        QCOMPARE(lost.disconnects, 1U);
        QVERIFY(lost.state == EndpointState::Connecting || lost.retryAt.has_value());
        // All that the kernel took arrived; killed between sending and logging, the server sent one more.
        QVERIFY2(lost.messages == written || lost.messages == written + 1,
                 qPrintable(u"%1 written, %2 received"_s.arg(written).arg(lost.messages)));
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Nothing listens on this port. Next try in "_s), kGenerous);
        QVERIFY(watched.messages() == lost.messages);

        StreamingServer second(first.port());
        QCOMPARE(second.url, first.url);
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Reconnected after "_s), kGenerous);
        QCOMPARE(watched.everythingSaid().filter(u"Messages in the gap are unknown"_s).size(), 1);
        second.program->writeLine("send 300");
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), lost.messages + 300, kGenerous);
        QCOMPARE(watched.status().connects, 2U);
        QCOMPARE(watched.status().error, QString());
        QVERIFY(watched.addsUpInTheEnd());
    }

    void whatIsQueuedWhileTheServerIsGoneReachesTheNextInOrder()
    {
        StreamingServer first;
        WatchedEndpoint watched(impatient(first.url));
        QTRY_VERIFY_WITH_TIMEOUT(watched.state() == EndpointState::Silent, kGenerous);
        first.kill();
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Cut off without a close frame. Next try in "_s), kGenerous);
        constexpr int kMessages = 20;
        for (int i = 0; i < kMessages; ++i)
            watched.session().hub().send(watched.id(), {QByteArray::number(i), true, {}});
        const auto second =
            startServer(u"puppet_server.py"_s, {u"--log-received"_s, u"--port"_s, first.port()});
        QCOMPARE(second->readLine(), first.url);
        for (int i = 0; i < kMessages; ++i) {
            const QJsonDocument line = QJsonDocument::fromJson(second->readLine());
            QCOMPARE(line[u"received"_s].toString(), QString::number(i));
        }
        QVERIFY(watched.addsUpInTheEnd());
    }

    void aServerFrozenForAMomentLosesNothing()
    {
        StreamingServer server;
        EndpointSettings patient = endpointFromUrl(QString::fromUtf8(server.url)).value();
        WatchedEndpoint watched(std::move(patient));
        QTRY_VERIFY_WITH_TIMEOUT(watched.state() == EndpointState::Silent, kGenerous);
        server.stream();
        QTRY_VERIFY_WITH_TIMEOUT(watched.messages() > 50, kGenerous);
        server.program->signal(SIGSTOP);
        std::uint64_t atRest = watched.messages();
        const auto rests = [&] { return std::exchange(atRest, watched.messages()) == watched.messages(); };
        QTRY_VERIFY_WITH_TIMEOUT(rests(), kGenerous);
        QVERIFY(watched.state() == EndpointState::Open);
        server.program->signal(SIGCONT);
        QTRY_VERIFY_WITH_TIMEOUT(watched.messages() > atRest + 50, kGenerous);
        QCOMPARE(watched.status().connects, 1U);
        QCOMPARE(watched.status().disconnects, 0U);
        const std::uint64_t written = server.kill();
        QTRY_VERIFY_WITH_TIMEOUT(watched.status().disconnects == 1, kGenerous);
        const std::uint64_t received = watched.messages();
        QVERIFY(received == written || received == written + 1);
        QVERIFY(watched.addsUpInTheEnd());
    }

    void aServerFrozenForLongIsCutAndComesBackWhenItGoesOn()
    {
        StreamingServer server;
        WatchedEndpoint watched(impatient(server.url));
        QTRY_VERIFY_WITH_TIMEOUT(watched.state() == EndpointState::Silent, kGenerous);
        server.program->writeLine("send 100");
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), 100U, kGenerous);
        server.program->signal(SIGSTOP);
        QTRY_VERIFY_WITH_TIMEOUT(
            watched.said(u"No answer to two pings: the connection is dead. Next try in "_s), kGenerous);
        QCOMPARE(watched.status().lastClose->code, 1006);
        // The kernel still takes connects for a frozen server: only the handshake's answer is missing.
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"No answer to the handshake within 1 s. Next try in "_s),
                                 kGenerous);
        server.program->signal(SIGCONT);
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Reconnected after "_s), kGenerous);
        server.program->writeLine("send 10");
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), 110U, kGenerous);
        QVERIFY(watched.addsUpInTheEnd());
    }
};

QTEST_GUILESS_MAIN(ServerLossTest)
#include "server_loss_test.moc"
