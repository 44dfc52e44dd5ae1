// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/demo.h"

#include <QMetaObject>

#include <array>

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

} // namespace

Session::Demo::Demo(const Clock& clock, TimerFactory& timers)
    : m_clock(clock), m_timers(timers), m_context(std::make_unique<QObject>())
{
    m_thread.setObjectName(QStringLiteral("weir-feed"));
    m_context->moveToThread(&m_thread);
    m_thread.start();
}

Session::Demo::~Demo()
{
    QMetaObject::invokeMethod(
        m_context.get(), [this] { m_servers.clear(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<std::vector<EndpointSettings>> Session::Demo::start(FeedPattern pattern)
{
    std::vector<EndpointSettings> endpoints;
    std::optional<Error> problem;
    const auto listenAll = [&] {
        for (std::size_t i = 0; i < kFeeds.size() && !problem; ++i) {
            FeedOptions options;
            options.pattern = pattern;
            options.rate = kFeeds[i].rate;
            options.size = kFeeds[i].size;
            options.seed = i + 1;
            auto server = std::make_unique<FeedServer>(options, m_clock, m_timers);
            const Result<QUrl> url = server->listen();
            if (!url) {
                problem = url.error();
                return;
            }
            m_servers.push_back(std::move(server));
            EndpointSettings endpoint;
            endpoint.name = QString::fromLatin1(kFeeds[i].name);
            endpoint.url = url.value();
            endpoints.push_back(std::move(endpoint));
        }
    };
    QMetaObject::invokeMethod(m_context.get(), listenAll, Qt::BlockingQueuedConnection);
    if (problem)
        return Error{"The demo feed cannot start: " + problem->message};
    return endpoints;
}

} // namespace weir
