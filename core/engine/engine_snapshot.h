// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/engine/metric_type.h"
#include "core/engine/metrics_config.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/** How far an estimate can be trusted: A from 30 kept samples, B from 10, C below (bounds only). */
enum class Grade : char { A = 'A', B = 'B', C = 'C' };

/** A 95 % range around an estimate, in the unit of what is estimated. A point when nothing was left out. */
struct Estimate
{
    double value = 0;
    double low = 0;
    double high = 0;
    Grade grade = Grade::C;
    std::uint64_t samples = 0; ///< kept samples behind it

    bool isPoint() const noexcept { return low == high; }
};

/** Where every event went. Counted by three parties, so that the two sums below can fail. */
struct Accounting
{
    std::uint64_t seen = 0;       ///< every event accepted, critical ones included
    std::uint64_t critical = 0;   ///< kept beside the sampling
    std::uint64_t sampledOut = 0; ///< decided against
    std::uint64_t chosen = 0;     ///< decided for, counted at the decision
    std::uint64_t kept = 0;       ///< folded into estimates by the flush
    std::uint64_t inRing = 0;     ///< waiting for the flush
    std::uint64_t thinned = 0;    ///< merged into a neighbour by a full ring
    std::uint64_t dropped = 0;    ///< stays 0; here to prove it
    std::uint64_t refused = 0;    ///< outside start/stop, or not a value; not part of `seen`

    bool addsUp() const noexcept
    {
        return seen == critical + sampledOut + chosen && chosen == kept + inRing + thinned + dropped;
    }
};

/** Exact counts of one type since the engine was made. */
struct TypeTotals
{
    std::uint64_t count = 0;
    double sum = 0; ///< of values; equals count for count types
    double max = 0; ///< largest value, 0 when there was none
};

/** One type in a snapshot. */
struct TypeSnapshot
{
    TypeTotals exact;                ///< since the engine was made
    std::uint64_t critical = 0;      ///< of exact.count
    std::uint64_t intervalCount = 0; ///< exact, of the last interval
    Estimate interval;               ///< the uncalibrated estimate of intervalCount: the sampler's own proof
};

/** What the samples say about one key of one type. */
struct KeySnapshot
{
    MetricType type = MetricType::MessageReceived;
    std::string key;        ///< as given by the caller, capped; "(other)" past the table's end
    Estimate count;         ///< events since the engine was made
    double sum = 0;         ///< estimated sum of their values since then
    Estimate intervalCount; ///< events of the last interval
    double intervalSum = 0;
};

/** What is remembered of a critical event beside its exact count. */
struct CriticalEvent
{
    MetricType type = MetricType::MessageFailed;
    double value = 0;
    std::string key;
    TimePoint time;
};

struct SamplingState
{
    SamplingMode mode = SamplingMode::Adaptive;
    double rate = 0;      ///< set by the configuration
    double inForce = 0;   ///< what the next interval starts at
    double effective = 0; ///< kept per sampled-type event of the last interval; inForce when it had none
    std::uint64_t revision = 0;
    std::string why; ///< one sentence
};

struct BufferState
{
    std::size_t capacity = 0;
    std::size_t used = 0;        ///< samples in the ring now
    double pressure = 0;         ///< fill when this flush began, 0..1
    double peak = 0;             ///< fullest fill of the interval, 0..1
    std::uint64_t thinnings = 0; ///< since the engine was made
};

/** What the engine itself costs. Zero throughout with enableMeta off. */
struct MetaState
{
    std::uint64_t flushes = 0;
    std::uint64_t earlyDrains = 0;
    Duration lastFlush{0};              ///< time the last flush took
    std::uint64_t sharedSlotEvents = 0; ///< events of threads that found no slot of their own
};

/**
 * One flush's view of an engine: immutable, published whole. `accounting` and the exact totals are of one
 * reading at publication, so that accounting.seen is the sum of the totals' counts; interval figures end at
 * the interval's boundary, shortly before.
 */
struct EngineSnapshot
{
    std::uint64_t sequence = 0; ///< 1, 2, 3 … ; one an interval
    WallTime wallTime;
    TimePoint time;
    Duration uptime{0};   ///< since start()
    Duration interval{0}; ///< length of the last interval
    bool final = false;   ///< published by stop()
    MetricsConfig config;
    Accounting accounting;
    SamplingState sampling;
    BufferState buffer;
    std::array<TypeSnapshot, kMetricTypeCount> types;
    std::vector<KeySnapshot> keys;             ///< largest count first
    std::vector<CriticalEvent> recentCritical; ///< the last ones, oldest first
    std::uint64_t criticalOverwritten = 0;     ///< critical events whose detail made room for later ones
    MetaState meta;

    const TypeSnapshot& of(MetricType type) const { return types[indexOf(type)]; }
};

} // namespace weir
