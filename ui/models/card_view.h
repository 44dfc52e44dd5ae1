// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"
#include "ui/models/glyph.h"

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
};

/** A curve in pieces: what lies between two pieces is unknown. x is seconds before the right edge (<= 0). */
struct LineView
{
    ColorRole color = ColorRole::Text;
    LineStyle style = LineStyle::Plain;
    bool isFilled = false; ///< the area below it is shaded
    bool hasDot = true;    ///< on its newest value
    std::vector<QList<QPointF>> pieces;
};

/** A range around a curve, in pieces of equal length above and below. */
struct BandView
{
    struct Piece
    {
        QList<QPointF> low;
        QList<QPointF> high;
    };
    ColorRole color = ColorRole::Accent;
    std::vector<Piece> pieces;
};

/** A stretch of the y axis that means something; the line is its lower edge. */
struct ZoneView
{
    double from = 0;
    double to = 0;
    ColorRole color = ColorRole::Warn;
    QString label;
};

struct LegendEntry
{
    enum class Mark { Line, Thin, Dashed, Band, None };
    Mark mark = Mark::Line;
    ColorRole color = ColorRole::Text;
    QString name;
    QString value; ///< may be ""
};

/** Something that happened, above the plot and as a dotted line through it. */
struct MarkerView
{
    double x = 0;
    Glyph glyph = Glyph::Diamond;
    ColorRole color = ColorRole::Accent;
    QString label;   ///< drawn if there is room
    QString tooltip; ///< plain text
};

/** A stretch in which one drawn curve is missing. */
struct GapView
{
    double from = 0;
    double to = 0;
    ColorRole color = ColorRole::Warn;
    bool isTotal = false; ///< nothing at all is drawn here
};

struct AxisTick
{
    double at = 0; ///< in axis units
    QString label;
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
    QString emptyText; ///< drawn in place of curves; "" when there is something to see
    std::vector<LegendEntry> legend;
    std::optional<int> inList; ///< entries only the endpoint list has; set when the legend is of endpoints
    double spanSeconds = 300;
    std::vector<AxisTick> xTicks;
    std::vector<AxisTick> yTicks;
    double yLow = 0;
    double yHigh = 1;
    std::vector<ZoneView> zones;
    std::vector<BandView> bands;
    std::vector<LineView> lines;
    std::vector<MarkerView> markers;
    std::vector<GapView> gaps;
};

} // namespace weir
