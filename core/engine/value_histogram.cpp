// SPDX-License-Identifier: Apache-2.0
#include "core/engine/value_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace weir {
namespace {

constexpr double kZ = 1.96;
constexpr double kFewest = 10; ///< effective samples on either side of a rank that can be trusted
constexpr int kSubBits = 5;
constexpr int kMantissaBits = 23;
constexpr int kExponentBias = 127;
static_assert(1 << kSubBits == ValueHistogram::kSubBuckets);

} // namespace

ValueHistogram::~ValueHistogram()
{
    if (!m_allowance)
        return;
    for (const auto& octave : m_octaves)
        m_allowance->left += octave ? 1 : 0;
}

ValueHistogram::ValueHistogram(ValueHistogram&& other) noexcept
{
    *this = std::move(other);
}

ValueHistogram& ValueHistogram::operator=(ValueHistogram&& other) noexcept
{
    std::swap(m_allowance, other.m_allowance);
    std::swap(m_octaves, other.m_octaves);
    std::swap(m_small, other.m_small);
    std::swap(m_large, other.m_large);
    std::swap(m_misplaced, other.m_misplaced);
    std::swap(m_total, other.m_total);
    return *this;
}

ValueHistogram::ValueHistogram(const ValueHistogram& other)
{
    add(other);
}

ValueHistogram& ValueHistogram::operator=(const ValueHistogram& other)
{
    return *this = ValueHistogram(other);
}

ValueHistogram::Octave* ValueHistogram::octave(int index)
{
    std::unique_ptr<Octave>& octave = m_octaves[static_cast<std::size_t>(index)];
    if (!octave) {
        if (m_allowance && m_allowance->left == 0)
            return nullptr;
        octave = std::make_unique<Octave>();
        if (m_allowance)
            --m_allowance->left;
    }
    return octave.get();
}

void ValueHistogram::addToBin(int index, int sub, double weight, double variance)
{
    if (Octave* const place = octave(index)) {
        const auto bin = static_cast<std::size_t>(sub);
        place->weight[bin] += static_cast<float>(weight);
        place->variance[bin] += static_cast<float>(variance);
    } else {
        m_misplaced.add(weight, variance);
    }
}

void ValueHistogram::add(double weight, double value)
{
    const double variance = weight * (weight - 1);
    m_total.add(weight, variance);
    if (value < 1) {
        m_small.add(weight, variance);
        return;
    }
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(std::min(value, 1e30)));
    const int exponent = static_cast<int>(bits >> kMantissaBits) - kExponentBias;
    const int sub = static_cast<int>(bits >> (kMantissaBits - kSubBits)) & (kSubBuckets - 1);
    if (exponent >= kOctaves)
        m_large.add(weight, variance);
    else
        addToBin(exponent, sub, weight, variance);
}

void ValueHistogram::add(const ValueHistogram& other)
{
    m_small.add(other.m_small.weight, other.m_small.variance);
    m_large.add(other.m_large.weight, other.m_large.variance);
    m_misplaced.add(other.m_misplaced.weight, other.m_misplaced.variance);
    m_total.add(other.m_total.weight, other.m_total.variance);
    for (int i = 0; i < kOctaves; ++i) {
        const Octave* const from = other.m_octaves[static_cast<std::size_t>(i)].get();
        for (int sub = 0; from && sub < kSubBuckets; ++sub) {
            const auto bin = static_cast<std::size_t>(sub);
            if (from->weight[bin] > 0)
                addToBin(i, sub, static_cast<double>(from->weight[bin]),
                         static_cast<double>(from->variance[bin]));
        }
    }
}

void ValueHistogram::addNumbered(int bin, double weight, double variance)
{
    m_total.add(weight, variance);
    if (bin == 0)
        m_small.add(weight, variance);
    else if (bin == kLastBin - 1)
        m_large.add(weight, variance);
    else if (bin == kLastBin)
        m_misplaced.add(weight, variance);
    else
        addToBin((bin - 1) / kSubBuckets, (bin - 1) % kSubBuckets, weight, variance);
}

void ValueHistogram::clear() noexcept
{
    m_small = m_large = m_misplaced = m_total = {};
    for (auto& octave : m_octaves) {
        if (!octave)
            continue;
        const bool used =
            std::any_of(octave->weight.begin(), octave->weight.end(), [](float w) { return w > 0; });
        if (used) {
            *octave = {};
        } else {
            octave.reset();
            if (m_allowance)
                ++m_allowance->left;
        }
    }
}

std::size_t ValueHistogram::bytes() const noexcept
{
    return sizeof(Octave) *
           static_cast<std::size_t>(std::count_if(m_octaves.begin(), m_octaves.end(),
                                                  [](const auto& octave) { return octave != nullptr; }));
}

/** Kish's: the number of equal weights that would have the same variance. */
double ValueHistogram::effectiveSamples(const Bin& bin) noexcept
{
    return bin.weight > 0 ? bin.weight * bin.weight / (bin.weight + bin.variance) : 0;
}

Estimate ValueHistogram::quantile(double q, double largest) const noexcept
{
    Estimate estimate;
    const double total = m_total.weight;
    if (total <= 0)
        return estimate;
    estimate.samples = static_cast<std::uint32_t>(std::min(effectiveSamples(m_total), 4e9));
    estimate.high = largest;
    if (m_misplaced.weight > 0)
        return estimate;

    Bin below; // up to and with the bin at the rank
    forEachBin(largest, [&](const Edges& edges, const Bin& bin) {
        below.add(bin.weight, bin.variance);
        estimate.value = std::min((edges.low + edges.high) / 2, largest);
        return below.weight < q * total;
    });
    const Bin above{total - below.weight, std::max(m_total.variance - below.variance, 0.0)};
    const double variance = ((1 - q) * (1 - q) * below.variance + q * q * above.variance) / (total * total);
    const double half = kZ * std::sqrt(std::max(variance, 0.0));
    if (m_total.variance > 0 && std::min(effectiveSamples(below), effectiveSamples(above)) < kFewest)
        return estimate;

    double rank = 0;
    bool lowFound = false;
    forEachBin(largest, [&](const Edges& edges, const Bin& bin) {
        rank += bin.weight;
        if (!lowFound && rank >= (q - half) * total) {
            estimate.low = std::min(edges.low, largest);
            lowFound = true;
        }
        if (rank >= (q + half) * total) {
            estimate.high = std::min(edges.high, largest);
            return false;
        }
        return true;
    });
    estimate.grade = Grade::A;
    return estimate;
}

} // namespace weir
