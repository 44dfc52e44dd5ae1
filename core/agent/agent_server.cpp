// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_server.h"

#include "core/agent/agent_client.h"
#include "core/agent/agent_control.h"
#include "core/agent/agent_door.h"
#include "core/agent/data_windows.h"
#include "core/net/listening_socket.h"
#include "core/protocol/snapshot_json.h"
#include "core/protocol/wire.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMetaObject>
#include <QWebSocketServer>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

using Snapshot = std::shared_ptr<const EngineSnapshot>;

constexpr std::size_t kMostWaiting = 64; ///< snapshots, while this thread does not get to run
constexpr int kAuditLinesPerSecond = 50;

QString text(const QByteArray& utf8)
{
    return QString::fromUtf8(utf8);
}

/** From the flushing thread to the agent's. Shared with the engine's watcher. */
class Inbox
{
public:
    /** Whether the agent has to be told. */
    bool put(const Snapshot& snapshot)
    {
        const std::lock_guard lock(m_mutex);
        if (m_snapshots.size() == kMostWaiting) {
            m_snapshots.pop_front();
            ++m_missed;
        }
        m_snapshots.push_back(snapshot);
        return m_snapshots.size() == 1;
    }
    std::deque<Snapshot> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_snapshots, {});
    }
    std::uint64_t missed() const
    {
        const std::lock_guard lock(m_mutex);
        return m_missed;
    }

private:
    mutable std::mutex m_mutex;
    std::deque<Snapshot> m_snapshots;
    std::uint64_t m_missed = 0;
};

} // namespace

class AgentServer::Private
{
public:
    Private(AgentServer* owner, ProductionMetrics& metrics, AgentOptions given, const Clock& theClock,
            TimerFactory& timers)
        : q(owner)
        , engine(metrics)
        , options(std::move(given))
        , clock(theClock)
        , auditLines(kAuditLinesPerSecond, theClock)
        , server(u"weir"_s, options.tls ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode)
        , door(options, timers, [this] { return clients.size() + admitted.size() >= mostClients(); })
        , control(metrics, theClock, timers, [this](const Event& event) { tell(event); })
        , dataTimer(timers.makeTimer())
        , stopTimer(timers.makeTimer())
    {}

    std::size_t mostClients() const { return static_cast<std::size_t>(options.limits.clients); }
    void audit(const QString& line);
    void refuse(const QString& peer, const QString& reason);
    void letIn(QTcpSocket* socket, bool control);
    void welcome();
    void greet(AgentClient& client);
    void obey(AgentClient& client, const QByteArray& utf8);
    Result<Ack, Refusal> done(AgentClient& client, const Command& command);
    Result<Ack, Refusal> change(AgentClient& client, const Set& set);
    void tell(const Event& event);
    void takeSnapshots();
    void takeSnapshot(const Snapshot& snapshot);
    void tellWhatHappened(const EngineSnapshot& snapshot);
    void sendData(bool toAll);
    void scheduleData();
    void stopWatching();
    void sweep();
    void finish();

    struct Admitted
    {
        QPointer<QTcpSocket> socket;
        bool control;
    };

    AgentServer* const q;
    ProductionMetrics& engine;
    const AgentOptions options;
    const Clock& clock;
    Allowance auditLines;
    std::uint64_t auditLinesLeftOut = 0;
    QWebSocketServer server; ///< listens to nothing: it is handed connections that passed the door
    AgentDoor door;
    AgentControl control;
    std::unique_ptr<Timer> dataTimer;
    std::unique_ptr<Timer> stopTimer;
    std::vector<Admitted> admitted;    ///< that the server is answering
    std::vector<AgentClient*> clients; ///< deleted later, for they end in signals of their own
    const std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
    DataWindows windows;
    Snapshot newest;
    AgentTotals totals;
    std::optional<AgentStop> ending;
    bool listened = false;
    bool isWatching = false;
    bool ended = false;
};

AgentServer::AgentServer(ProductionMetrics& engine, AgentOptions options, const Clock& clock,
                         TimerFactory& timers)
{
    if (options.sessionId.isEmpty())
        options.sessionId = newSessionId();
    d = std::make_unique<Private>(this, engine, std::move(options), clock, timers);
    d->server.setSupportedSubprotocols({QString(kSubprotocol)});
    d->server.setMaxPendingConnections(d->options.limits.clients);
    connect(&d->server, &QWebSocketServer::newConnection, this, [this] { d->welcome(); });
    connect(&d->door, &AgentDoor::letIn, this,
            [this](QTcpSocket* socket, bool control) { d->letIn(socket, control); });
    connect(&d->door, &AgentDoor::refused, this,
            [this](const QString& peer, const QString& reason) { d->refuse(peer, reason); });
}

AgentServer::~AgentServer()
{
    d->stopWatching();
    for (AgentClient* client : d->clients)
        client->disconnect(this);
    qDeleteAll(d->clients);
}

Result<QUrl> AgentServer::listen()
{
    if (std::exchange(d->listened, true))
        return Error{"The agent was started before: make a new one."};
    if (const std::optional<Error> problem = problemOf(d->options))
        return *problem;
    Result<qintptr> descriptor = openListeningSocket(d->options.host, d->options.port);
    if (!descriptor)
        return descriptor.error();
    if (!d->door.setSocketDescriptor(descriptor.value()))
        return Error{"cannot listen: " + d->door.errorString().toStdString()};
    d->isWatching = true;
    d->engine.watch([this, inbox = d->inbox](const Snapshot& snapshot) {
        if (inbox->put(snapshot))
            QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    });
    QUrl url;
    url.setScheme(d->options.tls ? u"wss"_s : u"ws"_s);
    url.setHost(connectableHost(d->options.host));
    url.setPort(d->door.serverPort());
    return url;
}

void AgentServer::customEvent(QEvent*)
{
    d->takeSnapshots();
}

AgentTotals AgentServer::totals() const
{
    AgentTotals totals = d->totals;
    totals.missed = d->inbox->missed();
    for (const AgentClient* client : d->clients)
        totals.lost += client->lost();
    return totals;
}

void AgentServer::Private::audit(const QString& line)
{
    if (!options.audit)
        return;
    if (!auditLines.take()) {
        ++auditLinesLeftOut;
        return;
    }
    if (const std::uint64_t count = std::exchange(auditLinesLeftOut, 0))
        options.audit(u"%1 lines were left out"_s.arg(count).toStdString());
    options.audit(line.toStdString());
}

void AgentServer::Private::refuse(const QString& peer, const QString& reason)
{
    ++totals.refused;
    audit(u"refused %1: %2"_s.arg(peer, reason));
}

void AgentServer::Private::letIn(QTcpSocket* socket, bool mayControl)
{
    if (ending) {
        delete socket;
        return;
    }
    std::erase_if(admitted, [](const Admitted& other) { return !other.socket; });
    admitted.push_back({socket, mayControl});
    server.handleConnection(socket);
}

void AgentServer::Private::welcome()
{
    while (server.hasPendingConnections()) {
        QWebSocket* const socket = server.nextPendingConnection();
        const auto from = std::find_if(admitted.begin(), admitted.end(), [socket](const Admitted& other) {
            return other.socket && other.socket->peerPort() == socket->peerPort() &&
                   other.socket->peerAddress() == socket->peerAddress();
        });
        if (ending || from == admitted.end()) {
            socket->deleteLater();
            continue;
        }
        auto* const client =
            new AgentClient(socket, from->socket, ++totals.clients, from->control, options.limits, clock);
        admitted.erase(from);
        clients.push_back(client);
        QObject::connect(client, &AgentClient::left, q, [this] {
            QMetaObject::invokeMethod(
                q, [this] { sweep(); }, Qt::QueuedConnection);
        });
        QObject::connect(client, &AgentClient::commandCame, q,
                         [this, client](const QByteArray& utf8) { obey(*client, utf8); });
        QObject::connect(client, &AgentClient::tooManyCommands, q, [this, client] {
            audit(u"client %1 (%2) sends more than %3 commands a second: they are not read"_s
                      .arg(client->number)
                      .arg(client->peer)
                      .arg(options.limits.commandsPerSecond));
            client->answer(text(
                toJson(Refusal{refusal::kTooMany,
                               u"An agent takes %1 commands a second of a client: these were not read."_s.arg(
                                   options.limits.commandsPerSecond),
                               {}})));
        });
        greet(*client);
    }
}

void AgentServer::Private::greet(AgentClient& client)
{
    audit(u"client %1 (%2) came, %3"_s.arg(client.number)
              .arg(client.peer, client.control ? u"with the token"_s : u"to watch"_s));
    if (!client.isNative) {
        client.offer(text(ndjsonText(snapshotJson(*engine.snapshot()))));
        return;
    }
    const auto nanoseconds = [](auto time) {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
    };
    Hello hello;
    hello.version = kProtocolVersion;
    hello.engineVersion = options.version;
    hello.sessionId = options.sessionId;
    hello.monotonicNs = nanoseconds(clock.now());
    hello.wallNs = nanoseconds(clock.wallNow());
    hello.control = client.control;
    hello.client = client.number;
    hello.types = wireTypes();
    hello.setting = control.setting();
    client.answer(text(toJson(hello)));
}

void AgentServer::Private::obey(AgentClient& client, const QByteArray& utf8)
{
    ++totals.commands;
    const Result<Command, Refusal> command = parseCommand(utf8);
    const Result<Ack, Refusal> outcome =
        command ? done(client, command.value()) : Result<Ack, Refusal>(command.error());
    if (!outcome)
        audit(
            u"client %1 (%2) was refused: %3"_s.arg(client.number).arg(client.peer, outcome.error().message));
    client.answer(text(outcome ? toJson(outcome.value()) : toJson(outcome.error())));
}

Result<Ack, Refusal> AgentServer::Private::done(AgentClient& client, const Command& command)
{
    if (const auto* const set = std::get_if<Set>(&command))
        return change(client, *set);
    if (const auto* const subscription = std::get_if<Subscribe>(&command)) {
        client.subscribe(subscription->period, clock.now(), windows.begin());
        scheduleData();
        return control.acknowledge(subscription->id);
    }
    if (const auto* const get = std::get_if<Get>(&command))
        return control.acknowledge(get->id);
    return control.acknowledge(std::get<Ping>(command).id);
}

Result<Ack, Refusal> AgentServer::Private::change(AgentClient& client, const Set& set)
{
    if (!client.control)
        return Refusal{refusal::kNoControl,
                       options.token
                           ? u"This connection may watch only: connect with the agent's token to change "
                             "the sampling."_s
                           : u"This agent may be watched only: its service set no token."_s,
                       set.id};
    return control.set(set, client.number);
}

void AgentServer::Private::tell(const Event& event)
{
    if (event.setting)
        audit(event.client
                  ? u"client %1 set %2: revision %3"_s.arg(*event.client)
                        .arg(event.detail)
                        .arg(event.setting->revision)
                  : u"%1: %2: revision %3"_s.arg(event.kind, event.detail).arg(event.setting->revision));
    const QString message = text(toJson(event));
    for (AgentClient* client : clients) {
        if (client->isNative)
            client->offer(message);
    }
}

void AgentServer::Private::takeSnapshots()
{
    for (const Snapshot& snapshot : inbox->take())
        takeSnapshot(snapshot);
}

void AgentServer::Private::takeSnapshot(const Snapshot& snapshot)
{
    windows.add(snapshot);
    control.noticeOthers();
    tellWhatHappened(*snapshot);
    newest = snapshot;
    QString line;
    for (AgentClient* client : clients) {
        if (client->isNative)
            continue;
        if (line.isEmpty())
            line = text(ndjsonText(snapshotJson(*snapshot)));
        client->offer(line);
    }
}

void AgentServer::Private::tellWhatHappened(const EngineSnapshot& snapshot)
{
    if (!newest)
        return;
    const auto say = [&](QLatin1String kind, const QString& detail) {
        tell({snapshot.wallTime, snapshot.sequence, kind, detail, std::nullopt, std::nullopt});
    };
    if (const auto merged = snapshot.buffer.thinnings - newest->buffer.thinnings)
        say(event_kind::kThinning, u"the full ring merged samples %1 times"_s.arg(merged));
    if (snapshot.sampling.revision == newest->sampling.revision &&
        snapshot.sampling.inForce != newest->sampling.inForce)
        say(event_kind::kRateChange, u"%1 -> %2: %3"_s.arg(newest->sampling.inForce)
                                         .arg(snapshot.sampling.inForce)
                                         .arg(wireText(snapshot.sampling.why)));
}

void AgentServer::Private::sendData(bool toAll)
{
    const TimePoint now = clock.now();
    takeSnapshots();
    windows.setNow(clock.wallNow(), engine.counters());
    for (AgentClient* client : clients) {
        if (toAll ? client->due() != TimePoint::max() : client->isDue(now))
            client->sendData(windows, now);
    }
    scheduleData();
}

void AgentServer::Private::scheduleData()
{
    TimePoint next = TimePoint::max();
    for (const AgentClient* client : clients)
        next = std::min(next, client->due());
    if (next == TimePoint::max())
        dataTimer->stop();
    else
        dataTimer->start(next - clock.now(), [this] { sendData(false); });
}

void AgentServer::Private::stopWatching()
{
    if (std::exchange(isWatching, false))
        engine.watch({});
}

void AgentServer::Private::sweep()
{
    std::erase_if(clients, [this](AgentClient* client) {
        if (!client->hasLeft())
            return false;
        audit(u"client %1 (%2) left"_s.arg(client->number).arg(client->peer));
        totals.lost += client->lost();
        client->deleteLater();
        return true;
    });
    if (ending && clients.empty())
        finish();
    else if (!ending)
        scheduleData();
}

void AgentServer::stop(Duration deadline)
{
    if (d->ending)
        return;
    d->door.close();
    d->ending = AgentStop{};
    d->sendData(true);
    d->dataTimer->stop();
    d->stopWatching();
    d->tell({d->clock.wallNow(), d->windows.sequence(), event_kind::kStopping, u"the service stops"_s,
             std::nullopt, std::nullopt});
    for (AgentClient* client : d->clients) {
        ++d->ending->clients;
        d->ending->pending += client->queuedBytes();
    }
    for (AgentClient* client : d->clients)
        client->close(QWebSocketProtocol::CloseCodeGoingAway, u"the service stops"_s);
    d->stopTimer->start(deadline, [this] { d->finish(); });
    QMetaObject::invokeMethod(
        this, [this] { d->sweep(); }, Qt::QueuedConnection);
}

void AgentServer::Private::finish()
{
    if (std::exchange(ended, true))
        return;
    stopTimer->stop();
    for (AgentClient* client : clients) {
        ending->dropped += client->queuedBytes();
        client->disconnect(q);
        client->abort();
        client->deleteLater();
    }
    clients.clear();
    ending->dropped = std::min(ending->dropped, ending->pending); // the close itself was not among it
    ending->flushed = ending->pending - ending->dropped;
    Q_EMIT q->stopped(*ending);
}

} // namespace weir
