// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/card_painter.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

constexpr double kLeft = 54;
constexpr double kRight = 16;
constexpr double kSide = 14;

QString tagText(CardTag tag)
{
    switch (tag) {
    case CardTag::Exact:
        return Say::tr("exact");
    case CardTag::Estimate:
        return QStringLiteral("≈\u202F") + Say::tr("estimate");
    case CardTag::Engine:
        return Say::tr("engine");
    }
    return {};
}

} // namespace

QRectF drawTag(QPainter& painter, const Colors& colors, const QFont& font, CardTag tag, QPointF topLeft)
{
    const QColor color = tag == CardTag::Exact      ? colors.ok
                         : tag == CardTag::Estimate ? colors.accent
                                                    : colors.secondary;
    QFont small = font;
    small.setPixelSize(11);
    const QRectF frame(topLeft, QSizeF(QFontMetricsF(small).horizontalAdvance(tagText(tag)) + 12, 18));
    QColor edge = color;
    edge.setAlphaF(0.55F);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(small);
    painter.setPen(color);
    painter.drawText(frame, Qt::AlignCenter, tagText(tag));
    return frame;
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
    if (hasFoot)
        layout.foot = QRectF(left, card.bottom() - 24, right - left, 16);
    return layout;
}

CardPainter::CardPainter(QPainter& painter, const Colors& colors, const QFont& font, const CardLayout& layout)
    : m_painter(painter), m_colors(colors), m_font(font), m_layout(layout)
{}

QFont CardPainter::sized(int pixels, QFont::Weight weight) const
{
    QFont font = m_font;
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

double CardPainter::textWidth(const QFont& font, const QString& text) const
{
    return QFontMetricsF(font).horizontalAdvance(text);
}

double CardPainter::tagWidth(const CardView& view, const QFont& base)
{
    QFont font = base;
    font.setPixelSize(11);
    return QFontMetricsF(font).horizontalAdvance(tagText(view.tag)) + 12;
}

void CardPainter::paint(const CardView& view)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(m_colors.border, 1));
    m_painter.setBrush(m_colors.card);
    m_painter.drawRoundedRect(m_layout.card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    paintHeader(view);
    paintTag(view);
    if (!m_layout.legend.isEmpty())
        paintLegend(view);
    paintLane(view);
    paintAxes(view);
    if (!m_layout.foot.isEmpty())
        paintFoot(view);
}

void CardPainter::paintHeader(const CardView& view)
{
    m_painter.setPen(m_colors.text);
    m_painter.setFont(sized(14, QFont::DemiBold));
    m_painter.drawText(m_layout.title, Qt::AlignLeft | Qt::AlignVCenter, view.title);
    m_painter.setFont(sized(19, QFont::DemiBold));
    m_painter.drawText(m_layout.headline, Qt::AlignRight | Qt::AlignVCenter, view.headline);
}

void CardPainter::paintTag(const CardView& view)
{
    const QRectF row = m_layout.unit;
    drawTag(m_painter, m_colors, m_font, view.tag, row.topLeft());
    const double subWidth = textWidth(sized(12), view.subline);
    m_painter.setPen(m_colors.secondary);
    m_painter.setFont(sized(12));
    m_painter.drawText(QRectF(row.right() - subWidth - 2, row.top(), subWidth + 2, row.height()),
                       Qt::AlignRight | Qt::AlignVCenter, view.subline);
}

void CardPainter::paintLegend(const CardView& view)
{
    const QFont plain = sized(12);
    const QFont strong = sized(12, QFont::DemiBold);
    const QRectF row = m_layout.legend;
    double x = row.left();
    int hidden = 0;
    for (const LegendEntry& entry : view.legend) {
        const double markWidth = entry.mark == LegendEntry::Mark::None ? 0 : 17;
        const double nameWidth = textWidth(plain, entry.name);
        // Room for the widest value of its kind, so that names stand still while numbers change.
        const double valueWidth =
            entry.value.isEmpty()
                ? 0
                : std::max(textWidth(strong, entry.value), textWidth(strong, QStringLiteral("0.00k"))) + 5;
        const double width = markWidth + nameWidth + valueWidth;
        if (hidden > 0 || x + width > row.right() - (view.legend.size() > 3 ? 24 : 0)) {
            ++hidden;
            continue;
        }
        const QColor color = m_colors.of(entry.color);
        const double middle = row.center().y();
        if (entry.mark == LegendEntry::Mark::Band) {
            QColor band = color;
            band.setAlphaF(0.35F);
            m_painter.fillRect(QRectF(x, middle - 5, 12, 10), band);
        }
        if (entry.mark != LegendEntry::Mark::None) {
            QPen pen(color, entry.mark == LegendEntry::Mark::Line || entry.mark == LegendEntry::Mark::Band
                                ? 3
                                : 1.4);
            if (entry.mark == LegendEntry::Mark::Line)
                pen.setCapStyle(Qt::RoundCap);
            if (entry.mark == LegendEntry::Mark::Dashed)
                pen.setDashPattern({2.5, 2});
            m_painter.setPen(pen);
            const double inset = entry.mark == LegendEntry::Mark::Line ? 1.5 : 0;
            m_painter.drawLine(QPointF(x + inset, middle), QPointF(x + 12 - inset, middle));
        }
        x += markWidth;
        m_painter.setFont(plain);
        m_painter.setPen(m_colors.secondary);
        m_painter.drawText(QRectF(x, row.top(), nameWidth + 1, row.height()),
                           Qt::AlignVCenter | Qt::AlignLeft, entry.name);
        m_painter.setFont(strong);
        m_painter.setPen(m_colors.text);
        m_painter.drawText(QRectF(x + nameWidth + 5, row.top(), valueWidth, row.height()),
                           Qt::AlignVCenter | Qt::AlignLeft, entry.value);
        x += nameWidth + valueWidth + 14;
    }
    const int more = hidden + view.inList.value_or(0);
    QString rest = more > 0 ? QStringLiteral("+%1").arg(more) : QString();
    const QString words = Say::tr("+%1 in the list").arg(more);
    if (more > 0 && view.inList && x + textWidth(plain, words) <= row.right() + 2)
        rest = words;
    if (rest.isEmpty() || x + textWidth(plain, rest) > row.right() + 2)
        return;
    m_painter.setFont(plain);
    m_painter.setPen(m_colors.axis);
    m_painter.drawText(QRectF(x, row.top(), row.right() - x + 2, row.height()),
                       Qt::AlignVCenter | Qt::AlignLeft, rest);
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

void CardPainter::paintAxes(const CardView& view)
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
    if (m_layout.plot.bottom() + height + 8 > m_layout.card.bottom())
        return;
    double free = m_layout.plot.right() + 40;
    for (auto it = view.xTicks.rbegin(); it != view.xTicks.rend(); ++it) {
        const double width = textWidth(font, it->label);
        const double x = xPixel(view, it->at);
        double left = x - width / 2;
        left = std::min(left, m_layout.plot.right() + 8 - width);
        left = std::max(left, m_layout.plot.left() - 14);
        if (left + width + 10 > free)
            continue;
        free = left;
        m_painter.drawText(QRectF(left, m_layout.plot.bottom() + 7, width + 1, height),
                           Qt::AlignLeft | Qt::AlignVCenter, it->label);
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
