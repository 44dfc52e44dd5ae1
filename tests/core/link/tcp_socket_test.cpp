// SPDX-License-Identifier: Apache-2.0
#include "core/link/tcp_socket.h"

#include "tests/core/link/transport_attempt.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <limits>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;

namespace {

int option(const QTcpSocket& socket, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    const int result =
        ::getsockopt(static_cast<int>(socket.socketDescriptor()), level, name, &value, &length);
    return result == 0 ? value : -1;
}

/** Two ends of a connection on loopback. */
struct Pair
{
    Pair()
    {
        server.listen(QHostAddress::LocalHost);
        near.connectToHost(QHostAddress::LocalHost, server.serverPort());
        server.waitForNewConnection(-1);
        far = server.nextPendingConnection();
        near.waitForConnected(-1);
    }
    int descriptor() const { return static_cast<int>(near.socketDescriptor()); }

    QTcpServer server;
    QTcpSocket near;
    QTcpSocket* far = nullptr;
};

} // namespace

class TcpSocketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVanishedPeerIsNoticedByTheKernel()
    {
        Pair pair;
        detectDeadPeer(pair.descriptor(), 20s);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_USER_TIMEOUT), 20'000);
        QCOMPARE(option(pair.near, SOL_SOCKET, SO_KEEPALIVE), 1);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_KEEPIDLE), 10);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_KEEPINTVL), 5);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_KEEPCNT), 3);
    }

    void patienceIsBounded()
    {
        Pair pair;
        detectDeadPeer(pair.descriptor(), 1ms);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_USER_TIMEOUT), 1000);
        detectDeadPeer(pair.descriptor(), 10'000h);
        QCOMPARE(option(pair.near, IPPROTO_TCP, TCP_USER_TIMEOUT), std::numeric_limits<int>::max());
    }

    void theKernelCountsWhatArrived()
    {
        Pair pair;
        QCOMPARE(receivedBytes(pair.descriptor()).value(), 0U);
        pair.far->write(QByteArray(1234, 'x'));
        pair.far->flush();
        QTRY_COMPARE(receivedBytes(pair.descriptor()).value(), 1234U); // loopback
    }

    void noSocketHasNoBytes()
    {
        detectDeadPeer(-1, 20s);
        QVERIFY(!receivedBytes(-1));
        QVERIFY(!receivedBytes(0)); // not a socket
    }

    void anOpenTransportHasItsSocketWatched()
    {
        HostileServer server([](QTcpSocket& socket, const QByteArray& request) {
            socket.write(HostileServer::upgrade(request));
        });
        const TransportAttempt attempt(server,
                                       [](EndpointSettings& settings) { settings.pingInterval = 7s; });
        QTRY_COMPARE(attempt.log.opened, 1); // loopback
        for (int descriptor = 3; descriptor < 64; ++descriptor) {
            int value = 0;
            socklen_t length = sizeof value;
            if (::getsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &value, &length) == 0 &&
                value == 14'000)
                return;
        }
        QFAIL("no socket of this process waits two ping intervals");
    }
};

QTEST_GUILESS_MAIN(TcpSocketTest)
#include "tcp_socket_test.moc"
