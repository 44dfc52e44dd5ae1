// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_snapshot.h"

#include <algorithm>
#include <cstdint>

namespace weir {

/** The weights that were in force while something was measured: what one kept event could stand for. */
struct WeightRange
{
    double smallest = 0; ///< 0: none was noted yet
    double largest = 0;

    void note(double weight) noexcept
    {
        smallest = smallest > 0 ? std::min(smallest, weight) : weight;
        largest = std::max(largest, weight);
    }
    void note(const WeightRange& other) noexcept
    {
        if (other.smallest > 0) {
            note(other.smallest);
            note(other.largest);
        }
    }
};

/**
 * Horvitz-Thompson sums of one domain (a type, a key of a type, …) over independent choices with weights w
 * fixed when chosen: add only, never average; unbiased across changes of rate.
 */
class DomainSums
{
public:
    void add(double weight, double value) noexcept
    {
        ++m_samples;
        m_count += weight;
        m_countVariance += weight * (weight - 1);
        m_sum += weight * value;
    }
    void add(const DomainSums& other) noexcept
    {
        m_samples += other.m_samples;
        m_count += other.m_count;
        m_countVariance += other.m_countVariance;
        m_sum += other.m_sum;
    }

    std::uint64_t samples() const noexcept { return m_samples; }
    double sum() const noexcept { return m_sum; }

    /**
     * The number of events of the domain, with a 95 % score interval of a scaled Poisson count: u = V/Y, x =
     * Y²/V, u·(x + z²/2 ± z·sqrt(x + z²/4)), Y = Σw, V = Σw(w-1), z = 1.96; never below the samples seen. V =
     * 0 with samples is a point. Nothing kept: [0, -ln(0.05)·w] with w the largest weight in force (the count
     * at which seeing nothing has a chance of 5 %), or the point 0 where everything was kept. Where the
     * weights in force differ by more than 3 times, the upper limit has one phantom unit of the largest (Fay
     * and Feuer, Statistics in Medicine 16, 1997).
     */
    Estimate count(const WeightRange& inForce) const noexcept;

private:
    std::uint64_t m_samples = 0;
    double m_count = 0;         ///< Σw
    double m_countVariance = 0; ///< Σw(w-1)
    double m_sum = 0;           ///< Σw·value
};

} // namespace weir
