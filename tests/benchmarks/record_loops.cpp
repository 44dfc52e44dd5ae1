// SPDX-License-Identifier: Apache-2.0
// Whole loops under Google Benchmark: the default engine under its own thinning, and its peers.
#include "core/websocket_metrics/legacy_websocket_metrics.h"
#include "core/websocket_metrics/sampled_websocket_metrics.h"
#include "tests/benchmarks/record_peers.h"
#include "tests/benchmarks/record_workload.h"

#include <benchmark/benchmark.h>
#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <memory>

namespace weir::bench {
namespace {

/** Long enough to hold a flush at the default interval, and the thinning that follows it. */
constexpr double kEngineSeconds = 2.1;
constexpr double kPeerSeconds = 0.3;

const prometheus::Histogram::BucketBoundaries kElevenBuckets{32,   64,   128,  256,   512,  1024,
                                                             2048, 4096, 8192, 16384, 32768};

/** What one run records into. Made before its threads start and destroyed after they ended. */
struct Peers
{
    prometheus::Registry registry;
    prometheus::Counter& counter = prometheus::BuildCounter().Name("count").Register(registry).Add({});
    prometheus::Family<prometheus::Histogram>& sizes =
        prometheus::BuildHistogram().Name("sizes").Register(registry);
    prometheus::Histogram& received = sizes.Add({{"type", "received"}}, kElevenBuckets);
    prometheus::Histogram& sent = sizes.Add({{"type", "sent"}}, kElevenBuckets);
    ExactPerKey exact;
    SupersededRule superseded{0.03};
};

/** The older interface, through which its users call either implementation. */
struct OlderInterface
{
    SystemClock clock;
    std::unique_ptr<WebSocketMetricsInterface> metrics;
};

std::unique_ptr<RunningEngine> g_running;
std::unique_ptr<OlderInterface> g_older;
std::unique_ptr<Peers> g_peers;

void startEngine(const benchmark::State&)
{
    g_running = std::make_unique<RunningEngine>();
}
void stopEngine(const benchmark::State&)
{
    g_running.reset();
}
void startPeers(const benchmark::State&)
{
    g_peers = std::make_unique<Peers>();
}
void stopPeers(const benchmark::State&)
{
    g_peers.reset();
}

void startSampled(const benchmark::State&)
{
    g_older = std::make_unique<OlderInterface>();
    g_older->metrics = std::make_unique<SampledWebSocketMetrics>(MetricsConfig(), g_older->clock);
}
void startExact(const benchmark::State&)
{
    g_older = std::make_unique<OlderInterface>();
    g_older->metrics = std::make_unique<LegacyWebSocketMetrics>(g_older->clock);
}
void stopOlder(const benchmark::State&)
{
    g_older.reset();
}

template<class Event>
void loop(benchmark::State& state, Event event)
{
    std::size_t round = 0;
    for (auto _ : state) {
        event(round++);
        benchmark::ClobberMemory();
    }
}

template<class Event>
void engineLoop(benchmark::State& state, Event event)
{
    loop(state, event);
    if (state.thread_index() == 0)
        state.counters["p"] = g_running->chosenShare();
}

void engineCount(benchmark::State& state)
{
    engineLoop(state, CountEvent{g_running->engine});
}
void engineValue(benchmark::State& state)
{
    engineLoop(state, ValueEvent{g_running->engine});
}
void engineAlternating(benchmark::State& state)
{
    ProductionMetrics& engine = g_running->engine;
    engineLoop(state, [&engine, values = messageSizes().data()](std::size_t round) {
        if ((round & 1U) != 0)
            engine.observe(MetricType::MessageSent, values[round & 255U]);
        else
            engine.observe(MetricType::MessageReceived, values[round & 255U]);
    });
}
void engineCountOfClient(benchmark::State& state)
{
    ProductionMetrics& engine = g_running->engine;
    std::array<KeyId, 128> keys;
    std::transform(clientNames().begin(), clientNames().end(), keys.begin(),
                   [&engine](const std::string& name) { return engine.intern(name); });
    engineLoop(state, [&engine, key = keys.data()](std::size_t round) {
        engine.count(MetricType::MessageQueued, key[round & 127U]);
    });
}
/** The same call as the exact design: the client by its name. */
void engineValueOfName(benchmark::State& state)
{
    ProductionMetrics& engine = g_running->engine;
    engineLoop(state,
               [&engine, value = messageSizes().data(), name = clientNames().data()](std::size_t round) {
                   engine.record(MetricType::MessageReceived, value[round & 255U], name[round & 127U]);
               });
}
void prometheusCounter(benchmark::State& state)
{
    loop(state, [counter = &g_peers->counter](std::size_t) { counter->Increment(); });
}
void prometheusHistogram(benchmark::State& state)
{
    loop(state, [histogram = &g_peers->received, value = messageSizes().data()](std::size_t round) {
        histogram->Observe(value[round & 255U]);
    });
}
void prometheusAlternating(benchmark::State& state)
{
    loop(state, [peers = g_peers.get(), values = messageSizes().data()](std::size_t round) {
        if ((round & 1U) != 0)
            peers->sent.Observe(values[round & 255U]);
        else
            peers->received.Observe(values[round & 255U]);
    });
}
void exactCountOfClient(benchmark::State& state)
{
    loop(state, [exact = &g_peers->exact, name = clientNames().data()](std::size_t round) {
        exact->count(MetricType::MessageQueued, name[round & 127U]);
    });
}
void exactValueOfName(benchmark::State& state)
{
    loop(state, [exact = &g_peers->exact, value = messageSizes().data(),
                 name = clientNames().data()](std::size_t round) {
        exact->record(MetricType::MessageReceived, value[round & 255U], name[round & 127U]);
    });
}
void supersededRule(benchmark::State& state)
{
    loop(state, [rule = &g_peers->superseded, value = messageSizes().data(),
                 name = clientNames().data()](std::size_t round) {
        rule->record(MetricType::MessageReceived, value[round & 255U], name[round & 127U]);
    });
}
/** A message sent, with its client and how long it took: the older interface's most frequent call. */
void messageSent(benchmark::State& state)
{
    loop(state, [metrics = g_older->metrics.get(), name = clientNames().data()](std::size_t round) {
        metrics->recordMessageSent(name[round & 127U], 1.5);
    });
    const WebSocketMetricsExport exported = g_older->metrics->exported();
    if (state.thread_index() == 0 &&
        exported.buffer) // an engine has an event for the message and one for its time
        state.counters["p"] =
            static_cast<double>(exported.buffer->added) / (2 * static_cast<double>(exported.messages.sent));
}
void emptyLoop(benchmark::State& state)
{
    loop(state, NoEvent{});
}

} // namespace

void registerLoops()
{
    struct Recorder
    {
        void (*start)(const benchmark::State&);
        void (*stop)(const benchmark::State&);
        double seconds;
    };
    const Recorder engine{startEngine, stopEngine, kEngineSeconds};
    const Recorder peers{startPeers, stopPeers, kPeerSeconds};
    const auto add = [](const char* name, void (*run)(benchmark::State&), const Recorder& recorder) {
        benchmark::RegisterBenchmark(name, run)
            ->Setup(recorder.start)
            ->Teardown(recorder.stop)
            ->MinTime(recorder.seconds)
            ->Threads(1)
            ->Threads(2);
    };
    // Neighbours in time are compared with each other.
    add("count/engine", engineCount, engine);
    add("count/prometheus", prometheusCounter, peers);
    add("value/engine", engineValue, engine);
    add("value/prometheus", prometheusHistogram, peers);
    add("alternating/engine", engineAlternating, engine);
    add("alternating/prometheus", prometheusAlternating, peers);
    add("of_client/engine", engineCountOfClient, engine);
    add("of_client/exact", exactCountOfClient, peers);
    add("of_name/engine", engineValueOfName, engine);
    add("of_name/exact", exactValueOfName, peers);
    add("of_name/superseded", supersededRule, peers);
    add("older/sampled", messageSent, {startSampled, stopOlder, kEngineSeconds});
    add("older/exact", messageSent, {startExact, stopOlder, kPeerSeconds});
    add("empty", emptyLoop, peers);
}

} // namespace weir::bench
