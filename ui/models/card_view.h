// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"
#include "ui/models/glyph.h"

#include "core/base/clock.h"
#include "core/link/endpoint_status.h"

#include <QList>
#include <QPointF>
#include <QString>

#include <optional>
#include <vector>

namespace weir {

/** Which kind of number a card shows. */
enum class CardTag { Exact, Estimate, Engine };

enum class LineStyle {
    Plain,
    Strong, ///< an estimate
    Step,
    Thin, ///< a second opinion
    Dashed,
    Dots, ///< single readings, not joined
};

/** A curve in pieces: what lies between two pieces is unknown. x is seconds before the right edge (<= 0). */
struct LineView
{
    ColorRole color = ColorRole::Text;
    LineStyle style = LineStyle::Plain;
    bool isFilled = false; ///< the area below it is shaded
    bool hasDot = true;    ///< on its newest value
    std::vector<QList<QPointF>> pieces;
    QString name{};         ///< for the table and the export; display-safe
    bool isDimmed = false;  ///< another one has the focus
    bool isOutside = false; ///< its name comes from outside: exports hide it unless asked

    bool operator==(const LineView&) const = default;
};

/** A range around a curve, in pieces of equal length above and below. */
struct BandView
{
    struct Piece
    {
        QList<QPointF> low;
        QList<QPointF> high;

        bool operator==(const Piece&) const = default;
    };
    ColorRole color = ColorRole::Accent;
    std::vector<Piece> pieces;
    bool isDimmed = false;

    bool operator==(const BandView&) const = default;
};

/** A stretch of the y axis that means something; the line is its lower edge. */
struct ZoneView
{
    double from = 0;
    double to = 0;
    ColorRole color = ColorRole::Warn;
    QString label;

    bool operator==(const ZoneView&) const = default;
};

struct LegendEntry
{
    enum class Mark { Line, Thin, Dashed, Band, None };
    Mark mark = Mark::Line;
    ColorRole color = ColorRole::Text;
    QString name;
    QString value; ///< may be ""
    int line = -1; ///< index of the line whose value it tells; under a crosshair, the value there
    int band = -1; ///< the same of a band
    bool isDimmed = false;
    bool isOutside = false; ///< as LineView::isOutside
    EndpointId endpoint{};  ///< whose it is; null for none

    bool operator==(const LegendEntry&) const = default;
};

/** Something that happened, above the plot and as a dotted line through it. */
struct MarkerView
{
    double x = 0;
    Glyph glyph = Glyph::Diamond;
    ColorRole color = ColorRole::Accent;
    QString label;   ///< drawn if there is room
    QString tooltip; ///< plain text

    bool operator==(const MarkerView&) const = default;
};

/** A stretch in which one drawn curve is missing. */
struct GapView
{
    double from = 0;
    double to = 0;
    ColorRole color = ColorRole::Warn;
    bool isTotal = false; ///< nothing at all is drawn here

    bool operator==(const GapView&) const = default;
};

struct AxisTick
{
    double at = 0; ///< in axis units
    QString label;

    bool operator==(const AxisTick&) const = default;
};

/** What an axis unit is, and how its values are said. */
enum class Quantity { MessagesPerSecond, BytesPerSecond, SumPerSecond, Share, Seconds };

/** What is known of one moment, told beside the crosshair: "95 %", "2.05–2.48k". */
struct ReadoutView
{
    struct Row
    {
        QString name;
        QString value;

        bool operator==(const Row&) const = default;
    };
    double x = 0;       ///< where it ends
    double seconds = 0; ///< how much time it is of
    std::vector<Row> rows;

    bool operator==(const ReadoutView&) const = default;
};

/** Everything a card draws: a value, made by cards.h, free of pixels. Texts are display-safe. */
struct CardView
{
    QString title;
    CardTag tag = CardTag::Exact;
    QString unit;
    QString headline;
    QString subline;
    QString foot;
    Glyph footGlyph = Glyph::None;
    ColorRole footColor = ColorRole::Ok;
    QString tooltip;
    QString explanation; ///< what a click on an estimate tells, lines by "\n"; "" where all is exact
    QString emptyText;   ///< drawn in place of curves; "" when there is something to see
    std::vector<LegendEntry> legend;
    bool isListed = false; ///< the legend is of endpoints: who has no entry is in their list
    double spanSeconds = 300;
    WallTime wallEnd{}; ///< wall clock of the right edge
    bool isLive = true; ///< the right edge is now
    Quantity quantity = Quantity::MessagesPerSecond;
    bool isLog = false; ///< axis units are log10 of the quantity
    std::vector<AxisTick> xTicks;
    std::vector<AxisTick> yTicks;
    double yLow = 0;
    double yHigh = 1;
    std::vector<ZoneView> zones;
    std::vector<BandView> bands;
    std::vector<LineView> lines;
    std::vector<MarkerView> markers;
    std::vector<GapView> gaps;
    std::vector<ReadoutView> readouts; ///< by x, where more is known of a moment than the legend tells

    bool operator==(const CardView&) const = default;
};

} // namespace weir
