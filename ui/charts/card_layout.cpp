// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/card_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr double kLeft = 54;
constexpr double kRight = 16;
constexpr double kSide = 14;
constexpr double kAxisHeight = 22; ///< below the plot
constexpr double kMenuWidth = 22;
constexpr double kLeastTitle = 60;

} // namespace

QFont sizedFont(QFont font, int pixels, QFont::Weight weight)
{
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

double advance(const QFont& font, const QString& text)
{
    return QFontMetricsF(font).horizontalAdvance(text);
}

const QString& valueOf(const CardView& view, const CardReading* reading, std::size_t entry)
{
    return reading && entry < reading->legend.size() ? reading->legend[entry] : view.legend[entry].value;
}

double markWidth(const LegendEntry& entry)
{
    return entry.mark == LegendEntry::Mark::None ? 0 : 17;
}

CardLayout CardLayout::of(const QRectF& card, bool hasFoot)
{
    CardLayout layout;
    layout.card = card;
    const double left = card.left() + kSide;
    const double right = card.right() - kSide;
    const bool isLow = card.height() < 190; // a short card gives its legend to the plot
    layout.headline = QRectF(card.left() + card.width() * 0.45, card.top() + 9,
                             right - card.left() - card.width() * 0.45, 24);
    layout.title = QRectF(left, card.top() + 9, layout.headline.left() - left, 24);
    layout.unit = QRectF(left, card.top() + 34, right - left, 18);
    if (!isLow)
        layout.legend = QRectF(left, card.top() + 56, right - left, 16);
    const double plotTop = card.top() + (isLow ? 76 : 96);
    hasFoot = hasFoot && card.height() >= 150;
    const double footHeight = hasFoot ? 18 : 0;
    const double below =
        card.height() < 125 ? 12 : 30; // a very low card keeps its curves and gives up its time axis
    const double plotBottom = std::max(plotTop + 8, card.bottom() - below - footHeight);
    layout.plot = QRectF(card.left() + kLeft, plotTop, std::max(8.0, card.width() - kLeft - kRight),
                         plotBottom - plotTop);
    layout.lane = QRectF(layout.plot.left(), plotTop - 20, layout.plot.width(), 14);
    if (card.height() >= 125)
        layout.axis = QRectF(card.left() + 2, plotBottom + 1, card.width() - 4, kAxisHeight);
    if (hasFoot)
        layout.foot = QRectF(left, card.bottom() - 24, right - left, 16);
    return layout;
}

CardLayout CardLayout::folded(const QRectF& card)
{
    CardLayout layout;
    layout.card = card;
    const double top = card.center().y() - 12;
    layout.title = QRectF(card.left() + kSide, top, card.width() - 2 * kSide, 24);
    layout.headline = layout.title;
    return layout;
}

void CardLayout::fitHeader(const CardView& view, const QFont& font)
{
    const double left = title.left();
    const double right = headline.right();
    const double needed = std::ceil(advance(sizedFont(font, 19, QFont::DemiBold), view.headline)) + 2;
    headline.setLeft(std::max(left, right - needed));
    double free = headline.left() - 8;
    if (free - kMenuWidth - 4 - left >= kLeastTitle) {
        menu = QRectF(free - kMenuWidth, title.top() + 2, kMenuWidth, 20);
        free = menu.left() - 4;
    }
    title.setRight(std::max(left, free));
}

QRect CardLayout::header() const
{
    return title.united(headline).toAlignedRect().adjusted(-2, -2, 2, 2);
}

std::vector<QRectF> legendPlaces(const CardView& view, const CardReading* reading, const QFont& font,
                                 const QRectF& row)
{
    std::vector<QRectF> places(view.legend.size());
    if (row.isEmpty())
        return places;
    const QFont plain = sizedFont(font, 12);
    const QFont strong = sizedFont(font, 12, QFont::DemiBold);
    const double right = row.right() - (view.legend.size() > 3 ? 24 : 0);
    // Room for the widest value of its kind, so that names stand still while numbers change.
    const double usual = advance(strong, QStringLiteral("0.00k"));
    double x = row.left();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const LegendEntry& entry = view.legend[i];
        double width = markWidth(entry) + advance(plain, entry.name);
        if (const QString& value = valueOf(view, reading, i); !value.isEmpty() || !entry.value.isEmpty())
            width += std::max({advance(strong, value), advance(strong, entry.value), usual}) + 5;
        if (x + width > right)
            break;
        places[i] = QRectF(x, row.top(), width, row.height());
        x += width + 14;
    }
    return places;
}

} // namespace weir
