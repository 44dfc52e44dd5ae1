// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/explanation.h"

#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

Explanation::Explanation(const QString& title, const QString& text, const Colors& colors, QWidget* card)
    : QFrame(card, Qt::Popup)
{
    setObjectName(u"explanation"_s);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setAttribute(Qt::WA_DeleteOnClose);
    if (colors.tooltip.isValid())
        setStyleSheet(u"QFrame#explanation { background: %1; border: 1px solid %2; }"
                      "QLabel { color: %3; border: none; background: transparent; }"_s.arg(
                          colors.tooltip.name(), colors.tooltipBorder.name(), colors.text.name()));
    auto* words = new QLabel(this);
    words->setObjectName(u"explanationText"_s);
    words->setTextFormat(Qt::PlainText);
    words->setText(text);
    words->setWordWrap(true);
    words->setFixedWidth(300);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(12, 10, 12, 10);
    box->addWidget(words);
}

void Explanation::openBelow(const QRect& place)
{
    adjustSize();
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
