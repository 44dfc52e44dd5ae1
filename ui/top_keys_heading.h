// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/colors.h"

#include <vector>

namespace weir {

class TopKeysModel;
enum class KeySort;

/**
 * The names of the columns, over the rows and as wide as they are; each sorts by its column, and again the
 * other way round. The end of the axis is over its end. GUI thread; model and rows outlive it.
 */
class TopKeysHeading : public QWidget
{
    Q_OBJECT

public:
    TopKeysHeading(TopKeysModel& model, const QWidget& rows, QWidget* parent);

    /** The model or the width of the rows is another. */
    void arrange();
    void setColors(const Colors& colors);
    /** The last in the order of the Tab key. */
    QWidget* lastColumn() const;

Q_SIGNALS:
    /** By the user. */
    void sortChosen();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Column;
    void choose(KeySort sort);

    TopKeysModel& m_model;
    const QWidget& m_rows;
    Colors m_colors;
    std::vector<Column*> m_columns;
};

} // namespace weir
