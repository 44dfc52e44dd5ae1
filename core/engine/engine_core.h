// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/exponential.h"
#include "core/base/published.h"
#include "core/base/random.h"
#include "core/engine/adaptive_sampler.h"
#include "core/engine/engine_parts.h"
#include "core/engine/flush_worker.h"
#include "core/engine/key_names.h"
#include "core/engine/key_ranking.h"
#include "core/engine/memory_budget.h"
#include "core/engine/metrics_ring_buffer.h"
#include "core/engine/production_metrics.h"
#include "core/engine/slot_pool.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <vector>

namespace weir {

/**
 * What ProductionMetrics is made of. Four mutexes, taken in this order and never over a callback but the
 * first two: lifecycle (start, stop, configure), flush (one flush or drain at a time; owns the estimators),
 * cold (decisions, ring, rates, accounting: held for one event, one chunk or one reading), and those inside
 * KeyNames, SlotPool and Published.
 */
class ProductionMetrics::Core
{
public:
    Core(std::uint64_t id, const MetricsConfig& config, const Clock& clock, EngineOptions options);

    void start();
    void stop();
    Result<std::uint64_t, std::vector<Error>> configure(const MetricsConfig& next);
    std::pair<MetricsConfig, std::uint64_t> configured() const;
    void watch(Watcher watcher);
    std::shared_ptr<const EngineSnapshot> flush(bool final, Duration lag = {});

    /** This thread's slot; null when it has to share. */
    MetricSlot* bind() { return t_slotBinding.engineId == m_id ? t_slotBinding.slot : bindAnew(); }
    MetricSlot* bindAnew();
    void decide(MetricType type, double value, KeyId key);
    std::optional<Choice> choose(MetricType type, double value);
    void commit(const Choice& choice, const EventDetail& detail);
    void critical(MetricType type, double value, std::uint32_t key);

    std::array<TypeTotals, kMetricTypeCount> counters() const;
    Accounting accounting() const;

    KeyNames keys;
    Published<EngineSnapshot> published;
    mutable std::mutex cold;
    MetricsConfig config;   ///< guarded by cold
    double budgetLimit = 0; ///< kept samples a second; 0: none. Guarded by cold

private:
    static constexpr std::size_t kChunk = 256;     ///< samples moved out of the ring at a time
    static constexpr double kHighWatermark = 0.75; ///< fill at which the ring is drained early
    static std::size_t highMarkOf(std::size_t capacity)
    {
        return static_cast<std::size_t>(kHighWatermark * static_cast<double>(capacity));
    }

    /** What every cell of a type follows; a cell with an older generation takes over what is here. */
    struct TypeControl
    {
        std::uint64_t generation = 1;
        double period = 0;   ///< on the sampling clock; 0 keeps all
        double ic = 0;       ///< 1 / mean value of the last interval that had values
        WeightRange inForce; ///< since the interval began
    };
    using Totals = std::array<TypeTotals, kMetricTypeCount>;
    struct CriticalDetail
    {
        TimePoint time;
        double value = 0;
        std::uint32_t key = 0;
        MetricType type = MetricType::MessageFailed;
    };
    /** The least that a key of the last snapshot may show in the next one. */
    struct KeyFloor
    {
        MetricType type;
        std::uint32_t key;
        double count;
        double sum;
    };
    /** The running interval as it ends. */
    struct Boundary
    {
        TimePoint time;
        double pressure = 0;
        double peak = 0;
        std::uint64_t thinnings = 0; ///< in the interval
        std::uint64_t chosen = 0;    ///< since the engine was made
        Totals sampled;
        Totals critical;
        std::array<WeightRange, kMetricTypeCount> inForce;
        Duration timedWork{0}; ///< of the chosen events that were timed
        std::uint32_t timed = 0;
    };

    // Precondition of these: cold is held.
    double budget() const { return budgetLimit > 0 ? std::min(config.budget, budgetLimit) : config.budget; }
    std::optional<Choice> chooseLocked(MetricCell& cell, MetricType type, double value);
    void push(MetricCell& cell, const Choice& choice, std::uint32_t key);
    [[gnu::noinline]] void makeRoom(std::size_t size);
    void applyRate();
    void poke(std::size_t type);
    void pokeAll();
    static void noteWeight(TypeControl& control);
    double meanMass(std::size_t type) const;
    Totals sampledTotals() const;
    Totals criticalTotals() const;
    std::uint64_t chosenTotal() const;
    Accounting accountingOf(const Totals& sampled, const Totals& critical) const;
    // Rare, and kept out of line for the sake of the rest.
    [[gnu::noinline]] void addTiming(const Choice& choice, TimePoint began);
    bool isTimed() const;

    // Precondition of these: flushMutex is held.
    void drainEarly();
    Boundary endInterval();
    void foldInterval(std::uint8_t interval);
    void fold(std::span<CompactMetric> samples);
    IntervalLoad loadOf(double seconds, std::uint64_t thinnings) const;
    void closeTypes(const Boundary& boundary, std::uint8_t interval);
    void describeTypes(EngineSnapshot& snapshot) const;
    void describeKeys(EngineSnapshot& snapshot);
    void describeCritical(EngineSnapshot& snapshot) const;
    void steer(EngineSnapshot& snapshot, const Boundary& boundary, double length);
    void describeCost(MetaState& meta, const Boundary& boundary, double seconds);
    void beginInterval();
    std::size_t memory() const;

    const Clock& m_clock;
    const EngineOptions m_options;
    const std::uint64_t m_id;
    const TimePoint m_made;
    const std::shared_ptr<SlotPool> m_slots;
    std::atomic<bool> m_timing; ///< config.enableMeta, for recorders

    std::mutex m_lifecycle;
    std::unique_ptr<FlushWorker> m_worker; ///< guarded by m_lifecycle; see m_wakeable
    bool m_started = false;                ///< guarded by m_lifecycle

    std::mutex m_flushMutex; ///< guards from here …
    std::array<TypeParts, kMetricTypeCount> m_types;
    OctaveAllowance m_octaves;
    std::array<ValueHistogram, kValueTypes.size()> m_histograms;
    KeyRanking m_ranking;
    std::vector<KeyFloor> m_keyFloors; ///< by type and key
    TimePoint m_intervalBegan;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_chosenBefore = 0; ///< when the interval began
    Duration m_flushWork{0};          ///< of the running interval
    MetaState m_meta;
    Watcher m_watcher; ///< … to here

    // Guarded by cold:
    MetricsRingBuffer m_ring;
    std::size_t m_highMark = 0; ///< samples from which the ring is drained early
    /** Of each type, by the last bit of the interval: what thinning settled. */
    std::array<std::array<TotalVariance, 2>, kMetricTypeCount> m_ringVariance;
    SplitMix64 m_random;
    const Exponential& m_exponential = Exponential::instance();
    AdaptiveSampler m_sampler;
    std::array<TypeControl, kMetricTypeCount> m_control;
    MetricSlot m_shared; ///< of threads without a slot
    std::array<CriticalCell, kMetricTypeCount> m_critical;
    std::vector<CriticalDetail> m_criticalDetails; ///< a ring, once it is full
    std::uint64_t m_criticalTotal = 0;
    std::uint64_t m_refused = 0;
    std::uint64_t m_kept = 0;
    std::uint64_t m_thinned = 0;
    std::uint64_t m_thinnings = 0;
    std::uint64_t m_thinningsBefore = 0; ///< at the start of the interval
    std::uint64_t m_sharedSlotEvents = 0;
    Duration m_timedWork{0};
    std::uint32_t m_timed = 0;
    double m_budgetLeft = 0; ///< samples that may still be drained early in this interval
    std::size_t m_peak = 0;  ///< fullest fill of the interval
    std::uint64_t m_revision = 1;
    TimePoint m_startTime;
    std::uint8_t m_interval = 0;
    bool m_running = false;
    bool m_drainRequested = false;
    FlushWorker* m_wakeable = nullptr; ///< the worker while it may be woken
};

} // namespace weir
