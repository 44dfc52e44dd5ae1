// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_keys_delegate.h"

#include "ui/charts/card_painter.h"
#include "ui/models/top_keys_model.h"

#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

void paintBar(QPainter& painter, const TopKeyRow& row, const QRect& box, const Colors& colors)
{
    const double middle = box.top() + box.height() / 2.0;
    const auto at = [&](double share) { return box.left() + std::clamp(share, 0.0, 1.0) * box.width(); };
    painter.fillRect(QRectF(box.left(), middle - 0.5, box.width(), 1), colors.gridHorizontal);
    QColor band = colors.accent;
    band.setAlphaF(static_cast<float>(std::min(1.0, colors.bandAlpha * 2)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(band);
    const double left = at(row.low);
    painter.drawRoundedRect(QRectF(left, middle - 4, std::max(3.0, at(row.high) - left), 8), 2.5, 2.5);
    painter.fillRect(QRectF(at(row.value) - 1, middle - 4, 2, 8), colors.accent);
}

} // namespace

TopKeysColumns TopKeysColumns::in(const QRect& row)
{
    constexpr int kNumber = 86;
    constexpr int kGrade = 42;
    const QRect box = row.adjusted(13, 0, -13, 0);
    const int key = std::clamp(box.width() / 5, 72, 240);
    TopKeysColumns columns;
    columns.key = QRect(box.left(), box.top(), key, box.height());
    columns.number = QRect(columns.key.right() + 8, box.top(), kNumber, box.height());
    columns.grade = QRect(box.right() + 1 - kGrade, box.top(), kGrade, box.height());
    const int bar = columns.number.right() + 18;
    columns.bar = QRect(bar, box.top(), std::max(0, columns.grade.left() - 6 - bar), box.height());
    return columns;
}

void TopKeysDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const auto* model = qobject_cast<const TopKeysModel*>(index.model());
    const TopKeyRow* row = model ? model->at(index) : nullptr;
    if (!row)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, m_colors.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, m_colors.raised);
    if (option.state.testFlag(QStyle::State_HasFocus))
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                          m_colors.accent);
    const TopKeysColumns columns = TopKeysColumns::in(option.rect);
    QFont font = option.font;
    font.setPixelSize(12);
    painter->setFont(font);
    painter->setPen(m_colors.text);
    painter->drawText(columns.key, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(row->name, Qt::ElideMiddle, columns.key.width()));
    const bool isC = row->grade == QLatin1Char('C');
    painter->setPen(isC                              ? m_colors.axis
                    : row->grade == QLatin1Char('B') ? m_colors.secondary
                                                     : m_colors.text);
    painter->drawText(columns.grade, Qt::AlignRight | Qt::AlignVCenter, row->grade);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(isC ? m_colors.secondary : m_colors.text);
    painter->drawText(columns.number, Qt::AlignRight | Qt::AlignVCenter, row->number);
    if (row->isExact)
        drawTag(*painter, m_colors, option.font, CardTag::Exact,
                QPointF(columns.bar.left(), columns.bar.top() + 1));
    else if (!row->grade.isEmpty())
        paintBar(*painter, *row, columns.bar, m_colors);
    painter->restore();
}

QSize TopKeysDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {200, 21};
}

} // namespace weir
