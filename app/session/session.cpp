// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include "app/session/demo.h"

#include <algorithm>
#include <condition_variable>
#include <random>
#include <utility>

namespace weir {
namespace {

/** Two thousand endpoints with four types each, all of them listed. */
constexpr KeyLimits kEndpointKeys{8192, 8192, 4096, 256 * 1024};
constexpr std::chrono::milliseconds kCloseDeadline{800};
constexpr std::chrono::milliseconds kAgentPeriod{1000};
/** Beyond the deadline the link thread itself must be stuck; the program ends without its goodbye. */
constexpr std::chrono::seconds kCloseWait{3};

std::uint64_t freshSeed()
{
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

} // namespace

Session::Session(const MetricsConfig& config)
    : m_transports(m_clock)
    , m_engine(config, m_clock, engineOptions())
    , m_agents(std::make_unique<AgentWatch>(m_clock, kAgentPeriod))
    , m_hub(std::make_unique<EndpointHub>(m_engine, m_clock, m_timers, m_transports, freshSeed(),
                                          m_agents.get()))
{
    m_linkThread.setObjectName(QStringLiteral("weir-link"));
    m_agents->moveToThread(&m_linkThread);
    connect(m_agents.get(), &AgentWatch::changed, this, &Session::agentsChanged);
    m_hub->moveToThread(&m_linkThread);
    connect(m_hub.get(), &EndpointHub::changed, this, &Session::linkChanged);
    // The thread's last act: timers and sockets are ended where they live.
    connect(
        &m_linkThread, &QThread::finished, &m_linkThread,
        [this] {
            const std::lock_guard lock(m_handOver);
            m_hub.reset();
        },
        Qt::DirectConnection);
}

Session::~Session()
{
    stop();
}

EngineOptions Session::engineOptions()
{
    EngineOptions options;
    options.seed = freshSeed();
    options.keys = kEndpointKeys;
    options.intervalEnded = [this](std::uint64_t) { readBoundary(); };
    options.published = [this](const std::shared_ptr<const EngineSnapshot>& snapshot) {
        addInterval(snapshot);
    };
    return options;
}

void Session::start()
{
    if (std::exchange(m_started, true))
        return;
    m_linkThread.start();
    m_engine.start();
}

void Session::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    m_lastStatuses = m_hub->statuses();
    if (m_started)
        closeConnections();
    m_engine.stop();
    std::vector<EndpointStatus> closed = m_hub->statuses();
    for (std::size_t i = 0; i < std::min(closed.size(), m_lastStatuses.size()); ++i)
        closed[i].state = m_lastStatuses[i].state;
    m_lastStatuses = std::move(closed);
    m_lastEvents = m_hub->takeEvents();
    if (m_started) {
        {
            const std::lock_guard lock(m_handOver); // from here the hub is the link thread's alone
        }
        m_linkThread.quit();
        m_linkThread.wait();
        const std::lock_guard lock(m_handOver); // and what is left is this thread's
    }
    m_demo.reset();
}

void Session::closeConnections()
{
    // Not a QSemaphore: this hand-over is one that ThreadSanitizer sees. Shared, because after the wait was
    // in vain the link thread may still come to it.
    struct Closed
    {
        std::mutex mutex;
        std::condition_variable changed;
        bool isClosed = false;
    };
    const auto closed = std::make_shared<Closed>();
    const auto connection = connect(
        m_hub.get(), &EndpointHub::shutDownFinished, m_hub.get(),
        [closed] {
            {
                const std::lock_guard lock(closed->mutex);
                closed->isClosed = true;
            }
            closed->changed.notify_one();
        },
        Qt::DirectConnection);
    m_hub->shutDown(kCloseDeadline);
    {
        std::unique_lock lock(closed->mutex);
        closed->changed.wait_for(lock, kCloseWait, [&closed] { return closed->isClosed; });
    }
    disconnect(connection);
}

std::vector<EndpointStatus> Session::statuses() const
{
    return m_stopped ? m_lastStatuses : m_hub->statuses();
}

LinkEvents Session::takeEvents()
{
    return m_stopped ? std::exchange(m_lastEvents, {}) : m_hub->takeEvents();
}

EndpointId Session::connectTo(EndpointSettings settings, ConnectLane lane)
{
    return m_hub->add(std::move(settings), lane);
}

Result<std::vector<EndpointId>> Session::startDemo(FeedPattern pattern)
{
    if (m_demo)
        return Error{"The demo feed is running already."};
    auto demo = std::make_unique<Demo>(m_clock, m_timers);
    Result<std::vector<EndpointSettings>> endpoints = demo->listen(pattern);
    if (!endpoints)
        return endpoints.error();
    m_demo = std::move(demo);
    std::vector<EndpointId> ids;
    for (EndpointSettings& settings : endpoints.value())
        ids.push_back(connectTo(std::move(settings)));
    return ids;
}

void Session::readBoundary()
{
    IntervalRecord boundary;
    boundary.exact = m_hub->exactCounts();
    boundary.looks = m_hub->takeLooks(boundary.exact);
    const std::lock_guard lock(m_mutex);
    m_boundary = std::move(boundary);
}

void Session::addInterval(const std::shared_ptr<const EngineSnapshot>& snapshot)
{
    {
        const std::lock_guard lock(m_mutex);
        m_boundary.engine = snapshot;
        m_intervals.push_back(std::exchange(m_boundary, {}));
        if (m_intervals.size() > kMostWaitingIntervals)
            m_intervals.pop_front();
    }
    if (!snapshot->final) // whoever stops takes it, after statuses() are final too
        Q_EMIT intervalReady();
}

std::vector<IntervalRecord> Session::takeIntervals()
{
    const std::lock_guard lock(m_mutex);
    std::vector<IntervalRecord> taken(std::make_move_iterator(m_intervals.begin()),
                                      std::make_move_iterator(m_intervals.end()));
    m_intervals.clear();
    return taken;
}

} // namespace weir
