// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"
#include "core/link/websocket_transport.h"
#include "core/net/qt_timer.h"
#include "core/watch/agent_watch.h"
#include "tests/core/agent/agent_rig.h"

#include <QWebSocketServer>

#include <algorithm>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/** A real agent, a real hub and what is between them. */
class AgentWatchTest : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    QtTimerFactory m_timers;
    WebSocketTransportFactory m_transports{m_clock};
    std::unique_ptr<ProductionMetrics> m_engine;
    std::unique_ptr<AgentWatch> m_watch;
    std::unique_ptr<EndpointHub> m_hub;
    std::vector<AgentNote> m_notes;

    EndpointId watch(const QUrl& url, const QByteArray& token = kGoodToken)
    {
        EndpointSettings settings = endpointFromUrl(url.toString()).value();
        settings.name = u"service"_s;
        settings.subprotocols = QStringList{u"weir.v1"_s};
        if (!token.isEmpty())
            settings = withBearerToken(std::move(settings), token).value();
        return m_hub->add(std::move(settings), ConnectLane::Person);
    }
    AgentView agent() const
    {
        const auto agents = m_watch->agents();
        return agents.empty() ? AgentView() : agents.front();
    }
    const AgentNote* noteOf(const QString& command)
    {
        for (AgentNote& note : m_watch->takeNotes())
            m_notes.push_back(std::move(note));
        const auto at = std::find_if(m_notes.begin(), m_notes.end(),
                                     [&](const AgentNote& note) { return note.command == command; });
        return at == m_notes.end() ? nullptr : &*at;
    }
    bool wasNoted(AgentNote::Kind kind)
    {
        noteOf({});
        return std::any_of(m_notes.begin(), m_notes.end(),
                           [&](const AgentNote& note) { return note.kind == kind; });
    }
    static ConfigChange rate(double share)
    {
        ConfigChange change;
        change.sampleRate = share;
        return change;
    }

private Q_SLOTS:
    void init()
    {
        m_notes.clear();
        m_engine = std::make_unique<ProductionMetrics>(MetricsConfig(), m_clock, unthreaded());
        m_engine->start();
        m_watch = std::make_unique<AgentWatch>(m_clock, 50ms);
        m_hub = std::make_unique<EndpointHub>(*m_engine, m_clock, m_timers, m_transports, 1, m_watch.get());
    }
    void cleanup()
    {
        m_hub.reset();
        m_watch.reset();
        m_engine.reset();
    }

    void anAgentIsRecognisedAndItsFiguresArrive()
    {
        AgentRig rig;
        QSignalSpy changed(m_watch.get(), &AgentWatch::changed);
        watch(rig.url);
        QTRY_VERIFY(agent().isConnected);
        QVERIFY(!changed.isEmpty());
        QVERIFY(agent().mayControl);
        rig.record(1000);
        rig.flush();
        rig.time.advance(50ms);
        QTRY_VERIFY(agent().snapshot);
        const auto snapshot = agent().snapshot;
        QVERIFY(snapshot->accounting.addsUp());
        QCOMPARE(snapshot->accounting.seen, std::uint64_t{1000});
        QCOMPARE(snapshot->of(MetricType::MessageReceived).exact.count, std::uint64_t{1000});
        QVERIFY(!snapshot->keys.empty());
    }

    void aChangeIsMadeKeptAndRefusedWithAReason()
    {
        AgentRig rig;
        const EndpointId id = watch(rig.url);
        QTRY_VERIFY(agent().isConnected);
        const QString first = m_watch->set(id, rate(0.5), 300s, agent().revision);
        QTRY_VERIFY(noteOf(first));
        QVERIFY(noteOf(first)->kind == AgentNote::Kind::Acknowledged);
        QCOMPARE(rig.engine.config().sampleRate, 0.5);
        QVERIFY(agent().expiresAt);
        const QString kept = m_watch->set(id, {});
        QTRY_VERIFY(noteOf(kept));
        QVERIFY(!agent().expiresAt);
        QVERIFY(wasNoted(AgentNote::Kind::SetByYou));
        const QString old = m_watch->set(id, rate(0.2), {}, 1);
        QTRY_VERIFY(noteOf(old));
        QVERIFY(noteOf(old)->kind == AgentNote::Kind::Refused);
        QCOMPARE(noteOf(old)->code, u"conflict"_s);
        QCOMPARE(rig.engine.config().sampleRate, 0.5);
        const QString wrong = m_watch->set(id, rate(7));
        QTRY_VERIFY(noteOf(wrong));
        QVERIFY(noteOf(wrong)->kind == AgentNote::Kind::Refused);
    }

    void whatSomeoneElseSetsIsTold()
    {
        AgentRig rig;
        watch(rig.url);
        QTRY_VERIFY(agent().isConnected);
        Dashboard other(rig.url, kGoodToken);
        QVERIFY(other.next<Hello>());
        other.say(rateOf(u"x"_s, 0.05));
        QTRY_VERIFY(wasNoted(AgentNote::Kind::SetByOther));
        QCOMPARE(agent().config.sampleRate, 0.05);
    }

    void withoutTheTokenItWatchesOnly()
    {
        AgentRig rig;
        const EndpointId id = watch(rig.url, {});
        QTRY_VERIFY(agent().isConnected);
        QVERIFY(!agent().mayControl);
        noteOf({});
        QSignalSpy changed(m_watch.get(), &AgentWatch::changed);
        const QString asked = m_watch->set(id, rate(0.5));
        QVERIFY(changed.isEmpty()); // or a listener would hear of an id that it was not given yet
        QTRY_VERIFY(!changed.isEmpty());
        QVERIFY(noteOf(asked));
        QVERIFY(noteOf(asked)->text.contains(u"token"_s));
        QCOMPARE(rig.engine.config().sampleRate, 0.1);
    }

    void aServerThatRepeatsTheNameIsNoAgent()
    {
        QWebSocketServer server(u"echo"_s, QWebSocketServer::NonSecureMode);
        server.setSupportedSubprotocols({u"weir.v1"_s});
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QWebSocketServer::newConnection, this, [&server] {
            QWebSocket* const socket = server.nextPendingConnection();
            socket->setParent(&server);
            socket->sendTextMessage(u"{\"op\":\"data\"}"_s);
            socket->sendTextMessage(u"garbage"_s);
        });
        const EndpointId id = watch(server.serverUrl(), {});
        QTRY_VERIFY(wasNoted(AgentNote::Kind::NotUnderstood));
        QVERIFY(m_watch->agents().empty());
        QTRY_COMPARE(m_hub->exactCounts().at(0).messages, std::uint64_t{2}); // counted as of any endpoint
        QVERIFY(noteOf(m_watch->set(id, rate(0.5))));
        m_hub->remove(id);
        QTRY_VERIFY(m_hub->statuses().empty());
    }

    void anAgentThatIsRestartedIsANewSessionAndIsOfferedItsSetting()
    {
        auto rig = std::make_unique<AgentRig>();
        const EndpointId id = watch(rig->url);
        QTRY_VERIFY(agent().isConnected);
        const QString first = agent().sessionId;
        const QString asked = m_watch->set(id, rate(0.5));
        QTRY_VERIFY(noteOf(asked));
        AgentOptions again = AgentRig::withToken();
        again.port = static_cast<quint16>(rig->url.port());
        rig.reset();
        QTRY_VERIFY(!agent().isConnected);
        rig = std::make_unique<AgentRig>(again);
        QTRY_VERIFY(agent().isConnected);
        QCOMPARE(agent().sessions, 2U);
        QVERIFY(agent().sessionId != first);
        QVERIFY(wasNoted(AgentNote::Kind::Restarted));
        QVERIFY(agent().offered);
        QCOMPARE(agent().offered->sampleRate, 0.5);
        QCOMPARE(agent().config.sampleRate, 0.1);
    }

    void anAgentThatGoesIsShownAsGone()
    {
        auto rig = std::make_unique<AgentRig>();
        const EndpointId id = watch(rig->url);
        QTRY_VERIFY(agent().isConnected);
        rig.reset();
        QTRY_VERIFY(!agent().isConnected);
        QVERIFY(wasNoted(AgentNote::Kind::Gone));
        m_hub->remove(id);
        QTRY_VERIFY(m_watch->agents().empty());
    }
};

QTEST_GUILESS_MAIN(AgentWatchTest)
#include "agent_watch_test.moc"
