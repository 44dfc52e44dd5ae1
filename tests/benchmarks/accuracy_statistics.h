// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace weir::accuracy {

/**
 * Estimates against what they estimate, over repetitions. Relative to the mean of the truth, in percent: the
 * bias Σ(estimate - truth) / Σ truth, which stays meaningful where a truth may be 0, its standard error, and
 * the root of the mean square error.
 */
class Errors
{
public:
    void add(double estimate, double truth) noexcept
    {
        const double error = estimate - truth;
        ++m_repetitions;
        m_truth += truth;
        m_error += error;
        m_square += error * error;
    }
    void add(const Errors& other) noexcept
    {
        m_repetitions += other.m_repetitions;
        m_truth += other.m_truth;
        m_error += other.m_error;
        m_square += other.m_square;
    }

    double bias() const noexcept { return 100 * m_error / m_truth; }
    double rmse() const noexcept { return 100 * std::sqrt(m_square * m_repetitions) / m_truth; }
    double biasError() const noexcept
    {
        const double mean = m_error / m_repetitions;
        const double variance = std::max(0.0, m_square / m_repetitions - mean * mean);
        return 100 * std::sqrt(variance * m_repetitions) / m_truth;
    }
    /** Of the root mean square, for errors that are about normal. */
    double rmseError() const noexcept { return rmse() / std::sqrt(2 * m_repetitions); }

private:
    double m_repetitions = 0;
    double m_truth = 0;
    double m_error = 0;
    double m_square = 0;
};

/** A share of trials, in percent: how often a range held the truth, a key was found, … */
class Share
{
public:
    void add(bool hit) noexcept
    {
        ++m_trials;
        m_hits += hit ? 1 : 0;
    }
    void add(const Share& other) noexcept
    {
        m_trials += other.m_trials;
        m_hits += other.m_hits;
    }

    double trials() const noexcept { return m_trials; }
    double percent() const noexcept { return 100 * m_hits / m_trials; }
    /** Binomial; trials of one run that are not quite independent make it a little larger. */
    double error() const noexcept
    {
        const double p = m_hits / m_trials;
        return 100 * std::sqrt(p * (1 - p) / m_trials);
    }

private:
    double m_trials = 0;
    double m_hits = 0;
};

} // namespace weir::accuracy
