// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/colors.h"

#include <string>

namespace weir {

/**
 * Bytes with their offsets and as characters. Bytes are chosen by dragging, or by arrow keys with Shift; a
 * field at a fixed place is chosen that way. Draws the visible lines only. GUI thread.
 */
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexView(QWidget* parent);

    void setColors(const Colors& colors);
    /** Keeps the selection as far as there are bytes, so that the same place of the next message is seen. */
    void setBytes(const std::string& bytes);
    /** `count` 0: none. */
    void select(std::size_t from, std::size_t count);
    std::size_t from() const;
    std::size_t count() const;

Q_SIGNALS:
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Columns
    {
        int offset, bytes, text, cell, letter, perLine;
    };
    Columns columns() const;
    void updateScroll();
    int byteAt(const QPoint& at) const;
    void moveTo(std::ptrdiff_t to, bool extends);

    Colors m_colors;
    QFont m_font;
    std::string m_bytes;
    std::ptrdiff_t m_anchor = -1; ///< -1: nothing is chosen
    std::ptrdiff_t m_cursor = -1;
};

} // namespace weir
