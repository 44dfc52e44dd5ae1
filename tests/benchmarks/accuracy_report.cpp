// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/accuracy_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace weir::accuracy {
namespace {

constexpr std::size_t kColumns = 7;
using Cells = std::array<std::string, kColumns>;

std::string number(const char* format, double value)
{
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/** Characters, not bytes: the table has a few that are longer than one byte. */
std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

Cells cellsOf(const Row& row)
{
    return {row.id, row.workload, row.what, measured(row), row.superseded, row.bar, row.ok ? "ok" : "MISSED"};
}

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace

std::string measured(const Row& row)
{
    const double size = std::fabs(row.value);
    const bool plain = row.value == std::floor(row.value) && size < 1e15;
    std::string text = number(plain          ? "%.0f"
                              : size < 0.001 ? "%.1e"
                              : size < 10    ? "%.3f"
                                             : "%.2f",
                              row.value);
    if (row.standardError > 0)
        text += " ± " + number(row.standardError < 0.1 ? "%.3f" : "%.2f", row.standardError);
    return row.unit.empty() ? text : text + " " + row.unit;
}

std::string plainPercent(double percent)
{
    return number(std::fabs(percent) < 10 ? "%.1f %%" : "%.0f %%", percent);
}

std::string signedPercent(double percent)
{
    return number(std::fabs(percent) < 10 ? "%+.1f %%" : "%+.0f %%", percent);
}

std::string claimKept(double percent)
{
    return "±5 % in " + plainPercent(percent);
}

void print(const std::vector<Row>& rows)
{
    std::vector<Cells> table = {{"id", "workload", "what", "measured", "superseded", "bar", ""}};
    for (const Row& row : rows)
        table.push_back(cellsOf(row));
    std::array<std::size_t, kColumns> widths{};
    for (const Cells& cells : table) {
        for (std::size_t i = 0; i < kColumns; ++i)
            widths[i] = std::max(widths[i], widthOf(cells[i]));
    }
    for (const Cells& cells : table) {
        std::string line;
        for (std::size_t i = 0; i < kColumns; ++i) {
            line += (i == 0 ? "" : " | ") + cells[i];
            if (i + 1 < kColumns)
                line.append(widths[i] - widthOf(cells[i]), ' ');
        }
        std::puts(line.c_str());
    }
    std::fflush(stdout);
    for (const Row& row : rows) {
        if (!row.ok)
            std::fprintf(stderr, "missed: %s, %s: %s is %s, bar %s\n", row.id.c_str(), row.workload.c_str(),
                         row.what.c_str(), measured(row).c_str(), row.bar.c_str());
    }
}

bool writeJson(const std::vector<Row>& rows, const std::string& path)
{
    std::ofstream file(path);
    file << "{\"rows\": [";
    const char* separator = "\n";
    for (const Row& row : rows) {
        file << separator << "  {\"id\": " << quoted(row.id) << ", \"workload\": " << quoted(row.workload)
             << ", \"what\": " << quoted(row.what) << ", \"value\": " << number("%.9g", row.value)
             << ", \"standardError\": " << number("%.9g", row.standardError)
             << ", \"unit\": " << quoted(row.unit) << ", \"superseded\": " << quoted(row.superseded)
             << ", \"bar\": " << quoted(row.bar) << ", \"ok\": " << (row.ok ? "true" : "false") << "}";
        separator = ",\n";
    }
    file << "\n]}\n";
    file.close();
    return file.good();
}

} // namespace weir::accuracy
