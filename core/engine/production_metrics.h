#pragma once

#include "core/base/clock.h"
#include "core/base/published.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"
#include "core/engine/engine_snapshot.h"
#include "core/engine/metric_slot.h"
#include "core/engine/metrics_config.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
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
    /**
     * Called on the flushing thread, outside every lock, at the end of each interval: right after the exact counts
     * of snapshot `sequence` were read and before it is published. For truth to be read beside an estimate.
     */
    std::function<void(std::uint64_t sequence)> intervalEnded;
    /** Called on the flushing thread, outside every lock, after each publication. Must not block. */
    std::function<void(const std::shared_ptr<const EngineSnapshot>&)> published;
};

/**
 * The metrics engine: counts every event exactly, looks into a share of them, publishes what that says.
 *
 * Threads: record calls from any thread; counters() and snapshot() from any thread, never waiting for a recorder
 * or a flush; start, stop, configure and flush from any thread, serialised inside. stop() joins the flush thread, so
 * it must not be called from the callbacks. `clock` must outlive the engine; threads that recorded may outlive it.
 * Failure: a refused configuration changes nothing; an event outside start/stop, or a value that is negative or not
 * finite, is counted in `refused`. Nothing is dropped: a full ring thins without bias (MetricsRingBuffer).
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

    /** The id of this name, made if new. Past the table's end the id of "(other)". */
    KeyId intern(std::string_view name);

    /** A count type, or, as critical, a type that is critical by nature. */
    void count(MetricType type, KeyId key = {});
    /** A value type; `value` is finite and >= 0, in the type's unit. */
    void observe(MetricType type, double value, KeyId key = {});
    /** A value type; `describe()` -> EventDetail runs at most once, only when chosen, outside every lock. */
    template<class Describe>
        requires std::is_invocable_r_v<EventDetail, Describe>
    void observe(MetricType type, double value, Describe&& describe);
    /** Any type, exact and beside the sampling; its detail goes into a small ring that overwrites. */
    void critical(MetricType type, double value = 1, KeyId key = {});
    /** The general form. */
    void record(MetricType type, double value, std::string_view key, bool isCritical = false);

    /** Exact, now, lock-free: each number is exact by itself; numbers of different types are not one instant. */
    std::array<TypeTotals, kMetricTypeCount> counters() const;
    /** Consistent, now: both identities hold. Waits for at most one chosen event of another thread. */
    Accounting accounting() const;
    /** The newest published snapshot; never null (before the first flush: an empty one with sequence 0). */
    std::shared_ptr<const EngineSnapshot> snapshot() const;

    /** Ends the interval now, on this thread: drain, fold, publish. */
    std::shared_ptr<const EngineSnapshot> flush();

private:
    class Core;
    std::unique_ptr<Core> m_core;
};

} // namespace weir
