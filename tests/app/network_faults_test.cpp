// SPDX-License-Identifier: GPL-3.0-or-later
// What an endpoint says of a bad network, and that it counts exactly and comes back, in a network of the
// test's own.
#include "tests/app/own_network.h"
#include "tests/app/program_runner.h"
#include "tests/app/watched_endpoint.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Far beyond every deadline of an endpoint: reached only if something does not come at all. */
constexpr int kGenerous = 60'000;
constexpr std::uint64_t kGreeting = 50;

QString iptables(const QString& arguments)
{
    return runTool(QStringLiteral(WEIR_IPTABLES), arguments);
}

QString ip(const QString& arguments)
{
    return runTool(QStringLiteral(WEIR_IP), arguments);
}

QString portOf(const QByteArray& url)
{
    return QString::fromUtf8(url.mid(url.lastIndexOf(':') + 1));
}

} // namespace

#define DO(action) QCOMPARE(action, QString())

class NetworkFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = startServer(u"puppet_server.py"_s, {u"--greet"_s, QString::number(kGreeting)});
        m_url = m_server->readLine();
        QVERIFY(m_url.startsWith("ws://127.0.0.1:"));
    }

    void cleanup()
    {
        iptables(u"-F"_s);
        ip(u"link set lo up"_s);
        m_server.reset();
    }

    void aServerThatIsNoLongerHeardIsCutAndComesBack()
    {
        WatchedEndpoint watched(impatient(m_url));
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(iptables(u"-A INPUT -p tcp --sport %1 -j DROP"_s.arg(portOf(m_url))));
        QTRY_VERIFY_WITH_TIMEOUT(
            watched.said(u"No answer to two pings: the connection is dead. Next try in "_s), kGenerous);
        QCOMPARE(watched.status().lastClose->code, 1006);
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Could not connect within 1 s. Next try in "_s), kGenerous);
        DO(iptables(u"-F"_s));
        comesBack(watched, 2);
    }

    void aHostThatSwallowsConnectsIsSaidToTakeNone()
    {
        DO(iptables(u"-A INPUT -p tcp --dport %1 --syn -j DROP"_s.arg(portOf(m_url))));
        WatchedEndpoint watched(impatient(m_url));
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Could not connect within 1 s. Next try in "_s), kGenerous);
        QCOMPARE(watched.status().connects, 0U);
        DO(iptables(u"-F"_s));
        comesBack(watched, 1);
    }

    void aResetConnectionIsCutOff()
    {
        WatchedEndpoint watched(impatient(m_url));
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(iptables(u"-A INPUT -p tcp --dport %1 -j REJECT --reject-with tcp-reset"_s.arg(portOf(m_url))));
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Cut off without a close frame. Next try in "_s), kGenerous);
        QCOMPARE(watched.status().lastClose->code, 1006);
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Nothing listens on this port. Next try in "_s), kGenerous);
        DO(iptables(u"-F"_s));
        comesBack(watched, 2);
    }

    void aKilledSocketIsCutOff()
    {
        WatchedEndpoint watched(impatient(m_url));
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(runTool(QStringLiteral(WEIR_SS), u"-K dst 127.0.0.1 dport = %1"_s.arg(portOf(m_url))));
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Cut off without a close frame: "_s), kGenerous);
        comesBack(watched, 2);
    }

    void aThirdOfThePacketsLostDelaysButLosesNothing()
    {
        EndpointSettings patient = endpointFromUrl(QString::fromUtf8(m_url)).value();
        WatchedEndpoint watched(std::move(patient));
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(iptables(u"-A INPUT -p tcp --sport %1 -m statistic --mode random --probability 0.3 -j DROP"_s.arg(
            portOf(m_url))));
        m_server->writeLine("send 60 30");
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting + 60, kGenerous);
        QCOMPARE(watched.status().connects, 1U);
        QCOMPARE(watched.status().disconnects, 0U);
        QVERIFY(watched.addsUpInTheEnd());
    }

    void aSlowLineIsSlowAndLosesNothing()
    {
        WatchedEndpoint watched(endpointFromUrl(QString::fromUtf8(m_url)).value());
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(ip(u"link set lo mtu 1000"_s)); // a packet larger than the bucket would never pass
        DO(runTool(QStringLiteral(WEIR_TC),
                   u"qdisc add dev lo root tbf rate 8kbit burst 2k latency 2000ms"_s));
        m_server->writeLine("send 10 0 300");
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting + 10, kGenerous);
        DO(runTool(QStringLiteral(WEIR_TC), u"qdisc del dev lo root"_s));
        QCOMPARE(watched.status().disconnects, 0U);
        QVERIFY(watched.status().bytes > 10 * 300);
        QVERIFY(watched.addsUpInTheEnd());
    }

    void aLinkThatGoesDownCutsUntilItIsUpAgain()
    {
        WatchedEndpoint watched(impatient(m_url));
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), kGreeting, kGenerous);
        DO(ip(u"link set lo down"_s));
        QTRY_VERIFY_WITH_TIMEOUT(
            watched.said(u"No answer to two pings: the connection is dead. Next try in "_s), kGenerous);
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"Could not connect within 1 s. Next try in "_s), kGenerous);
        DO(ip(u"link set lo up"_s));
        comesBack(watched, 2);
    }

    void aHostWithoutARouteIsSaidToBeOutOfReach()
    {
        m_server = startServer(u"puppet_server.py"_s,
                               {u"--greet"_s, QString::number(kGreeting), u"--host"_s, u"0.0.0.0"_s});
        const QString port = portOf(m_server->readLine());
        DO(ip(u"route add unreachable 10.9.8.0/24"_s));
        WatchedEndpoint watched(impatient("ws://10.9.8.7:" + port.toUtf8()));
        QTRY_VERIFY_WITH_TIMEOUT(watched.said(u"The network does not reach this host. Next try in "_s),
                                 kGenerous);
        DO(ip(u"address add 10.9.8.7/32 dev lo"_s));
        comesBack(watched, 1);
    }

private:
    /** Connected `connects` times in all, and greeted each time. */
    void comesBack(WatchedEndpoint& watched, std::uint32_t connects)
    {
        QTRY_COMPARE_WITH_TIMEOUT(watched.messages(), connects * kGreeting, kGenerous);
        QCOMPARE(watched.status().connects, connects);
        QCOMPARE(watched.status().disconnects, connects - 1);
        QVERIFY(watched.state() == EndpointState::Open);
        QCOMPARE(watched.status().error, QString());
        if (connects > 1) {
            QVERIFY(watched.said(u"Reconnected after "_s));
            QVERIFY(watched.everythingSaid().filter(u"Messages in the gap are unknown"_s).size() == 1);
        }
        QVERIFY(watched.addsUpInTheEnd());
    }

    std::unique_ptr<Program> m_server;
    QByteArray m_url;
};

int main(int argc, char** argv)
{
    if (!enterOwnNetwork(argv))
        return 1;
    QCoreApplication application(argc, argv);
    NetworkFaultsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "network_faults_test.moc"
