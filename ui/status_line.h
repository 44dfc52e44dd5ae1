// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "ui/models/colors.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace weir {

/**
 * The sum that adds up, what the marks on the charts mean, and what all this costs. What does not fit gives
 * way from the least important: the size of the history, frames, then the digits and the start of the sum,
 * the marks, and the costs. GUI thread.
 */
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent);

    void setAccounting(const Accounting& accounting);
    /** When the sum began. Steps of less than two seconds are a clock being set and change nothing. */
    void setSince(WallTime start);
    /** What the engine costs, as a share of one core; nothing where it is not measured. */
    void setCost(std::optional<double> shareOfCore);
    /** What the window costs, as a share of one core; nothing where it is not measured. */
    void setWindowCost(std::optional<double> shareOfCore);
    /** Frames drawn in the last second; nothing where it is not measured. */
    void setFrames(std::optional<double> perSecond);
    /** Bytes held by the day of history; 0 is not said. */
    void setHistory(std::size_t bytes);
    void setColors(const Colors& colors);
    /** All of it in words, as a screen reader hears it. */
    QString text() const { return m_text; }
    /** What is drawn of it at the width it has; the marks are named as one. */
    QString shownText() const;
    QSize sizeHint() const override { return {600, 22}; }
    QSize minimumSizeHint() const override { return {200, 22}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Run
    {
        QString text;
        bool isNumber = false;
    };
    /** What is shown when; each step gives up a little more. */
    struct Fit
    {
        bool isLong = true;
        bool hasSince = true;
        bool hasHistory = true;
        bool hasFrames = true;
        bool hasMarks = true;
        bool hasCosts = true;
    };
    bool isNothing() const { return m_accounting.seen == 0 && m_accounting.refused == 0; }
    void refresh();
    std::vector<Run> runs(const Fit& fit) const;
    QString costText(const Fit& fit) const;
    double widthOf(const std::vector<Run>& runs) const;
    double widthOf(const Fit& fit) const;
    double marksWidth() const;
    Fit fitting() const;
    void paintMarks(QPainter& painter, double left) const;
    QFont fontOf(const Run& run) const;

    Accounting m_accounting;
    std::optional<WallTime> m_since;
    std::optional<double> m_cost;
    std::optional<double> m_windowCost;
    std::optional<double> m_frames;
    std::size_t m_history = 0;
    QString m_text;
    Colors m_colors;
};

} // namespace weir
