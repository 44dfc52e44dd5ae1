// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/benchmarks/accuracy_report.h"
#include "tests/benchmarks/accuracy_workbench.h"

#include <vector>

namespace weir::accuracy {

// The workloads behind the bars, each seeded.
std::vector<Row> exactCounts(Audit& audit);    ///< A1
std::vector<Row> exactSums(Audit& audit);      ///< A2
std::vector<Row> nothingLost(Audit& audit);    ///< A3: of all workloads run before it
std::vector<Row> noBias(Audit& audit);         ///< A4
std::vector<Row> keyRanges(Audit& audit);      ///< A5
std::vector<Row> twoRates(Audit& audit);       ///< A7
std::vector<Row> overflow(Audit& audit);       ///< A8
std::vector<Row> stepsOfLoad(Audit& audit);    ///< A9
std::vector<Row> topKeys(Audit& audit);        ///< A10
std::vector<Row> quantiles(Audit& audit);      ///< A11
std::vector<Row> rareType(Audit& audit);       ///< A12
std::vector<Row> quietThenBurst(Audit& audit); ///< A13
std::vector<Row> millionASecond(Audit& audit); ///< L

} // namespace weir::accuracy
