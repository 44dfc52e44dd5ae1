// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_keys_delegate.h"

#include "ui/charts/card_painter.h"
#include "ui/list_row.h"
#include "ui/models/top_keys_model.h"

#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

/** Filled: followed. A ring around it: the subject of Corrected totals. */
void paintPin(QPainter& painter, const TopKeyRow& row, const QRect& box, const Colors& colors, bool isPointed)
{
    if (box.isEmpty() || (!row.isFollowed && !isPointed))
        return;
    const QPointF middle = QRectF(box).center();
    painter.setPen(QPen(row.isFollowed ? colors.accent : colors.axis, 1.4));
    painter.setBrush(Qt::NoBrush);
    if (row.isSubject)
        painter.drawEllipse(middle, 5.3, 5.3);
    if (row.isFollowed)
        painter.setBrush(colors.accent);
    painter.drawEllipse(middle, 2.8, 2.8);
}

/** The key, and behind it whose it is as far as there is room. */
void paintName(QPainter& painter, const TopKeyRow& row, const QRect& box, const Colors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(colors.text);
    const QString name = metrics.elidedText(row.name, Qt::ElideMiddle, box.width());
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, name);
    const int taken = metrics.horizontalAdvance(name) + 8;
    if (row.of.isEmpty() || box.width() - taken < 24)
        return;
    painter.setPen(colors.axis);
    painter.drawText(box.adjusted(taken, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.of, Qt::ElideRight, box.width() - taken));
}

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

TopKeysColumns TopKeysColumns::in(const QRect& row, const TopKeysModel& model)
{
    const bool hasKeys = !model.isOfEndpoints();
    const int number = hasKeys ? 58 : 86;
    constexpr int kShare = 48;
    constexpr int kSum = 62;
    constexpr int kGrade = 44;
    constexpr int kPin = 16;
    constexpr int kGap = 8;
    constexpr int kLeastBar = 48;
    const QRect box = row.adjusted(13, 0, -13, 0);
    TopKeysColumns columns;
    int left = box.left();
    int right = box.right() + 1;
    const auto fromRight = [&](int width) {
        right -= width;
        return QRect(right, box.top(), width, box.height());
    };
    if (hasKeys) {
        columns.pin = QRect(left - 4, box.top(), kPin, box.height());
        left += kPin;
    }
    if (!model.isExact())
        columns.grade = fromRight(kGrade);
    const int key = std::clamp((right - left) / (hasKeys ? 3 : 4), 72, 240);
    columns.key = QRect(left, box.top(), key, box.height());
    left += key + kGap;
    columns.number = QRect(left, box.top(), number, box.height());
    left += number + kGap;
    // A sum was asked for; a share was not.
    int room = right - left - kLeastBar - kGap;
    const bool hasSum = model.hasSum() && room >= kSum;
    room -= hasSum ? kSum + kGap : 0;
    if (hasKeys && room >= kShare) {
        columns.share = QRect(left, box.top(), kShare, box.height());
        left += kShare + kGap;
    }
    if (hasSum) {
        columns.sum = QRect(left, box.top(), kSum, box.height());
        left += kSum + kGap;
    }
    left += kGap;
    if (right - left - 6 >= kLeastBar)
        columns.bar = QRect(left, box.top(), right - left - 6, box.height());
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
    paintRowGround(*painter, option, m_colors);
    const TopKeysColumns columns = TopKeysColumns::in(option.rect, *model);
    paintPin(*painter, *row, columns.pin, m_colors, option.state.testFlag(QStyle::State_MouseOver));
    QFont font = option.font;
    font.setPixelSize(12);
    painter->setFont(font);
    paintName(*painter, *row, columns.key, m_colors);
    const bool isC = row->grade == QLatin1Char('C');
    painter->setPen(isC                              ? m_colors.axis
                    : row->grade == QLatin1Char('B') ? m_colors.secondary
                                                     : m_colors.text);
    painter->drawText(columns.share, Qt::AlignRight | Qt::AlignVCenter, row->shareText);
    painter->drawText(columns.sum, Qt::AlignRight | Qt::AlignVCenter, row->sumText);
    painter->drawText(columns.grade, Qt::AlignRight | Qt::AlignVCenter, row->grade);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(isC ? m_colors.secondary : m_colors.text);
    painter->drawText(columns.number, Qt::AlignRight | Qt::AlignVCenter, row->number);
    if (columns.bar.isEmpty()) {
        painter->restore();
        return;
    }
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
