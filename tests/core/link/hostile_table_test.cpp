// SPDX-License-Identifier: Apache-2.0
// Every server that does wrong, on the real network, beside a healthy one: prints what came of it.
#include "tests/core/link/hostile_cases.h"
#include "tests/core/link/hub_helpers.h"
#include "tests/core/link/link_thread.h"
#include "tests/support/memory_watch.h"

#include <QNetworkProxyFactory>
#include <QTimer>
#include <QtTest>

#include <malloc.h>

#include <cstdio>
#include <memory>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPatience = 120'000; ///< real sockets on a loaded machine under a sanitizer
constexpr double kMiB = 1024.0 * 1024.0;

const char* wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::StaysOpen:
        return "stays open";
    case Outcome::Retries:
        return "retries";
    case Outcome::NeedsYou:
        return "needs you";
    }
    return "";
}

bool isEnd(LinkEventKind kind)
{
    return kind == LinkEventKind::Closed || kind == LinkEventKind::Failed || kind == LinkEventKind::NeedsYou;
}

/** One column of the table, cut and filled to its width in characters. */
QByteArray cell(const QString& text, int width)
{
    const QString cut = text.size() > width ? text.left(width - 1) + u'…' : text;
    return cut.leftJustified(width).toUtf8() + ' ';
}

} // namespace

class HostileTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneHostileServer_data();
    void oneHostileServer();
    void cleanupTestCase();

private:
    std::optional<Outcome> outcomeOf(EndpointId id, const HostileCase& hostile);
    std::uint64_t countOfNeighbour() const { return statusOf(*m_link->hub, m_neighbour).messages; }
    void print(const HostileCase& hostile, Outcome outcome, const EndpointStatus& status,
               std::optional<std::int64_t> growth);

    std::vector<HostileCase> m_cases;
    SystemClock m_clock;
    ProductionMetrics m_engine{everything(), m_clock};
    std::unique_ptr<LinkThread> m_link;
    MemoryWatch m_memory;
    HostileServer m_healthy;
    QTimer m_beat; ///< of the healthy server
    std::uint64_t m_sent = 0;
    EndpointId m_neighbour;
    std::vector<LinkEvent> m_events;
    std::vector<QByteArray> m_table;
    std::int64_t m_largest = 0;
};

void HostileTableTest::initTestCase()
{
    // The system's proxy look-up runs on a thread of a library that ThreadSanitizer does not see into.
    QNetworkProxyFactory::setUseSystemConfiguration(false);
    for (auto* make :
         {frameCases, closeCases, paceCases, refusedHandshakeCases, oddHandshakeCases, tlsCases}) {
        for (HostileCase& each : make())
            m_cases.push_back(std::move(each));
    }
    ::mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024); // as the programs have it, so that memory is as theirs
    m_engine.start();
    m_link = std::make_unique<LinkThread>(m_engine);
    m_healthy.setAnswer(
        [](QTcpSocket& socket, const QByteArray& request) { socket.write(HostileServer::upgrade(request)); });
    connect(&m_beat, &QTimer::timeout, this, [this] {
        if (!m_healthy.socket() || m_healthy.request().isEmpty())
            return;
        m_healthy.socket()->write(HostileServer::text("beat"));
        ++m_sent;
    });
    EndpointSettings settings = settingsFor(m_healthy.url(), u"neighbour"_s);
    settings.pingInterval = 1h; // it answers none
    m_neighbour = m_link->hub->add(settings);
    m_beat.start(10ms);
    QTRY_VERIFY_WITH_TIMEOUT(countOfNeighbour() > 10, kPatience);
}

void HostileTableTest::oneHostileServer_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::newRow(m_cases[i].name.constData()) << i;
}

std::optional<Outcome> HostileTableTest::outcomeOf(EndpointId id, const HostileCase& hostile)
{
    for (LinkEvent& event : m_link->hub->takeEvents().events)
        m_events.push_back(std::move(event));
    for (const LinkEvent& event : m_events) {
        if (event.endpoint == id && isEnd(event.kind))
            return event.kind == LinkEventKind::NeedsYou ? Outcome::NeedsYou : Outcome::Retries;
    }
    const EndpointStatus status = statusOf(*m_link->hub, id);
    const bool isOpen = status.state == EndpointState::Open || status.state == EndpointState::Silent;
    if (hostile.outcome == Outcome::StaysOpen && isOpen && status.messages >= hostile.counted.value_or(0))
        return Outcome::StaysOpen;
    return std::nullopt;
}

void HostileTableTest::oneHostileServer()
{
    QFETCH(std::size_t, index);
    const HostileCase& hostile = m_cases[index];
    HostileServer server({}, hostile.tls);
    const auto serve = [&server, &hostile](QTcpSocket& socket, const QByteArray& request) {
        if (server.connections() == 1 && hostile.serve) // silent from then on, so that the first end stays
            hostile.serve(socket, request);
    };
    if (hostile.atOnce)
        server.setGreeting(serve);
    else
        server.setAnswer(serve);

    EndpointSettings settings = settingsFor(server.url(), QString::fromUtf8(hostile.name));
    if (!hostile.scheme.isEmpty())
        settings.url.setScheme(hostile.scheme);
    settings.verifyTls = !hostile.insists;
    settings.connectTimeout = hostile.connectTimeout;
    settings.pingInterval = hostile.pingInterval;
    const std::uint64_t before = countOfNeighbour();
    m_memory.begin();
    const EndpointId id = m_link->hub->add(settings);
    std::optional<Outcome> outcome;
    QTRY_VERIFY_WITH_TIMEOUT((outcome = outcomeOf(id, hostile)), kPatience);
    const auto growth = m_memory.growth();
    const EndpointStatus status = statusOf(*m_link->hub, id);
    m_link->hub->remove(id);
    print(hostile, *outcome, status, growth);

    const int code = status.lastClose ? status.lastClose->code : 0;
    const QString words = status.error + u". "_s + status.hint;
    QCOMPARE(wordOf(*outcome), wordOf(hostile.outcome));
    if (code != hostile.orCode)
        QCOMPARE(code, hostile.code);
    QVERIFY2(words.contains(QString::fromUtf8(hostile.words)), qPrintable(words));
    if (hostile.counted)
        QCOMPARE(status.messages, *hostile.counted);
    if (growth)
        QVERIFY2(*growth <= hostile.mostGrowth, qPrintable(QString::number(*growth)));
    QTRY_VERIFY_WITH_TIMEOUT(countOfNeighbour() > before + 1, kPatience);
}

void HostileTableTest::print(const HostileCase& hostile, Outcome outcome, const EndpointStatus& status,
                             std::optional<std::int64_t> growth)
{
    const QString grown = growth ? QString::number(static_cast<double>(*growth) / kMiB, 'f', 1) : u"–"_s;
    const QString code = status.lastClose ? QString::number(status.lastClose->code) : u"–"_s;
    const QString words = status.hint.isEmpty() ? status.error : status.error + u" | "_s + status.hint;
    m_largest = std::max(m_largest, growth.value_or(0));
    m_table.push_back(cell(QString::fromUtf8(hostile.name), 44) +
                      cell(QString::fromLatin1(wordOf(outcome)), 10) + cell(code, 5) +
                      cell(QString::number(status.messages), 7) + cell(grown, 7) + words.toUtf8());
}

void HostileTableTest::cleanupTestCase()
{
    std::printf("%s%s%s%s%s%s\n", cell(u"server"_s, 44).constData(), cell(u"outcome"_s, 10).constData(),
                cell(u"code"_s, 5).constData(), cell(u"counted"_s, 7).constData(),
                cell(u"MiB"_s, 7).constData(), "words | hint");
    for (const QByteArray& row : m_table)
        std::printf("%s\n", row.constData());
    std::printf("%zu cases; the message cap is %.0f MiB; most memory taken %.1f MiB%s\n", m_table.size(),
                static_cast<double>(EndpointSettings::kDefaultMaxMessage) / kMiB,
                static_cast<double>(m_largest) / kMiB,
                m_largest == 0 ? " (left out: not to be had, or under a sanitizer)" : "");
    std::fflush(stdout);

    m_beat.stop();
    QTRY_COMPARE_WITH_TIMEOUT(countOfNeighbour(), m_sent, kPatience);
    const EndpointStatus neighbour = statusOf(*m_link->hub, m_neighbour);
    QCOMPARE(neighbour.connects, 1U);
    QCOMPARE(neighbour.disconnects, 0U);
    m_link.reset();
    m_engine.stop();
    QVERIFY(m_engine.accounting().addsUp());
}

QTEST_GUILESS_MAIN(HostileTableTest)
#include "hostile_table_test.moc"
