// SPDX-License-Identifier: Apache-2.0
// Heap of one engine at the defaults: 12 types from 8 threads, thousands of keys, a full ring, flushes whose
// former snapshot is still held. Every allocation of the process passes through here; all that the harness
// needs is allocated before the engine is made and freed after it is gone.
#include "core/engine/production_metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cerrno>
#include <cstdio>
#include <malloc.h>
#include <optional>
#include <string>
#include <thread>
#include <vector>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);
}

namespace {

std::atomic<long long> g_live{0};
std::atomic<long long> g_peak{0};

void* taken(void* block)
{
    const long long live = g_live += static_cast<long long>(malloc_usable_size(block));
    long long peak = g_peak.load();
    while (live > peak && !g_peak.compare_exchange_weak(peak, live)) {
    }
    return block;
}

void given(void* block)
{
    g_live -= static_cast<long long>(malloc_usable_size(block));
}

} // namespace

// operator new and delete of libstdc++ come down to these.
extern "C" {
void* malloc(std::size_t size)
{
    return taken(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size)
{
    return taken(__libc_calloc(count, size));
}
void* realloc(void* block, std::size_t size)
{
    given(block);
    return taken(__libc_realloc(block, size));
}
void* memalign(std::size_t alignment, std::size_t size)
{
    return taken(__libc_memalign(alignment, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return taken(__libc_memalign(alignment, size));
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size)
{
    *out = taken(__libc_memalign(alignment, size));
    return *out ? 0 : ENOMEM;
}
void free(void* block)
{
    given(block);
    __libc_free(block);
}
}

namespace {

using namespace weir;

constexpr std::size_t kThreads = 8;
constexpr std::size_t kRounds = 6; ///< two flushes in each
constexpr std::size_t kNames = 5000;
constexpr std::size_t kEventsInRound = 300'000; ///< of a thread, between two flushes

/** 1 to 1e6, in no order. */
double valueOf(std::size_t event)
{
    static constexpr std::array<double, 6> kMagnitudes{1, 10, 100, 1e3, 1e4, 1e5};
    return kMagnitudes[event * 7 % kMagnitudes.size()] * static_cast<double>(1 + event % 10);
}

} // namespace

int main()
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kNames; ++i)
        names.push_back("wss://client-" + std::to_string(10'000 + i) + ".example/trades");
    const SystemClock clock;
    std::optional<ProductionMetrics> engine;

    // Each round: the threads record while this one flushes. One more round lets them end.
    std::barrier round(kThreads + 1);
    std::atomic<bool> go{true};
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (round.arrive_and_wait(); go.load(); round.arrive_and_wait()) {
                for (std::size_t event = 0; event < kEventsInRound; ++event) {
                    engine->record(kMetricTypes[event % kMetricTypeCount], valueOf(event),
                                   names[(event * 31 + thread) % kNames]);
                }
                round.arrive_and_wait();
            }
        });
    }
    std::puts(""); // the stream's buffer is not the engine's
    std::fflush(stdout);

    const long long before = g_live.load();
    g_peak = before;
    engine.emplace(MetricsConfig{}, clock);
    const long long made = g_live.load() - before;
    engine->start();
    std::shared_ptr<const EngineSnapshot> held;
    double fullest = 0;
    for (std::size_t i = 0; i < kRounds; ++i) {
        round.arrive_and_wait();
        while (engine->accounting().seen < (2 * i + 1) * kThreads * kEventsInRound / 2)
            std::this_thread::yield();
        const double peakWhileRecording = engine->flush()->buffer.peak;
        round.arrive_and_wait();
        held = engine->flush(); // while the next ones are made
        fullest = std::max({fullest, peakWhileRecording, held->buffer.peak});
    }
    const long long working = g_live.load() - before;
    engine->stop();
    const std::size_t keys = held->keys.size();
    const bool addsUp = engine->accounting().addsUp();
    held.reset();
    go = false;
    round.arrive_and_wait();
    const long long peak = g_peak.load() - before + static_cast<long long>(sizeof(ProductionMetrics));
    for (std::thread& thread : threads)
        thread.join();
    engine.reset();
    std::printf("{\"peak\": %lld, \"made\": %lld, \"after_flushes\": %lld, \"keys_in_snapshot\": %zu, "
                "\"fullest_ring\": %.2f, \"adds_up\": %s}\n",
                peak, made, working, keys, fullest, addsUp ? "true" : "false");
    return 0;
}
