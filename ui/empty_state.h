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
    QSize minimumSizeHint() const override { return {480, 300}; }

Q_SIGNALS:
    void demoRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    QWidget* makeCard();
    QWidget* makeSketches();
    void makeRoom();

    QWidget* m_card = nullptr;
    QWidget* m_caption = nullptr;
    QWidget* m_page = nullptr; ///< the sketches, shown where there is room
    ConnectForm* m_form = nullptr;
    std::vector<SketchCard*> m_sketches;
};

} // namespace weir
