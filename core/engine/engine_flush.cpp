// SPDX-License-Identifier: Apache-2.0
// The flush side of ProductionMetrics::Core: from samples in the ring to a published snapshot.
#include "core/engine/engine_core.h"

#include <algorithm>
#include <cmath>

namespace weir {
namespace {

constexpr unsigned kTypeShift = 32;

std::uint64_t keyOf(MetricType type, std::uint32_t key)
{
    return (static_cast<std::uint64_t>(type) << kTypeShift) | key;
}

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

std::shared_ptr<const EngineSnapshot> ProductionMetrics::Core::flush(bool final)
{
    const std::lock_guard flushing(m_flushMutex);
    const TimePoint began = m_clock.now();
    const std::uint8_t interval = m_interval; // changes only in endInterval(), under the flush mutex too
    const Boundary boundary = endInterval();
    const std::uint64_t sequence = ++m_sequence;
    if (m_options.intervalEnded)
        m_options.intervalEnded(sequence);
    foldInterval(interval);

    auto snapshot = std::make_shared<EngineSnapshot>();
    snapshot->sequence = sequence;
    snapshot->wallTime = m_clock.wallNow();
    snapshot->time = boundary.time;
    snapshot->interval = boundary.time - m_intervalBegan;
    snapshot->final = final;
    addTypes(*snapshot, boundary);
    addKeys(*snapshot, boundary);
    ++m_meta.flushes;
    {
        const std::lock_guard lock(cold);
        const IntervalLoad load = loadOf(boundary, std::max(seconds(snapshot->interval), 1e-3));
        m_sampler.intervalEnded(load);
        for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
            const double count = static_cast<double>(boundary.exact[type].count - m_lastExact[type].count);
            const double sum = boundary.exact[type].sum - m_lastExact[type].sum;
            if (isValueType(kMetricTypes[type]) && sum > 0)
                m_control[type].ic = count / sum;
        }
        applyRate();
        const auto exact = counters();
        for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
            snapshot->types[type].exact = exact[type];
            snapshot->types[type].critical = m_critical[type].count.get();
        }
        snapshot->accounting = accountingOf(exact);
        snapshot->config = config;
        snapshot->uptime = boundary.time - m_startTime;
        snapshot->sampling = {
            config.mode,
            config.mode == SamplingMode::Everything ? 1 : config.sampleRate,
            m_sampler.rate(),
            load.eventsPerSecond > 0 ? load.keptPerSecond / load.eventsPerSecond : m_sampler.rate(),
            m_revision,
            m_sampler.why()};
        snapshot->buffer = {m_ring.capacity(), m_ring.size(), boundary.pressure, boundary.peak, m_thinnings};
        snapshot->recentCritical.assign(m_criticalDetail.begin(), m_criticalDetail.end());
        snapshot->criticalOverwritten = m_criticalOverwritten;
        m_meta.sharedSlotEvents = m_sharedSlotEvents;
        if (config.enableMeta) {
            m_meta.lastFlush = m_clock.now() - began;
            snapshot->meta = m_meta;
        }
    }
    m_lastExact = boundary.exact;
    m_intervalBegan = boundary.time;
    published.publish(snapshot);
    if (m_options.published)
        m_options.published(snapshot);
    return snapshot;
}

ProductionMetrics::Core::Boundary ProductionMetrics::Core::endInterval()
{
    Boundary boundary;
    const std::lock_guard lock(cold);
    boundary.time = m_clock.now();
    boundary.exact = counters();
    const double capacity = static_cast<double>(m_ring.capacity());
    boundary.pressure = static_cast<double>(m_ring.size()) / capacity;
    boundary.peak = static_cast<double>(std::max(m_peak, m_ring.size())) / capacity;
    boundary.thinnings = m_thinnings - m_thinningsBefore;
    m_thinningsBefore = m_thinnings;
    m_peak = 0;
    ++m_interval;
    m_budgetLeft = config.budget * seconds(config.flushInterval);
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeControl& control = m_control[type];
        boundary.inForce[type] = control.inForce;
        control.inForce = {};
        noteWeight(control, type);
    }
    return boundary;
}

/** Takes every sample of the interval that ended, in chunks, so that recorders wait for one chunk at most. */
void ProductionMetrics::Core::foldInterval(std::uint8_t interval)
{
    std::array<CompactMetric, kChunk> chunk;
    for (;;) {
        std::size_t count = 0;
        {
            const std::lock_guard lock(cold);
            while (count < chunk.size() && m_ring.size() > 0 && m_ring.front().interval == interval)
                count += m_ring.popFront(std::span(chunk).subspan(count, 1));
            m_kept += count;
        }
        if (count == 0)
            return;
        fold(std::span(chunk).first(count));
    }
}

void ProductionMetrics::Core::drainEarly()
{
    std::array<CompactMetric, kChunk> chunk;
    std::size_t left = 0;
    {
        const std::lock_guard lock(cold);
        left = m_ring.size();
    }
    ++m_meta.earlyDrains;
    while (left > 0) {
        std::size_t count = 0;
        {
            const std::lock_guard lock(cold);
            count = m_ring.popFront(std::span(chunk).first(std::min(left, chunk.size())));
            m_kept += count;
            m_budgetLeft -= static_cast<double>(count);
        }
        if (count == 0)
            break; // thinned away meanwhile
        fold(std::span(chunk).first(count));
        left -= count;
    }
    const std::lock_guard lock(cold);
    m_drainRequested = false;
}

void ProductionMetrics::Core::fold(std::span<const CompactMetric> samples)
{
    for (const CompactMetric& sample : samples) {
        const double weight = sample.weight();
        m_typeInterval[indexOf(sample.type)].add(weight, sample.value);
        if (sample.key != 0)
            m_keySums[keyOf(sample.type, sample.key)].interval.add(weight, sample.value);
    }
}

IntervalLoad ProductionMetrics::Core::loadOf(const Boundary& boundary, double length) const
{
    IntervalLoad load;
    load.thinnings = boundary.thinnings;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        if (isAlwaysKept(kMetricTypes[type]))
            continue;
        load.eventsPerSecond +=
            static_cast<double>(boundary.exact[type].count - m_lastExact[type].count) / length;
        load.keptPerSecond += static_cast<double>(m_lastSamples[type]) / length;
    }
    return load;
}

void ProductionMetrics::Core::addTypes(EngineSnapshot& snapshot, const Boundary& boundary)
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeSnapshot& out = snapshot.types[type];
        out.intervalCount = boundary.exact[type].count - m_lastExact[type].count;
        out.interval = m_typeInterval[type].count(boundary.inForce[type]);
        m_lastSamples[type] = m_typeInterval[type].samples();
        m_typeInterval[type] = {};
        m_weightsEver[type].note(boundary.inForce[type]);
    }
}

void ProductionMetrics::Core::addKeys(EngineSnapshot& snapshot, const Boundary& boundary)
{
    snapshot.keys.reserve(m_keySums.size());
    for (auto& [packed, sums] : m_keySums) {
        sums.total.add(sums.interval);
        const std::size_t type = static_cast<std::size_t>(packed >> kTypeShift) - 1;
        KeySnapshot& out = snapshot.keys.emplace_back();
        out.type = kMetricTypes[type];
        out.key = keys.nameOf(static_cast<std::uint32_t>(packed));
        out.count = sums.total.count(m_weightsEver[type]);
        out.sum = sums.total.sum();
        out.intervalCount = sums.interval.count(boundary.inForce[type]);
        out.intervalSum = sums.interval.sum();
        sums.interval = {};
    }
    std::sort(snapshot.keys.begin(), snapshot.keys.end(), [](const KeySnapshot& a, const KeySnapshot& b) {
        if (a.count.value != b.count.value)
            return a.count.value > b.count.value;
        return a.type != b.type ? a.type < b.type : a.key < b.key;
    });
}

} // namespace weir
