// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "ui/models/colors.h"
#include "ui/models/look_fields.h"

#include <optional>

namespace weir {

class JsonTreeModel;

/**
 * The values of a message as a tree, fields that are looked for tagged. From one message to the next it stays
 * at the same place. A right click, the menu key or Enter asks for what can be done with a value. GUI thread.
 */
class MessageTree : public QTreeView
{
    Q_OBJECT

public:
    explicit MessageTree(QWidget* parent);

    void setColors(const Colors& colors);
    void setTree(JsonTree tree);
    void setSettings(const LookSettings& settings);
    /** Of the current value; null: none is, or it holds others and is no field. */
    std::optional<FieldPlace> place() const;
    const JsonTree& tree() const;

Q_SIGNALS:
    void placeChanged();
    void menuRequested(const QPoint& globalPos);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Delegate;
    const JsonNode* current() const;
    void copyValue() const;

    JsonTreeModel* m_model;
    Delegate* m_delegate;
    std::vector<std::string> m_at; ///< steps to the value chosen last
    bool m_isFilling = false;
};

} // namespace weir
