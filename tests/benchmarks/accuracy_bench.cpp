// SPDX-License-Identifier: Apache-2.0
// How far the engine's figures are from the truth, beside what the superseded system's rules would have said
// of the same events. Seeded and on a manual clock: every run prints the same figures, but for the number of
// snapshots, since A1 flushes while threads record.
#include "tests/benchmarks/accuracy_groups.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace {

using namespace weir::accuracy;

struct Group
{
    std::string_view id;
    std::vector<Row> (*run)(Audit&);
};

constexpr Group kGroups[] = {
    {"A1", exactCounts}, {"A2", exactSums}, {"A4", noBias},          {"A5", keyRanges},
    {"A7", twoRates},    {"A8", overflow},  {"A9", stepsOfLoad},     {"A10", topKeys},
    {"A11", quantiles},  {"A12", rareType}, {"A13", quietThenBurst}, {"L", millionASecond},
    {"A3", nothingLost}, // last: it speaks of all the others
};

constexpr const char* kUsage = "Usage: accuracy_bench [--check] [--json FILE] [--only ID,ID…]\n"
                               "  --check  exit 1 when a bar is missed\n"
                               "  --json   write all rows to FILE\n"
                               "  --only   run only these: A1 … A13, L\n";

struct Options
{
    bool valid = true;
    bool check = false;
    std::string json;
    std::string only;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--check")
            options.check = true;
        else if (argument == "--json" && i + 1 < argc)
            options.json = argv[++i];
        else if (argument == "--only" && i + 1 < argc)
            options.only = argv[++i];
        else
            options.valid = false;
    }
    return options;
}

/** Whether `id` is in the comma-separated list, or there is no list. */
bool isWanted(std::string_view id, std::string_view only)
{
    bool isListed = only.empty();
    while (!only.empty()) {
        const std::size_t end = std::min(only.find(','), only.size());
        isListed = isListed || only.substr(0, end) == id;
        only.remove_prefix(std::min(end + 1, only.size()));
    }
    return isListed;
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    if (!options.valid) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    Audit audit;
    std::vector<Row> rows;
    for (const Group& group : kGroups) {
        if (!isWanted(group.id, options.only))
            continue;
        const auto began = std::chrono::steady_clock::now();
        for (Row& row : group.run(audit)) {
            row.id = group.id;
            rows.push_back(std::move(row));
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        std::fprintf(stderr, "%-3s %5.1f s\n", std::string(group.id).c_str(), took.count());
    }
    if (rows.empty()) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    print(rows);
    if (!options.json.empty() && !writeJson(rows, options.json)) {
        std::fprintf(stderr, "Cannot write %s: %s\n", options.json.c_str(), std::strerror(errno));
        return 2;
    }
    for (const Row& row : rows) {
        if (options.check && !row.ok)
            return 1;
    }
    return 0;
}
