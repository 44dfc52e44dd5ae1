// SPDX-License-Identifier: Apache-2.0
// A service for tests: counts events, with an agent whose token is in WEIR_AGENT_TOKEN. Prints its URL, and
// leaves when its standard input ends. No Qt application: a service needs none for its agent.
#include "core/agent/agent.h"
#include "core/base/random.h"
#include "core/net/qt_timer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

using namespace weir;

int main()
{
    const Result<AgentToken> token =
        AgentToken::fromEnvironment(Environment::ofProcess(), "WEIR_AGENT_TOKEN");
    if (!token) {
        std::fprintf(stderr, "%s\n", token.error().message.c_str());
        return 2;
    }
    SystemClock clock;
    QtTimerFactory timers;
    MetricsConfig config;
    config.flushInterval = std::chrono::milliseconds(200);
    ProductionMetrics engine(config, clock);
    AgentOptions options;
    options.token = token.value();
    options.version = QStringLiteral("0.1.0");
    options.audit = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
    Agent agent(engine, options, clock, timers);
    engine.start();
    const Result<QUrl> url = agent.start();
    if (!url) {
        std::fprintf(stderr, "%s\n", url.error().message.c_str());
        return 1;
    }
    std::printf("%s\n", url.value().toString().toUtf8().constData());
    std::fflush(stdout);

    std::mutex mutex;
    std::condition_variable_any ended;
    std::jthread traffic([&](const std::stop_token& stop) {
        SplitMix64 random(1);
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            for (int i = 0; i < 100; ++i)
                engine.record(MetricType::MessageReceived, 2000 * random.uniform(), i % 3 ? "a" : "b");
            engine.count(MetricType::Connection);
            engine.critical(MetricType::MessageFailed);
            ended.wait_for(lock, stop, std::chrono::milliseconds(10), [] { return false; });
        }
    });
    while (std::getchar() != EOF) {
    }
    traffic.request_stop();
    traffic.join();
    engine.stop();
    const AgentStop how = agent.stop(std::chrono::seconds(2));
    return how.flushed + how.dropped == how.pending ? 0 : 1;
}
