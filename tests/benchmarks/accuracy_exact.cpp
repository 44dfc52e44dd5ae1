// SPDX-License-Identifier: Apache-2.0
// A1, A2, A3: what is not an estimate. Type totals, sums, and where every event went.
#include "core/engine/metrics_ring_buffer.h"
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace weir::accuracy {
namespace {

struct Tally
{
    std::array<std::uint64_t, kMetricTypeCount> count{};
    std::array<std::uint64_t, kMetricTypeCount> critical{};
    std::array<double, kMetricTypeCount> sum{};
};

struct Event
{
    MetricType type;
    double value;
    bool isCritical;
};

/** Type i of this order has a share of 3/4 · 4^-i; those critical by nature, which lock, come late. */
constexpr std::array<MetricType, kMetricTypeCount> kByShare = {
    MetricType::MessageReceived, MetricType::MessageSent,        MetricType::MessageQueued,
    MetricType::RoundTrip,       MetricType::RetryAttempt,       MetricType::RetrySuccess,
    MetricType::MessageFailed,   MetricType::Connection,         MetricType::Disconnection,
    MetricType::RetryFailure,    MetricType::CircuitBreakerOpen, MetricType::CircuitBreakerClose};

/** One event in 4096 is critical; values are whole, so that their sum is exact in any order. */
Event eventFrom(std::uint64_t bits)
{
    const auto rank = static_cast<std::size_t>(std::countr_zero(bits) / 2);
    const MetricType type = kByShare[std::min(rank, kMetricTypeCount - 1)];
    const double value = isValueType(type) ? static_cast<double>((bits >> 32) & 0xff) : 1;
    return {type, value, (bits >> 52) == 0};
}

Tally recordEvents(ProductionMetrics& engine, std::uint64_t seed, std::uint64_t events)
{
    Tally tally;
    Draws draws(seed);
    for (std::uint64_t i = 0; i < events; ++i) {
        const Event event = eventFrom(draws.bits());
        if (event.isCritical)
            engine.critical(event.type, event.value);
        else
            engine.observe(event.type, event.value);
        const std::size_t type = indexOf(event.type);
        ++tally.count[type];
        tally.sum[type] += event.value;
        tally.critical[type] += event.isCritical || isCriticalType(event.type) ? 1 : 0;
    }
    return tally;
}

/** How far off the superseded system is at 1 M events/s: all events in percent, critical ones in percent. */
std::array<double, 2> supersededCounts()
{
    constexpr std::uint64_t kEvents = 20'000'000;
    Superseded old(1);
    Draws draws(1);
    TimePoint now{std::chrono::hours(1)};
    std::array<double, 2> seen{};
    std::array<double, 2> truth{};
    for (std::uint64_t i = 0; i < kEvents; ++i) {
        const Event event = eventFrom(draws.bits());
        const bool isCritical = event.isCritical || isCriticalType(event.type);
        now += std::chrono::microseconds(1);
        old.recordAt(now, isCritical ? 1 : 0, event.value, isCritical);
        ++truth[0];
        truth[1] += isCritical ? 1 : 0;
        if ((i + 1) % 2'000'000 == 0) {
            old.flush([&](const Superseded::Sample& sample, double weight) {
                seen[0] += weight;
                seen[1] += sample.type == 1 ? weight : 0;
            });
        }
    }
    return {100 * (seen[0] / truth[0] - 1), 100 * (seen[1] / truth[1] - 1)};
}

/** Threads record while this one changes the rate and flushes; how many of 12 counts, criticals, sums differ.
 */
std::array<double, 3> differencesWith(Audit& audit, std::size_t threads, std::uint64_t eventsEach)
{
    Bench bench(audit, fixedRate(0.03, 2000), threads);
    std::vector<Tally> tallies(threads);
    std::atomic<std::size_t> running{threads};
    std::vector<std::thread> recorders;
    for (std::size_t thread = 0; thread < threads; ++thread) {
        recorders.emplace_back([&, thread] {
            tallies[thread] = recordEvents(bench.engine(), 100 * threads + thread, eventsEach);
            --running;
        });
    }
    for (std::uint64_t change = 0; running > 0; ++change) {
        bench.setRate(change % 2 == 0 ? 0.01 : 0.15);
        if (change % 4 == 0)
            bench.flush();
        std::this_thread::yield();
    }
    for (std::thread& recorder : recorders)
        recorder.join();

    const auto snapshot = bench.flush();
    std::array<double, 3> differences{};
    for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
        Tally expected;
        for (const Tally& tally : tallies) {
            expected.count[type] += tally.count[type];
            expected.critical[type] += tally.critical[type];
            expected.sum[type] += tally.sum[type];
        }
        const TypeSnapshot& seen = snapshot->types[type];
        differences[0] += seen.exact.count == expected.count[type] ? 0 : 1;
        differences[1] += seen.critical == expected.critical[type] ? 0 : 1;
        differences[2] += seen.exact.sum == expected.sum[type] ? 0 : 1;
    }
    return differences;
}

/** Pushes more than fits into the ring itself; the largest relative change of the mass by thinning. */
double massChange()
{
    constexpr std::size_t kCapacity = 512;
    constexpr std::size_t kPushes = 200'000;
    constexpr std::array kTypes = {MetricType::MessageReceived, MetricType::MessageReceived,
                                   MetricType::MessageReceived, MetricType::MessageSent,
                                   MetricType::MessageQueued};
    MetricsRingBuffer ring(kCapacity);
    SplitMix64 random(5);
    Draws draws(5);
    double before = 0;
    double after = 0;
    std::array<CompactMetric, kCapacity> out;
    const auto drain = [&] {
        const std::size_t count = ring.popFront(out);
        for (std::size_t i = 0; i < count; ++i)
            after += out[i].mass;
    };
    double largest = 0;
    for (std::size_t i = 0; i < kPushes; ++i) {
        if (ring.isFull())
            ring.thin(random);
        CompactMetric sample;
        sample.type = kTypes[draws.index(kTypes.size())];
        sample.mass = kLognormal2.draw(draws);
        before += sample.mass;
        ring.push(sample);
        if (i % 20'000 == 19'999) {
            drain();
            largest = std::max(largest, std::fabs(after / before - 1));
        }
    }
    return largest;
}

} // namespace

std::vector<Row> exactCounts(Audit& audit)
{
    constexpr std::uint64_t kEvents = 100'000'000;
    const std::array<double, 2> old = supersededCounts();
    std::vector<Row> rows;
    for (const std::size_t threads : {1, 4, 16}) {
        const std::array<double, 3> differences = differencesWith(audit, threads, kEvents / threads);
        const std::string workload =
            "12 types, 1e8 events, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        rows.push_back({workload, "of 12 type counts, differing", differences[0], 0, "",
                        signedPercent(old[0]), "0", differences[0] == 0});
        rows.push_back({workload, "of 12 critical counts, differing", differences[1], 0, "",
                        signedPercent(old[1]), "0", differences[1] == 0});
        rows.push_back({workload, "of 12 sums of whole values, differing", differences[2], 0, "", "", "0",
                        differences[2] == 0});
    }
    return rows;
}

std::vector<Row> exactSums(Audit& audit)
{
    constexpr std::uint64_t kAdds = 200'000'000;
    constexpr std::uint64_t kInterval = 2'000'000; // 1 M events/s
    struct Result
    {
        double error = 0;
        double supersededError = 0;
    };
    // Two units, so that two seeds are tried in the time of one.
    const std::vector<Result> results = inParallel(2, [&](std::size_t unit) {
        Bench bench(audit, fixedRate(0.03, 2000), unit);
        Superseded old(unit);
        Draws draws(200 + unit);
        long double truth = 0;
        double supersededSum = 0;
        for (std::uint64_t i = 0; i < kAdds; ++i) {
            const double value = kLognormal2.draw(draws);
            bench.engine().observe(MetricType::MessageReceived, value);
            truth += static_cast<long double>(value);
            old.record(0, value);
            if ((i + 1) % kInterval == 0) {
                bench.flush();
                old.flush([&](const Superseded::Sample& sample, double weight) {
                    supersededSum += weight * sample.value;
                });
            }
        }
        const double sum = bench.engine().counters()[indexOf(MetricType::MessageReceived)].sum;
        return Result{static_cast<double>(std::fabs(sum / truth - 1)),
                      static_cast<double>(supersededSum / truth - 1)};
    });
    const double worst = std::max(results[0].error, results[1].error);
    return {{"lognormal 2, 2e8 adds, 2 seeds", "relative error of the sum", worst, 0, "",
             signedPercent(100 * results[0].supersededError), "<= 1e-9", worst <= 1e-9}};
}

std::vector<Row> nothingLost(Audit& audit)
{
    const auto snapshots = audit.snapshots.load();
    const auto wrong = static_cast<double>(audit.doNotAddUp.load());
    const auto dropped = static_cast<double>(audit.dropped.load());
    const std::string workload = "all rows above, " + std::to_string(snapshots) + " snapshots, " +
                                 std::to_string(audit.thinned.load()) + " samples thinned";
    const double change = massChange();
    return {{workload, "snapshots whose two sums do not add up", wrong, 0, "", "", "0", wrong == 0},
            {workload, "dropped", dropped, 0, "", "", "0", dropped == 0},
            {"ring of 512, 2e5 pushes", "change of mass by thinning", change, 0, "", "", "<= 1e-9",
             change <= 1e-9}};
}

} // namespace weir::accuracy
