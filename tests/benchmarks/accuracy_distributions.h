// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string_view>

namespace weir::accuracy {

/** Random numbers of the workloads. The engine draws its own. */
class Draws
{
public:
    explicit Draws(std::uint64_t seed) noexcept : m_bits(seed * 0xd1342543de82ef95ULL + 1) {}

    std::uint64_t bits() noexcept { return m_bits(); }
    double uniform() noexcept { return m_bits.uniform(); }
    double exponential() noexcept { return -std::log(uniform()); }
    double normal() { return m_normal(m_bits); }
    /** 0 … below - 1. */
    std::size_t index(std::size_t below) noexcept
    {
        return static_cast<std::size_t>(((m_bits() >> 32) * below) >> 32);
    }

private:
    SplitMix64 m_bits;
    std::normal_distribution<double> m_normal;
};

/** What values may look like, from those without any spread to those whose variance is infinite. */
struct Distribution
{
    std::string_view name;
    double (*draw)(Draws&);
};

inline double paretoOf(Draws& draws, double exponent)
{
    return std::pow(draws.uniform(), -1 / exponent);
}

inline constexpr Distribution kConstant{"constant", [](Draws&) { return 1.0; }};
inline constexpr Distribution kExponential{"exponential", [](Draws& draws) { return draws.exponential(); }};
inline constexpr Distribution kLognormal1{"lognormal 1",
                                          [](Draws& draws) { return std::exp(draws.normal()); }};
inline constexpr Distribution kLognormal2{"lognormal 2",
                                          [](Draws& draws) { return std::exp(2 * draws.normal()); }};
inline constexpr Distribution kPareto12{"Pareto 1.2", [](Draws& draws) { return paretoOf(draws, 1.2); }};
inline constexpr Distribution kPareto15{"Pareto 1.5", [](Draws& draws) { return paretoOf(draws, 1.5); }};
inline constexpr Distribution kPareto25{"Pareto 2.5", [](Draws& draws) { return paretoOf(draws, 2.5); }};
/** 90 % near 1, 10 % near 100. */
inline constexpr Distribution kBimodal{"bimodal", [](Draws& draws) {
                                           const double noise = draws.normal();
                                           const double value =
                                               draws.uniform() < 0.9 ? 1 + 0.1 * noise : 100 + 10 * noise;
                                           return std::fabs(value);
                                       }};
/** 90 % zeros, the rest lognormal 1. */
inline constexpr Distribution kZeroInflated{
    "zero-inflated", [](Draws& draws) { return draws.uniform() < 0.9 ? 0 : std::exp(draws.normal()); }};

inline constexpr std::array<Distribution, 9> kDistributions = {kConstant,   kExponential, kLognormal1,
                                                               kLognormal2, kPareto12,    kPareto15,
                                                               kPareto25,   kBimodal,     kZeroInflated};

} // namespace weir::accuracy
