// SPDX-License-Identifier: Apache-2.0
#include "core/feed/zipf_table.h"

#include <algorithm>
#include <cmath>

namespace weir {

ZipfTable::ZipfTable(int n, double exponent)
{
    const auto size = static_cast<std::size_t>(std::max(n, 1));
    std::vector<double> share(size);
    double total = 0;
    for (std::size_t i = 0; i < size; ++i) {
        share[i] = std::pow(static_cast<double>(i + 1), -exponent);
        total += share[i];
    }

    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::size_t i = 0; i < size; ++i) {
        share[i] *= static_cast<double>(size) / total; // in columns: 1 is average
        (share[i] < 1 ? small : large).push_back(static_cast<std::uint32_t>(i));
    }

    constexpr double kFull = 4294967296.0;
    m_columns.assign(size, Column{static_cast<std::uint64_t>(kFull), 0});
    while (!small.empty() && !large.empty()) {
        const std::uint32_t poor = small.back();
        small.pop_back();
        const std::uint32_t rich = large.back();
        m_columns[poor] = {static_cast<std::uint64_t>(share[poor] * kFull), rich};
        share[rich] -= 1 - share[poor];
        if (share[rich] < 1) {
            large.pop_back();
            small.push_back(rich);
        }
    }
    // What is left on either side is a full column but for rounding.
}

double ZipfTable::probability(int rank) const
{
    const auto own = static_cast<std::uint32_t>(rank - 1);
    double columns = 0;
    for (std::uint32_t i = 0; i < m_columns.size(); ++i) {
        const double part = static_cast<double>(m_columns[i].threshold) * 0x1.0p-32;
        if (i == own)
            columns += part;
        if (m_columns[i].alias == own)
            columns += 1 - part;
    }
    return columns / static_cast<double>(m_columns.size());
}

} // namespace weir
