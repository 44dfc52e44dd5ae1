// SPDX-License-Identifier: Apache-2.0
// Cost of recording one event. The peer is what a service would write by hand: a mutex around a map of totals
// by key.
#include "core/engine/production_metrics.h"

#include <benchmark/benchmark.h>

#include <mutex>
#include <string>
#include <unordered_map>

namespace {

using namespace weir;

SystemClock g_clock;

MetricsConfig configured(double rate)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.bufferSize = 100'000;
    return config;
}

/** What the ring left of the rate asked for: at full speed it thins, which is what keeps overload cheap. */
void reportShare(benchmark::State& state, const ProductionMetrics& engine)
{
    const Accounting accounting = engine.accounting();
    state.counters["chosen_share"] =
        static_cast<double>(accounting.chosen) / static_cast<double>(accounting.seen);
}

void countType(benchmark::State& state)
{
    ProductionMetrics engine(configured(static_cast<double>(state.range(0)) / 10'000), g_clock);
    engine.start();
    for (auto _ : state)
        engine.count(MetricType::MessageQueued);
    reportShare(state, engine);
}

void valueType(benchmark::State& state)
{
    ProductionMetrics engine(configured(static_cast<double>(state.range(0)) / 10'000), g_clock);
    engine.start();
    double value = 0;
    for (auto _ : state) {
        value = value < 1000 ? value + 1 : 0;
        engine.observe(MetricType::MessageReceived, value);
    }
    reportShare(state, engine);
}

void mutexAndMap(benchmark::State& state)
{
    struct Totals
    {
        std::uint64_t count = 0;
        double sum = 0;
    };
    std::mutex mutex;
    std::unordered_map<std::string, Totals> totals;
    const std::string key = "wss://feed.example/trades";
    double value = 0;
    for (auto _ : state) {
        value = value < 1000 ? value + 1 : 0;
        const std::lock_guard lock(mutex);
        Totals& entry = totals[key];
        ++entry.count;
        entry.sum += value;
    }
    benchmark::DoNotOptimize(totals);
}

} // namespace

BENCHMARK(countType)->ArgName("rate_per_10k")->Arg(1)->Arg(300)->Arg(10'000);
BENCHMARK(valueType)->ArgName("rate_per_10k")->Arg(1)->Arg(300)->Arg(10'000);
BENCHMARK(mutexAndMap);
BENCHMARK_MAIN();
