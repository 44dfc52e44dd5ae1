// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QFont>
#include <QRectF>

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
    QRectF foot;   ///< empty without one

    static CardLayout of(const QRectF& card, bool hasFoot);
};

/** The small frame that says which kind of number this is; returns its rectangle. */
QRectF drawTag(QPainter& painter, const Colors& colors, const QFont& font, CardTag tag, QPointF topLeft);

/** Paints everything of a card but its plot. Made for one paint event. */
class CardPainter
{
public:
    CardPainter(QPainter& painter, const Colors& colors, const QFont& font, const CardLayout& layout);

    void paint(const CardView& view);
    /** Left edge of what follows the tag in the unit row. */
    static double tagWidth(const CardView& view, const QFont& font);

private:
    void paintHeader(const CardView& view);
    void paintTag(const CardView& view);
    void paintLegend(const CardView& view);
    void paintLane(const CardView& view);
    void paintAxes(const CardView& view);
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
