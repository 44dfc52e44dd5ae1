// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel> // first: moc 6.4 cannot read <concepts> before a Qt header

#include "core/look/look_settings.h"
#include "ui/models/json_tree.h"

namespace weir {

/**
 * The values of one message as a tree, with the fields that are looked for marked at their place. GUI thread;
 * owned by its view. Column 0 is the name, 1 the value.
 */
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of JsonNode::Kind
        TagsRole,                ///< QStringList: "key", "value", "time", "sequence"
    };
    using QAbstractItemModel::QAbstractItemModel;

    void setTree(JsonTree tree);
    const JsonTree& tree() const { return m_tree; }
    /** Which fields are marked. */
    void setSettings(const LookSettings& settings);

    /** -1 for an index of another model, or none. */
    int nodeAt(const QModelIndex& index) const;
    QModelIndex indexOf(int node, int column = 0) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList tagsOf(int node) const;

    JsonTree m_tree;
    LookSettings m_settings;
};

} // namespace weir
