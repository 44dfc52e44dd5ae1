// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_guide.h"

#include "ui/charts/glyph_painter.h"

#include <QPainter>

#include <array>

namespace weir {

namespace {

struct State
{
    Glyph glyph;
    ColorRole color;
    QString word;
    QString meaning;
};

} // namespace

EndpointGuide::EndpointGuide(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Nothing connected"));
    setMinimumHeight(120);
}

void EndpointGuide::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

void EndpointGuide::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int side = 14;
    const int room = width() - 2 * side;
    QFont strong = font();
    strong.setPixelSize(13);
    strong.setWeight(QFont::DemiBold);
    QFont small = font();
    small.setPixelSize(12);
    int y = 14;
    const auto say = [&](const QFont& font, const QColor& color, const QString& text, int left) {
        painter.setFont(font);
        painter.setPen(color);
        const QRect box(left, y, width() - side - left, height());
        QRect used;
        painter.drawText(box, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text, &used);
        y += used.height();
    };
    say(strong, m_colors.text, tr("Nothing connected"), side);
    y += 3;
    say(small, m_colors.secondary,
        tr("Each endpoint will be listed here with its state, its exact rate and, when it fails, what to do "
           "about it."),
        side);

    const std::array<State, 4> states = {
        State{Glyph::Check, ColorRole::Ok, tr("Open"), tr("messages are arriving")},
        State{Glyph::Ring, ColorRole::Warn, tr("Open, silent"), tr("connected, nothing received yet")},
        State{Glyph::Cross, ColorRole::Bad, tr("Retrying"), tr("lost; the next try is counted down")},
        State{Glyph::Square, ColorRole::Bad, tr("Needs you"),
              tr("refused for good: token, address or certificate")},
    };
    const int lineHeight = QFontMetrics(small).height();
    const QFontMetrics metrics(small);
    int needed = lineHeight + 22;
    for (const State& state : states)
        needed +=
            lineHeight +
            metrics.boundingRect(QRect(0, 0, room - 20, 200), Qt::TextWordWrap, state.meaning).height() + 9;
    if (height() - needed < y + 10)
        return; // no room without crowding
    y = height() - needed;
    painter.fillRect(QRect(0, y - 10, width(), 1), m_colors.border);
    say(strong, m_colors.text, tr("What each state means"), side);
    y += 8;
    for (const State& state : states) {
        drawGlyph(painter, state.glyph, QPointF(side + 6, y + lineHeight / 2.0), m_colors.of(state.color),
                  4.5);
        say(small, m_colors.of(state.color), state.word, side + 20);
        say(small, m_colors.secondary, state.meaning, side + 20);
        y += 7;
    }
}

} // namespace weir
