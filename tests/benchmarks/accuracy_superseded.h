// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace weir::accuracy {

/**
 * The rules of the system this engine supersedes, as the row to beat: every event, also a critical one, is
 * stored in one ring, critical ones always, others with the current rate; a full ring drops its oldest; a
 * flush gives everything in it the weight 1 / rate of that moment; at most every 5 s a stored event compares
 * the fill with two marks and multiplies the rate by 0.7 or 1.2.
 */
class Superseded
{
public:
    struct Sample
    {
        double value = 0;
        std::uint32_t type = 0;
        std::uint32_t key = 0;
    };

    explicit Superseded(std::uint64_t seed, double rate = 0.03, std::size_t capacity = 2000)
        : m_random(seed * 0x9fb21c651e98df25ULL + 7), m_rate(rate), m_ring(capacity)
    {}

    void setRate(double rate) noexcept { m_rate = rate; }
    double rate() const noexcept { return m_rate; }

    /** Without control of the rate. */
    void record(std::uint32_t type, double value, std::uint32_t key = 0, bool isCritical = false) noexcept
    {
        if (isCritical || m_random.uniform() <= m_rate)
            store({value, type, key});
    }
    /** With it. */
    void recordAt(TimePoint now, std::uint32_t type, double value, bool isCritical = false) noexcept
    {
        if (!isCritical && m_random.uniform() > m_rate)
            return;
        store({value, type, 0});
        if (now - m_lastAdjusted >= std::chrono::seconds(5)) {
            m_lastAdjusted = now;
            adjust();
        }
    }

    /** Empties the ring: visit(sample, weight) for each. */
    template<class Visit>
    void flush(Visit&& visit)
    {
        const double weight = 1 / std::max(0.001, m_rate);
        for (std::size_t i = 0; i < m_size; ++i)
            visit(std::as_const(m_ring[(m_head + i) % m_ring.size()]), weight);
        m_head = m_size = 0;
    }

private:
    void store(const Sample& sample) noexcept
    {
        m_ring[(m_head + m_size) % m_ring.size()] = sample;
        if (m_size < m_ring.size())
            ++m_size;
        else
            m_head = (m_head + 1) % m_ring.size();
    }
    void adjust() noexcept
    {
        const double fill = static_cast<double>(m_size) / static_cast<double>(m_ring.size());
        if (fill > 0.8)
            m_rate = std::max(m_rate * 0.7, 0.01);
        else if (fill < 0.3)
            m_rate = std::min(m_rate * 1.2, 0.15);
    }

    SplitMix64 m_random;
    double m_rate;
    std::vector<Sample> m_ring;
    std::size_t m_head = 0;
    std::size_t m_size = 0;
    TimePoint m_lastAdjusted{};
};

} // namespace weir::accuracy
