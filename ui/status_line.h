// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"
#include "ui/models/colors.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace weir {

/**
 * The sum that adds up, and what the marks on the charts mean. Shortens its numbers, then drops the marks,
 * when there is no room. GUI thread.
 */
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent);

    void setAccounting(const Accounting& accounting);
    /** What the engine costs, as a share of one core; nothing where it is not measured. */
    void setCost(std::optional<double> shareOfCore);
    void setColors(const Colors& colors);
    /** The sum and the cost in words, as a screen reader hears them. */
    QString text() const;
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
    std::vector<Run> runs(bool isShort) const;
    double widthOf(const std::vector<Run>& runs) const;
    double paintMarks(QPainter& painter, double right) const;
    QFont fontOf(const Run& run) const;
    QString costText() const;

    Accounting m_accounting;
    std::optional<double> m_cost;
    Colors m_colors;
};

} // namespace weir
