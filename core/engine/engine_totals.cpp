// SPDX-License-Identifier: Apache-2.0
// The exact side of ProductionMetrics::Core: totals added up over the slots of all threads.
#include "core/engine/engine_core.h"

#include <algorithm>

namespace weir {
namespace {

void addTotals(TypeTotals& totals, std::uint64_t count, double sum, double max)
{
    totals.count += count;
    totals.sum += sum;
    totals.max = std::max(totals.max, max);
}

} // namespace

std::array<TypeTotals, kMetricTypeCount> ProductionMetrics::Core::counters() const
{
    Totals totals = sampledTotals();
    const Totals critical = criticalTotals();
    for (std::size_t type = 0; type < kMetricTypeCount; ++type)
        addTotals(totals[type], critical[type].count, critical[type].sum, critical[type].max);
    return totals;
}

ProductionMetrics::Core::Totals ProductionMetrics::Core::sampledTotals() const
{
    Totals totals;
    const auto add = [&totals](const MetricSlot& slot) {
        for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
            const MetricCell& cell = slot.cells[type];
            const std::uint64_t count = cell.count.get();
            if (isValueType(kMetricTypes[type]))
                addTotals(totals[type], count, cell.sum.get(), cell.max.get());
            else // each is 1, and the hot path counts no more than it has to
                addTotals(totals[type], count, static_cast<double>(count), count > 0 ? 1 : 0);
        }
    };
    m_slots->forEach(add);
    add(m_shared);
    return totals;
}

ProductionMetrics::Core::Totals ProductionMetrics::Core::criticalTotals() const
{
    Totals totals;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        const CriticalCell& cell = m_critical[type];
        addTotals(totals[type], cell.count.get(), cell.sum.get(), cell.max.get());
    }
    return totals;
}

std::uint64_t ProductionMetrics::Core::chosenTotal() const
{
    std::uint64_t chosen = 0;
    const auto add = [&chosen](const MetricSlot& slot) {
        for (const MetricCell& cell : slot.cells)
            chosen += cell.chosen;
    };
    m_slots->forEach(add);
    add(m_shared);
    return chosen;
}

Accounting ProductionMetrics::Core::accounting() const
{
    const std::lock_guard lock(cold);
    return accountingOf(sampledTotals(), criticalTotals());
}

Accounting ProductionMetrics::Core::accountingOf(const Totals& sampled, const Totals& critical) const
{
    Accounting accounting;
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        accounting.seen += sampled[type].count + critical[type].count;
        accounting.critical += critical[type].count;
    }
    accounting.chosen = chosenTotal();
    accounting.sampledOut = accounting.seen - accounting.critical - accounting.chosen;
    accounting.kept = m_kept;
    accounting.inRing = m_ring.size();
    accounting.thinned = m_thinned;
    accounting.refused = m_refused;
    return accounting;
}

} // namespace weir
