// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent.h"

#include <QCoreApplication>
#include <QEvent>
#include <QThread>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace weir {
namespace {

/** Shared by the agents of a process that has none of its own. */
std::shared_ptr<QCoreApplication> applicationIfNone()
{
    static std::mutex mutex;
    static std::weak_ptr<QCoreApplication> ours;
    const std::lock_guard lock(mutex);
    std::shared_ptr<QCoreApplication> application = ours.lock();
    if (!application && !QCoreApplication::instance()) {
        static int argumentCount = 1;
        static char name[] = "weir-agent";
        static char* arguments[] = {name, nullptr};
        application = std::make_shared<QCoreApplication>(argumentCount, arguments);
        ours = application;
    }
    return application;
}

/** Calls a function on the thread it was made on, for each event posted to it. */
class Bell final : public QObject
{
public:
    explicit Bell(std::function<void()> rung) : m_rung(std::move(rung)) {}

protected:
    void customEvent(QEvent*) override { m_rung(); }

private:
    const std::function<void()> m_rung;
};

} // namespace

/** The agent's thread. What crosses it lies under a mutex, as ThreadSanitizer does not see into Qt's queues.
 */
class Agent::Worker final : public QThread
{
public:
    explicit Worker(Agent& agent) : m_agent(agent), m_application(applicationIfNone())
    {
        setObjectName(QStringLiteral("weir-agent"));
    }

    Result<QUrl> listen()
    {
        start();
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_listening.has_value(); });
        return *m_listening;
    }

    AgentStop stop(Duration deadline)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_deadline = deadline;
            if (m_bell)
                QCoreApplication::postEvent(m_bell, new QEvent(QEvent::User));
        }
        wait();
        const std::lock_guard lock(m_mutex);
        return m_how;
    }

protected:
    void run() override
    {
        AgentServer server(m_agent.m_engine, m_agent.m_options, m_agent.m_clock, m_agent.m_timers);
        QObject::connect(&server, &AgentServer::stopped, &server, [this](const AgentStop& how) {
            const std::lock_guard lock(m_mutex);
            m_how = how;
            quit();
        });
        Bell bell([this, &server] { server.stop(deadline()); });
        const Result<QUrl> listening = server.listen();
        {
            const std::lock_guard lock(m_mutex);
            m_listening = listening;
            m_bell = listening ? &bell : nullptr;
        }
        m_changed.notify_one();
        if (listening)
            exec();
        const std::lock_guard lock(m_mutex);
        m_bell = nullptr;
    }

private:
    Duration deadline()
    {
        const std::lock_guard lock(m_mutex);
        return m_deadline;
    }

    Agent& m_agent;
    const std::shared_ptr<QCoreApplication> m_application;
    std::mutex m_mutex; ///< guards the rest
    std::condition_variable m_changed;
    std::optional<Result<QUrl>> m_listening;
    QObject* m_bell = nullptr; ///< while the event loop runs
    Duration m_deadline{0};
    AgentStop m_how;
};

Agent::Agent(ProductionMetrics& engine, AgentOptions options, const Clock& clock, TimerFactory& timers)
    : m_engine(engine), m_options(std::move(options)), m_clock(clock), m_timers(timers)
{}

Agent::~Agent()
{
    stop(std::chrono::seconds(1));
}

Result<QUrl> Agent::start()
{
    if (m_worker)
        return Error{"The agent runs already."};
    m_worker = std::make_unique<Worker>(*this);
    Result<QUrl> url = m_worker->listen();
    if (!url)
        stop(Duration::zero());
    return url;
}

AgentStop Agent::stop(Duration deadline)
{
    if (!m_worker)
        return {};
    const AgentStop how = m_worker->stop(deadline);
    m_worker.reset();
    return how;
}

} // namespace weir
