// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QDialog>
#include <QKeySequence>
#include <QString>
#include <QStringList>

#include <vector>

namespace weir {

/** A key or a gesture of the mouse, and what it does. */
struct Shortcut
{
    QString id;       ///< "pause", for shortcutKey()
    QStringList keys; ///< as QKeySequence reads them, any of them; empty for a gesture
    QString gesture;  ///< of the mouse, in words; "" for keys
    QString what;

    /** What stands on the keys: "Ctrl+N", "1 … 6", "drag". */
    QStringList caps() const;
};

struct ShortcutGroup
{
    QString title;
    std::vector<Shortcut> shortcuts;
};

/** Every key of the window and its parts: the window obeys this table, the dialog and the guide show it. */
std::vector<ShortcutGroup> shortcutGroups();
/** The first key of the shortcut of that id; empty when there is none. */
QKeySequence shortcutKey(const QString& id);

/** The table above, to read; Esc closes it. Not modal. GUI thread. */
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(QWidget* parent);

    void setColors(const Colors& colors);
};

} // namespace weir
