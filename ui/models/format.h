// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QString>

#include <cstdint>

class QDateTime;

namespace weir::format {

/** U+202F: between a number and its unit, so that they never part. */
inline constexpr char16_t kThinSpace = 0x202F;

/** Three digits with an SI prefix, no space: "48", "4.98k", "739k", "2.10M". */
QString compact(double value);
/** As short as an axis allows: "20k", "2.5k", "0". */
QString axis(double value);
/** With a unit: "4.98 k/s", "2.40 MB/s". */
QString withUnit(double value, QStringView unit);
/** "118,402,551". */
QString count(std::uint64_t value);
/** A share: "0.34 %", "3.0 %", "34 %", "100 %". */
QString percent(double share);
/** A share without the sign, for "10 → 3 %": "0.34", "3", "34". */
QString percentNumber(double share);
/** A share as a fraction of messages: "1 in 33", "all". */
QString oneIn(double share);
/** "<0.1 ms", "0.3 ms", "38 ms", "1.2 s". */
QString shortDuration(Duration duration);
/** "48 s", "3 min 7 s", "2 h 5 min". */
QString longDuration(Duration duration);
/** A place on a time axis, before now: "−4:00", "−8 s", "−3 h", "now". */
QString beforeNow(Duration ago, Duration span);
/** "10 s", "1 min", "15 min". */
QString span(Duration span);
/** In the user's time zone, to the nearest millisecond. */
QDateTime localTime(WallTime time);
/** Local wall clock: "14:32:52". */
QString clockTime(WallTime time);
/** Of the user's clock at that time. */
Duration utcOffset(WallTime time);
/** A range of numbers, the unit once: "731–746k"; below 0 "-3 to 12". */
QString range(double low, double high);

} // namespace weir::format
