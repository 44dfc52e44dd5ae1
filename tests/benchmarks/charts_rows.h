// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace weir::bench {

/** A line of the report. Without a bar it is printed only. */
struct Row
{
    QString what;
    QString peer;
    std::optional<double> ours; ///< nothing when it could not be measured, which misses any bar
    double theirs = 0;
    QString unit;
    std::optional<double> bar; ///< of ours / theirs, at most
    QString bars;              ///< the bar in words
    QString note{};

    double ratio() const { return *ours / theirs; }
    bool isMissed() const { return !ours || (bar && ratio() > *bar); }
};

/** Of a copy; the upper one of the middle two. Precondition: not empty. */
double median(std::vector<double> values);

/** Drawing the same curves as the peers do: a frame from columns, a frame from raw points, live. */
std::vector<Row> frameRows();
/** Asking a day of history for a span beside drawing the answer: the worst span of two groups. */
std::vector<Row> queryRows();
/** A window with many endpoints in its list beside one with few. */
Row listRow();
/** The window without its session beside an empty one, until the first frame. */
Row startRow();

} // namespace weir::bench
