// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

namespace weir {

/** A thin bar that fills while something is waited for. Repaints when a pixel changes. GUI thread. */
class WaitBar : public QWidget
{
    Q_OBJECT

public:
    explicit WaitBar(QWidget* parent);

    /** 0 … 1 of the wait has passed. */
    void setShare(double share);
    void setColors(const Colors& colors);
    QSize sizeHint() const override { return {100, 4}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0;
    Colors m_colors;
};

} // namespace weir
