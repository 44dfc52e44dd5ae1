// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/production_metrics.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <time.h>

namespace weir::bench {

/** Sizes of 256 messages, 20 bytes to 20 kB, in no order a predictor could learn. */
inline const std::array<double, 256>& messageSizes()
{
    static const auto sizes = [] {
        std::array<double, 256> made{};
        std::uint64_t state = 1;
        for (double& size : made) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const auto octave = static_cast<unsigned>(state >> 60) % 10;
            size = static_cast<double>((20U + (state >> 40) % 20U) << octave);
        }
        return made;
    }();
    return sizes;
}

/** Names as the superseded system's own benchmark made them; a power of two, so that picking one costs
 * little. */
inline const std::array<std::string, 128>& clientNames()
{
    static const auto names = [] {
        std::array<std::string, 128> made;
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = "client_" + std::to_string(i);
        return made;
    }();
    return names;
}

/** An engine that runs, and the clock it needs. */
struct RunningEngine
{
    explicit RunningEngine(const MetricsConfig& config = {}, EngineOptions options = {})
        : engine(config, clock, std::move(options))
    {
        engine.start();
    }

    /** Share of its events that was chosen: the p in force, after the ring's own thinning. */
    double chosenShare() const
    {
        const Accounting accounting = engine.accounting();
        return accounting.seen > 0
                   ? static_cast<double>(accounting.chosen) / static_cast<double>(accounting.seen)
                   : 0;
    }

    SystemClock clock;
    ProductionMetrics engine;
};

/** A dependent chain of a hash's steps, each an exclusive-or, a shift and a multiplication: bound by latency.
 */
template<int Steps>
struct Work
{
    std::uint64_t state = 0x9e3779b97f4a7c15U;

    [[gnu::always_inline]] void run() noexcept
    {
        std::uint64_t hash = state;
#pragma GCC unroll 64
        for (int i = 0; i < Steps; ++i) {
            hash ^= hash >> 33;
            hash *= 0xff51afd7ed558ccdU;
        }
        state = hash;
    }
};

/** The work of the bars; what it takes on this machine is measured and printed. */
using Work10ns = Work<8>;
using Work60ns = Work<48>;

// What a loop does besides its work: nothing, or one event. The argument is the number of the round.
struct NoEvent
{
    [[gnu::always_inline]] void operator()(std::size_t round) const noexcept
    {
        asm volatile("" ::"r"(round)); // or the loop would count down, one instruction less
    }
};
struct CountEvent
{
    ProductionMetrics& engine;
    [[gnu::always_inline]] void operator()(std::size_t) const { engine.count(MetricType::MessageQueued); }
};
/** Reads the value that ValueEvent records, so that a difference is the recording alone. */
struct NoValueEvent
{
    const double* values = messageSizes().data();
    [[gnu::always_inline]] void operator()(std::size_t round) const noexcept
    {
        const double value = values[round & 255U];
        asm volatile("" ::"x"(value));
    }
};
struct ValueEvent
{
    ProductionMetrics& engine;
    const double* values = messageSizes().data();
    [[gnu::always_inline]] void operator()(std::size_t round) const
    {
        engine.observe(MetricType::MessageReceived, values[round & 255U]);
    }
};

/** CPU time of this thread, in ns: what others do on the machine is not in it. */
inline double threadCpuNs() noexcept
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The modes of record_bench; each prints one JSON object a line.
int runInstructions(const std::string& what);
int runOverhead(int rounds);
int runThreads(int rounds);
int runChurn();
void registerLoops();

} // namespace weir::bench
