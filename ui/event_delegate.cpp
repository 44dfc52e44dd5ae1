// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/event_delegate.h"

#include "ui/charts/glyph_painter.h"
#include "ui/list_row.h"
#include "ui/models/event_filter_model.h"
#include "ui/models/format.h"

#include <QPainter>

#include <algorithm>

namespace weir {

void EventDelegate::paintRow(QPainter& painter, const EventRow& row, const QRect& box, const QFont& base,
                             const Colors& colors, int nameWidth)
{
    QFont font = base;
    font.setPixelSize(12);
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const int timeWidth = metrics.horizontalAdvance(QStringLiteral("00:00:00")) + 4;
    painter.setFont(font);
    painter.setPen(colors.axis);
    painter.drawText(QRect(box.left(), box.top(), timeWidth, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     format::clockTime(row.time));
    int x = box.left() + timeWidth + 10;
    drawGlyph(painter, row.glyph, {x + 4.5, box.center().y() + 0.5}, colors.of(row.color), 4.5);
    x += 19;
    painter.setFont(strong);
    painter.setPen(colors.text);
    painter.drawText(QRect(x, box.top(), nameWidth, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(strong).elidedText(row.name, Qt::ElideMiddle, nameWidth));
    x += nameWidth + 12;
    painter.setFont(font);
    painter.setPen(colors.secondary);
    const QRect text(x, box.top(), std::max(0, box.right() - x), box.height());
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.text, Qt::ElideRight, text.width()));
}

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const auto* model = qobject_cast<const EventFilterModel*>(index.model());
    const EventRow* row = model ? model->at(index) : nullptr;
    if (!row)
        return;
    painter->save();
    paintRowGround(*painter, option, m_colors);
    const QRect box = option.rect.adjusted(13, 0, -13, 0);
    paintRow(*painter, *row, box, option.font, m_colors, std::clamp(box.width() / 7, 70, 150));
    painter->restore();
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {200, 21};
}

} // namespace weir
