// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace weir {

/** A link that opens a menu: an arrow down is painted behind its words. GUI thread. */
class MenuLink : public QPushButton
{
    Q_OBJECT

public:
    static constexpr int kArrow = 15; ///< pixels of the arrow with its gaps; the theme leaves them free

    MenuLink(const QString& objectName, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace weir
