// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

#include <vector>

class QPushButton;

namespace weir {

class ConnectForm;
class SketchCard;

/** What the window shows before anything is connected: one field, the demo, and what will be seen. GUI
 * thread. */
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent);

    ConnectForm* form() { return m_form; }
    void setColors(const Colors& colors);

Q_SIGNALS:
    void demoRequested();

private:
    QWidget* makeCard();
    QWidget* makeSketches();

    ConnectForm* m_form = nullptr;
    std::vector<SketchCard*> m_sketches;
};

} // namespace weir
