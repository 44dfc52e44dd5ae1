// SPDX-License-Identifier: Apache-2.0
// A10: the largest keys among far more keys than there is memory for.
#include "core/feed/zipf_table.h"
#include "tests/benchmarks/accuracy_distributions.h"
#include "tests/benchmarks/accuracy_groups.h"
#include "tests/benchmarks/accuracy_names.h"
#include "tests/benchmarks/accuracy_statistics.h"
#include "tests/benchmarks/accuracy_superseded.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

namespace weir::accuracy {
namespace {

constexpr int kKeys = 100'000;
constexpr std::size_t kSeeds = 20;
constexpr double kRate = 0.03;

struct Result
{
    Share top10, top100; ///< found among the first 10 and 100 listed
    Share count, sum;    ///< ranges of listed keys of the true top 100 that hold the truth
    Share unlisted;      ///< whether all keys that are not listed are below the stated bound
    Share superseded10, superseded100;

    void add(const Result& other)
    {
        top10.add(other.top10);
        top100.add(other.top100);
        count.add(other.count);
        sum.add(other.sum);
        unlisted.add(other.unlisted);
        superseded10.add(other.superseded10);
        superseded100.add(other.superseded100);
    }
};

struct Truth
{
    std::vector<double> count = std::vector<double>(kKeys);
    std::vector<double> sum = std::vector<double>(kKeys);
};

/** The positions of the `n` largest. */
std::vector<std::size_t> largest(const std::vector<double>& values, std::size_t n)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n), order.end(),
                      [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    order.resize(n);
    return order;
}

void noteRecall(Share& share, const std::vector<std::size_t>& found, const std::vector<std::size_t>& truth,
                std::size_t n)
{
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(n, found.size()));
    for (std::size_t i = 0; i < n; ++i)
        share.add(std::find(found.begin(), end, truth[i]) != end);
}

Result judge(const EngineSnapshot& snapshot, const NumberedNames& names, const Truth& truth)
{
    Result result;
    const std::vector<std::size_t> top = largest(truth.count, 100);
    std::vector<bool> isTop(kKeys);
    std::vector<bool> isListed(kKeys);
    for (const std::size_t key : top)
        isTop[key] = true;
    std::vector<std::size_t> listed;
    for (const KeySnapshot& seen : snapshot.keys) {
        const std::size_t key = names.indexOf(seen.key);
        listed.push_back(key);
        if (key >= names.size())
            continue; // a name that the engine made up
        isListed[key] = true;
        if (isTop[key]) {
            result.count.add(contains(seen.count, truth.count[key]));
            result.sum.add(contains(seen.sum, truth.sum[key]));
        }
    }
    noteRecall(result.top10, listed, top, 10);
    noteRecall(result.top100, listed, top, 100);
    double largestUnlisted = 0;
    for (std::size_t key = 0; key < names.size(); ++key) {
        if (!isListed[key])
            largestUnlisted = std::max(largestUnlisted, truth.count[key]);
    }
    result.unlisted.add(largestUnlisted <= snapshot.unlistedBelow);
    return result;
}

/** Four intervals of 1 M events each, in a ring that holds the samples of one. */
Result rank(Audit& audit, const ZipfTable& zipf, const NumberedNames& names, const KeyLimits& limits,
            std::uint64_t seed)
{
    constexpr int kIntervals = 4;
    constexpr int kEvents = 1'000'000;
    EngineOptions options;
    options.keys = limits;
    Bench bench(audit, fixedRate(kRate, 50'000), seed, options);
    Superseded old(seed, kRate);
    Draws draws(1'000'000 + seed);
    SplitMix64 ranks(2'000'000 + seed);
    Truth truth;
    std::vector<double> superseded(kKeys);
    for (int interval = 0; interval < kIntervals; ++interval) {
        for (int i = 0; i < kEvents; ++i) {
            const auto key = static_cast<std::size_t>(zipf.draw(ranks) - 1);
            const auto value = static_cast<double>(50 + (draws.bits() >> 56));
            bench.engine().record(MetricType::MessageReceived, value, names.at(key));
            old.record(0, value, static_cast<std::uint32_t>(key));
            truth.count[key] += 1;
            truth.sum[key] += value;
        }
        bench.flush();
        old.flush([&](const Superseded::Sample& sample, double weight) { superseded[sample.key] += weight; });
    }
    Result result = judge(*bench.engine().snapshot(), names, truth);
    const std::vector<std::size_t> top = largest(truth.count, 100);
    const std::vector<std::size_t> old100 = largest(superseded, 100);
    noteRecall(result.superseded10, old100, top, 10);
    noteRecall(result.superseded100, old100, top, 100);
    return result;
}

/** To list a hundred keys takes room for the names of all that are tracked. */
KeyLimits limitsForTop100()
{
    KeyLimits limits;
    limits.listed = 128;
    limits.names = limits.tracked;
    limits.nameBytes = 16 * limits.names;
    return limits;
}

std::vector<Result> rankSeeds(Audit& audit, double exponent, const NumberedNames& names,
                              const KeyLimits& limits)
{
    const ZipfTable zipf(kKeys, exponent);
    const auto seed = static_cast<std::uint64_t>(100 * exponent);
    return inParallel(kSeeds,
                      [&](std::size_t unit) { return rank(audit, zipf, names, limits, 1000 * seed + unit); });
}

} // namespace

std::vector<Row> topKeys(Audit& audit)
{
    const NumberedNames names(kKeys);
    std::vector<Row> rows;
    Result pooled;
    for (const char* exponent : {"1.0", "1.1", "1.3"}) {
        const auto parts = rankSeeds(audit, std::stod(exponent), names, limitsForTop100());
        Result all;
        for (const Result& part : parts)
            all.add(part);
        pooled.add(all);
        const std::string workload =
            std::string("1e5 keys, Zipf ") + exponent + ", 3 %, 4e6 events, 20 seeds";
        rows.push_back({workload, "recall of the top 10", all.top10.percent(), all.top10.error(), "%",
                        plainPercent(all.superseded10.percent()), ">= 99 %", all.top10.percent() >= 99});
        rows.push_back({workload, "recall of the top 100", all.top100.percent(), all.top100.error(), "%",
                        plainPercent(all.superseded100.percent()), ">= 94 %", all.top100.percent() >= 94});
    }
    Result defaults;
    for (const Result& part : rankSeeds(audit, 1.0, names, KeyLimits{}))
        defaults.add(part);
    rows.push_back({"1e5 keys, Zipf 1.0, the default limits", "recall of the top 10",
                    defaults.top10.percent(), defaults.top10.error(), "%",
                    plainPercent(defaults.superseded10.percent()), ">= 99 %",
                    defaults.top10.percent() >= 99});
    const std::string workload = "all three Zipf, pooled";
    rows.push_back({workload, "ranges of top-100 counts hold the truth", pooled.count.percent(),
                    pooled.count.error(), "%", "", ">= 93 %", pooled.count.percent() >= 93});
    rows.push_back({workload, "ranges of top-100 sums hold the truth", pooled.sum.percent(),
                    pooled.sum.error(), "%", "", ">= 93 %", pooled.sum.percent() >= 93});
    rows.push_back({workload, "runs in which every unlisted key is below the bound",
                    pooled.unlisted.percent(), pooled.unlisted.error(), "%", "", ">= 95 %",
                    pooled.unlisted.percent() >= 95});
    return rows;
}

} // namespace weir::accuracy
