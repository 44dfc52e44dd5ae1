// SPDX-License-Identifier: Apache-2.0
// A5, A7: the stated 95 % ranges hold the truth about 95 % of the time.
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <string>

namespace weir::accuracy {
namespace {

constexpr std::size_t kKeys = 4;
constexpr std::array<const char*, kKeys> kNames = {"key a", "key b", "key c", "key d"};

struct Coverage
{
    Share count;
    Share sum;
    Share supersededCount; ///< within the ±5 % that system claims
    Share supersededSum;

    void add(const Coverage& other)
    {
        count.add(other.count);
        sum.add(other.sum);
        supersededCount.add(other.supersededCount);
        supersededSum.add(other.supersededSum);
    }
};

struct Truth
{
    std::array<double, kKeys> count{};
    std::array<double, kKeys> sum{};
};

bool isWithin5Percent(double estimate, double truth)
{
    return std::fabs(estimate - truth) <= 0.05 * truth;
}

void noteSuperseded(Coverage& coverage, Superseded& old, const Truth& truth)
{
    Truth seen;
    old.flush([&](const Superseded::Sample& sample, double weight) {
        seen.count[sample.key] += weight;
        seen.sum[sample.key] += weight * sample.value;
    });
    for (std::size_t key = 0; key < kKeys; ++key) {
        coverage.supersededCount.add(isWithin5Percent(seen.count[key], truth.count[key]));
        coverage.supersededSum.add(isWithin5Percent(seen.sum[key], truth.sum[key]));
    }
}

struct Plan
{
    Distribution values;
    double firstRate; ///< in the first half of each interval
    double secondRate;
    std::size_t eventsEach; ///< of each of the four keys, on average
    int intervals;
};

Coverage coverageOf(Audit& audit, const Plan& plan, std::uint64_t seed)
{
    Bench bench(audit, fixedRate(plan.firstRate, 20'000), seed);
    std::array<KeyId, kKeys> ids;
    for (std::size_t key = 0; key < kKeys; ++key)
        ids[key] = bench.engine().intern(kNames[key]);
    Superseded old(seed, plan.firstRate);
    const auto setRate = [&](double rate) {
        bench.setRate(rate);
        old.setRate(rate);
    };
    Draws draws(seed);
    Coverage coverage;
    for (int interval = 0; interval <= plan.intervals; ++interval) {
        Truth truth;
        setRate(plan.firstRate);
        for (std::size_t i = 0; i < kKeys * plan.eventsEach; ++i) {
            if (i == kKeys * plan.eventsEach / 2)
                setRate(plan.secondRate);
            const double value = plan.values.draw(draws);
            const std::size_t key = draws.index(kKeys);
            bench.engine().observe(MetricType::MessageReceived, value, ids[key]);
            old.record(0, value, static_cast<std::uint32_t>(key));
            truth.count[key] += 1;
            truth.sum[key] += value;
        }
        const auto snapshot = bench.flush();
        noteSuperseded(coverage, old, truth);
        if (interval == 0)
            continue; // the engine does not know the mean value yet
        for (std::size_t key = 0; key < kKeys; ++key) {
            const KeySnapshot& seen = keyOf(*snapshot, MetricType::MessageReceived, kNames[key]);
            coverage.count.add(contains(seen.intervalCount, truth.count[key]));
            coverage.sum.add(contains(seen.intervalSum, truth.sum[key]));
        }
    }
    return coverage;
}

/** A key with half of all events, one with a quarter, … in one engine at the defaults, whose ring thins. */
Coverage cumulativeCoverageOf(Audit& audit, std::uint64_t seed)
{
    constexpr int kIntervals = 5;
    constexpr std::size_t kEvents = 60'000;
    constexpr std::size_t kWarmUp = 300; // until the engine knows the mean value
    Bench bench(audit, MetricsConfig{}, seed);
    std::array<KeyId, kKeys> ids;
    for (std::size_t key = 0; key < kKeys; ++key)
        ids[key] = bench.engine().intern(kNames[key]);
    Draws draws(seed);
    Truth truth;
    for (int interval = 0; interval <= kIntervals; ++interval) {
        for (std::size_t i = 0; i < (interval == 0 ? kWarmUp : kEvents); ++i) {
            const double value = kLognormal2.draw(draws);
            const auto key = static_cast<std::size_t>(std::countr_zero(draws.bits() | (1ULL << (kKeys - 1))));
            bench.engine().observe(MetricType::MessageReceived, value, ids[key]);
            truth.count[key] += 1;
            truth.sum[key] += value;
        }
        bench.flush();
    }
    Coverage coverage;
    for (std::size_t key = 0; key < kKeys; ++key) {
        const auto snapshot = bench.engine().snapshot();
        const KeySnapshot& seen = keyOf(*snapshot, MetricType::MessageReceived, kNames[key]);
        coverage.count.add(contains(seen.count, truth.count[key]));
        coverage.sum.add(contains(seen.sum, truth.sum[key]));
    }
    return coverage;
}

bool isBetween(double percent, double low, double high)
{
    return low <= percent && percent <= high;
}

/** The lowest and the highest of all distributions, each named. */
void addExtremes(std::vector<Row>& rows, const std::vector<Coverage>& all, double kept,
                 const std::string& what, Share Coverage::*mine, Share Coverage::*old)
{
    const auto byShare = [mine](const Coverage& a, const Coverage& b) {
        return (a.*mine).percent() < (b.*mine).percent();
    };
    const auto [lowest, highest] = std::minmax_element(all.begin(), all.end(), byShare);
    for (const auto& extreme : {lowest, highest}) {
        const Share& share = (*extreme).*mine;
        const auto& values = kDistributions[static_cast<std::size_t>(extreme - all.begin())];
        char workload[80];
        std::snprintf(workload, sizeof workload, "n %.0f, %s of 9 distributions: %s", kept,
                      extreme == lowest ? "lowest" : "highest", values.name.data());
        rows.push_back({workload, "range of a key's " + what + " holds the truth", share.percent(),
                        share.error(), "%", claimKept(((*extreme).*old).percent()), "93-97 %",
                        isBetween(share.percent(), 93, 97)});
    }
}

} // namespace

std::vector<Row> keyRanges(Audit& audit)
{
    constexpr double kRate = 0.1;
    std::vector<Row> rows;
    std::uint64_t seed = 500;
    for (const double kept : {30.0, 100.0, 300.0}) {
        const auto events = static_cast<std::size_t>(kept / kRate);
        const int intervals = kept >= 300 ? 1000 : 2000;
        const std::vector<Coverage> all = inParallel(kDistributions.size(), [&](std::size_t i) {
            return coverageOf(audit, {kDistributions[i], kRate, kRate, events, intervals}, seed + i);
        });
        seed += all.size();
        addExtremes(rows, all, kept, "count", &Coverage::count, &Coverage::supersededCount);
        addExtremes(rows, all, kept, "sum", &Coverage::sum, &Coverage::supersededSum);
    }
    Coverage cumulative;
    for (const Coverage& part :
         inParallel(500, [&](std::size_t unit) { return cumulativeCoverageOf(audit, 6000 + unit); })) {
        cumulative.add(part);
    }
    const std::string workload = "5 intervals at the defaults, lognormal 2, 500 engines";
    rows.push_back({workload, "cumulative range of a key's count holds the truth", cumulative.count.percent(),
                    cumulative.count.error(), "%", "", "93-97 %",
                    isBetween(cumulative.count.percent(), 93, 97)});
    rows.push_back({workload, "cumulative range of a key's sum holds the truth", cumulative.sum.percent(),
                    cumulative.sum.error(), "%", "", "93-97 %", isBetween(cumulative.sum.percent(), 93, 97)});
    return rows;
}

std::vector<Row> twoRates(Audit& audit)
{
    constexpr std::array<std::size_t, 3> kEvents = {200, 1000, 4000};
    std::vector<Row> rows;
    for (const bool isFalling : {true, false}) {
        const double first = isFalling ? 0.15 : 0.01;
        const double second = isFalling ? 0.01 : 0.15;
        const std::vector<Coverage> all = inParallel(kEvents.size(), [&](std::size_t i) {
            return coverageOf(audit, {kExponential, first, second, kEvents[i], 2000},
                              700 + 10 * i + (isFalling ? 0 : 1));
        });
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Share& share = all[i].count;
            rows.push_back({std::string(isFalling ? "15 % then 1 %" : "1 % then 15 %") + ", " +
                                std::to_string(kEvents[i]) + " events of a key",
                            "range of its count holds the truth", share.percent(), share.error(), "%",
                            claimKept(all[i].supersededCount.percent()), "94-99 %",
                            isBetween(share.percent(), 94, 99)});
        }
    }
    return rows;
}

} // namespace weir::accuracy
