// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_delegate.h"

#include "ui/charts/glyph_painter.h"
#include "ui/models/endpoint_list_model.h"

#include <QPainter>

#include <algorithm>

namespace weir {

void EndpointDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const auto* model = qobject_cast<const EndpointListModel*>(index.model());
    const EndpointRow* row = model ? model->at(index) : nullptr;
    if (!row)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect all = option.rect;
    const bool isFocused = option.state.testFlag(QStyle::State_Selected);
    if (isFocused) {
        painter->fillRect(all, m_colors.selection);
        painter->fillRect(QRect(all.left(), all.top(), 3, all.height()), m_colors.accent);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(all, m_colors.raised);
    }
    const QRect content = all.adjusted(13, 5, -12, -5);
    const int lineHeight = content.height() / 2;
    const QRectF swatch(content.left(), content.top() + lineHeight / 2.0 - 5.5, 11, 11);
    if (row->colorSlot >= 0) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_colors.of(seriesRole(row->colorSlot)));
    } else {
        painter->setPen(QPen(m_colors.axis, 1.3));
        painter->setBrush(Qt::NoBrush);
    }
    painter->drawRoundedRect(swatch, 2.5, 2.5);

    const int textLeft = content.left() + 20;
    QFont strong = option.font;
    strong.setPixelSize(13);
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics strongMetrics(strong);
    // Right-aligned in a box for the widest rate: digits of Inter differ in width.
    const int rateWidth = std::max(strongMetrics.horizontalAdvance(row->rate),
                                   strongMetrics.horizontalAdvance(QStringLiteral("0.00k/s")));
    const QRect top(textLeft, content.top(), content.right() - textLeft, lineHeight);
    painter->setFont(strong);
    painter->setPen(m_colors.text);
    painter->drawText(top, Qt::AlignRight | Qt::AlignVCenter, row->rate);
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter,
                      strongMetrics.elidedText(row->name, Qt::ElideMiddle, top.width() - rateWidth - 8));

    QFont small = option.font;
    small.setPixelSize(12);
    const QFontMetrics metrics(small);
    painter->setFont(small);
    const QRect bottom(textLeft, content.top() + lineHeight, content.right() - textLeft, lineHeight);
    const QColor color = m_colors.of(row->words.color);
    drawGlyph(*painter, row->words.glyph, {content.left() + 5.5, bottom.center().y() + 0.5}, color, 4);
    painter->setPen(color);
    painter->drawText(bottom, Qt::AlignLeft | Qt::AlignVCenter, row->words.word);
    const int wordWidth = metrics.horizontalAdvance(row->words.word) + 7;
    const QString rest = row->words.detail.isEmpty() ? row->traffic : row->words.detail;
    painter->setPen(m_colors.secondary);
    const QRect restBox = bottom.adjusted(wordWidth, 0, 0, 0);
    painter->drawText(restBox,
                      (row->words.detail.isEmpty() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                      metrics.elidedText(rest, Qt::ElideRight, restBox.width()));
    painter->restore();
}

QSize EndpointDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {160, kRowHeight};
}

} // namespace weir
