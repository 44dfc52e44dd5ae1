// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QStyledItemDelegate>

namespace weir {

struct EndpointRow;

/**
 * Draws a row of the endpoint list: swatch, name, rate; below them state, traffic and the last minute; the
 * header of a group; or, brief, all of a row in one line. GUI thread.
 */
class EndpointDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setColors(const Colors& colors) { m_colors = colors; }
    void setBrief(bool isBrief) { m_isBrief = isBrief; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /** Whether a point of a row is on its swatch. */
    static bool isOnSwatch(const QRect& row, QPoint at);

    // The work so far, for tests.
    std::uint64_t painted() const { return m_painted; }
    std::uint64_t measured() const { return m_measured; }

private:
    void paintBack(QPainter& painter, const QStyleOptionViewItem& option) const;
    void paintSwatch(QPainter& painter, const EndpointRow& row, const QRectF& box) const;
    void paintHeader(QPainter& painter, const QStyleOptionViewItem& option, const EndpointRow& row) const;
    void paintFull(QPainter& painter, const QStyleOptionViewItem& option, const EndpointRow& row) const;
    void paintBrief(QPainter& painter, const QStyleOptionViewItem& option, const EndpointRow& row) const;
    int paintName(QPainter& painter, const QFont& font, const QRect& box, const EndpointRow& row) const;

    Colors m_colors;
    bool m_isBrief = false;
    mutable std::uint64_t m_painted = 0;
    mutable std::uint64_t m_measured = 0;
};

} // namespace weir
