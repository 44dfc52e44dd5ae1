// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

namespace weir {

/**
 * What a card says about one moment, for its crosshair. Pure functions. x is seconds before the right edge
 * (<= 0), values are in axis units. Where nothing is known they say so; nothing is read across a gap.
 */

/** "4.98k/s", "2.40 MB/s", "3.0 %", "38 ms"; "–" for what is not finite. */
QString valueText(const CardView& view, double axisValue);

/** Whether each value of such a line lasts until the next one. */
bool isHeld(LineStyle style);
/** Whether the line tells the lowest and the highest of a moment, as those of a long window do. */
bool hasPairs(const LineView& line);

/** What a line says of a moment, in axis units. */
struct LineValue
{
    double low = 0;
    double high = 0; ///< another one only where a column of a long window holds more than one value
    QPointF point;   ///< of the curve, that says so
};

/**
 * The value of a line, always one that was counted: of a curve the next sample at or after x, which is of the
 * stretch before it; of columns the nearest, whole; of a held line the value before; of single readings the
 * nearest within `tolerance` seconds, which also holds for a piece of one point.
 */
std::optional<LineValue> valueAt(const LineView& line, double x, double tolerance);

/** The readout whose time holds x; null when there is none. */
const ReadoutView* readoutAt(const CardView& view, double x);

/** "−1:36" live; by the clock otherwise, "14:31:24", with the day where the card shows more than one. */
QString timeText(const CardView& view, double x);

/** Everything a crosshair tells. */
struct CardReading
{
    struct Dot
    {
        QPointF value; ///< on the curve, near the crosshair; axis units
        ColorRole color = ColorRole::Text;
        bool isDimmed = false;

        bool operator==(const Dot&) const = default;
    };
    double x = 0;
    QString time;
    std::vector<Dot> dots;       ///< one a line that is known here
    std::vector<QString> legend; ///< the value of each legend entry: "–" unknown, "" of those without one
    std::optional<ReadoutView> readout;

    bool operator==(const CardReading&) const = default;
};
CardReading readingAt(const CardView& view, double x, double tolerance);

/** For a screen reader: "−1:36: search 4.98k/s, checkout –". */
QString spokenReading(const CardView& view, const CardReading& reading);

} // namespace weir
