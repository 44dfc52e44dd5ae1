// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure_guide.h"

#include "ui/charts/card_painter.h"

#include <QPainter>

#include <array>

namespace weir {

namespace {

struct Line
{
    CardTag tag;
    QString text;
};

} // namespace

MeasureGuide::MeasureGuide(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("How Weir measures"));
    setAccessibleDescription(
        tr("Exact: every message is counted. Estimate: a share of the messages is opened."));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
}

void MeasureGuide::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void MeasureGuide::paintEvent(QPaintEvent*)
{
    const std::array<Line, 3> lines = {
        Line{CardTag::Exact, tr("Every message is counted and its size added up.")},
        Line{CardTag::Estimate,
             tr("A share of the messages is opened. What they say about all carries a range.")},
        Line{CardTag::Engine, tr("How much is opened, and what holds it back.")},
    };
    QFont strong = font();
    strong.setPixelSize(12);
    strong.setWeight(QFont::DemiBold);
    QFont small = font();
    small.setPixelSize(12);
    const QFontMetrics metrics(small);
    constexpr int kTag = 22;
    int needed = metrics.height() + 22;
    for (const Line& line : lines)
        needed +=
            kTag + metrics.boundingRect(QRect(0, 0, width(), 400), Qt::TextWordWrap, line.text).height() + 9;
    if (height() < needed + 10)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int y = height() - needed;
    painter.fillRect(QRect(0, y, width(), 1), m_colors.border);
    y += 12;
    painter.setFont(strong);
    painter.setPen(m_colors.text);
    painter.drawText(QRect(0, y, width(), metrics.height() + 2), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("How Weir measures"));
    y += metrics.height() + 8;
    for (const Line& line : lines) {
        drawTag(painter, m_colors, font(), line.tag, QPointF(0, y));
        y += kTag;
        QRect used;
        painter.setFont(small);
        painter.setPen(m_colors.secondary);
        painter.drawText(QRect(0, y, width(), height()), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         line.text, &used);
        y += used.height() + 9;
    }
}

} // namespace weir
