// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace weir {

/** A row of buttons of which one is chosen: by mouse, or by Tab and the arrow keys. GUI thread. */
class Segmented : public QWidget
{
    Q_OBJECT

public:
    Segmented(const QString& objectName, const QString& accessibleName, const QStringList& texts,
              QWidget* parent);

    /** -1: none is chosen. */
    int current() const;
    /** Without a signal; -1 for none. */
    void setCurrent(int index);

Q_SIGNALS:
    /** By the user. */
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

} // namespace weir
