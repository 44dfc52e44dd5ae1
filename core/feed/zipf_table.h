// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"

#include <cstdint>
#include <vector>

namespace weir {

/**
 * Draws ranks 1..n with probability proportional to 1 / rank^exponent, in constant time: an alias table
 * (Walker 1977, built as in Vose 1991). Immutable once built, so any thread may draw with a generator of its
 * own. n >= 1.
 */
class ZipfTable
{
public:
    ZipfTable(int n, double exponent);

    int draw(SplitMix64& random) const noexcept
    {
        // The upper half of the bits picks a column, the lower half decides between its two ranks.
        const std::uint64_t bits = random();
        const std::uint64_t index = ((bits >> 32) * m_columns.size()) >> 32;
        const Column& column = m_columns[index];
        const bool own = (bits & 0xffff'ffffULL) < column.threshold;
        return static_cast<int>(own ? index : column.alias) + 1;
    }

    /** The probability with which draw() gives `rank`, as the table holds it. */
    double probability(int rank) const;

private:
    struct Column
    {
        std::uint64_t threshold; ///< of 2^32: own rank below it
        std::uint32_t alias;
    };
    std::vector<Column> m_columns;
};

} // namespace weir
