// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine_core.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace weir {
namespace {

/** Masses are stored as float; beyond this every event is certain to be chosen anyway. */
constexpr double kLargestMass = 1e30;

void addTotals(TypeTotals& totals, std::uint64_t count, double sum, double max)
{
    totals.count += count;
    totals.sum += sum;
    totals.max = std::max(totals.max, max);
}

} // namespace

ProductionMetrics::Core::Core(std::uint64_t id, const MetricsConfig& initial, const Clock& clock,
                              EngineOptions options)
    : config(initial)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_id(id)
    , m_made(clock.now())
    , m_slots(std::make_shared<SlotPool>(id))
    , m_intervalBegan(m_made)
    , m_ring(initial.bufferSize)
    , m_random(m_options.seed)
    , m_sampler(initial)
    , m_startTime(m_made)
{
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
        m_budgetLeft = config.budget * std::chrono::duration<double>(config.flushInterval).count();
        interval = config.flushInterval;
        pokeAll();
    }
    if (m_options.flushThread) {
        m_worker = std::make_unique<FlushWorker>(
            interval, [this] { flush(false); },
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
    {
        const std::lock_guard lock(cold);
        config = next;
        m_sampler.configure(next);
        if (next.bufferSize != m_ring.capacity()) {
            makeRoom(next.bufferSize);
            m_ring.setCapacity(next.bufferSize);
            m_peak = std::min(m_peak, next.bufferSize);
        }
        applyRate();
        revision = ++m_revision;
    }
    if (m_worker)
        m_worker->setInterval(next.flushInterval);
    return revision;
}

MetricSlot* ProductionMetrics::Core::bind()
{
    if (t_slotBinding.engineId != m_id || !t_slotBinding.slot)
        t_slotBinding = {m_id, m_slots->slotOfThisThread()};
    return t_slotBinding.slot;
}

void ProductionMetrics::Core::decide(MetricType type, double value, KeyId key)
{
    MetricSlot* const slot = bind();
    const std::lock_guard lock(cold);
    MetricCell& cell = (slot ? *slot : m_shared).cells[indexOf(type)];
    m_sharedSlotEvents += slot ? 0 : 1;
    if (const std::optional<Choice> choice = chooseLocked(cell, type, value))
        push(cell, *choice, key.value);
}

std::optional<ProductionMetrics::Choice> ProductionMetrics::Core::choose(MetricType type, double value)
{
    MetricSlot* const slot = bind();
    const std::lock_guard lock(cold);
    m_sharedSlotEvents += slot ? 0 : 1;
    return chooseLocked((slot ? *slot : m_shared).cells[indexOf(type)], type, value);
}

void ProductionMetrics::Core::commit(const Choice& choice, const EventDetail& detail)
{
    MetricSlot* const slot = bind();
    const std::lock_guard lock(cold);
    if (!m_running)
        ++m_refused; // stopped while it was being described
    else
        push((slot ? *slot : m_shared).cells[indexOf(choice.type)], choice, detail.key.value);
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
        const double gap = drawGap(control.period, m_random.uniform());
        return byValue ? std::bit_cast<std::uint64_t>(gap)
                       : from + static_cast<std::uint64_t>(std::ceil(std::max(gap, 1e-9)));
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
        cell.acc += mass;
        cell.next.store(next, std::memory_order_relaxed);
        cell.count.set(position);
        cell.sum.set(cell.sum.get() + value);
        cell.max.set(std::max(cell.max.get(), value));
        return std::nullopt;
    }
    cell.acc = 0;
    cell.next.store(draw(position), std::memory_order_relaxed);
    Choice choice{type, value, 0, static_cast<float>(mass)};
    choice.mass = weightOf(mass, control.period) * static_cast<double>(choice.m);
    return choice;
}

void ProductionMetrics::Core::push(MetricCell& cell, const Choice& choice, std::uint32_t key)
{
    cell.count.set(cell.count.get() + 1);
    cell.sum.set(cell.sum.get() + choice.value);
    cell.max.set(std::max(cell.max.get(), choice.value));
    ++cell.chosen;
    makeRoom(m_ring.capacity() - 1);
    CompactMetric sample;
    sample.value = choice.value;
    sample.mass = choice.mass;
    sample.m = choice.m;
    sample.key = key;
    sample.timeMs = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - m_made).count());
    sample.type = choice.type;
    sample.interval = m_interval;
    m_ring.push(sample);
    m_peak = std::max(m_peak, m_ring.size());
    const auto high = static_cast<std::size_t>(kHighWatermark * static_cast<double>(m_ring.capacity()));
    if (m_wakeable && !m_drainRequested && m_ring.size() >= high && m_budgetLeft > 0) {
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
        TypeControl& control = m_control[type];
        control.period = control.period > 0 ? 2 * control.period : samplingPeriod(0.5, meanMass(type));
        noteWeight(control, type);
        poke(type);
    }
}

double ProductionMetrics::Core::meanMass(std::size_t type) const
{
    return m_control[type].ic > 0 ? 2 : 1;
}

void ProductionMetrics::Core::noteWeight(TypeControl& control, std::size_t type)
{
    control.inForce.note(weightOf(meanMass(type), control.period));
}

void ProductionMetrics::Core::applyRate()
{
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        TypeControl& control = m_control[type];
        const double rate = isAlwaysKept(kMetricTypes[type]) ? 1 : m_sampler.rate();
        control.period = samplingPeriod(rate, meanMass(type));
        noteWeight(control, type);
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

void ProductionMetrics::Core::critical(MetricType type, double value, KeyId key)
{
    const TimePoint now = m_clock.now();
    std::string name = keys.nameOf(key.value);
    const std::lock_guard lock(cold);
    if (!m_running || !(value >= 0) || !std::isfinite(value)) {
        ++m_refused;
        return;
    }
    CriticalCell& cell = m_critical[indexOf(type)];
    cell.count.set(cell.count.get() + 1);
    cell.sum.set(cell.sum.get() + value);
    cell.max.set(std::max(cell.max.get(), value));
    if (m_criticalDetail.size() == kCriticalDetails) {
        m_criticalDetail.pop_front();
        ++m_criticalOverwritten;
    }
    m_criticalDetail.push_back({type, value, std::move(name), now});
}

std::array<TypeTotals, kMetricTypeCount> ProductionMetrics::Core::counters() const
{
    std::array<TypeTotals, kMetricTypeCount> totals;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        const auto add = [&totals, type](const auto& cell) {
            addTotals(totals[type], cell.count.get(), cell.sum.get(), cell.max.get());
        };
        m_slots->forEach([&](const MetricSlot& slot) { add(slot.cells[type]); });
        add(m_shared.cells[type]);
        add(m_critical[type]);
    }
    return totals;
}

Accounting ProductionMetrics::Core::accounting() const
{
    const std::lock_guard lock(cold);
    return accountingOf(counters());
}

Accounting ProductionMetrics::Core::accountingOf(const std::array<TypeTotals, kMetricTypeCount>& exact) const
{
    Accounting accounting;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        accounting.seen += exact[type].count;
        accounting.critical += m_critical[type].count.get();
        m_slots->forEach([&](const MetricSlot& slot) { accounting.chosen += slot.cells[type].chosen; });
        accounting.chosen += m_shared.cells[type].chosen;
    }
    accounting.sampledOut = accounting.seen - accounting.critical - accounting.chosen;
    accounting.kept = m_kept;
    accounting.inRing = m_ring.size();
    accounting.thinned = m_thinned;
    accounting.refused = m_refused;
    return accounting;
}

} // namespace weir
