// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace weir::accuracy {

/** One line of the report: a measured figure, the superseded rule's figure on the same events, and a bar. */
struct Row
{
    std::string workload; ///< what was recorded
    std::string what;     ///< what was measured
    double value = 0;
    double standardError = 0; ///< of the value; 0: the figure has none
    std::string unit;         ///< "%" or ""
    std::string superseded;   ///< the older rule on the same workload; "" where it has nothing of the kind
    std::string bar;          ///< the condition, in words
    bool ok = false;          ///< whether the condition holds
    std::string id{};         ///< of the bar, such as "A4"; from the table of workloads
};

/** "95.1 ± 0.2 %", with as many digits as the figure deserves. */
std::string measured(const Row& row);
/** "6.1 %", "74 %". */
std::string plainPercent(double percent);
/** "-74 %", "+6.1 %". */
std::string signedPercent(double percent);
/** How often the superseded system was within the 5 % that it claims: "±5 % in 61 %". */
std::string claimKept(double percent);

/** A table of all rows; on stderr, the missed bars. */
void print(const std::vector<Row>& rows);
/** {"rows": […]}, each named after the members of Row. False when the file cannot be written.
 */
bool writeJson(const std::vector<Row>& rows, const std::string& path);

} // namespace weir::accuracy
