// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_delegate.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/endpoint_list_model.h"
#include "ui/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kRowHeight = 44;
constexpr int kBriefHeight = 30;
constexpr int kHeaderHeight = 25;
constexpr int kSide = 13;
constexpr int kSwatch = 11;
constexpr int kTextLeft = kSide + 20;
constexpr int kSparkWidth = 64;
constexpr int kBriefSparkWidth = 50;

QFont fontOf(const QFont& base, int pixels, bool isStrong)
{
    QFont font = base;
    font.setPixelSize(pixels);
    font.setWeight(isStrong ? QFont::DemiBold : QFont::Normal);
    return font;
}

/** A rate without its unit, for where the unit is understood. */
QString bare(const QString& rate)
{
    return rate.endsWith(u"/s"_s) ? rate.chopped(2) : rate;
}

} // namespace

bool EndpointDelegate::isOnSwatch(const QRect& row, QPoint at)
{
    // Larger than it looks: it is a small thing to hit.
    return row.contains(at) && at.x() < row.left() + kSide + kSwatch + 5;
}

QSize EndpointDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    ++m_measured;
    const auto* model = qobject_cast<const EndpointListModel*>(index.model());
    if (model && model->isHeader(index))
        return {160, kHeaderHeight};
    return {160, m_isBrief ? kBriefHeight : kRowHeight};
}

void EndpointDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const auto* model = qobject_cast<const EndpointListModel*>(index.model());
    const EndpointRow* row = model ? model->at(index) : nullptr;
    if (!row)
        return;
    ++m_painted;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (row->isHeader())
        paintHeader(*painter, option, *row);
    else if (m_isBrief)
        paintBrief(*painter, option, *row);
    else
        paintFull(*painter, option, *row);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(m_colors.baseLine);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

void EndpointDelegate::paintBack(QPainter& painter, const QStyleOptionViewItem& option) const
{
    const QRect& all = option.rect;
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.fillRect(all, m_colors.selection);
        painter.fillRect(QRect(all.left(), all.top(), 3, all.height()), m_colors.accent);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter.fillRect(all, m_colors.raised);
    }
}

void EndpointDelegate::paintSwatch(QPainter& painter, const EndpointRow& row, const QRectF& box) const
{
    if (row.isEmphasized || row.isSolo) {
        painter.setPen(QPen(m_colors.text, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 4, 4);
    }
    if (row.colorSlot >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colors.of(seriesRole(row.colorSlot)));
        painter.drawRoundedRect(box, 2.5, 2.5);
    } else {
        painter.setPen(QPen(m_colors.axis, 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5);
    }
}

/** Returns where it ends. */
int EndpointDelegate::paintName(QPainter& painter, const QFont& font, const QRect& box,
                                const EndpointRow& row) const
{
    const QFontMetrics metrics(font);
    const QString mark = row.isSolo ? tr(" · only this") : QString();
    const int markWidth = metrics.horizontalAdvance(mark);
    const QString name = metrics.elidedText(row.name, Qt::ElideMiddle, std::max(0, box.width() - markWidth));
    painter.setFont(font);
    painter.setPen(m_colors.text);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    const int end = box.left() + metrics.horizontalAdvance(name);
    if (!mark.isEmpty()) {
        painter.setPen(m_colors.link);
        painter.drawText(box.adjusted(end - box.left(), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, mark);
    }
    return end + markWidth;
}

void EndpointDelegate::paintHeader(QPainter& painter, const QStyleOptionViewItem& option,
                                   const EndpointRow& row) const
{
    const QRect& all = option.rect;
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    if (isCurrent || option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(all, isCurrent ? m_colors.selection : m_colors.raised);
    painter.fillRect(QRect(all.left(), all.top(), all.width(), 1), m_colors.border);
    painter.fillRect(QRect(all.left(), all.bottom(), all.width(), 1), m_colors.border);

    const QPointF middle(all.left() + kSide + 4, all.center().y() + 0.5);
    const QPolygonF arrow =
        row.isFolded ? QPolygonF{{-2.5, -4}, {-2.5, 4}, {4, 0}} : QPolygonF{{-4.5, -3}, {4.5, -3}, {0, 3.5}};
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colors.secondary);
    painter.drawPolygon(arrow.translated(middle));

    const QFont small = fontOf(option.font, 12, false);
    const QRect text = all.adjusted(kSide + 14, 0, -kSide, 0);
    painter.setFont(small);
    painter.setPen(row.isFolded && row.words.color == ColorRole::Bad ? m_colors.bad : m_colors.secondary);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, row.rate);
    const QFont strong = fontOf(option.font, 12, true);
    const int room = text.width() - QFontMetrics(small).horizontalAdvance(row.rate) - 10;
    painter.setFont(strong);
    painter.setPen(m_colors.text);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(strong).elidedText(row.name, Qt::ElideMiddle, std::max(0, room)));
}

void EndpointDelegate::paintFull(QPainter& painter, const QStyleOptionViewItem& option,
                                 const EndpointRow& row) const
{
    paintBack(painter, option);
    const QRect content = option.rect.adjusted(kSide, 4, -kSide, -4);
    const int lineHeight = content.height() / 2;
    const QRect top(option.rect.left() + kTextLeft, content.top(), content.right() - kTextLeft + 1,
                    lineHeight);
    const QRect bottom = top.translated(0, lineHeight - 1);
    paintSwatch(painter, row,
                QRectF(content.left(), content.top() + lineHeight / 2.0 - kSwatch / 2.0, kSwatch, kSwatch));

    const QFont strong = fontOf(option.font, 13, true);
    const QFontMetrics strongMetrics(strong);
    painter.setFont(strong);
    painter.setPen(m_colors.text);
    painter.drawText(top, Qt::AlignRight | Qt::AlignVCenter, row.rate);
    // In a box for the widest rate, so that names do not change with the digits.
    const int rateWidth =
        std::max(strongMetrics.horizontalAdvance(row.rate), strongMetrics.horizontalAdvance(u"0.00k/s"_s));
    paintName(painter, strong, top.adjusted(0, 0, -rateWidth - 8, 0), row);

    const QFont small = fontOf(option.font, 12, false);
    const QFontMetrics metrics(small);
    const QColor color = m_colors.of(row.words.color);
    drawGlyph(painter, row.words.glyph, {content.left() + kSwatch / 2.0, bottom.center().y() + 0.5}, color,
              4);
    QRect rest = bottom;
    if (!row.spark.values.empty()) {
        const QRectF box(bottom.right() - kSparkWidth + 1, bottom.center().y() - 5, kSparkWidth, 12);
        paintSparkLine(painter, box, row.spark,
                       row.colorSlot >= 0 ? m_colors.of(seriesRole(row.colorSlot)) : m_colors.secondary);
        rest.setRight(static_cast<int>(box.left()) - 8);
    }
    painter.setFont(small);
    painter.setPen(color);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.words.word, Qt::ElideRight, rest.width()));
    rest.setLeft(rest.left() + metrics.horizontalAdvance(row.words.word) + 7);
    painter.setPen(m_colors.secondary);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.words.detail.isEmpty() ? row.traffic : row.words.detail,
                                        Qt::ElideRight, std::max(0, rest.width())));
}

void EndpointDelegate::paintBrief(QPainter& painter, const QStyleOptionViewItem& option,
                                  const EndpointRow& row) const
{
    paintBack(painter, option);
    const QRect content = option.rect.adjusted(kTextLeft, 0, -kSide, 0);
    paintSwatch(
        painter, row,
        QRectF(option.rect.left() + kSide, option.rect.center().y() - kSwatch / 2.0 + 0.5, kSwatch, kSwatch));
    const QFont strong = fontOf(option.font, 13, true);
    const QFontMetrics metrics(strong);
    const bool isOpen = row.words.glyph == Glyph::Check;
    const QFont font = isOpen ? strong : fontOf(option.font, 12, row.words.color == ColorRole::Bad);
    const QString value = isOpen ? bare(row.rate) : row.words.brief;
    painter.setFont(font);
    painter.setPen(isOpen ? m_colors.text : m_colors.of(row.words.color));
    painter.drawText(content, Qt::AlignRight | Qt::AlignVCenter, value);
    const int valueWidth =
        std::max(QFontMetrics(font).horizontalAdvance(value), metrics.horizontalAdvance(u"0.00k"_s));
    QRect name = content.adjusted(0, 0, -valueWidth - 8, 0);
    if (!row.spark.values.empty() && !row.isSolo) { // its mark takes the room
        const QRectF box(name.right() - kBriefSparkWidth + 1, content.center().y() - 6, kBriefSparkWidth, 12);
        paintSparkLine(painter, box, row.spark,
                       row.colorSlot >= 0 ? m_colors.of(seriesRole(row.colorSlot)) : m_colors.secondary);
        name.setRight(static_cast<int>(box.left()) - 7);
    }
    paintName(painter, fontOf(option.font, 13, false), name, row);
}

} // namespace weir
