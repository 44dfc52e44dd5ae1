// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_snapshot.h"
#include "core/engine/key_ranking.h"
#include "core/engine/metrics_ring_buffer.h"
#include "core/engine/value_histogram.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace weir {

/** What the estimates of one type are made from. Everything adds up across engines. */
struct TypeParts
{
    TypeTotals sampled;         ///< exact, of what goes through the sampler, since the engine was made
    TypeTotals critical;        ///< exact, beside the sampling
    TypeTotals intervalSampled; ///< of the last interval; max unused
    TypeTotals intervalCritical;
    DomainSums totalSums;    ///< since the engine was made
    DomainSums intervalSums; ///< of the last interval
    /** Of the estimates of the whole type: less than that of the sums once a full ring has merged. */
    TotalVariance totalVariance;
    TotalVariance intervalVariance;
    WeightRange everInForce;
    WeightRange inForce; ///< in the last interval

    void add(const TypeParts& other) noexcept;
    Whole whole() const noexcept;
};

struct KeyParts
{
    std::string name;
    KeySums sums;
};

/** What a snapshot is made from: for merging the snapshots of several engines into one. */
struct EngineParts
{
    std::array<TypeParts, kMetricTypeCount> types;
    std::array<ValueHistogram, kValueTypes.size()> histograms;
    std::vector<KeyParts> keys;
    double mostOutside = 0; ///< Σw: no key outside `keys` has had more
};

TypeSnapshot describe(const TypeParts& parts);
QuantileEstimates describe(const ValueHistogram& histogram, const TypeParts& of);
ShareCurve shareCurveOf(const ValueHistogram& histogram, const TypeParts& of);
KeySnapshot describe(const KeySums& sums, std::string name, const TypeParts& of);

/**
 * One snapshot of engines that each saw a part of the events: exact totals, sums over samples and histograms
 * add; keys are joined by type and name, and one that an engine does not list may have had there what that
 * engine's listing leaves open. Ranges follow from the added sums, so they hold as each engine's do.
 * Sampling, buffer and meta state, which do not add, are left empty. Precondition: each snapshot has parts.
 */
EngineSnapshot mergeSnapshots(std::span<const std::shared_ptr<const EngineSnapshot>> snapshots,
                              std::size_t listedKeys);

} // namespace weir
