// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/colors.h"
#include "ui/models/outlook_view.h"

#include <vector>

class QGridLayout;
class QLabel;

namespace weir {

/**
 * "What another rate would do": a small table, the column in force marked. What a row means is told by its
 * tooltip. GUI thread.
 */
class OutlookTable : public QWidget
{
    Q_OBJECT

public:
    explicit OutlookTable(QWidget* parent);

    void setView(const OutlookView& view);
    void setColors(const Colors& colors);
    bool isEmpty() const { return m_questions.isEmpty(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();
    QLabel* cell(int row, int column);

    QGridLayout* m_grid;
    std::vector<std::vector<QLabel*>> m_cells; ///< by row; the first row and column are headers
    QStringList m_questions;                   ///< in full
    int m_current = -1;
    Colors m_colors;
};

} // namespace weir
