// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/clock.h"
#include "ui/models/colors.h"

#include <vector>

class QLabel;
class QPushButton;

namespace weir {

class Chip;
class DashboardData;
class Segmented;

/** Logo, Connect…, how many are receiving, the worst trouble in words, spans, Pause. GUI thread. */
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent);

    void apply(const DashboardData& dashboard);
    /** How far the view is behind; zero or less when it is live. */
    void setBehind(bool isPaused, Duration behind);
    /** Spans and Pause mean something only when there is something to see. */
    void setBusy(bool isBusy);
    void setColors(const Colors& colors);
    /** Chooses the shortest span that shows at least two thirds of `length`, or the longest there is. */
    void showLast(Duration length);

Q_SIGNALS:
    void connectClicked();
    void pauseClicked();
    void spanChosen(weir::Duration span);

private:
    Chip* m_receiving;
    Chip* m_trouble;
    Chip* m_live;
    QPushButton* m_connect;
    Segmented* m_spans;
    QPushButton* m_pause;
};

} // namespace weir
