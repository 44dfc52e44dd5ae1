// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/engine/engine_snapshot.h"
#include "ui/models/colors.h"

class QLabel;
class QListView;
class QModelIndex;

namespace weir {

class TopKeysDelegate;
class TopKeysModel;

/**
 * The busiest keys with their ranges on a common axis; until there is one, what will be here. A click on a
 * row, or Enter, says what is behind its number. GUI thread.
 */
class TopKeysPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TopKeysPanel(QWidget* parent);

    void apply(const EngineSnapshot& snapshot);
    void setColors(const Colors& colors);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Heading;
    void layOut();
    void arrange();
    void explain(const QModelIndex& index);

    TopKeysModel* m_model;
    TopKeysDelegate* m_delegate;
    QListView* m_list;
    Heading* m_heading;
    QWidget* m_empty;
    QLabel* m_foot;
};

} // namespace weir
