// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/production_metrics.h"

#include <atomic>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace weir::accuracy {

/** Time that moves by advance() only; any thread may read it. */
class BenchClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return TimePoint(Duration(m_now.load())); }
    WallTime wallNow() const noexcept override { return WallTime(Duration(m_now.load())); }
    void advance(Duration step) noexcept { m_now += step.count(); }

private:
    std::atomic<Duration::rep> m_now{Duration(std::chrono::hours(1)).count()};
};

/** What every snapshot of every workload is held to (A3). Any thread. */
struct Audit
{
    std::atomic<std::uint64_t> snapshots{0};
    std::atomic<std::uint64_t> doNotAddUp{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> thinned{0};

    void check(const EngineSnapshot& snapshot) noexcept;
};

/** The real engine, started, without its flush thread: the workload moves time and flushes. */
class Bench
{
public:
    Bench(Audit& audit, const MetricsConfig& config, std::uint64_t seed, EngineOptions options = {});
    ~Bench();

    ProductionMetrics& engine() noexcept { return m_engine; }
    TimePoint now() const noexcept { return m_clock.now(); }
    void setRate(double rate);
    /** Ends an interval of the configured length, and audits it. */
    std::shared_ptr<const EngineSnapshot> flush();

private:
    Audit& m_audit;
    BenchClock m_clock;
    MetricsConfig m_config;
    ProductionMetrics m_engine;
};

/** A fixed rate and a ring of this size. */
MetricsConfig fixedRate(double rate, std::size_t bufferSize);

/** The entry of a key, or an empty one: where nothing of a key was kept it may be missing. */
const KeySnapshot& keyOf(const EngineSnapshot& snapshot, MetricType type, std::string_view name);

/** Whether the range holds the truth, up to rounding. */
inline bool contains(const Estimate& estimate, double truth) noexcept
{
    const double slack = 1e-9 * std::fabs(truth);
    return estimate.low <= truth + slack && truth <= estimate.high + slack;
}

/**
 * run(0) … run(units - 1) on two threads; the results in order, so that they do not depend on who ran what.
 * Each unit seeds its own random numbers.
 */
template<class Run>
auto inParallel(std::size_t units, Run&& run)
{
    std::vector<decltype(run(std::size_t{}))> results(units);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t unit = next++; unit < units; unit = next++)
            results[unit] = run(unit);
    };
    std::thread other(work);
    work();
    other.join();
    return results;
}

} // namespace weir::accuracy
