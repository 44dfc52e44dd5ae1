// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/models/colors.h"

#include <vector>

class QButtonGroup;

namespace weir {

/**
 * Names of pages in the heading of a panel, the current one underlined; each may have a number. By mouse, or
 * by Tab and the arrow keys. As tall as its heading, so that the underline meets the rule. GUI thread.
 */
class TabStrip : public QWidget
{
    Q_OBJECT

public:
    TabStrip(const QString& objectName, const QString& accessibleName, const QStringList& texts,
             QWidget* parent);

    void setColors(const Colors& colors);
    int current() const;
    /** Without a signal. */
    void setCurrent(int index);
    /** Behind the name of a tab. */
    void setNumber(int index, const QString& number);
    /** Off: no page is shown; the names only open one. */
    void setUnderlined(bool isUnderlined);

Q_SIGNALS:
    /** By the user; also the tab that is current already. */
    void chosen(int index);

private:
    class Tab;

    std::vector<Tab*> m_tabs;
    QButtonGroup* m_group;
};

} // namespace weir
