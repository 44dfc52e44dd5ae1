// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/outlook_view.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace weir {

/**
 * "What another rate would do": a small table, the column in force marked. Takes the height that is left and
 * shows nothing rather than half of itself. GUI thread.
 */
class OutlookTable : public QWidget
{
    Q_OBJECT

public:
    explicit OutlookTable(QWidget* parent);

    void setView(const OutlookView& view);
    /** Pixels that all of it takes; 0 while there is nothing to say. */
    int neededHeight() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    QLabel* cell(int row, int column);

    QWidget* m_content;
    QGridLayout* m_grid;
    std::vector<std::vector<QLabel*>> m_cells; ///< by row; the first row and column are headers
    bool m_isEmpty = true;
};

} // namespace weir
