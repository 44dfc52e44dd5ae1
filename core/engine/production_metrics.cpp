// SPDX-License-Identifier: Apache-2.0
#include "core/engine/production_metrics.h"

#include "core/engine/engine_core.h"

#include <atomic>
#include <cassert>
#include <utility>

namespace weir {
namespace {

/** Never reused, so that a thread's binding to a destroyed engine matches no later one. */
std::uint64_t nextEngineId()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

} // namespace

ProductionMetrics::ProductionMetrics(const MetricsConfig& config, const Clock& clock, EngineOptions options)
    : m_id(nextEngineId()), m_core(std::make_unique<Core>(m_id, config, clock, std::move(options)))
{
    assert(config.validate().empty());
}

ProductionMetrics::~ProductionMetrics()
{
    stop();
}

void ProductionMetrics::start()
{
    m_core->start();
}

void ProductionMetrics::stop()
{
    m_core->stop();
}

Result<std::uint64_t, std::vector<Error>> ProductionMetrics::configure(const MetricsConfig& next)
{
    return m_core->configure(next);
}

MetricsConfig ProductionMetrics::config() const
{
    const std::lock_guard lock(m_core->cold);
    return m_core->config;
}

std::pair<MetricsConfig, std::uint64_t> ProductionMetrics::configured() const
{
    return m_core->configured();
}

void ProductionMetrics::limitBudget(double keptPerSecond)
{
    const std::lock_guard lock(m_core->cold);
    m_core->budgetLimit = keptPerSecond;
}

KeyId ProductionMetrics::intern(std::string_view name)
{
    return KeyId{m_core->keys.intern(name)};
}

void ProductionMetrics::critical(MetricType type, double value, KeyId key)
{
    m_core->critical(type, value, key.value);
}

void ProductionMetrics::record(MetricType type, double value, std::string_view key, bool isCritical)
{
    if (isCritical || isCriticalType(type)) {
        m_core->critical(type, value, m_core->keys.numberOf(key));
        return;
    }
    if (isValueType(type) ? passBy(type, value) : passBy(type))
        return;
    if (const std::optional<Choice> choice = choose(type, isValueType(type) ? value : 1))
        commit(*choice, {KeyId{m_core->keys.numberOf(key)}});
}

std::array<TypeTotals, kMetricTypeCount> ProductionMetrics::counters() const
{
    return m_core->counters();
}

Accounting ProductionMetrics::accounting() const
{
    return m_core->accounting();
}

std::shared_ptr<const EngineSnapshot> ProductionMetrics::snapshot() const
{
    return m_core->published.load();
}

void ProductionMetrics::watch(Watcher watcher)
{
    m_core->watch(std::move(watcher));
}

std::shared_ptr<const EngineSnapshot> ProductionMetrics::flush()
{
    return m_core->flush(false);
}

void ProductionMetrics::decide(MetricType type, double value, KeyId key)
{
    m_core->decide(type, value, key);
}

std::optional<ProductionMetrics::Choice> ProductionMetrics::choose(MetricType type, double value)
{
    return m_core->choose(type, value);
}

void ProductionMetrics::commit(const Choice& choice, const EventDetail& detail)
{
    m_core->commit(choice, detail);
}

double ProductionMetrics::choiceWeight(const Choice& choice) noexcept
{
    return weightOf(static_cast<double>(choice.m), choice.period);
}

} // namespace weir
