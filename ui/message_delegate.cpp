// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_delegate.h"

#include "ui/charts/glyph_painter.h"
#include "ui/list_row.h"
#include "ui/models/format.h"
#include "ui/models/message_filter_model.h"
#include "ui/models/message_text.h"

#include <QPainter>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kGap = 12;
constexpr int kSwatch = 9;

QFont rowFont(const QFont& base)
{
    QFont font = base;
    font.setPixelSize(12);
    return font;
}

} // namespace

MessageColumns MessageColumns::in(const QRect& row, const QFontMetrics& metrics, bool hasSender,
                                  bool hasFound)
{
    const QRect box = row.adjusted(13, 0, -13, 0);
    MessageColumns columns;
    int x = box.left();
    const auto take = [&](int width) {
        const QRect column(x, box.top(), width, box.height());
        x += width + kGap;
        return column;
    };
    columns.time = take(metrics.horizontalAdvance(u"00:00:00.000"_s) + 2);
    if (hasSender)
        columns.sender = take(std::clamp(box.width() / 6, 70, 150));
    columns.size = take(metrics.horizontalAdvance(u"99.99 kB"_s) + 2);
    if (hasFound)
        columns.found = take(std::clamp((box.right() - x) / 2, 60, 200));
    columns.line = QRect(x, box.top(), std::max(0, box.right() + 1 - x), box.height());
    return columns;
}

bool MessageDelegate::setColumns(bool hasSender, bool hasFound)
{
    const bool isSame = m_hasSender == hasSender && m_hasFound == hasFound;
    m_hasSender = hasSender;
    m_hasFound = hasFound;
    return !isSame;
}

MessageColumns MessageDelegate::columnsIn(const QRect& row, const QFont& font) const
{
    return MessageColumns::in(row, QFontMetrics(rowFont(font)), m_hasSender, m_hasFound);
}

void MessageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const auto* model = qobject_cast<const MessageFilterModel*>(index.model());
    const MessageRow* row = model ? model->at(index) : nullptr;
    if (!row)
        return;
    painter->save();
    paintRowGround(*painter, option, m_colors);
    const QFont font = rowFont(option.font);
    const QFontMetrics metrics(font);
    const MessageColumns columns = columnsIn(option.rect, option.font);
    const auto write = [&](const QRect& box, const QString& text, const QColor& color,
                           Qt::TextElideMode elide = Qt::ElideRight, Qt::Alignment side = Qt::AlignLeft) {
        painter->setPen(color);
        painter->drawText(box, static_cast<int>(side | Qt::AlignVCenter | Qt::TextSingleLine),
                          metrics.elidedText(text, elide, box.width()));
    };
    painter->setFont(font);
    write(columns.time, preciseTime(row->message->wallTime), m_colors.axis);
    if (m_hasSender) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(row->colorSlot < 0 ? m_colors.baseLine : m_colors.of(seriesRole(row->colorSlot)));
        const QRectF swatch(columns.sender.left(), columns.sender.center().y() - kSwatch / 2.0 + 1, kSwatch,
                            kSwatch);
        painter->drawRoundedRect(swatch, 2.5, 2.5);
        write(columns.sender.adjusted(kSwatch + 6, 0, 0, 0), row->name, m_colors.text, Qt::ElideMiddle);
    }
    write(columns.size, format::withUnit(static_cast<double>(row->message->bytes), u"B"), m_colors.secondary,
          Qt::ElideRight, Qt::AlignRight);
    const bool isFailed = row->isFailed();
    if (m_hasFound && isFailed) {
        drawGlyph(*painter, Glyph::Triangle, {columns.found.left() + 4.5, columns.found.center().y() + 0.5},
                  m_colors.warn, 4);
        write(columns.found.adjusted(14, 0, 0, 0), row->found, m_colors.warn);
    } else if (m_hasFound) {
        write(columns.found, row->found, m_colors.link);
    }
    write(columns.line, row->line, isFailed ? m_colors.secondary : m_colors.text);
    painter->restore();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {200, kRow};
}

} // namespace weir
