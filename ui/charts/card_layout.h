// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_reading.h"

#include <QFont>
#include <QRectF>

#include <vector>

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

/** Where the legend's entries lie; empty rectangles for those without room. */
std::vector<QRectF> legendPlaces(const CardView& view, const CardReading* reading, const QFont& font,
                                 const QRectF& row);

/** The font at a size in pixels. */
QFont sizedFont(QFont font, int pixels, QFont::Weight weight = QFont::Normal);
double advance(const QFont& font, const QString& text);
/** The value of a legend entry: under a crosshair the one there. */
const QString& valueOf(const CardView& view, const CardReading* reading, std::size_t entry);
/** Room of an entry's mark. */
double markWidth(const LegendEntry& entry);

} // namespace weir
