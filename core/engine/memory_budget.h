// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/compact_metric.h"
#include "core/engine/engine_snapshot.h"
#include "core/engine/key_limits.h"
#include "core/engine/key_names.h"
#include "core/engine/key_ranking.h"
#include "core/engine/metric_slot.h"
#include "core/engine/value_histogram.h"

#include <cstddef>

namespace weir {

/**
 * What an engine may hold at most, in bytes, item by item; a test holds it to what malloc hands out. At the
 * defaults with eight threads it is below 150 000, the promise of the older system that nobody kept. The
 * flush thread's stack is not in it (mapped, not allocated), nor are names longer than 15 bytes in a
 * snapshot, which the table of names bounds.
 */
struct MemoryBudget
{
    static constexpr std::size_t kOctaves = 44; ///< of histograms, all types together
    static constexpr std::size_t kCriticalDetails = 16;
    static constexpr std::size_t kOfMalloc = 16; ///< what an allocation takes for itself, at most
    /** Controls, sums, the slot that threads without one share, the worker. */
    static constexpr std::size_t kCoreBytes = 8'200;

    std::size_t ring;
    std::size_t slots;
    std::size_t histograms;
    std::size_t keys; ///< table, heap and index of Space-Saving, floors of what was published
    std::size_t names;
    std::size_t snapshots; ///< the published one, the one being made, and what they are made from
    std::size_t core;

    constexpr MemoryBudget(std::size_t bufferSize, std::size_t threads, const KeyLimits& limits) noexcept
        : ring(bufferSize * sizeof(CompactMetric))
        , slots(threads * (sizeof(MetricSlot) + alignof(MetricSlot) + kOfMalloc))
        , histograms(kOctaves * (sizeof(ValueHistogram::Octave) + kOfMalloc))
        , keys(KeyRanking::bytesFor(limits.tracked) + 2 * limits.listed * kFloorBytes)
        , names(KeyNames::bytesFor(limits.names, limits.nameBytes))
        , snapshots(2 * (sizeof(EngineSnapshot) + limits.listed * sizeof(KeySnapshot) +
                         kCriticalDetails * sizeof(CriticalEvent) + 4 * kOfMalloc) +
                    limits.listed * sizeof(KeySums) + limits.tracked * sizeof(std::uint16_t))
        , core(kCoreBytes)
    {}

    constexpr std::size_t total() const noexcept
    {
        return ring + slots + histograms + keys + names + snapshots + core;
    }

private:
    static constexpr std::size_t kFloorBytes = 24;
};

static_assert(MemoryBudget(2000, 8, KeyLimits{}).total() < 150'000);

} // namespace weir
