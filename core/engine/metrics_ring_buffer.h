// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/engine/compact_metric.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir {

/** A part of the variance of a type's estimated count, and of its estimated sum. */
struct TotalVariance
{
    double count = 0;
    double sum = 0;

    /** An independent choice: w(w-1)·y². Precondition: the sample is settled. */
    void addChoice(const CompactMetric& sample) noexcept
    {
        const double weight = sample.weight();
        const double value = static_cast<double>(sample.value);
        count += weight * (weight - 1);
        sum += weight * (weight - 1) * value * value;
    }
    void add(const TotalVariance& other) noexcept
    {
        count += other.count;
        sum += other.sum;
    }
};

/**
 * The samples waiting for the flush, oldest first, in fixed memory. Full, it thins instead of dropping: in
 * the type with the most samples each pair of neighbours i, j becomes one of mass a_i + a_j, which is i with
 * probability a_i / (a_i + a_j) (a pivotal step: Deville and Tillé, Biometrika 85, 1998). Mass is preserved
 * and every estimate stays unbiased, whatever the values did meanwhile.
 *
 * Not synchronised: the engine holds its cold-path mutex around every call.
 */
class MetricsRingBuffer
{
public:
    struct Thinning
    {
        MetricType type = MetricType::Connection; ///< whose sampling period doubles now
        std::size_t merged = 0;                   ///< samples that are gone, at least 1
        /**
         * What it added to the variance of the type's own estimate, by the last bit of the interval:
         * w(w-1)·y² of each sample that was settled for it, and a_i·a_j·(y_i/m_i - y_j/m_j)² of each pair,
         * which is less than independent choices would add, because merging preserves mass.
         */
        std::array<TotalVariance, 2> added;
    };

    /** `capacity` in samples, at least MetricsConfig::kSmallestBuffer. */
    explicit MetricsRingBuffer(std::size_t capacity);

    std::size_t capacity() const noexcept { return m_capacity; }
    std::size_t size() const noexcept { return m_size; }
    bool isFull() const noexcept { return m_size == m_capacity; }

    /** Precondition: !isFull(). */
    void push(const CompactMetric& sample) noexcept
    {
        at(m_size++) = sample;
        ++m_sizeOf[indexOf(sample.type)];
    }
    /** Makes room. Precondition: more samples than there are types. */
    Thinning thin(SplitMix64& random) noexcept;
    /** Moves up to out.size() of the oldest samples out; how many. */
    std::size_t popFront(std::span<CompactMetric> out) noexcept;
    /** Precondition: !isEmpty. */
    const CompactMetric& front() const noexcept { return m_slots[m_head]; }
    /**
     * Moves into `slots`, whose size is the new capacity; gives the old memory back for the caller to free
     * where nobody waits. Precondition: slots.size() >= size(); thin first.
     */
    [[nodiscard]] std::vector<CompactMetric> replaceSlots(std::vector<CompactMetric> slots) noexcept;

private:
    CompactMetric& at(std::size_t position) noexcept
    {
        position += m_head;
        return m_slots[position < m_capacity ? position : position - m_capacity];
    }
    void mergePairs(Thinning& thinning, bool acrossIntervals, SplitMix64& random) noexcept;

    std::vector<CompactMetric> m_slots;
    std::size_t m_capacity; ///< a vector's size is a division away
    std::size_t m_head = 0;
    std::size_t m_size = 0;
    std::array<std::size_t, kMetricTypeCount> m_sizeOf{};
};

} // namespace weir
