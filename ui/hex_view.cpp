// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hex_view.h"

#include "ui/models/message_text.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kLine = 18;
constexpr int kSide = 13;
constexpr int kTop = 4;
} // namespace

HexView::HexView(QWidget* parent) : QAbstractScrollArea(parent), m_font(fixedFont())
{
    setObjectName(u"messageHex"_s);
    setAccessibleName(tr("Bytes of the message"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false);
}

void HexView::setColors(const Colors& colors)
{
    m_colors = colors;
    viewport()->update();
}

void HexView::setBytes(const std::string& bytes)
{
    m_bytes = bytes;
    const auto end = static_cast<std::ptrdiff_t>(bytes.size()) - 1;
    if (m_anchor >= 0 && std::max(m_anchor, m_cursor) > end)
        m_anchor = m_cursor = -1;
    updateScroll();
    viewport()->update();
    Q_EMIT selectionChanged();
}

void HexView::select(std::size_t from, std::size_t count)
{
    const bool isNone = count == 0 || from >= m_bytes.size();
    m_anchor = isNone ? -1 : static_cast<std::ptrdiff_t>(from);
    m_cursor = isNone ? -1 : static_cast<std::ptrdiff_t>(std::min(from + count, m_bytes.size())) - 1;
    viewport()->update();
    Q_EMIT selectionChanged();
}

std::size_t HexView::from() const
{
    return m_anchor < 0 ? 0 : static_cast<std::size_t>(std::min(m_anchor, m_cursor));
}

std::size_t HexView::count() const
{
    return m_anchor < 0 ? 0 : static_cast<std::size_t>(std::abs(m_anchor - m_cursor)) + 1;
}

HexView::Columns HexView::columns() const
{
    const QFontMetrics metrics(m_font);
    Columns columns{};
    columns.letter = metrics.horizontalAdvance(u'0');
    columns.cell = columns.letter * 5 / 2;
    columns.offset = kSide;
    columns.bytes = kSide + 6 * columns.letter;
    const int room = viewport()->width() - columns.bytes - kSide;
    columns.perLine = 4;
    while (columns.perLine < 32 &&
           2 * columns.perLine * (columns.cell + columns.letter) + 2 * columns.letter <= room)
        columns.perLine *= 2;
    columns.text = columns.bytes + columns.perLine * columns.cell + columns.letter;
    return columns;
}

void HexView::updateScroll()
{
    const int perLine = columns().perLine;
    const int lines = (static_cast<int>(m_bytes.size()) + perLine - 1) / perLine;
    verticalScrollBar()->setRange(0, std::max(0, lines * kLine + 2 * kTop - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(kLine);
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setFont(m_font);
    const Columns c = columns();
    const int scroll = verticalScrollBar()->value();
    const int first = std::max(0, (scroll - kTop) / kLine);
    const auto size = static_cast<int>(m_bytes.size());
    const auto low = static_cast<int>(from());
    const int high = low + static_cast<int>(count());
    for (int line = first; line * c.perLine < size; ++line) {
        const int y = kTop + line * kLine - scroll;
        if (y > viewport()->height())
            break;
        painter.setPen(m_colors.axis);
        painter.drawText(QRect(c.offset, y, c.bytes, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                         u"%1"_s.arg(line * c.perLine, 4, 16, QChar(u'0')));
        for (int i = 0; i < c.perLine && line * c.perLine + i < size; ++i) {
            const int at = line * c.perLine + i;
            const auto byte = static_cast<unsigned char>(m_bytes[static_cast<std::size_t>(at)]);
            const QRect cell(c.bytes + i * c.cell, y, c.cell, kLine);
            const QRect letter(c.text + i * c.letter, y, c.letter, kLine);
            const bool isChosen = at >= low && at < high;
            if (isChosen) {
                painter.fillRect(cell.adjusted(-2, 1, -3, -1), m_colors.accent);
                painter.fillRect(letter.adjusted(0, 1, 0, -1), m_colors.accent);
            }
            const bool isShown = byte >= 0x20 && byte < 0x7F;
            painter.setPen(isChosen ? m_colors.onAccent : byte == 0 ? m_colors.axis : m_colors.text);
            painter.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, u"%1"_s.arg(byte, 2, 16, QChar(u'0')));
            painter.setPen(isChosen ? m_colors.onAccent : isShown ? m_colors.secondary : m_colors.baseLine);
            painter.drawText(letter, Qt::AlignLeft | Qt::AlignVCenter, QString(shownByte(byte)));
        }
    }
    if (hasFocus()) {
        painter.setPen(m_colors.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

int HexView::byteAt(const QPoint& at) const
{
    const Columns c = columns();
    const int line = std::max(0, at.y() + verticalScrollBar()->value() - kTop) / kLine;
    const int column =
        at.x() >= c.text - c.letter / 2 ? (at.x() - c.text) / c.letter : (at.x() - c.bytes + 2) / c.cell;
    return line * c.perLine + std::clamp(column, 0, c.perLine - 1);
}

void HexView::moveTo(std::ptrdiff_t to, bool extends)
{
    if (m_bytes.empty())
        return;
    m_cursor = std::clamp<std::ptrdiff_t>(to, 0, static_cast<std::ptrdiff_t>(m_bytes.size()) - 1);
    if (!extends || m_anchor < 0)
        m_anchor = m_cursor;
    const int y = static_cast<int>(m_cursor) / columns().perLine * kLine + kTop;
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(std::clamp(bar->value(), y + kLine + kTop - viewport()->height(), y - kTop));
    viewport()->update();
    Q_EMIT selectionChanged();
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(byteAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        moveTo(byteAt(event->pos()), true);
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    const int perLine = columns().perLine;
    const std::ptrdiff_t at = std::max<std::ptrdiff_t>(m_cursor, m_cursor < 0 ? -1 : 0);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(at - 1, extends);
    case Qt::Key_Right:
        return moveTo(at + 1, extends);
    case Qt::Key_Up:
        return moveTo(at - perLine, extends);
    case Qt::Key_Down:
        return moveTo(at + perLine, extends);
    case Qt::Key_Home:
        return moveTo(0, extends);
    case Qt::Key_End:
        return moveTo(static_cast<std::ptrdiff_t>(m_bytes.size()), extends);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HexView::resizeEvent(QResizeEvent*)
{
    updateScroll();
}

void HexView::focusInEvent(QFocusEvent*)
{
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent*)
{
    viewport()->update();
}

} // namespace weir
