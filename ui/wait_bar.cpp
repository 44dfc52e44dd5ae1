// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wait_bar.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir {

WaitBar::WaitBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(4);
}

void WaitBar::setShare(double share)
{
    const double before = std::exchange(m_share, std::clamp(share, 0.0, 1.0));
    if (std::lround(before * width()) != std::lround(m_share * width()))
        update();
}

void WaitBar::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void WaitBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF all(0, 0.5, width(), 3);
    painter.setBrush(m_colors.border);
    painter.drawRoundedRect(all, 1.5, 1.5);
    painter.setBrush(m_colors.warn);
    painter.drawRoundedRect(QRectF(0, 0.5, std::round(m_share * width()), 3), 1.5, 1.5);
}

} // namespace weir
