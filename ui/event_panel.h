// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;

namespace weir {

class EventDelegate;
class EventLine;
class EventListModel;

/** What happened, newest first; as a single line, the newest. GUI thread; the model outlives it. */
class EventPanel : public QWidget
{
    Q_OBJECT

public:
    EventPanel(EventListModel& model, QWidget* parent);

    void setColors(const Colors& colors);
    /** One line with a button that opens the list. */
    void setBrief(bool isBrief);

private:
    void layOut();
    void arrange();

    EventListModel& m_model;
    EventDelegate* m_delegate;
    QListView* m_list;
    EventLine* m_line;
    QLabel* m_count;
    QWidget* m_rule;
    QPushButton* m_toggle;
    bool m_isBrief = false;
    bool m_isOpen = false;
};

} // namespace weir
