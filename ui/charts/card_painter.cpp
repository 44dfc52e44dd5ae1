// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/card_painter.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/card_table.h"
#include "ui/models/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr double kLeastSubline = 56;

} // namespace

QRectF drawTag(QPainter& painter, const Colors& colors, const QFont& font, CardTag tag, QPointF topLeft)
{
    const QColor color = tag == CardTag::Exact      ? colors.ok
                         : tag == CardTag::Estimate ? colors.accent
                                                    : colors.secondary;
    QFont small = font;
    small.setPixelSize(11);
    const QRectF frame(topLeft, QSizeF(QFontMetricsF(small).horizontalAdvance(tagWords(tag)) + 12, 18));
    QColor edge = color;
    edge.setAlphaF(0.55F);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(small);
    painter.setPen(color);
    painter.drawText(frame, Qt::AlignCenter, tagWords(tag));
    return frame;
}

CardPainter::CardPainter(QPainter& painter, const Colors& colors, const QFont& font, const CardLayout& layout)
    : m_painter(painter), m_colors(colors), m_font(font), m_layout(layout)
{}

QFont CardPainter::sized(int pixels, QFont::Weight weight) const
{
    return sizedFont(m_font, pixels, weight);
}

double CardPainter::textWidth(const QFont& font, const QString& text) const
{
    return advance(font, text);
}

double CardPainter::tagWidth(const CardView& view, const QFont& base)
{
    QFont font = base;
    font.setPixelSize(11);
    return QFontMetricsF(font).horizontalAdvance(tagWords(view.tag)) + 12;
}

void CardPainter::paint(const CardView& view, const CardState& state, const QRegion& dirty)
{
    const auto isDirty = [&](const QRectF& part) {
        return !part.isEmpty() && dirty.intersects(part.toAlignedRect());
    };
    m_painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(state);
    if (dirty.intersects(m_layout.header()))
        paintHeader(view);
    if (state.isFolded) {
        const double left =
            m_layout.title.left() +
            std::min(textWidth(sized(14, QFont::DemiBold), view.title), m_layout.title.width()) + 10;
        if (left + tagWidth(view, m_font) <= m_layout.title.right())
            drawTag(m_painter, m_colors, m_font, view.tag, {left, m_layout.card.center().y() - 9});
        return;
    }
    if (isDirty(m_layout.unit))
        paintUnitRow(view, state);
    if (isDirty(m_layout.legend))
        paintLegend(view, state.reading, m_layout.legend);
    if (isDirty(m_layout.lane.adjusted(-8, -2, 16, 2)))
        paintLane(view);
    if (dirty.intersects(QRectF(m_layout.card.left(), m_layout.plot.top() - 10, m_layout.plot.left(),
                                m_layout.plot.height() + 20)
                             .toAlignedRect()))
        paintValues(view);
    if (isDirty(m_layout.axis))
        paintTimes(view, state);
    if (isDirty(m_layout.foot))
        paintFoot(view);
}

void CardPainter::paintFrame(const CardState& state)
{
    m_painter.setPen(state.hasFocus ? QPen(m_colors.accent, 2) : QPen(m_colors.border, 1));
    m_painter.setBrush(m_colors.card);
    const double inset = state.hasFocus ? 1 : 0.5;
    m_painter.drawRoundedRect(m_layout.card.adjusted(inset, inset, -inset, -inset), 8, 8);
}

void CardPainter::paintHeader(const CardView& view)
{
    m_painter.setPen(m_colors.text);
    const QFont title = sized(14, QFont::DemiBold);
    m_painter.setFont(title);
    m_painter.drawText(
        m_layout.title, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(title).elidedText(view.title, Qt::ElideRight, m_layout.title.width() + 0.5));
    const QFont headline = sized(19, QFont::DemiBold);
    m_painter.setFont(headline);
    m_painter.drawText(
        m_layout.headline, Qt::AlignRight | Qt::AlignVCenter,
        QFontMetricsF(headline).elidedText(view.headline, Qt::ElideRight, m_layout.headline.width() + 0.5));
}

void CardPainter::paintUnitRow(const CardView& view, const CardState& state)
{
    const QRectF row = m_layout.unit;
    drawTag(m_painter, m_colors, m_font, view.tag, row.topLeft());
    if (state.reading && m_layout.legend.isEmpty()) { // a low card has no other place for its values
        paintLegend(view, state.reading, row.adjusted(state.unitLeft - row.left(), 0, 0, 0));
        return;
    }
    const QFont font = sized(12);
    m_painter.setPen(m_colors.secondary);
    m_painter.setFont(font);
    double left = state.unitLeft;
    // What is said of the number goes before what the number is: the title tells that almost as well.
    const double forUnit = row.right() - left - textWidth(font, view.subline) - 12;
    const double unitWidth = std::min(textWidth(font, view.unit), forUnit);
    if (!state.hasPicker && !view.unit.isEmpty() && forUnit >= kLeastSubline) {
        m_painter.drawText(QRectF(left, row.top(), unitWidth + 1, row.height()),
                           Qt::AlignLeft | Qt::AlignVCenter,
                           QFontMetricsF(font).elidedText(view.unit, Qt::ElideRight, unitWidth + 0.5));
        left += unitWidth + 12;
    }
    const double room = row.right() - left;
    if (room < std::min(kLeastSubline, textWidth(font, view.subline)))
        return;
    m_painter.drawText(QRectF(left, row.top(), room, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                       QFontMetricsF(font).elidedText(view.subline, Qt::ElideRight, room + 0.5));
}

void CardPainter::paintLegend(const CardView& view, const CardReading* reading, const QRectF& row)
{
    const std::vector<QRectF> places = legendPlaces(view, reading, m_font, row);
    double x = row.left();
    int hidden = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].isEmpty()) {
            ++hidden;
            continue;
        }
        paintLegendEntry(view.legend[i], valueOf(view, reading, i), places[i]);
        x = places[i].right() + 14;
    }
    const QFont plain = sized(12);
    QString rest = hidden > 0 ? QStringLiteral("+%1").arg(hidden) : QString();
    const QString words = Say::tr("+%1 in the list").arg(hidden);
    if (hidden > 0 && view.isListed && x + textWidth(plain, words) <= row.right() + 2)
        rest = words;
    if (rest.isEmpty() || x + textWidth(plain, rest) > row.right() + 2)
        return;
    m_painter.setFont(plain);
    m_painter.setPen(m_colors.axis);
    m_painter.drawText(QRectF(x, row.top(), row.right() - x + 2, row.height()),
                       Qt::AlignVCenter | Qt::AlignLeft, rest);
}

void CardPainter::paintLegendEntry(const LegendEntry& entry, const QString& value, const QRectF& place)
{
    const QFont plain = sized(12);
    m_painter.setOpacity(entry.isDimmed ? 0.35 : 1.0);
    const QColor color = m_colors.of(entry.color);
    const double middle = place.center().y();
    double x = place.left();
    if (entry.mark == LegendEntry::Mark::Band) {
        QColor band = color;
        band.setAlphaF(0.35F);
        m_painter.fillRect(QRectF(x, middle - 5, 12, 10), band);
    }
    if (entry.mark != LegendEntry::Mark::None) {
        const bool isBold = entry.mark == LegendEntry::Mark::Line || entry.mark == LegendEntry::Mark::Band;
        QPen pen(color, isBold ? 3 : 1.4);
        if (entry.mark == LegendEntry::Mark::Line)
            pen.setCapStyle(Qt::RoundCap);
        if (entry.mark == LegendEntry::Mark::Dashed)
            pen.setDashPattern({2.5, 2});
        m_painter.setPen(pen);
        const double inset = entry.mark == LegendEntry::Mark::Line ? 1.5 : 0;
        m_painter.drawLine(QPointF(x + inset, middle), QPointF(x + 12 - inset, middle));
    }
    x += markWidth(entry);
    const double nameWidth = textWidth(plain, entry.name);
    m_painter.setFont(plain);
    m_painter.setPen(m_colors.secondary);
    m_painter.drawText(QRectF(x, place.top(), nameWidth + 1, place.height()),
                       Qt::AlignVCenter | Qt::AlignLeft, entry.name);
    m_painter.setFont(sized(12, QFont::DemiBold));
    m_painter.setPen(m_colors.text);
    x += nameWidth + 5;
    m_painter.drawText(QRectF(x, place.top(), place.right() - x + 1, place.height()),
                       Qt::AlignVCenter | Qt::AlignLeft, value);
    m_painter.setOpacity(1);
}

double CardPainter::xPixel(const CardView& view, double x) const
{
    return m_layout.plot.right() + x / view.spanSeconds * m_layout.plot.width();
}

void CardPainter::paintLane(const CardView& view)
{
    const QRectF lane = m_layout.lane;
    const double middle = lane.center().y();
    for (const GapView& gap : view.gaps) {
        if (gap.isTotal)
            continue;
        const double left = xPixel(view, gap.from);
        const QRectF mark(left, middle - 4, std::max(3.0, xPixel(view, gap.to) - left), 8);
        QColor color = m_colors.of(gap.color);
        m_painter.fillRect(mark, QBrush(color, Qt::BDiagPattern));
        color.setAlphaF(0.25F);
        m_painter.fillRect(mark, color);
    }
    const QFont font = sized(11, QFont::Medium);
    m_painter.setFont(font);
    double free = lane.right() + 12; // labels are laid from the newest leftwards and never overlap
    for (auto it = view.markers.rbegin(); it != view.markers.rend(); ++it) {
        const double x = xPixel(view, it->x);
        const QColor color = m_colors.of(it->color);
        const double width = textWidth(font, it->label);
        const QRectF right(x + 9, lane.top(), width + 1, lane.height());
        const QRectF left(x - 9 - width, lane.top(), width + 1, lane.height());
        if (!it->label.isEmpty()) {
            const bool fitsRight = right.right() < free;
            const bool fitsLeft =
                !fitsRight && x + 7 < free && left.left() >= lane.left() - 6 &&
                std::none_of(std::next(it), view.markers.rend(), [&](const MarkerView& other) {
                    return xPixel(view, other.x) + 7 > left.left();
                });
            if (fitsRight || fitsLeft) {
                const QRectF& label = fitsRight ? right : left;
                m_painter.fillRect(label.adjusted(-4, 0, 4, 0), m_colors.card); // over hatches
                m_painter.setPen(color);
                m_painter.drawText(label, Qt::AlignCenter, it->label);
                free = std::min(free, label.left() - 6);
            }
        }
        drawGlyph(m_painter, it->glyph, {x, middle}, color);
        free = std::min(free, x - 8);
    }
}

void CardPainter::paintValues(const CardView& view)
{
    const QFont font = sized(11);
    const double height = QFontMetricsF(font).height();
    m_painter.setFont(font);
    m_painter.setPen(m_colors.axis);
    double lowestFree = m_layout.plot.bottom() + height;
    for (const AxisTick& tick : view.yTicks) {
        const double range = std::max(view.yHigh - view.yLow, 1e-9);
        const double y = m_layout.plot.bottom() - (tick.at - view.yLow) / range * m_layout.plot.height();
        if (y + height / 2 > lowestFree)
            continue; // too low a card for every label
        lowestFree = y - height / 2;
        m_painter.drawText(QRectF(m_layout.card.left() + 4, y - height / 2,
                                  m_layout.plot.left() - m_layout.card.left() - 12, height),
                           Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
}

void CardPainter::paintTimes(const CardView& view, const CardState& state)
{
    const QFont font = sized(11);
    const QFont strong = sized(11, QFont::DemiBold);
    const double height = QFontMetricsF(font).height();
    const double top = m_layout.plot.bottom() + 7;
    struct Pill
    {
        QRectF rect;
        QString text;
    };
    std::vector<Pill> pills;
    const auto addPill = [&](double x, const QString& text) {
        const double width = std::ceil(textWidth(strong, text)) + 10;
        const double left = std::clamp(xPixel(view, x) - width / 2, m_layout.card.left() + 4,
                                       std::max(m_layout.card.left() + 4, m_layout.card.right() - 4 - width));
        pills.push_back({QRectF(left, top - 1.5, width, height + 3), text});
    };
    if (state.stretch) {
        addPill(state.stretch->from, timeText(view, state.stretch->from));
        addPill(state.stretch->to, timeText(view, state.stretch->to));
        const double overlap = pills[0].rect.right() + 4 - pills[1].rect.left();
        if (overlap > 0) {
            // Apart, and still inside the card.
            const double roomRight = m_layout.card.right() - 4 - pills[1].rect.right();
            const double roomLeft = pills[0].rect.left() - m_layout.card.left() - 4;
            double right = std::min(overlap / 2, roomRight);
            const double left = std::min(overlap - right, roomLeft);
            right = std::min(overlap - left, roomRight);
            pills[0].rect.translate(-left, 0);
            pills[1].rect.translate(right, 0);
        }
    } else if (state.reading && state.reading->x <= 0 && state.reading->x >= -view.spanSeconds) {
        addPill(state.reading->x, state.reading->time);
    }
    m_painter.setFont(font);
    m_painter.setPen(m_colors.axis);
    double free = m_layout.plot.right() + 40;
    for (auto it = view.xTicks.rbegin(); it != view.xTicks.rend(); ++it) {
        const double width = textWidth(font, it->label);
        double left = xPixel(view, it->at) - width / 2;
        left = std::min(left, m_layout.plot.right() + 8 - width);
        left = std::max(left, m_layout.plot.left() - 14);
        if (left + width + 10 > free)
            continue;
        free = left;
        const QRectF place(left, top, width + 1, height);
        if (std::none_of(pills.begin(), pills.end(),
                         [&](const Pill& pill) { return pill.rect.adjusted(-4, 0, 4, 0).intersects(place); }))
            m_painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, it->label);
    }
    m_painter.setFont(strong);
    for (const Pill& pill : pills) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_colors.axis);
        m_painter.drawRoundedRect(pill.rect, 4, 4);
        m_painter.setPen(m_colors.card);
        m_painter.drawText(pill.rect, Qt::AlignCenter, pill.text);
    }
}

void CardPainter::paintFoot(const CardView& view)
{
    const QRectF row = m_layout.foot;
    double x = row.left();
    if (view.footGlyph != Glyph::None) {
        drawGlyph(m_painter, view.footGlyph, {x + 5, row.center().y()}, m_colors.of(view.footColor), 4.5);
        x += 17;
    }
    const QFont font = sized(12);
    m_painter.setFont(font);
    m_painter.setPen(view.footColor == ColorRole::Warn ? m_colors.warn : m_colors.secondary);
    const QRectF text(x, row.top(), row.right() - x, row.height());
    m_painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                       QFontMetricsF(font).elidedText(view.foot, Qt::ElideRight, text.width()));
}

} // namespace weir
