// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/demo.h"

#include "core/feed/feed_server.h"

#include <array>
#include <memory>

namespace weir {
namespace {

struct DemoFeed
{
    const char* name;
    double rate; ///< messages a second
    int size;    ///< bytes
};

constexpr std::array<DemoFeed, 5> kFeeds = {{
    {"checkout", 1200, 260},
    {"catalog", 800, 420},
    {"search", 450, 180},
    {"login", 160, 150},
    {"audit", 5, 600},
}};

/** What the feed's messages have: see core/feed/feed_messages.h. */
LookSettings demoLook()
{
    LookSettings look;
    look.key = "/key";
    look.value = "/value";
    look.time = "/ts";
    look.sequence = "/seq";
    return look;
}

} // namespace

Session::Demo::Demo(const Clock& clock, TimerFactory& timers) : m_clock(clock), m_timers(timers)
{
    setObjectName(QStringLiteral("weir-feed"));
}

Session::Demo::~Demo()
{
    quit();
    if (m_isStarted) {
        // ThreadSanitizer does not see QThread::wait(), and what the servers last read goes away after this.
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_hasEnded; });
    }
    wait();
}

Result<std::vector<EndpointSettings>> Session::Demo::listen(FeedPattern pattern)
{
    m_pattern = pattern;
    m_isStarted = true;
    start();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_endpoints.has_value(); });
    return *std::move(m_endpoints);
}

void Session::Demo::announce(Result<std::vector<EndpointSettings>> endpoints)
{
    {
        const std::lock_guard lock(m_mutex);
        m_endpoints = std::move(endpoints);
    }
    m_changed.notify_one();
}

void Session::Demo::run()
{
    serve();
    {
        const std::lock_guard lock(m_mutex);
        m_hasEnded = true;
    }
    m_changed.notify_one();
}

void Session::Demo::serve()
{
    std::vector<std::unique_ptr<FeedServer>> servers;
    std::vector<EndpointSettings> endpoints;
    for (std::size_t i = 0; i < kFeeds.size(); ++i) {
        FeedOptions options;
        options.pattern = m_pattern;
        options.rate = kFeeds[i].rate;
        options.size = kFeeds[i].size;
        options.seed = i + 1;
        auto server = std::make_unique<FeedServer>(options, m_clock, m_timers);
        const Result<QUrl> url = server->listen();
        if (!url) {
            announce(Error{"The demo feed cannot start: " + url.error().message});
            return;
        }
        servers.push_back(std::move(server));
        EndpointSettings endpoint;
        endpoint.name = QString::fromLatin1(kFeeds[i].name);
        endpoint.url = url.value();
        endpoint.look = demoLook();
        endpoints.push_back(std::move(endpoint));
    }
    announce(std::move(endpoints));
    exec();
}

} // namespace weir
