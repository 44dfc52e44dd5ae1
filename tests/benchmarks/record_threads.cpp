// SPDX-License-Identifier: Apache-2.0
// What a second recording thread costs the first, and what ten thousand short threads cost.
#include "tests/benchmarks/record_workload.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace weir::bench {
namespace {

constexpr std::size_t kLoop = 10'000'000; ///< rounds of 10 ns: long enough for two threads to overlap

/** Mean CPU ns of one round, over that many threads at once. */
template<class Event>
double atOnce(unsigned threadCount, const Event& event)
{
    std::vector<double> took(threadCount);
    std::atomic<unsigned> notReady{threadCount};
    {
        std::vector<std::jthread> threads;
        for (double& mine : took) {
            threads.emplace_back([&mine, &notReady, event] {
                Work10ns work;
                --notReady;
                while (notReady.load() > 0)
                    std::this_thread::yield();
                const double began = threadCpuNs();
                for (std::size_t round = 0; round < kLoop; ++round) {
                    work.run();
                    event(round);
                    asm volatile("" ::: "memory");
                }
                mine = (threadCpuNs() - began) / static_cast<double>(kLoop);
                asm volatile("" ::"r"(work.state));
            });
        }
    }
    double sum = 0;
    for (const double each : took)
        sum += each;
    return sum / threadCount;
}

/** The least of `rounds` with one thread and with two, in turn. */
template<class Event>
void compare(const char* name, int rounds, const Event& event, const RunningEngine& running)
{
    double one = atOnce(1, event);
    double two = atOnce(2, event);
    for (int round = 1; round < rounds; ++round) {
        one = std::min(one, atOnce(1, event));
        two = std::min(two, atOnce(2, event));
    }
    std::printf("{\"name\": \"%s\", \"one\": %.4f, \"two\": %.4f, \"p\": %.6f}\n", name, one, two,
                running.chosenShare());
    std::fflush(stdout);
}

constexpr int kBlocks = 100;
constexpr int kThreadsInBlock = 100;
constexpr std::size_t kEventsInThread = 10; ///< of each of two types

/** Wall us a thread, of a block of threads one after the other. */
template<class Body>
double blockUs(const Body& body)
{
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < kThreadsInBlock; ++i)
        std::thread(body).join();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
    return took.count() / kThreadsInBlock;
}

} // namespace

int runThreads(int rounds)
{
    RunningEngine running;
    compare("nothing", rounds, NoEvent{}, running);
    compare("count", rounds, CountEvent{running.engine}, running);
    compare("value", rounds, ValueEvent{running.engine}, running);
    return 0;
}

int runChurn()
{
    RunningEngine running;
    const auto bare = [] {};
    const auto recording = [count = CountEvent{running.engine}, value = ValueEvent{running.engine}] {
        for (std::size_t round = 0; round < kEventsInThread; ++round) {
            count(round);
            value(round);
        }
    };
    blockUs(bare);
    std::printf("{\"name\": \"churn\", \"blocks\": [");
    for (int block = 0; block < kBlocks; ++block) {
        const bool bareFirst = block % 2 == 0;
        const double first = bareFirst ? blockUs(bare) : blockUs(recording);
        const double second = bareFirst ? blockUs(recording) : blockUs(bare);
        std::printf("%s[%.3f, %.3f]", block > 0 ? ", " : "", bareFirst ? first : second,
                    bareFirst ? second : first);
    }
    double valueSum = 0;
    for (std::size_t round = 0; round < kEventsInThread; ++round)
        valueSum += messageSizes()[round];
    constexpr std::size_t kThreads = std::size_t{kBlocks} * kThreadsInBlock;
    const auto totals = running.engine.counters();
    const TypeTotals& queued = totals[indexOf(MetricType::MessageQueued)];
    const TypeTotals& received = totals[indexOf(MetricType::MessageReceived)];
    const bool exact = queued.count == kThreads * kEventsInThread &&
                       received.count == kThreads * kEventsInThread && received.sum == kThreads * valueSum &&
                       running.engine.accounting().addsUp();
    std::printf("], \"threads\": %zu, \"exact\": %s}\n", kThreads, exact ? "true" : "false");
    return 0;
}

} // namespace weir::bench
