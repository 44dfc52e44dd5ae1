// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/card_layout.h"
#include "ui/charts/plot_overlay.h"

#include <QFont>
#include <QRectF>
#include <QRegion>

class QPainter;

namespace weir {

/** What a card shows beside its view. */
struct CardState
{
    const CardReading* reading = nullptr; ///< null without a crosshair
    std::optional<PlotOverlay::Stretch> stretch;
    double unitLeft = 0; ///< where what follows the tag and the picker begins
    bool hasPicker = false;
    bool hasFocus = false;
    bool isFolded = false;
};

/** The small frame that says which kind of number this is; returns its rectangle. */
QRectF drawTag(QPainter& painter, const Colors& colors, const QFont& font, CardTag tag, QPointF topLeft);

/** Paints everything of a card but its plot. Made for one paint event. */
class CardPainter
{
public:
    CardPainter(QPainter& painter, const Colors& colors, const QFont& font, const CardLayout& layout);

    /** Paints what lies in `dirty`. */
    void paint(const CardView& view, const CardState& state, const QRegion& dirty);
    /** Left edge of what follows the tag in the unit row. */
    static double tagWidth(const CardView& view, const QFont& font);

private:
    void paintFrame(const CardState& state);
    void paintHeader(const CardView& view);
    void paintUnitRow(const CardView& view, const CardState& state);
    void paintLegend(const CardView& view, const CardReading* reading, const QRectF& row);
    void paintLegendEntry(const LegendEntry& entry, const QString& value, const QRectF& place);
    void paintLane(const CardView& view);
    void paintValues(const CardView& view);
    void paintTimes(const CardView& view, const CardState& state);
    void paintFoot(const CardView& view);
    QFont sized(int pixels, QFont::Weight weight = QFont::Normal) const;
    double textWidth(const QFont& font, const QString& text) const;
    double xPixel(const CardView& view, double x) const;

    QPainter& m_painter;
    const Colors& m_colors;
    QFont m_font;
    CardLayout m_layout;
};

} // namespace weir
