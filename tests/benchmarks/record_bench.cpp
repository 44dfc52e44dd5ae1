// SPDX-License-Identifier: Apache-2.0
// Cost of recording one event. record_bench.py runs it in rounds and holds the figures to their bars.
//   record_bench [GOOGLE BENCHMARK OPTIONS]   whole loops beside their peers
//   record_bench instructions WHAT            for callgrind with --collect-atstart=no
//   record_bench overhead ROUNDS | threads ROUNDS | churn | compiler
#include "tests/benchmarks/record_workload.h"

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

namespace {

/** Keeps a second thread alive: in a process of one thread glibc's mutex takes a shorter way, flattering
 * locks. */
class SecondThread
{
public:
    SecondThread()
        : m_thread([this](const std::stop_token& stop) {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [] { return false; });
        })
    {}

private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

} // namespace

int main(int argc, char** argv)
{
    using namespace weir::bench;
    const SecondThread second;
    const std::string mode = argc > 1 ? argv[1] : "";
    const std::string argument = argc > 2 ? argv[2] : "";
    if (mode == "instructions")
        return runInstructions(argument);
    if (mode == "overhead")
        return runOverhead(std::atoi(argument.c_str()));
    if (mode == "threads")
        return runThreads(std::atoi(argument.c_str()));
    if (mode == "churn")
        return runChurn();
    if (mode == "compiler") {
#ifdef __clang__
        std::puts("Clang " __clang_version__);
#else
        std::puts("GCC " __VERSION__);
#endif
        return 0;
    }
    registerLoops();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
