// SPDX-License-Identifier: Apache-2.0
// Runs one kind of event under callgrind, which counts what this thread executes between two requests.
#include "tests/benchmarks/record_peers.h"
#include "tests/benchmarks/record_workload.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <valgrind/callgrind.h>

#include <cstdio>

namespace weir::bench {
namespace {

constexpr std::size_t kWarmUp = 2560;   ///< binds the slot, sees every value once
constexpr std::size_t kUnchosen = 2560; ///< short enough for none to be chosen at the lowest rate
constexpr std::size_t kEvents = 256'000;

/** `event` by value: what it refers to stays in a register, as it would in a loop of a service. */
template<class Event>
[[gnu::noinline, gnu::noclone]] void repeat(Event event, std::size_t rounds)
{
    for (std::size_t round = 0; round < rounds; ++round) {
        event(round);
        asm volatile("" ::: "memory");
    }
}

template<class Event>
void collect(const Event& event, std::size_t rounds)
{
    CALLGRIND_ZERO_STATS;
    CALLGRIND_TOGGLE_COLLECT;
    repeat(event, rounds);
    CALLGRIND_TOGGLE_COLLECT;
}

template<class Event>
int plain(const Event& event, std::size_t rounds = kEvents)
{
    repeat(event, kWarmUp);
    collect(event, rounds);
    std::printf("{\"events\": %zu, \"chosen\": 0}\n", rounds);
    return 0;
}

/** A held rate, a ring nothing is thinned from, and no flush while it is counted. */
template<class Event>
int held(double rate, std::size_t rounds)
{
    MetricsConfig config;
    config.mode = SamplingMode::Fixed;
    config.sampleRate = rate;
    config.bufferSize = MetricsConfig::kLargestBuffer;
    EngineOptions options;
    options.flushThread = false;
    RunningEngine running(config, options);
    const Event event{running.engine};
    repeat(event, kWarmUp);
    running.engine.flush(); // from here on the values' mean is known
    repeat(event, kWarmUp);
    const bool wantsNone = rounds == kUnchosen;
    for (int attempt = 0; attempt < 100; ++attempt) {
        const std::uint64_t before = running.engine.accounting().chosen;
        collect(event, rounds);
        const std::uint64_t chosen = running.engine.accounting().chosen - before;
        if (wantsNone && chosen > 0)
            continue;
        std::printf("{\"events\": %zu, \"chosen\": %llu}\n", rounds, static_cast<unsigned long long>(chosen));
        return running.engine.accounting().thinned == 0 ? 0 : 1;
    }
    return 1;
}

} // namespace

int runInstructions(const std::string& what)
{
    if (what == "empty/count")
        return plain(NoEvent{});
    if (what == "empty/value")
        return plain(NoValueEvent{});
    if (what == "unchosen/count")
        return held<CountEvent>(MetricsConfig::kLowestRate, kUnchosen);
    if (what == "unchosen/value")
        return held<ValueEvent>(MetricsConfig::kLowestRate, kUnchosen);
    if (what == "3%/count")
        return held<CountEvent>(0.03, kEvents);
    if (what == "3%/value")
        return held<ValueEvent>(0.03, kEvents);
    if (what == "100%/count")
        return held<CountEvent>(1, kEvents);
    if (what == "100%/value")
        return held<ValueEvent>(1, kEvents);
    if (what == "prometheus/count") {
        prometheus::Counter counter;
        return plain([&counter](std::size_t) { counter.Increment(); });
    }
    if (what == "prometheus/value") {
        prometheus::Histogram histogram({32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768});
        return plain([&histogram, values = messageSizes().data()](std::size_t round) {
            histogram.Observe(values[round & 255U]);
        });
    }
    if (what == "superseded/value") {
        SupersededRule rule(0.03);
        return plain(
            [&rule, values = messageSizes().data(), names = clientNames().data()](std::size_t round) {
                rule.record(MetricType::MessageReceived, values[round & 255U], names[round & 127U]);
            });
    }
    if (what == "exact/value") {
        ExactPerKey exact;
        return plain(
            [&exact, values = messageSizes().data(), names = clientNames().data()](std::size_t round) {
                exact.record(MetricType::MessageReceived, values[round & 255U], names[round & 127U]);
            });
    }
    std::fprintf(stderr, "record_bench: nothing is called %s\n", what.c_str());
    return 2;
}

} // namespace weir::bench
