// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine_core.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace weir {
namespace {

/** Masses are stored as float; beyond this every event is certain to be chosen anyway. */
constexpr double kLargestMass = 1e30;
/** What a sample's float holds; the exact sum and maximum have the value itself. */
constexpr double kLargestValue = 1e38;
/** One chosen event in so many of a thread is timed: two readings of the clock cost more than the event. */
constexpr std::uint32_t kTimedOneIn = 64;

} // namespace

ProductionMetrics::Core::Core(std::uint64_t id, const MetricsConfig& initial, const Clock& clock,
                              EngineOptions options)
    : keys(options.keys.names, options.keys.nameBytes, options.seed)
    , config(initial)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_id(id)
    , m_made(clock.now())
    , m_slots(std::make_shared<SlotPool>(id))
    , m_timing(initial.enableMeta)
    , m_octaves{MemoryBudget::kOctaves}
    , m_histograms{ValueHistogram(m_octaves), ValueHistogram(m_octaves), ValueHistogram(m_octaves)}
    , m_ranking(m_options.keys.tracked, [this](std::uint32_t key) { return keys.isInterned(key); })
    , m_intervalBegan(m_made)
    , m_ring(initial.bufferSize)
    , m_highMark(highMarkOf(initial.bufferSize))
    , m_random(m_options.seed)
    , m_sampler(initial)
    , m_startTime(m_made)
{
    static_assert(sizeof(Core) + sizeof(FlushWorker) + sizeof(SlotPool) <= MemoryBudget::kCoreBytes);
    m_criticalDetails.reserve(MemoryBudget::kCriticalDetails);
    applyRate();
    auto empty = std::make_shared<EngineSnapshot>();
    empty->config = initial;
    empty->wallTime = clock.wallNow();
    empty->time = m_made;
    empty->buffer.capacity = initial.bufferSize;
    empty->sampling = {initial.mode,     initial.mode == SamplingMode::Everything ? 1 : initial.sampleRate,
                       m_sampler.rate(), m_sampler.rate(),
                       m_revision,       m_sampler.why()};
    published.publish(std::move(empty));
}

void ProductionMetrics::Core::start()
{
    const std::lock_guard lifecycle(m_lifecycle);
    if (m_started)
        return;
    m_started = true;
    Duration interval{};
    {
        const std::lock_guard flushing(m_flushMutex);
        const std::lock_guard lock(cold);
        m_running = true;
        m_startTime = m_intervalBegan = m_clock.now();
        m_budgetLeft = budget() * std::chrono::duration<double>(config.flushInterval).count();
        interval = config.flushInterval;
        pokeAll();
    }
    if (m_options.flushThread) {
        m_worker = std::make_unique<FlushWorker>(
            interval, [this](Duration lag) { flush(false, lag); },
            [this] {
                const std::lock_guard flushing(m_flushMutex);
                drainEarly();
            });
        const std::lock_guard lock(cold);
        m_wakeable = m_worker.get();
    }
}

void ProductionMetrics::Core::stop()
{
    const std::lock_guard lifecycle(m_lifecycle);
    if (!m_started)
        return;
    m_started = false;
    {
        const std::lock_guard lock(cold);
        m_running = false;
        m_wakeable = nullptr;
        pokeAll();
    }
    m_worker.reset();
    flush(true);
}

Result<std::uint64_t, std::vector<Error>> ProductionMetrics::Core::configure(const MetricsConfig& next)
{
    if (std::vector<Error> problems = next.validate(); !problems.empty())
        return problems;
    const std::lock_guard lifecycle(m_lifecycle);
    std::uint64_t revision = 0;
    std::vector<CompactMetric> slots; // made and freed while nobody waits
    if (next.bufferSize != m_ring.capacity())
        slots.resize(next.bufferSize);
    {
        const std::lock_guard lock(cold);
        config = next;
        m_timing.store(next.enableMeta, std::memory_order_relaxed);
        m_sampler.configure(next);
        if (!slots.empty()) {
            makeRoom(next.bufferSize);
            slots = m_ring.replaceSlots(std::move(slots));
            m_highMark = highMarkOf(next.bufferSize);
            m_peak = std::min(m_peak, next.bufferSize);
        }
        applyRate();
        revision = ++m_revision;
    }
    if (m_worker)
        m_worker->setInterval(next.flushInterval);
    return revision;
}

std::pair<MetricsConfig, std::uint64_t> ProductionMetrics::Core::configured() const
{
    const std::lock_guard lock(cold);
    return {config, m_revision};
}

void ProductionMetrics::Core::watch(Watcher watcher)
{
    const std::lock_guard flushing(m_flushMutex);
    m_watcher.swap(watcher); // the former one dies in `watcher`, after the lock
}

MetricSlot* ProductionMetrics::Core::bindAnew()
{
    MetricSlot* const slot = m_slots->slotOfThisThread();
    t_slotBinding.slot = slot;
    t_slotBinding.engineId = slot ? m_id : 0;
    return slot;
}

/** Flattened: the cost of a chosen event is a promise, and a third of it would be calls. */
[[gnu::flatten]] void ProductionMetrics::Core::decide(MetricType type, double value, KeyId key)
{
    MetricSlot* const slot = bind();
    const bool timed = isTimed();
    const TimePoint began = timed ? m_clock.now() : TimePoint{};
    const std::lock_guard lock(cold);
    MetricCell& cell = (slot ? *slot : m_shared).cells[indexOf(type)];
    m_sharedSlotEvents += slot ? 0 : 1;
    std::optional<Choice> choice = chooseLocked(cell, type, value);
    if (!choice)
        return;
    push(cell, *choice, key.value);
    if (timed) {
        choice->spent = Duration{0};
        addTiming(*choice, began);
    }
}

std::optional<ProductionMetrics::Choice> ProductionMetrics::Core::choose(MetricType type, double value)
{
    MetricSlot* const slot = bind();
    const bool timed = isTimed();
    const TimePoint began = timed ? m_clock.now() : TimePoint{};
    const std::lock_guard lock(cold);
    m_sharedSlotEvents += slot ? 0 : 1;
    std::optional<Choice> choice = chooseLocked((slot ? *slot : m_shared).cells[indexOf(type)], type, value);
    if (choice && timed)
        choice->spent = m_clock.now() - began;
    return choice;
}

void ProductionMetrics::Core::commit(const Choice& choice, const EventDetail& detail)
{
    MetricSlot* const slot = bind();
    const bool timed = choice.spent >= Duration{0};
    const TimePoint began = timed ? m_clock.now() : TimePoint{};
    const std::lock_guard lock(cold);
    if (!m_running) {
        ++m_refused; // stopped while it was being described
        return;
    }
    push((slot ? *slot : m_shared).cells[indexOf(choice.type)], choice, detail.key.value);
    if (timed)
        addTiming(choice, began);
}

bool ProductionMetrics::Core::isTimed() const
{
    return m_timing.load(std::memory_order_relaxed) && t_slotBinding.decisions++ % kTimedOneIn == 0;
}

void ProductionMetrics::Core::addTiming(const Choice& choice, TimePoint began)
{
    m_timedWork += choice.spent + (m_clock.now() - began);
    ++m_timed;
}

/**
 * Advances the cell's clock by this event. A choice is returned uncounted: push() counts it. Anything else is
 * counted here. The clock is exponential: the gap to the next choice is drawn afresh after each choice and
 * after each change of the period, which, being memoryless, is exact.
 */
std::optional<ProductionMetrics::Choice> ProductionMetrics::Core::chooseLocked(MetricCell& cell,
                                                                               MetricType type, double value)
{
    if (!m_running || !(value >= 0) || !std::isfinite(value)) {
        ++m_refused;
        return std::nullopt;
    }
    const TypeControl& control = m_control[indexOf(type)];
    const bool byValue = isValueType(type);
    if (!byValue)
        value = 1;
    const std::uint64_t position = cell.count.get() + 1;
    std::uint64_t next = cell.next.load(std::memory_order_relaxed);
    const auto draw = [&](std::uint64_t from) -> std::uint64_t {
        if (control.period <= 0)
            return 0;
        const double gap = control.period * m_exponential(m_random);
        // Rounded up, a gap of the exponential clock is the geometric one of counted events.
        return byValue ? std::bit_cast<std::uint64_t>(gap)
                       : from + 1 + static_cast<std::uint64_t>(static_cast<std::int64_t>(gap));
    };
    if (cell.generation != control.generation) {
        cell.generation = control.generation;
        cell.ic = control.ic;
        cell.acc = 0;
        next = draw(position - 1);
    }
    const double mass = byValue ? std::min(1 + value * cell.ic, kLargestMass) : 1;
    const bool chosen =
        control.period <= 0 || (byValue ? cell.acc + mass >= std::bit_cast<double>(next) : position >= next);
    if (!chosen) {
        cell.next.store(next, std::memory_order_relaxed);
        cell.count.set(position);
        if (byValue) {
            cell.acc += mass;
            cell.sum.set(cell.sum.get() + value);
            cell.max.set(std::max(cell.max.get(), value));
        }
        return std::nullopt;
    }
    cell.acc = 0;
    cell.next.store(draw(position), std::memory_order_relaxed);
    return Choice{type, static_cast<float>(mass), value, control.period, Duration{-1}};
}

void ProductionMetrics::Core::push(MetricCell& cell, const Choice& choice, std::uint32_t key)
{
    cell.count.set(cell.count.get() + 1);
    if (isValueType(choice.type)) {
        cell.sum.set(cell.sum.get() + choice.value);
        cell.max.set(std::max(cell.max.get(), choice.value));
    }
    ++cell.chosen;
    if (m_ring.isFull()) [[unlikely]]
        makeRoom(m_ring.capacity() - 1);
    CompactMetric sample;
    sample.mass = choice.period > 0 ? -choice.period : static_cast<double>(choice.m);
    sample.value = static_cast<float>(std::min(choice.value, kLargestValue));
    sample.m = choice.m;
    sample.key = key;
    sample.type = choice.type;
    sample.interval = m_interval;
    m_ring.push(sample);
    m_peak = std::max(m_peak, m_ring.size());
    if (m_ring.size() >= m_highMark && m_wakeable && !m_drainRequested && m_budgetLeft > 0) [[unlikely]] {
        m_drainRequested = true;
        m_wakeable->wakeEarly();
    }
}

/** Thins until at most `size` samples are left. */
void ProductionMetrics::Core::makeRoom(std::size_t size)
{
    while (m_ring.size() > size) {
        const MetricsRingBuffer::Thinning thinning = m_ring.thin(m_random);
        m_thinned += thinning.merged;
        ++m_thinnings;
        const std::size_t type = indexOf(thinning.type);
        for (std::size_t parity = 0; parity < 2; ++parity)
            m_ringVariance[type][parity].add(thinning.added[parity]);
        TypeControl& control = m_control[type];
        control.period = control.period > 0 ? 2 * control.period : samplingPeriod(0.5, meanMass(type));
        noteWeight(control);
        poke(type);
    }
}

double ProductionMetrics::Core::meanMass(std::size_t type) const
{
    return m_control[type].ic > 0 ? 2 : 1;
}

/** The weight of the smallest event there can be, which is the largest weight. */
void ProductionMetrics::Core::noteWeight(TypeControl& control)
{
    control.inForce.note(weightOf(1, control.period));
}

void ProductionMetrics::Core::applyRate()
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeControl& control = m_control[type];
        const double rate = isAlwaysKept(kMetricTypes[type]) ? 1 : m_sampler.rate();
        control.period = samplingPeriod(rate, meanMass(type));
        noteWeight(control);
    }
    pokeAll();
}

/** Makes every thread take over the type's control at its next event. */
void ProductionMetrics::Core::poke(std::size_t type)
{
    ++m_control[type].generation;
    m_slots->forEach([type](MetricSlot& slot) { slot.cells[type].next.store(0, std::memory_order_relaxed); });
}

void ProductionMetrics::Core::pokeAll()
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type)
        poke(type);
}

void ProductionMetrics::Core::critical(MetricType type, double value, std::uint32_t key)
{
    const TimePoint now = m_clock.now();
    const std::lock_guard lock(cold);
    if (!m_running || !(value >= 0) || !std::isfinite(value)) {
        ++m_refused;
        return;
    }
    if (!isValueType(type))
        value = 1;
    CriticalCell& cell = m_critical[indexOf(type)];
    cell.count.set(cell.count.get() + 1);
    cell.sum.set(cell.sum.get() + value);
    cell.max.set(std::max(cell.max.get(), value));
    const CriticalDetail detail{now, value, key, type};
    if (m_criticalDetails.size() < MemoryBudget::kCriticalDetails)
        m_criticalDetails.push_back(detail);
    else
        m_criticalDetails[m_criticalTotal % MemoryBudget::kCriticalDetails] = detail;
    ++m_criticalTotal;
}

} // namespace weir
