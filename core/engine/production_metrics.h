// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/published.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"
#include "core/engine/engine_snapshot.h"
#include "core/engine/key_limits.h"
#include "core/engine/metric_slot.h"
#include "core/engine/metrics_config.h"

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace weir {

struct KeyTag;
/** A key interned by one engine. The null id is "no key". */
using KeyId = StrongId<KeyTag>;

/** What a look inside an event yields: called only for chosen events, outside every lock. */
struct EventDetail
{
    KeyId key;
};

struct EngineOptions
{
    /** Seed of the sampling decisions; equal seeds and events give equal samples. */
    std::uint64_t seed = 0x5eed;
    /** Whether start() starts the flush thread. Without it the owner calls flush(). */
    bool flushThread = true;
    KeyLimits keys;
    /** Whether snapshots carry what mergeSnapshots() needs. */
    bool mergeable = false;
    // The callbacks run on the flushing thread and hold up neither recording nor reading. They must not call
    // start(), stop(), configure() or flush().
    /**
     * At the end of each interval, right after the exact counts of snapshot `sequence` were read and before
     * it is published. For truth to be read beside an estimate.
     */
    std::function<void(std::uint64_t sequence)> intervalEnded;
    /** After each publication. */
    std::function<void(const std::shared_ptr<const EngineSnapshot>&)> published;
};

/**
 * The metrics engine: counts every event exactly, looks into a share of them, publishes what that says.
 *
 * Threads: record calls from any thread; counters() and snapshot() from any thread, never waiting for a
 * recorder or a flush; start, stop, configure and flush from any thread, serialised inside. `clock` must
 * outlive the engine; threads that recorded may outlive it, but none may still be recording when it is
 * destroyed. Failure: a refused configuration changes nothing; an event outside start/stop, or a value that
 * is negative or not finite, is counted in `refused`. Nothing is dropped: a full ring thins without bias
 * (MetricsRingBuffer).
 */
class ProductionMetrics
{
public:
    /** Precondition: config.validate() is empty. */
    ProductionMetrics(const MetricsConfig& config, const Clock& clock, EngineOptions options = {});
    ~ProductionMetrics();
    ProductionMetrics(const ProductionMetrics&) = delete;
    ProductionMetrics& operator=(const ProductionMetrics&) = delete;

    /** Begins to accept events. Does nothing when started. May follow stop(): totals go on. */
    void start();
    /** No new event, drain once, publish once with `final`, join: milliseconds. Does nothing when stopped. */
    void stop();
    /** Effective at the next event of every thread. The revision, or every problem; then nothing changed. */
    Result<std::uint64_t, std::vector<Error>> configure(const MetricsConfig& next);
    MetricsConfig config() const;
    /** The configuration in force, and its revision: 1, and one more with each configure(). */
    std::pair<MetricsConfig, std::uint64_t> configured() const;
    /**
     * Holds the budget of the configuration down to `keptPerSecond` where that is less: for what looking into
     * a chosen event costs, which only its owner can measure. From the end of the running interval on; no new
     * revision, as the configuration stays. Unlike configure() it may be called from `intervalEnded`.
     */
    void limitBudget(double keptPerSecond);

    /** The id of this name, never forgotten; null for "". Where there is no room, the id of "(other)". */
    KeyId intern(std::string_view name);

    /**
     * A count type. Types critical by nature go the way of critical(); of a value type it is an event of
     * value 0.
     */
    void count(MetricType type, KeyId key = {});
    /** A value type; `value` is finite and >= 0, in the type's unit. Of a count type it is count(). */
    void observe(MetricType type, double value, KeyId key = {});
    /**
     * A value type; `describe()` -> EventDetail, or `describe(weight)` with the number of events this one
     * stands for, runs at most once, only when chosen, outside every lock.
     */
    template<class Describe>
    requires std::is_invocable_r_v<EventDetail, Describe> ||
        std::is_invocable_r_v<EventDetail, Describe, double>
    void observe(MetricType type, double value, Describe&& describe);
    /** Any type, exact and beside the sampling; its detail goes into a small ring that overwrites and counts.
     */
    void critical(MetricType type, double value = 1, KeyId key = {});
    /** The general form: any type, critical or not; `key` is hashed only when chosen, and known by name as
     * long as there is room (KeyLimits::names). */
    void record(MetricType type, double value, std::string_view key, bool isCritical = false);

    /** Exact, now, lock-free: each number is exact by itself; numbers of different types are not one instant.
     */
    std::array<TypeTotals, kMetricTypeCount> counters() const;
    /** Consistent, now: both identities hold. Waits for at most one chosen event of another thread. */
    Accounting accounting() const;
    /** The newest published snapshot; never null (before the first flush: an empty one with sequence 0). */
    std::shared_ptr<const EngineSnapshot> snapshot() const;

    using Watcher = std::function<void(const std::shared_ptr<const EngineSnapshot>&)>;
    /**
     * From the end of the running interval on, snapshots carry parts, and `watcher` is called with each as
     * EngineOptions::published is. One watcher at a time; {} ends it. When this returns, the former one is
     * not running and will not be called again. From any thread, but not from a callback.
     */
    void watch(Watcher watcher);

    /** Ends the interval now, on this thread: drain, fold, publish. */
    std::shared_ptr<const EngineSnapshot> flush();

private:
    class Core;
    struct Choice;

    /** The cold path, whole: decide, and if chosen, push. */
    void decide(MetricType type, double value, KeyId key);
    /** The cold path up to the choice; commit() follows if there is one. */
    std::optional<Choice> choose(MetricType type, double value);
    void commit(const Choice& choice, const EventDetail& detail);
    static double choiceWeight(const Choice& choice) noexcept;
    /** True when the hot path has counted the event and nothing is left to do. */
    bool passBy(MetricType type) noexcept;
    bool passBy(MetricType type, double value) noexcept;

    const std::uint64_t m_id;
    const std::unique_ptr<Core> m_core;
};

/** An event chosen to be looked into, between choose() and commit(); its weight is fixed. */
struct ProductionMetrics::Choice
{
    MetricType type;
    float m;
    double value;
    double period;      ///< on the sampling clock when it was chosen; 0: weight 1
    Duration spent{-1}; ///< in choosing; negative where it was not timed
};

inline bool ProductionMetrics::passBy(MetricType type) noexcept
{
    if (t_slotBinding.engineId != m_id) [[unlikely]]
        return false;
    MetricCell& cell = t_slotBinding.slot->cells[indexOf(type)];
    const std::uint64_t count = cell.count.get() + 1;
    if (count >= cell.next.load(std::memory_order_relaxed)) [[unlikely]]
        return false;
    cell.count.set(count);
    return true;
}

inline bool ProductionMetrics::passBy(MetricType type, double value) noexcept
{
    if (t_slotBinding.engineId != m_id) [[unlikely]]
        return false;
    MetricCell& cell = t_slotBinding.slot->cells[indexOf(type)];
    const double acc = cell.acc + 1 + value * cell.ic;
    // Doubles that are not negative are ordered as their bits are; infinity and what is not a number come
    // last.
    const std::uint64_t next = cell.next.load(std::memory_order_relaxed);
    if (!(value >= 0) || std::bit_cast<std::uint64_t>(acc) >= next) [[unlikely]]
        return false;
    cell.acc = acc;
    cell.count.set(cell.count.get() + 1);
    cell.sum.set(cell.sum.own() + value);
    if (value > cell.max.own())
        cell.max.set(value);
    return true;
}

inline void ProductionMetrics::count(MetricType type, KeyId key)
{
    if (isCriticalType(type))
        critical(type, 1, key);
    else if (isValueType(type))
        observe(type, 0, key);
    else if (!passBy(type)) [[unlikely]]
        decide(type, 1, key);
}

inline void ProductionMetrics::observe(MetricType type, double value, KeyId key)
{
    if (!isValueType(type))
        count(type, key);
    else if (!passBy(type, value)) [[unlikely]]
        decide(type, value, key);
}

template<class Describe>
requires std::is_invocable_r_v<EventDetail, Describe> || std::is_invocable_r_v<EventDetail, Describe, double>
void ProductionMetrics::observe(MetricType type, double value, Describe&& describe)
{
    if (isValueType(type) ? passBy(type, value) : passBy(type)) [[likely]]
        return;
    const std::optional<Choice> choice = choose(type, value);
    if (!choice)
        return;
    if constexpr (std::is_invocable_v<Describe, double>)
        commit(*choice, describe(choiceWeight(*choice)));
    else
        commit(*choice, describe());
}

} // namespace weir
