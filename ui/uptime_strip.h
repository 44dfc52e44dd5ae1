// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/history/uptime.h"
#include "ui/models/colors.h"

namespace weir {

/** A day in 48 bars: up, up in part, down, and grey where nothing is known. Says the times on hover. GUI
 * thread. */
class UptimeStrip : public QWidget
{
    Q_OBJECT

public:
    explicit UptimeStrip(QWidget* parent);

    /** `now` lies in the last part. */
    void setParts(const Uptime::Parts& parts, WallTime now, TimePoint monotonicNow);
    void setColors(const Colors& colors);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /** What a place says: "14:00 – 14:30: up 98 %, 1 outage"; plain text. */
    QString wordsAt(int x) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QColor colorOf(const Uptime::Part& part) const;
    WallTime startOf(int part) const;

    Uptime::Parts m_parts{};
    WallTime m_end{}; ///< of the last part
    Colors m_colors;
};

} // namespace weir
