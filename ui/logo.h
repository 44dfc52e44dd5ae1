// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir {

/** The mark beside the name: water over a weir. Painted, so that a window starts without a reader of SVG. */
class Logo : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kSize = 24;

    explicit Logo(QWidget* parent) : QWidget(parent) { setFixedSize(kSize, kSize); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace weir
