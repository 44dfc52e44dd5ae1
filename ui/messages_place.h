// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/engine/engine_snapshot.h"

class QLabel;

namespace weir {

/** Where messages would be read: says that none are kept, and how many are looked into. GUI thread. */
class MessagesPlace : public QWidget
{
    Q_OBJECT

public:
    explicit MessagesPlace(QWidget* parent);

    void apply(const EngineSnapshot& snapshot);

private:
    QLabel* m_rate;
};

} // namespace weir
