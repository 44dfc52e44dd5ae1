// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/explanation.h"

#include <QFontMetrics>
#include <QPainter>
#include <QScreen>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kTextWidth = 300;
constexpr QMargins kPadding(12, 10, 12, 10);

} // namespace

Explanation::Explanation(const QString& title, const QString& text, const Colors& colors, QWidget* card)
    : QFrame(card, Qt::Popup), m_text(text), m_colors(colors)
{
    setObjectName(u"explanation"_s);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setAttribute(Qt::WA_DeleteOnClose);
}

QSize Explanation::sizeHint() const
{
    return QFontMetrics(font())
        .boundingRect(QRect(0, 0, kTextWidth, QWIDGETSIZE_MAX), Qt::TextWordWrap, m_text)
        .size()
        .grownBy(kPadding);
}

void Explanation::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(m_colors.tooltipBorder);
    painter.setBrush(m_colors.tooltip);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setPen(m_colors.text);
    painter.drawText(rect().marginsRemoved(kPadding), Qt::TextWordWrap, m_text);
}

void Explanation::openBelow(const QRect& place)
{
    resize(sizeHint());
    QRect frame(QPoint(place.right() - width(), place.bottom() + 4), size());
    const QRect screenRect = screen()->availableGeometry();
    frame.moveLeft(std::clamp(frame.left(), screenRect.left(),
                              std::max(screenRect.left(), screenRect.right() - frame.width())));
    if (frame.bottom() > screenRect.bottom())
        frame.moveBottom(place.top() - 4);
    move(frame.topLeft());
    show();
    setFocus(Qt::PopupFocusReason);
}

} // namespace weir
