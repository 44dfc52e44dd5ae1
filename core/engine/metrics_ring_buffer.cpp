// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metrics_ring_buffer.h"

#include <algorithm>
#include <cassert>

namespace weir {

MetricsRingBuffer::MetricsRingBuffer(std::size_t capacity) : m_slots(capacity) {}

void MetricsRingBuffer::push(const CompactMetric& sample) noexcept
{
    assert(!isFull());
    at(m_size++) = sample;
    ++m_sizeOf[indexOf(sample.type)];
}

MetricsRingBuffer::Thinning MetricsRingBuffer::thin(SplitMix64& random) noexcept
{
    const auto largest = std::max_element(m_sizeOf.begin(), m_sizeOf.end());
    assert(*largest >= 2);
    const MetricType type = kMetricTypes[static_cast<std::size_t>(largest - m_sizeOf.begin())];
    // Merging within an interval keeps its estimate apart from the next one's. Only a tiny ring can have no
    // such pair; merging across is unbiased too, it just blurs the boundary.
    std::size_t merged = mergePairs(type, false, random);
    if (merged == 0)
        merged = mergePairs(type, true, random);
    return {type, merged};
}

std::size_t MetricsRingBuffer::mergePairs(MetricType type, bool acrossIntervals, SplitMix64& random) noexcept
{
    CompactMetric* partner = nullptr; // the unpaired sample of this type, already at its new place
    std::size_t kept = 0;
    for (std::size_t position = 0; position < m_size; ++position) {
        const CompactMetric sample = at(position);
        if (sample.type != type) {
            at(kept++) = sample;
            continue;
        }
        if (partner && (acrossIntervals || partner->interval == sample.interval)) {
            const double mass = partner->mass + sample.mass;
            if (random.uniform() * mass > partner->mass)
                *partner = sample;
            partner->mass = mass;
            partner = nullptr;
            continue;
        }
        CompactMetric& place = at(kept++);
        place = sample;
        partner = &place;
    }
    const std::size_t merged = m_size - kept;
    m_size = kept;
    m_sizeOf[indexOf(type)] -= merged;
    return merged;
}

std::size_t MetricsRingBuffer::popFront(std::span<CompactMetric> out) noexcept
{
    const std::size_t count = std::min(out.size(), m_size);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = at(i);
        --m_sizeOf[indexOf(out[i].type)];
    }
    m_head = (m_head + count) % m_slots.size();
    m_size -= count;
    return count;
}

std::vector<CompactMetric> MetricsRingBuffer::replaceSlots(std::vector<CompactMetric> slots) noexcept
{
    assert(slots.size() >= m_size);
    for (std::size_t i = 0; i < m_size; ++i)
        slots[i] = at(i);
    m_slots.swap(slots);
    m_head = 0;
    return slots;
}

} // namespace weir
