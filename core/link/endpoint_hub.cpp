// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "core/link/endpoint_connection.h"
#include "core/link/endpoint_directory.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Duration kTick = std::chrono::milliseconds(250);
constexpr int kTicksPerRefresh = 4;
constexpr int kNormalClose = 1000;
constexpr int kGoingAway = 1001;
const auto kWake = static_cast<QEvent::Type>(QEvent::registerEventType());
const auto kTell = static_cast<QEvent::Type>(QEvent::registerEventType());

} // namespace

/**
 * The hub's part on the link thread. Orders from other threads wait in a mutex-guarded inbox, and an event
 * without content wakes this thread: so every hand-over of data is one that ThreadSanitizer understands.
 */
class EndpointHub::Private final : public QObject, public EndpointObserver
{
public:
    Private(EndpointHub& owner, ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
            TransportFactory& transports, std::uint64_t seed)
        : QObject(&owner) // so that it moves with the hub
        , q(owner)
        , random(seed)
        , services{engine, clock, timers, transports, gate, random}
    {}

    void post(std::function<void()> order);
    void customEvent(QEvent* event) override;
    void endpointChanged(EndpointId id) override;
    void endpointReported(LinkEvent event) override { directory.addEvent(std::move(event)); }

    void addNow(const EndpointDirectory::Entry& entry, EndpointSettings settings);
    void removeNow(EndpointId id, const QString& name);
    void shutDownNow(Duration deadline);
    void finishShutDown();
    void tick();
    void dropLeavers();
    void tellLater();
    EndpointConnection* find(EndpointId id) const;

    using Connections = std::map<EndpointId, std::unique_ptr<EndpointConnection>>;

    EndpointHub& q;
    EndpointDirectory directory;
    ConnectGate gate;
    SplitMix64 random;
    const LinkServices services;
    Connections connections;
    Connections leaving;              ///< removed, still saying goodbye
    std::unique_ptr<Timer> tickTimer; ///< timers belong to the thread that makes them: made there
    std::unique_ptr<Timer> shutDownTimer;
    int ticks = 0;
    bool willTell = false;
    bool isShutDown = false;
    bool isFinishing = false;

    std::mutex inboxMutex;
    std::vector<std::function<void()>> inbox;
};

void EndpointHub::Private::post(std::function<void()> order)
{
    {
        const std::lock_guard lock(inboxMutex);
        inbox.push_back(std::move(order));
        if (inbox.size() > 1)
            return; // a wake-up is on its way
    }
    QCoreApplication::postEvent(this, new QEvent(kWake));
}

void EndpointHub::Private::customEvent(QEvent* event)
{
    if (event->type() == kWake) {
        std::vector<std::function<void()>> orders;
        {
            const std::lock_guard lock(inboxMutex);
            orders.swap(inbox);
        }
        for (const auto& order : orders)
            order();
    } else if (event->type() == kTell) {
        willTell = false;
        dropLeavers();
        Q_EMIT q.changed();
        if (isFinishing)
            finishShutDown();
    }
}

void EndpointHub::Private::tellLater()
{
    if (!std::exchange(willTell, true))
        QCoreApplication::postEvent(this, new QEvent(kTell));
}

EndpointConnection* EndpointHub::Private::find(EndpointId id) const
{
    const auto at = connections.find(id);
    return at == connections.end() ? nullptr : at->second.get();
}

void EndpointHub::Private::endpointChanged(EndpointId id)
{
    if (const EndpointConnection* connection = find(id))
        directory.update(connection->status());
    tellLater(); // also for what leaves: dropLeavers() runs then, outside its callback
}

void EndpointHub::Private::addNow(const EndpointDirectory::Entry& entry, EndpointSettings settings)
{
    settings.name = entry.name;
    auto made =
        std::make_unique<EndpointConnection>(entry.id, std::move(settings), services, *this, entry.counters);
    EndpointConnection& connection = *made;
    connections.emplace(entry.id, std::move(made));
    endpointChanged(entry.id);
    if (isShutDown)
        return;
    if (!tickTimer) {
        tickTimer = services.timers.makeTimer();
        tickTimer->start(kTick, [this] { tick(); });
    }
    connection.resume();
}

void EndpointHub::Private::removeNow(EndpointId id, const QString& name)
{
    auto node = connections.extract(id);
    if (node.empty())
        return;
    endpointReported(
        {services.clock.wallNow(), services.clock.now(), id, name, LinkEventKind::Removed, u"Removed"_s});
    node.mapped()->leave(kNormalClose);
    leaving.insert(std::move(node));
    tellLater();
}

void EndpointHub::Private::dropLeavers()
{
    std::erase_if(leaving, [](const auto& entry) { return entry.second->isDown(); });
}

void EndpointHub::Private::tick()
{
    const bool isRefresh = ++ticks % kTicksPerRefresh == 0;
    for (const auto& [id, connection] : connections) {
        connection->checkBacklog();
        if (isRefresh && connection->refreshWireBytes())
            directory.update(connection->status());
    }
    if (!connections.empty() || !leaving.empty())
        tickTimer->start(kTick, [this] { tick(); });
    else
        tickTimer.reset();
}

void EndpointHub::Private::shutDownNow(Duration deadline)
{
    isShutDown = true;
    isFinishing = true;
    for (const auto& [id, connection] : connections)
        connection->leave(kGoingAway);
    shutDownTimer = services.timers.makeTimer();
    shutDownTimer->start(deadline, [this] {
        for (const auto* group : {&connections, &leaving}) {
            for (const auto& [id, connection] : *group) {
                connection->abortNow();
                endpointChanged(id);
            }
        }
        tellLater();
    });
    tellLater();
}

void EndpointHub::Private::finishShutDown()
{
    const bool isDown =
        leaving.empty() && std::all_of(connections.begin(), connections.end(),
                                       [](const auto& entry) { return entry.second->isDown(); });
    if (!isDown)
        return;
    isFinishing = false;
    shutDownTimer.reset();
    Q_EMIT q.shutDownFinished();
}

EndpointHub::EndpointHub(ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
                         TransportFactory& transports, std::uint64_t seed)
    : d(std::make_unique<Private>(*this, engine, clock, timers, transports, seed))
{}

EndpointHub::~EndpointHub() = default;

EndpointId EndpointHub::add(EndpointSettings settings)
{
    EndpointDirectory::Entry entry = d->directory.add(settings, d->services.clock.now());
    const EndpointId id = entry.id;
    d->post([this, entry = std::move(entry), settings = std::move(settings)] { d->addNow(entry, settings); });
    return id;
}

void EndpointHub::remove(EndpointId id)
{
    const QString name = d->directory.remove(id);
    d->post([this, id, name] { d->removeNow(id, name); });
}

void EndpointHub::pause(EndpointId id)
{
    d->post([this, id] {
        if (EndpointConnection* connection = d->find(id))
            connection->pause();
    });
}

void EndpointHub::resume(EndpointId id)
{
    d->post([this, id] {
        EndpointConnection* connection = d->find(id);
        if (connection && !d->isShutDown)
            connection->resume();
    });
}

std::vector<EndpointStatus> EndpointHub::statuses() const
{
    return d->directory.statuses();
}

std::vector<EndpointExact> EndpointHub::exactCounts() const
{
    return d->directory.exactCounts();
}

LinkEvents EndpointHub::takeEvents()
{
    return d->directory.takeEvents();
}

void EndpointHub::shutDown(Duration deadline)
{
    d->post([this, deadline] { d->shutDownNow(deadline); });
}

} // namespace weir
