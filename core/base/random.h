// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

namespace weir {

/**
 * A 64-bit pseudo-random generator with 8 bytes of state (SplitMix64: Steele, Lea, Flood, OOPSLA 2014),
 * usable with <random>. Not for secrets. Seeds come in by constructor, so that every run of a test can be
 * repeated.
 */
class SplitMix64
{
public:
    using result_type = std::uint64_t;

    explicit constexpr SplitMix64(std::uint64_t seed) noexcept : m_state(seed) {}

    static constexpr result_type min() noexcept { return 0; }
    static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

    constexpr result_type operator()() noexcept
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    /** Uniform in (0, 1]: never 0, so that its logarithm is finite. */
    constexpr double uniform() noexcept { return static_cast<double>(((*this)() >> 11) + 1) * 0x1.0p-53; }

private:
    std::uint64_t m_state;
};

} // namespace weir
