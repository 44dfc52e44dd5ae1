// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_overlay.h"

#include <QFont>
#include <QRectF>
#include <QRegion>

class QPainter;

namespace weir {

/** Where the parts of a card lie: equal in all cards, so that their plots line up. */
struct CardLayout
{
    QRectF card;
    QRectF plot;
    QRectF title;
    QRectF headline;
    QRectF unit;
    QRectF legend; ///< empty on cards too low for one
    QRectF lane;   ///< event markers
    QRectF axis;   ///< labels of time, and the times of a crosshair; empty on very low cards
    QRectF foot;   ///< empty without one
    QRectF menu;   ///< of the button beside the headline; empty where there is no room

    static CardLayout of(const QRectF& card, bool hasFoot);
    /** One row: title, tag, headline. */
    static CardLayout folded(const QRectF& card);
    /** Gives the headline the width it needs and the title the rest. */
    void fitHeader(const CardView& view, const QFont& font);
    /** Title, headline and what is on their row. */
    QRect header() const;
};

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

/** Where the legend's entries lie; empty rectangles for those without room. */
std::vector<QRectF> legendPlaces(const CardView& view, const CardReading* reading, const QFont& font,
                                 const QRectF& row);

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
    void paintLegend(const CardView& view, const CardReading* reading);
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
