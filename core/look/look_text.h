// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/** Larger values are not numbers to us: their squares could not be summed any more. */
inline constexpr double kLargestLookedValue = 1e100;

/** A decimal number, all of the text but blanks around it; finite and at most kLargestLookedValue. */
std::optional<double> toNumber(std::string_view text) noexcept;

/** An integer of 64 bits; also written with a fraction of zeros or an exponent, up to 2^53. */
std::optional<std::int64_t> toInteger(std::string_view text) noexcept;

/** Since 1970 in s, ms, µs or ns, told apart by size: from 10^8 s, which was 1973. */
std::optional<WallTime> timeFromInteger(std::int64_t number) noexcept;
std::optional<WallTime> timeFromNumber(double number) noexcept;
/** ISO 8601 ("2026-01-31T23:59:59.123456789+01:00"; UTC without a zone; a blank for the T), or a number. */
std::optional<WallTime> toTime(std::string_view text) noexcept;

} // namespace weir
