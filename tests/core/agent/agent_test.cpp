// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent.h"
#include "core/net/qt_timer.h"
#include "tests/core/agent/agent_rig.h"
#include "tests/core/link/test_certificates.h"

#include <QSslCertificate>
#include <QSslKey>

#include <atomic>
#include <thread>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** Threads that record until it ends. */
class Recorders
{
public:
    explicit Recorders(ProductionMetrics& engine)
    {
        for (int i = 0; i < 2; ++i) {
            m_threads.emplace_back([this, &engine] {
                while (!m_end) {
                    engine.record(MetricType::MessageReceived, 100, "key");
                    engine.count(MetricType::RetryAttempt);
                }
            });
        }
    }
    ~Recorders()
    {
        m_end = true;
        for (std::thread& thread : m_threads)
            thread.join();
    }

private:
    std::atomic<bool> m_end{false};
    std::vector<std::thread> m_threads;
};

} // namespace

/** The agent on its own thread, beside threads that record: for ThreadSanitizer above all. */
class AgentTest : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    QtTimerFactory m_timers;

    static MetricsConfig quickly()
    {
        MetricsConfig config = fixedAt(0.1);
        config.flushInterval = 50ms;
        return config;
    }

private Q_SLOTS:
    void dashboardsWatchAndControlWhileThreadsRecord()
    {
        ProductionMetrics engine(quickly(), m_clock);
        Agent agent(engine, AgentRig::withToken(), m_clock, m_timers);
        engine.start();
        const auto url = agent.start();
        QVERIFY2(url.ok(), url.ok() ? "" : url.error().message.c_str());
        QVERIFY(!agent.start().ok());
        Dashboard watcher(url.value());
        Dashboard controller(url.value(), kGoodToken);
        QVERIFY(watcher.next<Hello>() && controller.next<Hello>());
        watcher.say(Subscribe{u"s"_s, 50ms});
        QVERIFY(watcher.next<Ack>());
        std::uint64_t before = 0;
        {
            const Recorders recorders(engine);
            for (int i = 0; i < 10; ++i) {
                controller.say(rateOf(u"r"_s, i % 2 ? 0.5 : 0.01));
                QVERIFY(controller.next<Ack>());
                const auto data = watcher.next<Data>();
                QVERIFY(data);
                const std::uint64_t now = data->now[indexOf(MetricType::MessageReceived)].count;
                QVERIFY(now >= before);
                before = now;
                QVERIFY(engine.configure(fixedAt(0.2)).ok()); // the service has a say too
                QVERIFY(engine.configure(quickly()).ok());
            }
        }
        engine.stop();
        const AgentStop how = agent.stop(5s);
        QCOMPARE(how.clients, 2);
        QCOMPARE(how.flushed + how.dropped, how.pending);
        std::optional<Data> last;
        QTRY_VERIFY(watcher.isOver);
        while (auto data = watcher.take<Data>())
            last = data;
        QVERIFY(last && last->final);
        QCOMPARE(last->now[indexOf(MetricType::MessageReceived)].count,
                 engine.counters()[indexOf(MetricType::MessageReceived)].count);
        QCOMPARE(agent.stop(1s).clients, 0); // it is over
    }

    void itStopsWhileTheEngineFlushes()
    {
        ProductionMetrics engine(quickly(), m_clock);
        engine.start();
        const Recorders recorders(engine);
        for (int i = 0; i < 5; ++i) {
            Agent agent(engine, {}, m_clock, m_timers);
            const auto url = agent.start();
            QVERIFY(url.ok());
            Dashboard reader(url.value(), {}, false);
            QTRY_VERIFY(reader.texts.size() > 1);
        }
    }

    void aPortInUseIsSaid()
    {
        ProductionMetrics engine(quickly(), m_clock);
        Agent first(engine, {}, m_clock, m_timers);
        AgentOptions options;
        options.port = static_cast<quint16>(first.start().value().port());
        Agent second(engine, options, m_clock, m_timers);
        const auto refused = second.start();
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.find("is in use") != std::string::npos,
                 refused.error().message.c_str());
        engine.start();
        Dashboard reader(QUrl(u"ws://127.0.0.1:%1"_s.arg(options.port)), {}, false);
        QTRY_VERIFY(reader.texts.size() > 1); // the first still hears of the engine
    }

    void offLoopbackItSpeaksTls()
    {
        const TestCertificate certificate = goodCertificate();
        AgentOptions options = AgentRig::withToken();
        options.host = QHostAddress::AnyIPv4;
        options.tls = QSslConfiguration::defaultConfiguration();
        options.tls->setLocalCertificate(QSslCertificate(certificate.certificate));
        options.tls->setPrivateKey(QSslKey(certificate.key, QSsl::Ec));
        ProductionMetrics engine(quickly(), m_clock);
        Agent agent(engine, options, m_clock, m_timers);
        engine.start();
        const auto url = agent.start();
        QVERIFY2(url.ok(), url.ok() ? "" : url.error().message.c_str());
        QCOMPARE(url.value().scheme(), u"wss"_s);
        const auto open = [&](Dashboard& dashboard) { dashboard.socket.ignoreSslErrors(); };
        Dashboard controller(url.value(), kGoodToken);
        open(controller);
        const auto hello = controller.next<Hello>();
        QVERIFY(hello && hello->control);
        controller.say(Subscribe{u"s"_s, 50ms});
        QVERIFY(controller.next<Data>());
        Dashboard stranger(url.value());
        open(stranger);
        QTRY_VERIFY(stranger.isOver || stranger.socket.state() == QAbstractSocket::UnconnectedState);
        QVERIFY(stranger.texts.isEmpty());
    }
};

QTEST_GUILESS_MAIN(AgentTest)
#include "agent_test.moc"
