// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metric_type.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace weir {

/** A number that one thread writes and any thread reads: plain loads and stores, no lock prefix. */
template<class T>
class SingleWriter
{
public:
    T get() const noexcept { return m_value.load(std::memory_order_relaxed); }
    /** For the writer itself. */
    T own() const noexcept { return get(); }
    void set(T value) noexcept { m_value.store(value, std::memory_order_relaxed); }

private:
    std::atomic<T> m_value{};
};

#ifndef __SANITIZE_THREAD__
/**
 * GCC 12 moves an atomic double through an integer register each way, six instructions an event. A volatile
 * access loads and stores it whole as well on every machine with 64-bit registers; ThreadSanitizer sees the
 * atomic.
 */
template<>
class SingleWriter<double>
{
public:
    double get() const noexcept { return static_cast<const volatile double&>(m_value); }
    double own() const noexcept { return m_value; }
    void set(double value) noexcept { static_cast<volatile double&>(m_value) = value; }

private:
    double m_value = 0;
};
#endif

/**
 * What one thread has counted of one type, and its place on the sampling clock. `count`, `sum`, `max` are
 * read by others at any time; `chosen` changes only under the engine's cold-path mutex; `acc`, `ic` and
 * `generation` are the owner's. `next` is where the owner takes the cold path; whoever changes the rate
 * stores 0 into it (under the same mutex), so that the owner's next event finds out. It holds an event count
 * for count types, the bits of a clock position for value types.
 */
struct alignas(64) MetricCell
{
    SingleWriter<std::uint64_t> count;
    std::atomic<std::uint64_t> next{0};
    SingleWriter<double> sum;
    SingleWriter<double> max;
    double acc = 0;
    double ic = 0;
    std::uint64_t chosen = 0;
    std::uint64_t generation = 0;
};

static_assert(sizeof(MetricCell) == 64);

/** Exact and beside the sampling; written under the engine's cold-path mutex. */
struct CriticalCell
{
    SingleWriter<std::uint64_t> count;
    SingleWriter<double> sum;
    SingleWriter<double> max;
};

/** All cells of one thread. Cumulative: its next owner goes on where the last one left. */
struct MetricSlot
{
    std::array<MetricCell, kMetricTypeCount> cells;
};

/** The slot this thread last used, and the engine it belongs to; engine ids are never reused. */
struct SlotBinding
{
    std::uint64_t engineId = 0; ///< 0: none, also where this thread found no free slot
    MetricSlot* slot = nullptr;
    std::uint32_t decisions = 0; ///< of this thread; which of them are timed follows from it
};

// Initial-exec: an access costs one instruction also in code that is built to go into a shared library.
[[gnu::tls_model("initial-exec")]] inline constinit thread_local SlotBinding t_slotBinding{};

} // namespace weir
