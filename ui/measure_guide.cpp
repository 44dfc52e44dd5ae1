// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure_guide.h"

#include "ui/charts/card_painter.h"

#include <QPainter>

#include <array>

namespace weir {
namespace {

constexpr int kTag = 22;
constexpr int kGap = 9;

struct Line
{
    CardTag tag;
    QString text;
};

std::array<Line, 3> lines()
{
    return {
        Line{CardTag::Exact, MeasureGuide::tr("Every message is counted and its size added up.")},
        Line{CardTag::Estimate,
             MeasureGuide::tr("A share of the messages is opened. What they say about all carries a range.")},
        Line{CardTag::Engine, MeasureGuide::tr("How much is opened, and what holds it back.")},
    };
}

QFont smallFont(QFont font)
{
    font.setPixelSize(12);
    return font;
}

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

int MeasureGuide::neededHeight() const
{
    const QFontMetrics metrics(smallFont(font()));
    int needed = metrics.height() + 32;
    for (const Line& line : lines())
        needed += kTag + kGap +
                  metrics.boundingRect(QRect(0, 0, width(), 400), Qt::TextWordWrap, line.text).height();
    return needed;
}

void MeasureGuide::paintEvent(QPaintEvent*)
{
    const int needed = neededHeight();
    if (height() < needed)
        return;
    const QFont small = smallFont(font());
    const QFontMetrics metrics(small);
    QFont strong = small;
    strong.setWeight(QFont::DemiBold);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int y = height() - needed + 10;
    painter.fillRect(QRect(0, y, width(), 1), m_colors.border);
    y += 12;
    painter.setFont(strong);
    painter.setPen(m_colors.text);
    painter.drawText(QRect(0, y, width(), metrics.height() + 2), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("How Weir measures"));
    y += metrics.height() + 8;
    for (const Line& line : lines()) {
        drawTag(painter, m_colors, font(), line.tag, QPointF(0, y));
        y += kTag;
        QRect used;
        painter.setFont(small);
        painter.setPen(m_colors.secondary);
        painter.drawText(QRect(0, y, width(), height()), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         line.text, &used);
        y += used.height() + kGap;
    }
}

} // namespace weir
