// SPDX-License-Identifier: Apache-2.0
// What recording adds to work: chunks with and without it in turn, in one process and on one thread.
#include "tests/benchmarks/record_workload.h"

#include <array>
#include <cstdio>

namespace weir::bench {
namespace {

enum Arm { Without, WithoutAgain, With };
constexpr int kArms = 3;
constexpr int kLayouts = 4;

/**
 * CPU ns of one round of the loop. Each arm has code of its own, each layout begins 16 bytes further on:
 * where a loop happens to lie costs several per cent at 10 ns, and is averaged out by this.
 */
template<class Work, int Layout, int Arm, class Event>
[[gnu::noinline, gnu::no_icf, gnu::aligned(64)]] double chunk(Event event, std::size_t rounds)
{
    Work work;
    asm volatile(".skip %c0, 0x90" ::"i"(16 * Layout));
    const double began = threadCpuNs();
    for (std::size_t round = 0; round < rounds; ++round) {
        work.run();
        event(round);
        asm volatile("" ::: "memory");
    }
    const double took = threadCpuNs() - began;
    asm volatile("" ::"r"(work.state));
    return took / static_cast<double>(rounds);
}

template<class Work, int Layout, class Nothing, class Event>
void addLayout(int first, std::size_t rounds, const Event& event, std::array<double, kArms>& total)
{
    for (int i = 0; i < kArms; ++i) {
        switch ((first + i) % kArms) {
        case Without:
            total[Without] += chunk<Work, Layout, Without>(Nothing{}, rounds) / kLayouts;
            break;
        case WithoutAgain:
            total[WithoutAgain] += chunk<Work, Layout, WithoutAgain>(Nothing{}, rounds) / kLayouts;
            break;
        default:
            total[With] += chunk<Work, Layout, With>(event, rounds) / kLayouts;
        }
    }
}

template<class Work, class Nothing, class Event>
void measure(const char* name, int rounds, std::size_t perChunk)
{
    RunningEngine running;
    const Event event{running.engine};
    std::printf("{\"name\": \"%s\", \"rounds\": [", name);
    for (int round = -1; round < rounds; ++round) { // the first warms up
        std::array<double, kArms> total{};
        const int first = round + 1;
        addLayout<Work, 0, Nothing>(first, perChunk, event, total);
        addLayout<Work, 1, Nothing>(first + 1, perChunk, event, total);
        addLayout<Work, 2, Nothing>(first + 2, perChunk, event, total);
        addLayout<Work, 3, Nothing>(first + 3, perChunk, event, total);
        if (round >= 0)
            std::printf("%s[%.4f, %.4f, %.4f]", round > 0 ? ", " : "", total[Without], total[WithoutAgain],
                        total[With]);
    }
    std::printf("], \"p\": %.6f}\n", running.chosenShare());
    std::fflush(stdout);
}

} // namespace

int runOverhead(int rounds)
{
    // About half a millisecond a chunk.
    measure<Work10ns, NoEvent, CountEvent>("count/10", rounds, 50'000);
    measure<Work10ns, NoValueEvent, ValueEvent>("value/10", rounds, 50'000);
    measure<Work60ns, NoEvent, CountEvent>("count/60", rounds, 8'000);
    measure<Work60ns, NoValueEvent, ValueEvent>("value/60", rounds, 8'000);
    return 0;
}

} // namespace weir::bench
