// SPDX-License-Identifier: Apache-2.0
// What a hot path must not do, one breach a function, for the test of the test. Never run.
#include "core/engine/metric_slot.h"

#include <atomic>
#include <x86intrin.h>

namespace weir {

/** Stands for the engine: its cold path is a member that is not in the header. */
class ProductionMetrics
{
public:
    void decide();

    std::uint64_t id = 0;
    std::uint64_t plain = 0;
    std::uint64_t* shared = nullptr;
    std::atomic<std::uint64_t> atomic{0};
    void (*pointer)() = nullptr;
};

std::uint64_t g_plain = 0;
void anyFunction();

namespace {

/** The hot path as it should be, with `breach` in the middle of it. */
template<class Breach>
[[gnu::always_inline]] inline void count(ProductionMetrics& engine, Breach breach)
{
    if (t_slotBinding.engineId != engine.id) [[unlikely]]
        return engine.decide();
    MetricCell& cell = t_slotBinding.slot->cells[3];
    const std::uint64_t count = cell.count.get() + 1;
    if (count >= cell.next.load(std::memory_order_relaxed)) [[unlikely]]
        return engine.decide();
    breach(cell);
    cell.count.set(count);
}

} // namespace

extern "C" {

void nothingWrong(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) {});
}
void lockPrefix(ProductionMetrics& engine)
{
    count(engine, [](MetricCell& cell) { cell.next.fetch_add(1, std::memory_order_relaxed); });
}
void exchangeWithMemory(ProductionMetrics& engine)
{
    count(engine, [](MetricCell& cell) { cell.next.store(1, std::memory_order_seq_cst); });
}
void memoryFence(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) { _mm_mfence(); });
}
void callOfAFunction(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) { anyFunction(); });
}
void callThroughAPointer(ProductionMetrics& engine)
{
    count(engine, [&engine](MetricCell&) { engine.pointer(); });
}
void clockRead(ProductionMetrics& engine)
{
    count(engine, [](MetricCell& cell) { cell.acc = static_cast<double>(__rdtsc()); });
}
void systemCall(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) { asm volatile("syscall" ::"a"(39) : "rcx", "r11", "memory"); });
}
void writeToTheEngine(ProductionMetrics& engine)
{
    count(engine, [&engine](MetricCell&) { ++engine.plain; });
}
void writeThroughTheEngine(ProductionMetrics& engine)
{
    count(engine, [&engine](MetricCell&) { ++*engine.shared; });
}
void writeToAGlobal(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) { g_plain = 1; });
}
void loop(ProductionMetrics& engine)
{
    count(engine, [&engine](MetricCell&) {
        while (engine.atomic.load(std::memory_order_relaxed) != 0) {
        }
    });
}
void tooLong(ProductionMetrics& engine)
{
    count(engine, [](MetricCell&) { asm volatile(".rept 40\n\tnop\n\t.endr"); });
}
/** Every event goes cold: nothing is counted on a way without a call. */
void alwaysCold(ProductionMetrics& engine)
{
    engine.decide();
}
/** Leaves without having counted. */
void nothingStored(ProductionMetrics& engine)
{
    if (t_slotBinding.engineId != engine.id) [[unlikely]]
        engine.decide();
}

} // extern "C"
} // namespace weir
