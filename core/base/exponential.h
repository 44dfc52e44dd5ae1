// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"

#include <array>

namespace weir {

/**
 * Draws from Exp(1) without a logarithm in 98 of 100 cases: the ziggurat of 256 layers of Marsaglia and Tsang
 * (Journal of Statistical Software 5(8), 2000), exact to the 53 bits of a double. Immutable; any thread.
 */
class Exponential
{
public:
    /** The one table there is, made at the first call. */
    static const Exponential& instance();

    double operator()(SplitMix64& random) const noexcept
    {
        const std::uint64_t bits = random();
        const std::size_t layer = bits % kLayers;
        const double x = fraction(bits) * m_edges[layer];
        if (x < m_edges[layer + 1]) [[likely]]
            return x;
        return atTheEdge(random, layer, x);
    }

private:
    static constexpr std::size_t kLayers = 256;

    Exponential();
    double atTheEdge(SplitMix64& random, std::size_t layer, double x) const noexcept;
    /** In [0, 1), from bits that do not choose the layer. */
    static double fraction(std::uint64_t bits) noexcept
    {
        return static_cast<double>(static_cast<std::int64_t>(bits >> 11)) * 0x1.0p-53;
    }

    std::array<double, kLayers + 1> m_edges;     ///< of the layers, from the lowest and widest up to 0
    std::array<double, kLayers + 1> m_densities; ///< exp(-edge)
};

} // namespace weir
