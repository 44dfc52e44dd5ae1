// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir {

/** A rounded box, painted by the style sheet. A class, because a rule by class costs only those it is for. */
class Panel : public QWidget
{
    Q_OBJECT

public:
    explicit Panel(QWidget* parent, Qt::WindowFlags flags = {}) : QWidget(parent, flags)
    {
        setAttribute(Qt::WA_StyledBackground);
    }
};

/** A line 1 px thin, painted by the style sheet. */
class Rule : public QWidget
{
    Q_OBJECT

public:
    explicit Rule(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_StyledBackground); }
};

} // namespace weir
