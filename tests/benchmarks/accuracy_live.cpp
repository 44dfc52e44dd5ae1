// SPDX-License-Identifier: Apache-2.0
// L: a live system at 1 M events/s. The ranges of each flush, for everything, for endpoints and for keys.
#include "core/feed/zipf_table.h"
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_names.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace weir::accuracy {
namespace {

constexpr double kEventsPerSecond = 1e6;
constexpr std::size_t kUnits = 4;
constexpr std::size_t kEndpoints = 5;
constexpr std::array<const char*, kEndpoints> kEndpointNames = {
    "wss://one.example/a", "wss://two.example/b", "wss://three.example/c", "wss://four.example/d",
    "wss://five.example/e"};
constexpr int kKeys = 10'000;

/** Endpoint i has a share of about 1/2, 1/4 … of its half of the traffic. */
std::size_t endpointFrom(std::uint64_t bits)
{
    return std::min<std::size_t>(static_cast<std::size_t>(std::countr_zero(bits | (1ULL << 40))),
                                 kEndpoints - 1);
}

struct Truth
{
    std::array<double, kEndpoints> endpoint{};
    std::vector<double> key = std::vector<double>(kKeys);
    double events = 0;
};

struct Coverage
{
    Share total, totalSum, endpoints, keys;
    Share supersededTotal; ///< within the ±5 % that system claims
    double flushes = 0;

    void add(const Coverage& other)
    {
        total.add(other.total);
        totalSum.add(other.totalSum);
        endpoints.add(other.endpoints);
        keys.add(other.keys);
        supersededTotal.add(other.supersededTotal);
        flushes += other.flushes;
    }
};

struct Plan
{
    std::string name;
    MetricsConfig config;
    std::size_t flushes;
    std::size_t topKeys; ///< the first ranks: those that can expect 30 samples
};

void note(Coverage& coverage, const EngineSnapshot& snapshot, const Truth& truth, const NumberedNames& names,
          std::size_t topKeys)
{
    for (const MetricType type : {MetricType::MessageReceived, MetricType::MessageSent}) {
        const TypeSnapshot& seen = snapshot.of(type);
        coverage.total.add(contains(seen.interval, static_cast<double>(seen.intervalCount)));
        coverage.totalSum.add(contains(seen.intervalSumEstimate, seen.intervalSum));
    }
    for (std::size_t i = 0; i < kEndpoints; ++i) {
        const KeySnapshot& seen = keyOf(snapshot, MetricType::MessageReceived, kEndpointNames[i]);
        coverage.endpoints.add(contains(seen.intervalCount, truth.endpoint[i]));
    }
    for (std::size_t i = 0; i < topKeys; ++i) {
        const KeySnapshot& seen = keyOf(snapshot, MetricType::MessageSent, names.at(i));
        coverage.keys.add(contains(seen.intervalCount, truth.key[i]));
    }
    ++coverage.flushes;
}

Coverage observe(Audit& audit, const Plan& plan, const ZipfTable& zipf, const NumberedNames& names,
                 std::uint64_t seed)
{
    EngineOptions options;
    options.keys.listed = 128;
    Bench bench(audit, plan.config, seed, options);
    std::array<KeyId, kEndpoints> endpoints;
    for (std::size_t i = 0; i < kEndpoints; ++i)
        endpoints[i] = bench.engine().intern(kEndpointNames[i]);
    Superseded old(seed);
    SplitMix64 random(5000 + seed);
    const double seconds = std::chrono::duration<double>(plan.config.flushInterval).count();
    const auto events = static_cast<std::size_t>(kEventsPerSecond * seconds);
    Coverage coverage;
    for (std::size_t flush = 0; flush <= plan.flushes / kUnits; ++flush) {
        Truth truth;
        for (std::size_t i = 0; i < events / 2; ++i) {
            const std::uint64_t bits = random();
            const auto value = static_cast<double>(40 + (bits >> 55));
            const std::size_t endpoint = endpointFrom(bits);
            bench.engine().observe(MetricType::MessageReceived, value, endpoints[endpoint]);
            truth.endpoint[endpoint] += 1;
            const auto key = static_cast<std::size_t>(zipf.draw(random) - 1);
            bench.engine().record(MetricType::MessageSent, value, names.at(key));
            truth.key[key] += 1;
            const TimePoint now = bench.now() + std::chrono::microseconds(2 * i);
            old.recordAt(now, 0, 1);
            old.recordAt(now, 0, 1);
        }
        double superseded = 0;
        old.flush([&](const Superseded::Sample&, double weight) { superseded += weight; });
        const auto snapshot = bench.flush();
        if (flush == 0)
            continue; // the engine does not know the load yet
        const auto exact = static_cast<double>(events);
        coverage.supersededTotal.add(std::fabs(superseded - exact) <= 0.05 * exact);
        note(coverage, *snapshot, truth, names, plan.topKeys);
    }
    return coverage;
}

} // namespace

std::vector<Row> millionASecond(Audit& audit)
{
    Plan thinned{"the defaults, a ring that thins", {}, 1000, 5};
    Plan roomy{"1 % into a ring that holds it", fixedRate(0.01, 30'000), 1000, 20};
    roomy.config.flushInterval = std::chrono::milliseconds(500);

    const NumberedNames names(kKeys);
    const ZipfTable zipf(kKeys, 1.1);
    std::vector<Row> rows;
    for (const Plan& plan : {thinned, roomy}) {
        const auto parts = inParallel(
            kUnits, [&](std::size_t unit) { return observe(audit, plan, zipf, names, 7000 + unit); });
        Coverage all;
        for (const Coverage& part : parts)
            all.add(part);
        const std::string workload = "1e6/s, " + std::to_string(plan.flushes) + " flushes: " + plan.name;
        const auto row = [&](std::string what, const Share& share, const std::string& old) {
            return Row{workload,
                       "range of " + what + " holds the truth",
                       share.percent(),
                       share.error(),
                       "%",
                       old,
                       "93-97 %",
                       share.percent() >= 93 && share.percent() <= 97};
        };
        rows.push_back(row("a type's count", all.total, claimKept(all.supersededTotal.percent())));
        rows.push_back(row("a type's sum", all.totalSum, ""));
        rows.push_back(row("5 endpoints' counts", all.endpoints, ""));
        rows.push_back(row("the top " + std::to_string(plan.topKeys) + " keys' counts", all.keys, ""));
    }
    return rows;
}

} // namespace weir::accuracy
