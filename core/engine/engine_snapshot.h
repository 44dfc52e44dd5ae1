// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/engine/estimators.h"
#include "core/engine/metric_type.h"
#include "core/engine/metrics_config.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace weir {

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

/** The quantiles that snapshots state. */
inline constexpr std::array<double, 4> kQuantiles = {0.5, 0.9, 0.99, 0.999};

/** One type in a snapshot. */
struct TypeSnapshot
{
    TypeTotals exact;                ///< since the engine was made
    std::uint64_t critical = 0;      ///< of exact.count
    std::uint64_t intervalCount = 0; ///< exact, of the last interval
    double intervalSum = 0;          ///< exact, of the last interval
    Estimate interval;               ///< the uncalibrated estimate of intervalCount: the sampler's own proof
    Estimate intervalSumEstimate;    ///< the same of intervalSum
};

/** The nominal rates p at which snapshots state a ShareCurve. */
inline constexpr std::array<double, 8> kCurveRates = {0.01, 0.03, 0.1, 0.3, 0.6, 0.9, 0.97, 0.99};

/**
 * What a nominal rate p would have meant for the last interval's values of a type: by the value clock an
 * event of mass m is chosen with probability q = 1 - exp(-m / T). All are ratios to what choosing each event
 * with probability p would give, so 1 where there was no value.
 */
struct ShareCurve
{
    using Ratios = std::array<double, kCurveRates.size()>;
    Ratios chosen{1, 1, 1, 1, 1, 1, 1, 1};        ///< mean of q, to p
    Ratios countVariance{1, 1, 1, 1, 1, 1, 1, 1}; ///< mean of 1/q - 1, to 1/p - 1
    Ratios sumVariance{1, 1, 1, 1, 1, 1, 1, 1};   ///< the same, events weighted by their squared value
    double secondMoment = 1;                      ///< mean squared value, to the squared mean
};

/** At kQuantiles; see ValueHistogram::quantile(). */
using QuantileEstimates = std::array<Estimate, kQuantiles.size()>;

/** What the samples say about one key of one type; critical events are not among them. */
struct KeySnapshot
{
    MetricType type = MetricType::MessageReceived;
    /** As given, capped; "(other)" for what could not be interned; "#" and a number for a forgotten name. */
    std::string key;
    Estimate count;         ///< events since the engine was made, calibrated; never steps back
    Estimate sum;           ///< of their values since then, calibrated; never steps back
    Estimate intervalCount; ///< events of the last interval, uncalibrated
    Estimate intervalSum;   ///< of their values, uncalibrated
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
    double highWatermark = 0;    ///< fill from which the ring is drained early, 0..1
    double pressure = 0;         ///< fill when this flush began, 0..1
    double peak = 0;             ///< fullest fill of the interval, 0..1
    std::uint64_t thinnings = 0; ///< since the engine was made
};

/** What the engine itself costs, by its own Clock. Zero throughout with enableMeta off. */
struct MetaState
{
    std::uint64_t flushes = 0;
    std::uint64_t earlyDrains = 0;
    Duration lastFlush{0};              ///< time this flush took, publication excluded
    Duration flushLag{0};               ///< how late it began
    Duration flushWork{0};              ///< time this flush and the early drains of its interval took
    double nanosecondsPerChosen = 0;    ///< of a recorder, waiting included; timed for one in 64
    double nanosecondsPerKept = 0;      ///< of a flush or a drain, of this interval or the last that kept any
    double shareOfCore = 0;             ///< chosen events and flushing, of one core, in the last interval
    std::size_t memory = 0;             ///< bytes held now; see memory_budget.h
    std::uint64_t sharedSlotEvents = 0; ///< events of threads that found no slot of their own
};

struct EngineParts;

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
    std::array<QuantileEstimates, kValueTypes.size()> quantiles; ///< of the last interval's values
    std::array<ShareCurve, kValueTypes.size()> shareCurves;
    std::vector<KeySnapshot> keys;             ///< largest guaranteed count first, KeyLimits::listed
    double unlistedBelow = 0;                  ///< no key outside `keys` has had more events of a type (95 %)
    std::vector<CriticalEvent> recentCritical; ///< the last ones, oldest first
    std::uint64_t criticalOverwritten = 0;     ///< critical events whose detail made room for later ones
    MetaState meta;
    std::shared_ptr<const EngineParts> parts; ///< for merging; null without EngineOptions::mergeable

    const TypeSnapshot& of(MetricType type) const { return types[indexOf(type)]; }
    /** Precondition: isValueType(type). */
    const QuantileEstimates& quantilesOf(MetricType type) const { return quantiles[valueIndexOf(type)]; }
};

} // namespace weir
