// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

namespace weir {

/** What the tags on the cards mean, at the foot of the dock; nothing where there is no room. GUI thread. */
class MeasureGuide : public QWidget
{
    Q_OBJECT

public:
    explicit MeasureGuide(QWidget* parent);
    void setColors(const Colors& colors);
    /** Pixels it takes at its present width. */
    int neededHeight() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Colors m_colors;
};

} // namespace weir
