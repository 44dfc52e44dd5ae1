// SPDX-License-Identifier: Apache-2.0
// A11: the quantiles of an interval's values.
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <algorithm>
#include <array>
#include <string>

namespace weir::accuracy {
namespace {

constexpr std::size_t kCount = kQuantiles.size();
constexpr std::array<const char*, kCount> kNames = {"p50", "p90", "p99", "p99.9"};
constexpr std::array<Distribution, 3> kShapes = {kLognormal1, kLognormal2, kPareto15};

/** Medians of a thousand, as of bytes or microseconds: what the histogram is made for. */
constexpr double kScale = 1000;

/** The smallest value with at least the share q of all at or below it. Reorders. */
double exactQuantile(std::vector<double>& values, double q)
{
    const double rank = std::ceil(q * static_cast<double>(values.size()));
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/** With every value kept, all that is left of the error is the width of the histogram's buckets. */
double sketchError(Audit& audit, const Distribution& shape, std::uint64_t seed)
{
    constexpr std::size_t kValues = 100'000;
    Bench bench(audit, fixedRate(1, kValues + 1), seed);
    Draws draws(seed);
    double largest = 0;
    for (int interval = 0; interval < 10; ++interval) {
        std::vector<double> values(kValues);
        for (double& value : values) {
            value = kScale * shape.draw(draws);
            bench.engine().observe(MetricType::MessageReceived, value);
        }
        const auto snapshot = bench.flush();
        for (std::size_t q = 0; q < kCount; ++q) {
            const double truth = exactQuantile(values, kQuantiles[q]);
            const double seen = snapshot->quantilesOf(MetricType::MessageReceived)[q].value;
            largest = std::max(largest, 100 * std::fabs(seen / truth - 1));
        }
    }
    return largest;
}

struct Coverage
{
    std::array<Share, kCount> held;    ///< ranges that hold the truth, of those not flagged
    std::array<Share, kCount> flagged; ///< of all
    std::array<Share, kCount> superseded;
};

Coverage coverageOf(Audit& audit, const Distribution& shape, double kept, std::uint64_t seed)
{
    constexpr double kRate = 0.05;
    const int intervals = kept >= 1000 ? 500 : 1500;
    Bench bench(audit, fixedRate(kRate, 20'000), seed);
    Superseded old(seed, kRate);
    Draws draws(seed);
    Coverage coverage;
    std::vector<double> values(static_cast<std::size_t>(kept / kRate));
    for (int interval = 0; interval <= intervals; ++interval) {
        for (double& value : values) {
            value = kScale * shape.draw(draws);
            bench.engine().observe(MetricType::MessageReceived, value);
            old.record(0, value);
        }
        const auto snapshot = bench.flush();
        std::vector<double> oldValues;
        old.flush([&](const Superseded::Sample& sample, double) { oldValues.push_back(sample.value); });
        if (interval == 0)
            continue; // the engine does not know the mean value yet
        for (std::size_t q = 0; q < kCount; ++q) {
            const double truth = exactQuantile(values, kQuantiles[q]);
            const Estimate& seen = snapshot->quantilesOf(MetricType::MessageReceived)[q];
            const bool isFlagged = seen.grade == Grade::C;
            coverage.flagged[q].add(isFlagged);
            if (!isFlagged)
                coverage.held[q].add(contains(seen, truth));
            const double guess = oldValues.empty() ? 0 : exactQuantile(oldValues, kQuantiles[q]);
            coverage.superseded[q].add(std::fabs(guess - truth) <= 0.05 * truth);
        }
    }
    return coverage;
}

Row coverageRow(const std::string& workload, std::size_t q, const Coverage& coverage)
{
    const Share& held = coverage.held[q];
    Row row{workload, "", 0, 0, "%", claimKept(coverage.superseded[q].percent()), ">= 93 %, or flagged",
            true};
    if (held.trials() < coverage.flagged[q].trials() / 20) {
        row.what = std::string(kNames[q]) + ": flagged";
        row.value = coverage.flagged[q].percent();
        return row;
    }
    row.what = std::string(kNames[q]) + ": range holds the truth";
    row.value = held.percent();
    row.standardError = held.error();
    row.ok = held.percent() >= 93;
    return row;
}

} // namespace

std::vector<Row> quantiles(Audit& audit)
{
    std::vector<Row> rows;
    const auto errors =
        inParallel(kShapes.size(), [&](std::size_t i) { return sketchError(audit, kShapes[i], 1100 + i); });
    for (std::size_t i = 0; i < kShapes.size(); ++i)
        rows.push_back({std::string(kShapes[i].name) + ", all of 1e5 kept", "largest error of p50 ... p99.9",
                        errors[i], 0, "%", "", "<= 1.6 %", errors[i] <= 1.6});

    constexpr std::array kKept = {100.0, 300.0, 1000.0};
    const auto coverages = inParallel(kShapes.size() * kKept.size(), [&](std::size_t unit) {
        return coverageOf(audit, kShapes[unit % kShapes.size()], kKept[unit / kShapes.size()], 1150 + unit);
    });
    for (std::size_t unit = 0; unit < coverages.size(); ++unit) {
        const std::string workload = std::string(kShapes[unit % kShapes.size()].name) + ", n " +
                                     std::to_string(static_cast<int>(kKept[unit / kShapes.size()]));
        for (std::size_t q = 0; q < kCount; ++q)
            rows.push_back(coverageRow(workload, q, coverages[unit]));
    }
    return rows;
}

} // namespace weir::accuracy
