// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace weir {

/** How far an estimate can be trusted: A from 30 kept samples, B from 10, C below (bounds only). */
enum class Grade : char { A = 'A', B = 'B', C = 'C' };

/** A 95 % range around an estimate, in the unit of what is estimated. A point when nothing was left out. */
struct Estimate
{
    double value = 0;
    double low = 0;
    double high = 0;
    Grade grade = Grade::C;
    std::uint32_t samples = 0; ///< kept samples behind it; stays at the largest number once there

    bool isPoint() const noexcept { return low == high; }
};

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
 * Horvitz-Thompson sums over independently chosen events with weights w fixed when chosen: add only, never
 * average; unbiased across changes of rate. Y = Σw·y and V = Σw(w-1)·y², its variance, for the count (y = 1)
 * and for the sum (y = value).
 */
struct DomainSums
{
    std::uint64_t samples = 0;
    double count = 0;         ///< Σw
    double countVariance = 0; ///< Σw(w-1)
    double sum = 0;           ///< Σw·value
    double sumVariance = 0;   ///< Σw(w-1)·value²

    void add(double weight, double value) noexcept
    {
        ++samples;
        count += weight;
        countVariance += weight * (weight - 1);
        sum += weight * value;
        sumVariance += weight * (weight - 1) * value * value;
    }
    void add(const DomainSums& other) noexcept
    {
        samples += other.samples;
        count += other.count;
        countVariance += other.countVariance;
        sum += other.sum;
        sumVariance += other.sumVariance;
    }
};

/**
 * The number of events of a domain (a type, a key of a type, …), with a 95 % score interval of a scaled
 * Poisson count: u = V/Y, x = Y²/V, u·(x + z²/2 ± z·sqrt(x + z²/4)), z = 1.96; widened to whole events, never
 * below the samples seen. V = 0 with samples is a point if nothing else was in force. Nothing kept: [0,
 * -ln(0.05)·w] with w the largest weight in force (the count at which seeing nothing has a chance of 5 %), or
 * the point 0 where everything was kept. Where the weights in force differ by more than 3 times, the upper
 * limit has one phantom unit of the largest (Fay and Feuer, Statistics in Medicine 16, 1997).
 */
Estimate estimateCount(const DomainSums& sums, const WeightRange& inForce) noexcept;

/**
 * The sum of a domain's values, by the same interval. Nothing kept: [0, -ln(0.025)·w·largest], where
 * `largest` is the largest value there was.
 */
Estimate estimateSum(const DomainSums& sums, const WeightRange& inForce, double largest) noexcept;

/** What is known exactly of the whole that a domain is part of, and what its samples say of it. */
struct Whole
{
    DomainSums sums;
    double count = 0; ///< exact
    double sum = 0;   ///< exact
    double max = 0;   ///< exact
    WeightRange inForce;
};

/**
 * As estimateCount(), calibrated: the domain's share R of the whole's estimate times the whole's exact count
 * (a ratio estimator, Cochran, Sampling Techniques, ch. 6; over cumulative sums, because per interval it is
 * biased for rare types). Its variance is that of the residuals, (N/Y)²·(V - 2·R·C + R²·V_whole), where C,
 * the covariance of part and whole, is V where every event was chosen for itself and R·V_whole where a full
 * ring merged neighbours: the smaller of the two. For R > 1/2 the interval is that of the rest, subtracted:
 * so a domain that is all that was kept is known to within what may have been missed. `inherited` is what the
 * domain may have had before it was tracked (the error of Space-Saving); it raises the upper limit only.
 */
Estimate calibratedCount(const DomainSums& sums, double inherited, const Whole& whole) noexcept;
/** The same for the sum of values; each inherited event may have had the whole's largest value. */
Estimate calibratedSum(const DomainSums& sums, double inherited, const Whole& whole) noexcept;

/** The count that goes with a Σw which no key outside a listing exceeds: its upper limit at `w` a sample. */
double upperLimitOf(double mostOutside, double w) noexcept;

} // namespace weir
