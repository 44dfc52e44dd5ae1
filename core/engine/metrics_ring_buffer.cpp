// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metrics_ring_buffer.h"

#include <algorithm>
#include <cassert>

namespace weir {

namespace {

/** The pivotal step, into `first`; what it adds to the variance of the type's estimates. */
TotalVariance merge(CompactMetric& first, const CompactMetric& second, SplitMix64& random) noexcept
{
    const double m = static_cast<double>(first.m);
    const double otherM = static_cast<double>(second.m);
    const double product = first.mass * second.mass;
    const double perMass = 1 / m - 1 / otherM;
    const double valuePerMass =
        static_cast<double>(first.value) / m - static_cast<double>(second.value) / otherM;
    const TotalVariance added{product * perMass * perMass, product * valuePerMass * valuePerMass};

    const bool sameKey = first.key == second.key;
    const double ofBoth = first.keyVariance() + second.keyVariance() + added.count;
    const double mass = first.mass + second.mass;
    if (random.uniform() * mass > first.mass)
        first = second;
    // Of different keys, the one that stays is what its expectation needs: its own variance and the merge's,
    // for as often as it does not stay.
    const double stayingM = static_cast<double>(first.m);
    const double ofOne = (first.keyVariance() + product / (stayingM * stayingM)) * mass / first.mass;
    first.mass = mass;
    first.setKeyVariance(sameKey ? ofBoth : ofOne);
    return added;
}

} // namespace

MetricsRingBuffer::MetricsRingBuffer(std::size_t capacity) : m_slots(capacity), m_capacity(capacity) {}

MetricsRingBuffer::Thinning MetricsRingBuffer::thin(SplitMix64& random) noexcept
{
    const auto largest = std::max_element(m_sizeOf.begin(), m_sizeOf.end());
    assert(*largest >= 2);
    Thinning thinning;
    thinning.type = kMetricTypes[static_cast<std::size_t>(largest - m_sizeOf.begin())];
    // Merging within an interval keeps its estimate apart from the next one's. Only a tiny ring can have no
    // such pair; merging across is unbiased too, it just blurs the boundary.
    mergePairs(thinning, false, random);
    if (thinning.merged == 0)
        mergePairs(thinning, true, random);
    return thinning;
}

void MetricsRingBuffer::mergePairs(Thinning& thinning, bool acrossIntervals, SplitMix64& random) noexcept
{
    CompactMetric* partner = nullptr; // the unpaired sample of this type, already at its new place
    std::size_t kept = 0;
    for (std::size_t position = 0; position < m_size; ++position) {
        CompactMetric sample = at(position);
        if (sample.type != thinning.type) {
            at(kept++) = sample;
            continue;
        }
        TotalVariance& added = thinning.added[sample.interval % 2];
        if (!sample.isSettled()) {
            sample.settle();
            added.addChoice(sample);
        }
        if (partner && (acrossIntervals || partner->interval == sample.interval)) {
            added.add(merge(*partner, sample, random));
            partner = nullptr;
            continue;
        }
        CompactMetric& place = at(kept++);
        place = sample;
        partner = &place;
    }
    thinning.merged = m_size - kept;
    m_size = kept;
    m_sizeOf[indexOf(thinning.type)] -= thinning.merged;
}

std::size_t MetricsRingBuffer::popFront(std::span<CompactMetric> out) noexcept
{
    const std::size_t count = std::min(out.size(), m_size);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = at(i);
        --m_sizeOf[indexOf(out[i].type)];
    }
    m_head = (m_head + count) % m_capacity;
    m_size -= count;
    return count;
}

std::vector<CompactMetric> MetricsRingBuffer::replaceSlots(std::vector<CompactMetric> slots) noexcept
{
    assert(slots.size() >= m_size);
    for (std::size_t i = 0; i < m_size; ++i)
        slots[i] = at(i);
    m_slots.swap(slots);
    m_capacity = m_slots.size();
    m_head = 0;
    return slots;
}

} // namespace weir
