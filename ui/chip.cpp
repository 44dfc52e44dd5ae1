// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chip.h"

#include "ui/charts/glyph_painter.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weir {

namespace {
constexpr int kHeight = 30;
constexpr int kEnd = 12;
constexpr int kGlyph = 16;       ///< of a glyph with the gap behind it
constexpr int kArrow = 17;       ///< of an arrow with the gap before it
constexpr int kHintGap = 8;      ///< before the key
constexpr int kHintEnd = 5;      ///< within its frame
constexpr int kLeastWords = 150; ///< of these, or
constexpr int kLeastBrief = 64;  ///< of brief ones, it is worth to show as much
} // namespace

Chip::Chip(const QString& objectName, Look look, QWidget* parent) : QAbstractButton(parent), m_look(look)
{
    setObjectName(objectName);
    // A click leaves the focus, and with it the Space key, where it was.
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void Chip::setContent(Glyph glyph, ColorRole color, const QString& text, const QString& brief)
{
    if (glyph == m_glyph && color == m_color && text == m_words && brief == m_brief)
        return;
    m_glyph = glyph;
    m_color = color;
    m_words = text;
    m_brief = brief;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setBrief(bool isBrief)
{
    if (isBrief == m_isBrief)
        return;
    m_isBrief = isBrief;
    updateGeometry();
    update();
}

void Chip::setHint(const QString& key)
{
    if (key == m_hint)
        return;
    m_hint = key;
    updateGeometry();
    update();
}

void Chip::setArrow(bool hasArrow)
{
    m_hasArrow = hasArrow;
    updateGeometry();
    update();
}

void Chip::setPassive(bool isPassive)
{
    m_isPassive = isPassive;
    setEnabled(!isPassive);
}

void Chip::setColors(const Colors& colors)
{
    m_colors = colors;
    update();
}

const QString& Chip::shown(bool isBrief) const
{
    return isBrief && !m_brief.isEmpty() ? m_brief : m_words;
}

QFont Chip::font(bool isSmall) const
{
    QFont result = QWidget::font();
    if (isSmall)
        result.setPixelSize(11);
    if (m_look == Look::Heading) {
        result.setPixelSize(14);
        result.setWeight(QFont::DemiBold);
    }
    return result;
}

int Chip::before() const
{
    if (m_look == Look::Heading)
        return kArrow;
    return kEnd + (m_glyph == Glyph::None ? 0 : kGlyph);
}

int Chip::after(bool isBrief) const
{
    if (m_look == Look::Heading)
        return 4;
    int width = kEnd + (m_hasArrow ? kArrow : 0);
    if (!isBrief && !m_hint.isEmpty())
        width += kHintGap + QFontMetrics(font(true)).horizontalAdvance(m_hint) + 2 * kHintEnd - 4;
    return width;
}

int Chip::widthFor(bool isBrief) const
{
    return before() + QFontMetrics(font(false)).horizontalAdvance(shown(isBrief)) + 1 + after(isBrief);
}

int Chip::leastWidthFor(bool isBrief) const
{
    const int words = QFontMetrics(font(false)).horizontalAdvance(shown(isBrief)) + 1;
    return before() + std::min(words, isBrief ? kLeastBrief : kLeastWords) + after(isBrief);
}

QSize Chip::sizeHint() const
{
    return {widthFor(m_isBrief), m_look == Look::Heading ? 22 : kHeight};
}

QSize Chip::minimumSizeHint() const
{
    return {leastWidthFor(m_isBrief), sizeHint().height()};
}

void Chip::paintFrame(QPainter& painter) const
{
    const bool isBare = m_look == Look::Heading;
    QColor ground = m_look == Look::Raised ? m_colors.raised : m_colors.card;
    QColor border = m_colors.border;
    if (isDown())
        ground = m_colors.border;
    else if (isChecked() && !isBare)
        ground = m_colors.selection;
    if (isEnabled() && underMouse())
        border = m_colors.baseLine;
    if (isChecked() && !isBare)
        border = m_colors.accent;
    if (isBare && !hasFocus())
        return;
    painter.setPen(hasFocus() ? QPen(m_colors.accent, 2) : QPen(border, 1));
    painter.setBrush(isBare ? QBrush(Qt::NoBrush) : QBrush(ground));
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
}

void Chip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter);
    const double middle = height() / 2.0;
    const bool isDim = !isEnabled() && !m_isPassive;
    if (m_glyph != Glyph::None)
        drawGlyph(painter, m_glyph, {kEnd + 4.5, middle}, m_colors.of(m_color), 5);

    const bool isHeading = m_look == Look::Heading;
    painter.setFont(font(false));
    painter.setPen(isDim                                   ? m_colors.axis
                   : m_glyph == Glyph::None && m_isPassive ? m_colors.secondary
                                                           : m_colors.text);
    const QRect room(before(), 0, width() - before() - after(m_isBrief) + 1, height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(shown(m_isBrief), Qt::ElideRight, room.width()));
    if (!m_hint.isEmpty() && !m_isBrief) {
        painter.setFont(font(true));
        const QFontMetrics metrics = painter.fontMetrics();
        const double keyWidth = metrics.horizontalAdvance(m_hint) + 2 * kHintEnd;
        const QRectF key(width() - kEnd + 4 - keyWidth, middle - 8, keyWidth, 16);
        painter.setPen(m_colors.baseLine);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.setPen(m_colors.axis);
        painter.drawText(key, Qt::AlignCenter, m_hint);
    }
    if (m_hasArrow || isHeading) {
        painter.translate(isHeading ? 6.0 : width() - kEnd - 3.5, middle);
        if (isHeading && !isChecked())
            painter.rotate(-90);
        drawGlyph(painter, Glyph::Triangle, {0, 0}, isDim ? m_colors.axis : m_colors.secondary, 4);
    }
}

bool Chip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && width() < widthFor(false)) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
                           QStringLiteral("<p>%1</p>").arg(m_words.toHtmlEscaped()), this);
        return true;
    }
    return QAbstractButton::event(event);
}

} // namespace weir
