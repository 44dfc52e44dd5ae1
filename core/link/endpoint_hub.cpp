// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_hub.h"

#include "core/link/endpoint_connection.h"
#include "core/link/endpoint_directory.h"
#include "core/link/endpoint_source.h"
#include "core/link/link_words.h"
#include "core/link/network_watch.h"

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
            TransportFactory& transports, std::uint64_t seed, SubprotocolSpeaker* speaker)
        : QObject(&owner) // so that it moves with the hub
        , q(owner)
        , random(seed)
        , looker(clock, random())
        , services{engine, clock, timers, transports, gate, random, looker, speaker}
    {}

    void post(std::function<void()> order);
    void customEvent(QEvent* event) override;
    void endpointChanged(EndpointId id) override;
    void endpointReported(LinkEvent event) override { directory.addEvent(std::move(event)); }
    void endpointLost(EndpointId id, TimePoint lastHeard) override;

    void addNow(const EndpointDirectory::Entry& entry, EndpointSettings settings, ConnectLane lane);
    void editNow(EndpointId id, EndpointSettings settings);
    void warnOfClearText(EndpointId id, const EndpointSettings& settings);
    void removeNow(EndpointId id, const QString& name);
    void shutDownNow(Duration deadline);
    void finishShutDown();
    void tick();
    void watchSleep();
    void reportTrouble(const QString& name, const QString& words);
    std::shared_ptr<const LookReport> takeLooks(const std::vector<EndpointExact>& exact);
    void dropLeavers();
    void tellLater();
    EndpointConnection* find(EndpointId id) const;

    using Connections = std::map<EndpointId, std::unique_ptr<EndpointConnection>>;

    EndpointHub& q;
    EndpointDirectory directory;
    ConnectGate gate;
    SplitMix64 random;
    Looker looker;
    const LinkServices services;
    Connections connections;
    Connections leaving;              ///< removed, still saying goodbye
    std::unique_ptr<Timer> tickTimer; ///< timers belong to the thread that makes them: made there
    std::unique_ptr<Timer> shutDownTimer;
    NetworkWatch network;
    Duration sleptBefore{0};
    int ticks = 0;
    bool willTell = false;
    bool isShutDown = false;
    bool isFinishing = false;

    std::uint64_t chosenBefore = 0; ///< of the engine, when the last interval of looking ended

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
    const EndpointConnection* connection = find(id);
    if (connection)
        directory.update(connection->status());
    const EndpointState state = connection ? connection->status().state : EndpointState::Idle;
    if (state == EndpointState::Open || state == EndpointState::Silent)
        network.connected(id);
    else
        network.disconnected(id);
    tellLater(); // also for what leaves: dropLeavers() runs then, outside its callback
}

void EndpointHub::Private::endpointLost(EndpointId id, TimePoint lastHeard)
{
    const EndpointConnection* connection = find(id);
    if (!connection)
        return;
    const auto all = network.lost({id, connection->host(), lastHeard, services.clock.now()});
    if (all.empty())
        return;
    for (const EndpointId each : all) {
        if (EndpointConnection* lost = find(each))
            lost->blameNetwork();
    }
    reportTrouble(u"network"_s,
                  u"All %1 connections stopped within 1 s: probably your network"_s.arg(all.size()));
}

void EndpointHub::Private::reportTrouble(const QString& name, const QString& words)
{
    endpointReported(
        {services.clock.wallNow(), services.clock.now(), {}, name, LinkEventKind::Trouble, words});
}

void EndpointHub::Private::watchSleep()
{
    const Duration slept = services.clock.slept();
    const Duration now = slept - std::exchange(sleptBefore, slept);
    if (now < std::chrono::seconds(1))
        return;
    reportTrouble(u"this computer"_s,
                  u"Slept for %1: nothing was counted meanwhile"_s.arg(durationWords(now)));
    for (const auto& [id, connection] : connections)
        connection->wake();
}

void EndpointHub::Private::addNow(const EndpointDirectory::Entry& entry, EndpointSettings settings,
                                  ConnectLane lane)
{
    settings.name = entry.name;
    if (!isShutDown)
        warnOfClearText(entry.id, settings);
    auto made =
        std::make_unique<EndpointConnection>(entry.id, std::move(settings), services, *this, entry.counters);
    EndpointConnection& connection = *made;
    connections.emplace(entry.id, std::move(made));
    endpointChanged(entry.id);
    if (isShutDown)
        return;
    if (!tickTimer) {
        sleptBefore = services.clock.slept();
        tickTimer = services.timers.makeTimer();
        tickTimer->start(kTick, [this] { tick(); });
    }
    connection.resume(lane);
}

void EndpointHub::Private::editNow(EndpointId id, EndpointSettings settings)
{
    EndpointConnection* connection = find(id);
    if (!connection)
        return;
    warnOfClearText(id, settings);
    connection->edit(std::move(settings));
}

void EndpointHub::Private::warnOfClearText(EndpointId id, const EndpointSettings& settings)
{
    const QString warning = clearTextNote(settings);
    if (!warning.isEmpty())
        endpointReported({services.clock.wallNow(), services.clock.now(), id, displayText(settings.name),
                          LinkEventKind::Notice, warning});
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
    watchSleep();
    const bool isRefresh = ++ticks % kTicksPerRefresh == 0;
    for (const auto& [id, connection] : connections) {
        connection->watch();
        if (isRefresh && connection->refreshWireBytes())
            directory.update(connection->status());
    }
    if (!connections.empty() || !leaving.empty())
        tickTimer->start(kTick, [this] { tick(); });
    else
        tickTimer.reset();
}

std::shared_ptr<const LookReport> EndpointHub::Private::takeLooks(const std::vector<EndpointExact>& exact)
{
    std::shared_ptr<const LookReport> report = looker.takeReport([&exact](EndpointId id) {
        const auto at = std::lower_bound(
            exact.begin(), exact.end(), id,
            [](const EndpointExact& counts, EndpointId wanted) { return counts.id < wanted; });
        return at != exact.end() && at->id == id ? ReceivedSoFar{at->messages, at->bytes} : ReceivedSoFar{};
    });
    const std::uint64_t chosen = services.engine.accounting().chosen;
    const auto chosenNow = static_cast<double>(chosen - std::exchange(chosenBefore, chosen));
    const auto offered = report ? static_cast<double>(report->looks + report->passed) : 0;
    // Where only some of what is chosen is looked into, the rest costs nothing. A tenth is left for bursts.
    services.engine.limitBudget(offered > 0 ? 0.9 * report->budget * std::max(chosenNow / offered, 1.0) : 0);
    return report;
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
                         TransportFactory& transports, std::uint64_t seed, SubprotocolSpeaker* speaker)
    : d(std::make_unique<Private>(*this, engine, clock, timers, transports, seed, speaker))
{}

EndpointHub::~EndpointHub() = default;

EndpointId EndpointHub::add(EndpointSettings settings, ConnectLane lane)
{
    EndpointDirectory::Entry entry = d->directory.add(settings, d->services.clock.now());
    const EndpointId id = entry.id;
    d->post([this, lane, entry = std::move(entry), settings = std::move(settings)] {
        d->addNow(entry, settings, lane);
    });
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
            connection->resume(ConnectLane::Person);
    });
}

void EndpointHub::edit(EndpointId id, EndpointSettings settings)
{
    settings.name =
        d->directory.rename(id, settings); // here, so that who asked reads it in the next statuses
    if (!settings.name.isEmpty())
        d->post([this, id, settings = std::move(settings)] { d->editNow(id, settings); });
}

void EndpointHub::send(EndpointId id, OutgoingMessage message)
{
    d->post([this, id, message = std::move(message)]() mutable {
        if (EndpointConnection* connection = d->find(id))
            connection->send(std::move(message));
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

void EndpointHub::look(EndpointId id, LookSettings settings)
{
    d->post([this, id, settings = std::move(settings)] {
        if (EndpointConnection* connection = d->find(id))
            connection->look(settings);
    });
}

void EndpointHub::follow(EndpointId id, std::vector<std::string> keys)
{
    d->post([this, id, keys = std::move(keys)] {
        if (const auto looker = d->looker.find(id))
            looker->follow(keys);
    });
}

void EndpointHub::keepMessages(bool on)
{
    d->looker.keepMessages(on);
}

KeptMessages EndpointHub::takeMessages()
{
    return d->looker.takeMessages();
}

std::shared_ptr<const LookReport> EndpointHub::takeLooks(const std::vector<EndpointExact>& exact)
{
    return d->takeLooks(exact);
}

void EndpointHub::shutDown(Duration deadline)
{
    d->post([this, deadline] { d->shutDownNow(deadline); });
}

} // namespace weir
