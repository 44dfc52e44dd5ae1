// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/estimators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>

namespace weir {

/** How many octaves the histograms that share it may still open: what bounds their memory together. */
struct OctaveAllowance
{
    std::size_t left = 0;
};

/**
 * Weighted values of one type in one interval: bins that are linear within an octave, 32 to each, found by
 * the bits of the float, so that a bin's middle is within 1/64 (1.6 %) of every value in it. Values below 1
 * share one bin, and so do those from 2^40. An octave takes memory once it has a value; when the allowance is
 * used up, values of a new octave are only counted as misplaced, and quantiles become bounds. Mergeable. Not
 * synchronised.
 */
class ValueHistogram
{
public:
    static constexpr int kSubBuckets = 32; ///< bins in an octave
    static constexpr int kOctaves = 40;    ///< from 2^0 to 2^40

    struct Octave
    {
        std::array<float, kSubBuckets> weight{};   ///< Σw
        std::array<float, kSubBuckets> variance{}; ///< Σw(w-1)
    };

    /** A histogram that opens octaves without limit: for merging. */
    ValueHistogram() = default;
    /** `allowance` must outlive it. */
    explicit ValueHistogram(OctaveAllowance& allowance) : m_allowance(&allowance) {}
    ~ValueHistogram();
    ValueHistogram(ValueHistogram&& other) noexcept;
    ValueHistogram& operator=(ValueHistogram&& other) noexcept;
    ValueHistogram(const ValueHistogram& other);
    ValueHistogram& operator=(const ValueHistogram& other);

    /** `value` is finite and >= 0. */
    void add(double weight, double value);
    void add(const ValueHistogram& other);
    /** Begins anew; octaves that had no value in between give their memory back. */
    void clear() noexcept;

    /** Σw of all values. */
    double weight() const noexcept { return m_total.weight; }
    std::size_t bytes() const noexcept;

    /**
     * The value below which a share q in (0, 1) of the events lie: the middle of the bin at rank q. The range
     * is that of the ranks q ± 1.96·sqrt(Var F), Var F = ((1-q)²·Σ_{below}w(w-1) + q²·Σ_{above}w(w-1)) /
     * (Σw)² (Woodruff, JASA 47, 1952), read outward to the edges of bins and capped by `largest`, the exact
     * maximum. Grade A; C, which means bounds only, unless ten effective samples, (Σw)²/Σw², lie on either
     * side (with five, ranges of Pareto values held in only 91 of 100 cases). Nothing added: all zero.
     */
    Estimate quantile(double q, double largest) const noexcept;

    /**
     * The bins by number, for another process that merges: 0 holds what is below 1, 1 + 32·octave + bin what
     * is within an octave, kLastBin - 1 what is from 2^40, kLastBin what found no octave.
     */
    static constexpr int kLastBin = kOctaves * kSubBuckets + 2;
    /** Calls visit(bin, Σw, Σw(w-1)) for each bin that has a weight. */
    template<class Visit>
    void forEachNumbered(Visit&& visit) const;
    /** Precondition: 0 <= bin <= kLastBin. */
    void addNumbered(int bin, double weight, double variance);

    /** Calls visit(value, Σw) for each bin that has a weight, with its middle; `largest` as for quantile().
     */
    template<class Visit>
    void forEach(double largest, Visit&& visit) const
    {
        forEachBin(largest, [&visit](const Edges& edges, const Bin& bin) {
            visit((edges.low + edges.high) / 2, bin.weight);
            return true;
        });
    }

private:
    struct Bin
    {
        double weight = 0;
        double variance = 0;

        void add(double w, double v) noexcept
        {
            weight += w;
            variance += v;
        }
    };
    struct Edges
    {
        double low;
        double high;
    };

    static double effectiveSamples(const Bin& bin) noexcept;
    Octave* octave(int index);
    void addToBin(int octave, int sub, double weight, double variance);
    /** Calls visit(Edges, Bin) for each bin that has a weight, smallest first, until it returns false. */
    template<class Visit>
    void forEachBin(double largest, Visit&& visit) const;
    static Edges edgesOf(int octave, int sub) noexcept;

    OctaveAllowance* m_allowance = nullptr;
    std::array<std::unique_ptr<Octave>, kOctaves> m_octaves;
    Bin m_small; ///< below 1
    Bin m_large; ///< from 2^40
    Bin m_misplaced;
    Bin m_total;
};

inline ValueHistogram::Edges ValueHistogram::edgesOf(int octave, int sub) noexcept
{
    const auto edge = [octave](int at) {
        return std::ldexp(1 + static_cast<double>(at) / kSubBuckets, octave);
    };
    return {edge(sub), edge(sub + 1)};
}

template<class Visit>
void ValueHistogram::forEachNumbered(Visit&& visit) const
{
    const auto visitBin = [&visit](int number, const Bin& bin) {
        if (bin.weight > 0)
            visit(number, bin.weight, bin.variance);
    };
    visitBin(0, m_small);
    for (int i = 0; i < kOctaves; ++i) {
        const Octave* const from = m_octaves[static_cast<std::size_t>(i)].get();
        for (int sub = 0; from && sub < kSubBuckets; ++sub) {
            const auto bin = static_cast<std::size_t>(sub);
            visitBin(1 + i * kSubBuckets + sub,
                     {static_cast<double>(from->weight[bin]), static_cast<double>(from->variance[bin])});
        }
    }
    visitBin(kLastBin - 1, m_large);
    visitBin(kLastBin, m_misplaced);
}

template<class Visit>
void ValueHistogram::forEachBin(double largest, Visit&& visit) const
{
    if (m_small.weight > 0 && !visit(Edges{0, 1}, m_small))
        return;
    for (int i = 0; i < kOctaves; ++i) {
        const Octave* const from = m_octaves[static_cast<std::size_t>(i)].get();
        for (int sub = 0; from && sub < kSubBuckets; ++sub) {
            const auto bin = static_cast<std::size_t>(sub);
            if (from->weight[bin] > 0 &&
                !visit(edgesOf(i, sub),
                       Bin{static_cast<double>(from->weight[bin]), static_cast<double>(from->variance[bin])}))
                return;
        }
    }
    const double top = std::ldexp(1.0, kOctaves);
    if (m_large.weight > 0)
        visit(Edges{top, std::max(largest, top)}, m_large);
}

} // namespace weir
