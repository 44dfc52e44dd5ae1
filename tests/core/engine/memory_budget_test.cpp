// SPDX-License-Identifier: Apache-2.0
#include "core/engine/memory_budget.h"
#include "core/engine/production_metrics.h"

#include <QtTest/QtTest>

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace weir;

namespace {

std::atomic<long long> g_live{0};
std::atomic<long long> g_peak{0};

void* counted(void* block)
{
    if (!block)
        throw std::bad_alloc();
    const long long live = g_live += static_cast<long long>(malloc_usable_size(block));
    long long peak = g_peak;
    while (live > peak && !g_peak.compare_exchange_weak(peak, live)) {
    }
    return block;
}

void uncounted(void* block)
{
    if (block)
        g_live -= static_cast<long long>(malloc_usable_size(block));
    std::free(block);
}

} // namespace

// The engine allocates through these only, and so does all of libstdc++.
void* operator new(std::size_t size)
{
    return counted(std::malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    const auto to = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(to, (size + to - 1) / to * to));
}
void operator delete(void* block) noexcept
{
    uncounted(block);
}
void operator delete(void* block, std::size_t) noexcept
{
    uncounted(block);
}
void operator delete(void* block, std::align_val_t) noexcept
{
    uncounted(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept
{
    uncounted(block);
}

class MemoryBudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atTheDefaultsEightThreadsAndTwelveTypesStayBelow150000Bytes()
    {
        constexpr std::size_t kThreads = 8;
        constexpr int kRounds = 4;
        constexpr std::size_t kEvents = 20'000;
        constexpr MemoryBudget kBudget(2000, kThreads, KeyLimits{});
        static_assert(kBudget.total() < 150'000);

        std::vector<std::string> names;
        for (int i = 0; i < 5000; ++i)
            names.push_back("key " + std::to_string(i));
        const SystemClock clock;
        std::optional<ProductionMetrics> engine;
        std::barrier round(kThreads + 1);
        std::vector<std::thread> threads;
        for (std::size_t thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kRounds; ++i) {
                    round.arrive_and_wait();
                    for (std::size_t event = 0; event < kEvents; ++event) {
                        const double value = static_cast<double>(std::size_t{1} << (event * 7 + thread) % 24);
                        engine->record(kMetricTypes[event % kMetricTypeCount], value,
                                       names[(event * 31 + thread) % names.size()]);
                    }
                    round.arrive_and_wait();
                }
            });
        }

        const long long before = g_live;
        g_peak = before;
        engine.emplace(MetricsConfig{}, clock);
        engine->start();
        std::size_t largestStated = 0;
        for (int i = 0; i < kRounds; ++i) {
            round.arrive_and_wait();
            engine->flush(); // while they record
            round.arrive_and_wait();
            largestStated = std::max(largestStated, engine->flush()->meta.memory);
        }
        const auto last = engine->snapshot();
        QCOMPARE(last->keys.size(), KeyLimits{}.listed);
        QVERIFY(last->accounting.thinned > 0); // the ring was full
        QVERIFY(last->accounting.addsUp());
        const long long peak = g_peak - before;
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY2(peak < 150'000 && peak <= static_cast<long long>(kBudget.total()),
                 qPrintable(QStringLiteral("peak %1 of %2").arg(peak).arg(kBudget.total())));
        // What it says of itself is what it holds, but for what malloc adds.
        QVERIFY2(static_cast<long long>(largestStated) > peak * 3 / 4 && largestStated <= kBudget.total(),
                 qPrintable(QStringLiteral("says %1, peak %2").arg(largestStated).arg(peak)));
    }
};

QTEST_APPLESS_MAIN(MemoryBudgetTest)
#include "memory_budget_test.moc"
