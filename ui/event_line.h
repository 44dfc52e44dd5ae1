// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

namespace weir {

class EventListModel;

/** The newest event on one line. GUI thread; the model outlives it. */
class EventLine : public QWidget
{
    Q_OBJECT

public:
    EventLine(const EventListModel& model, QWidget* parent);
    void setColors(const Colors& colors);
    QSize minimumSizeHint() const override { return {80, 20}; }
    QSize sizeHint() const override { return {300, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const EventListModel& m_model;
    Colors m_colors;
};

} // namespace weir
