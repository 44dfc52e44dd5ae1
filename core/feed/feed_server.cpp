// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_server.h"

#include "core/feed/feed_client.h"
#include "core/net/listening_socket.h"

#include <QMetaObject>
#include <QWebSocketServer>

#include <algorithm>
#include <utility>
#include <vector>

namespace weir {
namespace {

using namespace std::chrono_literals;

/** Fast clients are served this often: rare enough to be cheap, often enough to look smooth. */
constexpr Duration kTick = 5ms;
constexpr Duration kCloseGrace = 1s;
constexpr Duration kAcceptAgainAfter = 1s;
constexpr int kMostPending = 1000;
constexpr double kZipfExponent = 1.1;

/** Far apart for neighbouring clients, and equal for equal seeds. */
std::uint64_t seedOfClient(std::uint64_t seed, std::uint64_t index)
{
    return SplitMix64(SplitMix64(seed)() + index)();
}

} // namespace

class FeedServer::Private
{
public:
    Private(FeedServer* owner, FeedOptions given, const Clock& theClock, TimerFactory& timers)
        : q(owner)
        , options(std::move(given))
        , clock(theClock)
        , server(QStringLiteral("weir-feed"), QWebSocketServer::NonSecureMode)
        , tickTimer(timers.makeTimer())
        , endTimer(timers.makeTimer())
        , acceptTimer(timers.makeTimer())
    {}

    void acceptPending();
    void pauseAccepting();
    void acceptAgain();
    void tick();
    void scheduleTick();
    void onLeft();
    void sweep();
    void end();
    void announceEnd();

    FeedServer* const q;
    const FeedOptions options;
    const Clock& clock;
    QWebSocketServer server;
    std::unique_ptr<Timer> tickTimer;
    std::unique_ptr<Timer> endTimer; ///< `duration`, then the grace of closing
    std::unique_ptr<Timer> acceptTimer;
    std::shared_ptr<const ZipfTable> keys;
    std::vector<FeedClient*> clients; ///< owned here; deleted later, for they end in signals of their own
    FeedTotals gone;                  ///< of clients that left
    std::uint64_t accepted = 0;
    bool listened = false;
    bool isFull = false; ///< and said so, since a client last left
    bool inTick = false;
    bool ending = false;
    bool announced = false;
};

FeedServer::FeedServer(FeedOptions options, const Clock& clock, TimerFactory& timers)
    : d(std::make_unique<Private>(this, std::move(options), clock, timers))
{
    d->server.setMaxPendingConnections(kMostPending);
    connect(&d->server, &QWebSocketServer::newConnection, this, [this] { d->acceptPending(); });
    connect(&d->server, &QWebSocketServer::acceptError, this, [this] { d->pauseAccepting(); });
}

FeedServer::~FeedServer()
{
    for (FeedClient* client : d->clients)
        client->disconnect(this);
    qDeleteAll(d->clients);
}

Result<QUrl> FeedServer::listen()
{
    if (std::exchange(d->listened, true))
        return Error{"the feed was started before: make a new one"};
    const std::vector<std::string> problems = problemsOf(d->options);
    if (!problems.empty())
        return Error{problems.front()};
    Result<qintptr> descriptor = openListeningSocket(d->options.host, d->options.port);
    if (!descriptor)
        return descriptor.error();
    if (!d->server.setSocketDescriptor(descriptor.value()))
        return Error{"cannot listen: " + d->server.errorString().toStdString()};

    d->keys = std::make_shared<const ZipfTable>(d->options.keys, kZipfExponent);
    if (d->options.duration)
        d->endTimer->start(*d->options.duration, [this] { d->end(); });

    QUrl url;
    url.setScheme(QStringLiteral("ws"));
    url.setHost(connectableHost(d->options.host));
    url.setPort(d->server.serverPort());
    return url;
}

void FeedServer::stop()
{
    if (d->listened)
        d->end();
}

FeedTotals FeedServer::totals() const
{
    FeedTotals totals = d->gone;
    totals.clients = d->accepted;
    for (const FeedClient* client : d->clients) {
        totals.messages += client->messages();
        totals.bytes += client->bytes();
    }
    return totals;
}

void FeedServer::Private::acceptPending()
{
    while (server.hasPendingConnections()) {
        QWebSocket* const socket = server.nextPendingConnection();
        if (ending) {
            socket->deleteLater();
            continue;
        }
        auto* const client =
            new FeedClient(socket, options, keys, seedOfClient(options.seed, accepted++), clock.now());
        clients.push_back(client);
        QObject::connect(client, &FeedClient::ready, q, [this] { scheduleTick(); });
        QObject::connect(client, &FeedClient::left, q, [this] { onLeft(); });
        if (socket->state() == QAbstractSocket::UnconnectedState)
            client->abort(); // gone before it was taken: its signal has passed
    }
    if (!hasSpareDescriptor())
        pauseAccepting();
    scheduleTick();
}

/**
 * Without a descriptor Qt's server stops accepting for good, or, if ever before it had looked for a client in
 * vain, asks for one again at once and for ever.
 */
void FeedServer::Private::pauseAccepting()
{
    if (ending)
        return;
    server.pauseAccepting();
    acceptTimer->start(kAcceptAgainAfter, [this] { acceptAgain(); });
    if (std::exchange(isFull, true))
        return;
    Q_EMIT q->clientRefused(hasSpareDescriptor()
                                ? QStringLiteral("cannot take another client: ") + server.errorString()
                                : QStringLiteral("no file descriptor is left for another client: raise the "
                                                 "limit of open files (ulimit -n)"));
}

void FeedServer::Private::acceptAgain()
{
    if (hasSpareDescriptor())
        server.resumeAccepting();
    else
        acceptTimer->start(kAcceptAgainAfter, [this] { acceptAgain(); });
}

void FeedServer::Private::tick()
{
    inTick = true;
    const TimePoint now = clock.now();
    const WallTime wall = clock.wallNow();
    for (FeedClient* client : clients) {
        if (client->nextService() <= now)
            client->serve(now, wall);
    }
    inTick = false;
    sweep();
    scheduleTick();
}

void FeedServer::Private::scheduleTick()
{
    if (inTick || ending)
        return; // tick() does it when it is through
    TimePoint next = TimePoint::max();
    for (const FeedClient* client : clients)
        next = std::min(next, client->nextService());
    if (next == TimePoint::max()) {
        tickTimer->stop();
        return;
    }
    const TimePoint now = clock.now();
    tickTimer->start(next <= now ? Duration::zero() : std::max<Duration>(next - now, kTick),
                     [this] { tick(); });
}

void FeedServer::Private::onLeft()
{
    if (!inTick)
        sweep();
}

void FeedServer::Private::sweep()
{
    std::erase_if(clients, [this](FeedClient* client) {
        if (!client->hasLeft())
            return false;
        gone.messages += client->messages();
        gone.bytes += client->bytes();
        ++gone.clients;
        client->deleteLater();
        isFull = false;
        return true;
    });
    if (options.count && gone.clients >= static_cast<std::uint64_t>(options.clients))
        end();
    if (ending && clients.empty())
        announceEnd();
}

void FeedServer::Private::end()
{
    if (std::exchange(ending, true))
        return;
    server.close();
    acceptTimer->stop();
    tickTimer->stop();
    // A close may end in left() at once, which changes the list.
    const std::vector<FeedClient*> remaining = clients;
    for (FeedClient* client : remaining)
        client->close(QWebSocketProtocol::CloseCodeGoingAway, QStringLiteral("Going away"));
    if (clients.empty()) {
        announceEnd();
        return;
    }
    endTimer->start(kCloseGrace, [this] {
        const std::vector<FeedClient*> stuck = clients;
        for (FeedClient* client : stuck)
            client->abort();
    });
}

void FeedServer::Private::announceEnd()
{
    if (std::exchange(announced, true))
        return;
    endTimer->stop();
    QMetaObject::invokeMethod(q, &FeedServer::finished, Qt::QueuedConnection);
}

} // namespace weir
