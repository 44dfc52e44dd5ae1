// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/json_tree_model.h"

#include "ui/models/look_fields.h"
#include "ui/models/text.h"

#include <QStringList>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace weir {

void JsonTreeModel::setTree(JsonTree tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

void JsonTreeModel::setSettings(const LookSettings& settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    const auto mark = [this](const std::vector<int>& siblings, const auto& self) -> void {
        if (siblings.empty())
            return;
        Q_EMIT dataChanged(indexOf(siblings.front(), 1), indexOf(siblings.back(), 1), {TagsRole});
        for (const int each : siblings)
            self(m_tree.nodes()[static_cast<std::size_t>(each)].children, self);
    };
    mark(m_tree.top(), mark);
}

int JsonTreeModel::nodeAt(const QModelIndex& index) const
{
    return index.isValid() && index.model() == this ? static_cast<int>(index.internalId()) : -1;
}

QModelIndex JsonTreeModel::indexOf(int node, int column) const
{
    if (node < 0)
        return {};
    return createIndex(m_tree.nodes()[static_cast<std::size_t>(node)].row, column,
                       static_cast<quintptr>(node));
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const int above = nodeAt(parent);
    const std::vector<int>& siblings =
        above < 0 ? m_tree.top() : m_tree.nodes()[static_cast<std::size_t>(above)].children;
    return createIndex(row, column, static_cast<quintptr>(siblings[static_cast<std::size_t>(row)]));
}

QModelIndex JsonTreeModel::parent(const QModelIndex& child) const
{
    const int node = nodeAt(child);
    return node < 0 ? QModelIndex() : indexOf(m_tree.nodes()[static_cast<std::size_t>(node)].parent);
}

int JsonTreeModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    const int node = nodeAt(parent);
    const std::vector<int>& children =
        node < 0 ? m_tree.top() : m_tree.nodes()[static_cast<std::size_t>(node)].children;
    return static_cast<int>(children.size());
}

int JsonTreeModel::columnCount(const QModelIndex&) const
{
    return 2;
}

QStringList JsonTreeModel::tagsOf(int node) const
{
    QStringList tags;
    if (m_settings.isEmpty() ||
        m_tree.nodes()[static_cast<std::size_t>(node)].kind == JsonNode::Kind::Document)
        return tags;
    for (const FieldRole field : fieldsAt(m_settings, placeOf(m_tree, node)))
        tags.append(tagOf(field));
    return tags;
}

QVariant JsonTreeModel::data(const QModelIndex& index, int role) const
{
    const int at = nodeAt(index);
    if (at < 0)
        return {};
    const JsonNode& node = m_tree.nodes()[static_cast<std::size_t>(at)];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == 0                   ? node.name
               : node.isCut && node.children.empty() ? node.text + u'…'
                                                     : node.text;
    case Qt::AccessibleTextRole: {
        QStringList words{node.name, node.text};
        words += tagsOf(at);
        words.removeAll(QString());
        return words.join(u", "_s);
    }
    case Qt::ToolTipRole:
        return u"<p>"_s + node.text.toHtmlEscaped() + u"</p>"_s;
    case KindRole:
        return static_cast<int>(node.kind);
    case TagsRole:
        return tagsOf(at);
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? Say::tr("Field") : Say::tr("Value");
}

} // namespace weir
