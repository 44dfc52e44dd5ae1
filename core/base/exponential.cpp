// SPDX-License-Identifier: Apache-2.0
#include "core/base/exponential.h"

#include <cmath>

namespace weir {
namespace {

/** Where the tail begins, and the area of a layer, of which the tail is the lowest: from the paper. */
constexpr double kTail = 7.69711747013104972;
constexpr double kArea = 3.9496598225815571993e-3;

} // namespace

const Exponential& Exponential::instance()
{
    static const Exponential table;
    return table;
}

Exponential::Exponential()
{
    m_edges[0] = kArea * std::exp(kTail);
    m_edges[1] = kTail;
    for (std::size_t i = 2; i < kLayers; ++i)
        m_edges[i] = -std::log(std::exp(-m_edges[i - 1]) + kArea / m_edges[i - 1]);
    m_edges[kLayers] = 0;
    for (std::size_t i = 0; i <= kLayers; ++i)
        m_densities[i] = std::exp(-m_edges[i]);
}

double Exponential::atTheEdge(SplitMix64& random, std::size_t layer, double x) const noexcept
{
    double tail = 0;
    for (;;) {
        if (layer == 0) {
            tail += kTail; // memoryless: what lies beyond is the same again
        } else {
            const double density =
                m_densities[layer] + random.uniform() * (m_densities[layer + 1] - m_densities[layer]);
            if (density < std::exp(-x))
                return tail + x;
        }
        const std::uint64_t bits = random();
        layer = bits % kLayers;
        x = fraction(bits) * m_edges[layer];
        if (x < m_edges[layer + 1])
            return tail + x;
    }
}

} // namespace weir
