// SPDX-License-Identifier: Apache-2.0
// The flush side of ProductionMetrics::Core: from samples in the ring to a published snapshot.
#include "core/engine/engine_core.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace weir {
namespace {

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

TypeTotals difference(const TypeTotals& now, const TypeTotals& before)
{
    return {now.count - before.count, now.sum - before.sum, 0};
}

/** A published total does not step back when the calibration does. */
void raise(Estimate& estimate, double floor)
{
    estimate.value = std::max(estimate.value, floor);
    estimate.high = std::max(estimate.high, estimate.value);
}

} // namespace

std::shared_ptr<const EngineSnapshot> ProductionMetrics::Core::flush(bool final, Duration lag)
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
    const double length = std::max(seconds(snapshot->interval), 1e-3);
    closeTypes(boundary, interval);
    describeTypes(*snapshot);
    describeKeys(*snapshot);
    steer(*snapshot, boundary, length);
    describeCritical(*snapshot);
    ++m_meta.flushes;
    m_meta.flushLag = lag;
    m_intervalBegan = boundary.time;
    if (snapshot->config.enableMeta) {
        m_meta.lastFlush = m_clock.now() - began;
        m_flushWork += m_meta.lastFlush;
        describeCost(m_meta, boundary, length);
        snapshot->meta = m_meta;
    }
    beginInterval();
    m_chosenBefore = boundary.chosen;
    m_flushWork = {};
    published.publish(snapshot);
    if (m_options.published)
        m_options.published(snapshot);
    if (m_watcher)
        m_watcher(snapshot);
    return snapshot;
}

/** What follows from the interval: the next one's rate and value clock; and what is said about now. */
void ProductionMetrics::Core::steer(EngineSnapshot& snapshot, const Boundary& boundary, double length)
{
    const std::lock_guard lock(cold);
    IntervalLoad load = loadOf(length, boundary.thinnings);
    load.budget = budget();
    m_sampler.intervalEnded(load);
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        const TypeTotals& exact = m_types[type].intervalSampled;
        if (isValueType(kMetricTypes[type]) && exact.sum > 0)
            m_control[type].ic = static_cast<double>(exact.count) / exact.sum;
    }
    applyRate();
    const Totals sampled = sampledTotals();
    const Totals critical = criticalTotals();
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeTotals& exact = snapshot.types[type].exact;
        exact.count = sampled[type].count + critical[type].count;
        exact.sum = sampled[type].sum + critical[type].sum;
        exact.max = std::max(sampled[type].max, critical[type].max);
        snapshot.types[type].critical = critical[type].count;
    }
    snapshot.accounting = accountingOf(sampled, critical);
    snapshot.config = config;
    snapshot.uptime = boundary.time - m_startTime;
    snapshot.sampling = {
        config.mode,
        config.mode == SamplingMode::Everything ? 1 : config.sampleRate,
        m_sampler.rate(),
        load.eventsPerSecond > 0 ? load.keptPerSecond / load.eventsPerSecond : m_sampler.rate(),
        m_revision,
        m_sampler.why()};
    snapshot.buffer = {m_ring.capacity(), m_ring.size(), kHighWatermark,
                       boundary.pressure, boundary.peak, m_thinnings};
    m_meta.sharedSlotEvents = m_sharedSlotEvents;
}

void ProductionMetrics::Core::describeCritical(EngineSnapshot& snapshot) const
{
    std::vector<CriticalDetail> details;
    std::uint64_t total = 0;
    {
        const std::lock_guard lock(cold);
        details = m_criticalDetails;
        total = m_criticalTotal;
    }
    snapshot.criticalOverwritten = total - details.size();
    snapshot.recentCritical.reserve(details.size());
    for (std::size_t i = 0; i < details.size(); ++i) {
        const CriticalDetail& detail = details[(total + i) % details.size()];
        snapshot.recentCritical.push_back({detail.type, detail.value, keys.nameOf(detail.key), detail.time});
    }
}

ProductionMetrics::Core::Boundary ProductionMetrics::Core::endInterval()
{
    Boundary boundary;
    const std::lock_guard lock(cold);
    boundary.time = m_clock.now();
    boundary.sampled = sampledTotals();
    boundary.critical = criticalTotals();
    boundary.chosen = chosenTotal();
    const double capacity = static_cast<double>(m_ring.capacity());
    boundary.pressure = static_cast<double>(m_ring.size()) / capacity;
    boundary.peak = static_cast<double>(std::max(m_peak, m_ring.size())) / capacity;
    boundary.thinnings = m_thinnings - m_thinningsBefore;
    boundary.timedWork = std::exchange(m_timedWork, {});
    boundary.timed = std::exchange(m_timed, 0);
    m_thinningsBefore = m_thinnings;
    m_peak = 0;
    ++m_interval;
    m_budgetLeft = budget() * seconds(config.flushInterval);
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeControl& control = m_control[type];
        boundary.inForce[type] = control.inForce;
        control.inForce = {};
        noteWeight(control);
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
    const TimePoint began = m_clock.now();
    ++m_meta.earlyDrains;
    std::array<CompactMetric, kChunk> chunk;
    for (;;) {
        std::size_t count = 0;
        {
            const std::lock_guard lock(cold);
            // Until it is empty: who stopped at a high fill would miss the wake-ups that came meanwhile.
            if (m_ring.size() == 0 || m_budgetLeft <= 0) {
                m_drainRequested = false;
                break;
            }
            count = m_ring.popFront(chunk);
            m_kept += count;
            m_budgetLeft -= static_cast<double>(count);
        }
        fold(std::span(chunk).first(count));
    }
    m_flushWork += m_clock.now() - began;
}

void ProductionMetrics::Core::fold(std::span<CompactMetric> samples)
{
    for (CompactMetric& sample : samples) {
        TypeParts& type = m_types[indexOf(sample.type)];
        if (!sample.isSettled()) {
            sample.settle();
            type.intervalVariance.addChoice(sample);
        }
        const double weight = sample.weight();
        const double value = static_cast<double>(sample.value);
        type.intervalSums.add(weight, value);
        if (isValueType(sample.type))
            m_histograms[valueIndexOf(sample.type)].add(weight, value);
        if (sample.key != KeyNames::kNoKey)
            m_ranking.add(sample);
    }
}

IntervalLoad ProductionMetrics::Core::loadOf(double length, std::uint64_t thinnings) const
{
    IntervalLoad load;
    load.thinnings = thinnings;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        if (isAlwaysKept(kMetricTypes[type]))
            continue;
        load.eventsPerSecond += static_cast<double>(m_types[type].intervalSampled.count) / length;
        load.keptPerSecond += static_cast<double>(m_types[type].intervalSums.samples) / length;
    }
    return load;
}

/** From here on m_types is about the interval that ended. */
void ProductionMetrics::Core::closeTypes(const Boundary& boundary, std::uint8_t interval)
{
    const std::lock_guard lock(cold);
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeParts& parts = m_types[type];
        parts.intervalSampled = difference(boundary.sampled[type], parts.sampled);
        parts.intervalCritical = difference(boundary.critical[type], parts.critical);
        parts.sampled = boundary.sampled[type];
        parts.critical = boundary.critical[type];
        parts.totalSums.add(parts.intervalSums);
        parts.intervalVariance.add(std::exchange(m_ringVariance[type][interval % 2], {}));
        parts.totalVariance.add(parts.intervalVariance);
        parts.inForce = boundary.inForce[type];
        parts.everInForce.note(parts.inForce);
    }
}

void ProductionMetrics::Core::describeTypes(EngineSnapshot& snapshot) const
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type)
        snapshot.types[type] = describe(m_types[type]);
    for (std::size_t i = 0; i < kValueTypes.size(); ++i) {
        const TypeParts& type = m_types[indexOf(kValueTypes[i])];
        snapshot.quantiles[i] = describe(m_histograms[i], type);
        snapshot.shareCurves[i] = shareCurveOf(m_histograms[i], type);
    }
}

void ProductionMetrics::Core::describeKeys(EngineSnapshot& snapshot)
{
    const KeyRanking::Listing listing = m_ranking.largest(m_options.keys.listed);
    const auto byKey = [](const KeyFloor& a, const KeyFloor& b) {
        return std::tie(a.type, a.key) < std::tie(b.type, b.key);
    };
    std::vector<KeyFloor> floors;
    floors.reserve(listing.keys.size());
    snapshot.keys.reserve(listing.keys.size());
    double largestWeight = 1;
    for (const KeySums& sums : listing.keys) {
        const TypeParts& type = m_types[indexOf(sums.type)];
        KeySnapshot key = describe(sums, keys.nameOf(sums.key), type);
        KeyFloor floor{sums.type, sums.key, 0, 0};
        const auto before = std::lower_bound(m_keyFloors.begin(), m_keyFloors.end(), floor, byKey);
        if (before != m_keyFloors.end() && !byKey(floor, *before)) {
            raise(key.count, before->count);
            raise(key.sum, before->sum);
        }
        floor.count = key.count.value;
        floor.sum = key.sum.value;
        floors.push_back(floor);
        snapshot.keys.push_back(std::move(key));
    }
    for (const TypeParts& type : m_types)
        largestWeight = std::max(largestWeight, type.everInForce.largest);
    snapshot.unlistedBelow = upperLimitOf(listing.mostOutside, largestWeight);
    std::sort(floors.begin(), floors.end(), byKey);
    m_keyFloors = std::move(floors);

    if (m_options.mergeable || m_watcher) {
        auto parts = std::make_shared<EngineParts>();
        parts->types = m_types;
        parts->histograms = m_histograms;
        parts->mostOutside = listing.mostOutside;
        for (std::size_t i = 0; i < listing.keys.size(); ++i)
            parts->keys.push_back({snapshot.keys[i].key, listing.keys[i]});
        snapshot.parts = std::move(parts);
    }
}

void ProductionMetrics::Core::describeCost(MetaState& meta, const Boundary& boundary, double length)
{
    meta.flushWork = m_flushWork;
    if (boundary.timed > 0)
        meta.nanosecondsPerChosen = seconds(boundary.timedWork) * 1e9 / static_cast<double>(boundary.timed);
    std::uint64_t kept = 0;
    for (const TypeParts& type : m_types)
        kept += type.intervalSums.samples;
    if (kept > 0)
        meta.nanosecondsPerKept = seconds(m_flushWork) * 1e9 / static_cast<double>(kept);
    const double chosen = static_cast<double>(boundary.chosen - m_chosenBefore);
    meta.shareOfCore = (chosen * meta.nanosecondsPerChosen * 1e-9 + seconds(m_flushWork)) / length;
    meta.memory = memory();
}

void ProductionMetrics::Core::beginInterval()
{
    for (TypeParts& type : m_types) {
        type.intervalSums = {};
        type.intervalVariance = {};
    }
    for (ValueHistogram& histogram : m_histograms)
        histogram.clear();
    m_ranking.endInterval();
}

/** What is held now; the snapshot is counted twice, as there are two while one is being made. */
std::size_t ProductionMetrics::Core::memory() const
{
    KeyLimits keysHeld = m_options.keys;
    keysHeld.listed = m_keyFloors.size();
    MemoryBudget held(0, 0, keysHeld);
    held.histograms = 0;
    for (const ValueHistogram& histogram : m_histograms)
        held.histograms += histogram.bytes();
    held.slots = m_slots->bytes();
    const std::lock_guard lock(cold);
    held.ring = m_ring.capacity() * sizeof(CompactMetric);
    return held.total();
}

} // namespace weir
