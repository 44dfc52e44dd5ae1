// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/message_tree.h"

#include "ui/models/json_tree_model.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {
constexpr int kRow = 20;
constexpr int kOpenLevels = 5;
} // namespace

/** Names in one column, values coloured by their kind in the next, tags behind them. */
class MessageTree::Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Colors colors;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QFont font = option.font;
        font.setPixelSize(12);
        return {QFontMetrics(font).horizontalAdvance(index.data().toString()) + 16, kRow};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, colors.selection);
        QFont font = option.font;
        font.setPixelSize(12);
        painter->setFont(font);
        QRect box = option.rect.adjusted(4, 0, -4, 0);
        if (index.column() == 1) {
            const QStringList tags = index.data(JsonTreeModel::TagsRole).toStringList();
            int room = 0;
            for (const QString& tag : tags)
                room += tagWidth(tag, font) + 4;
            const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                                   std::max(0, box.width() - room - 6));
            painter->setPen(
                colorOf(static_cast<JsonNode::Kind>(index.data(JsonTreeModel::KindRole).toInt())));
            painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
            int x = box.left() + painter->fontMetrics().horizontalAdvance(text) + 8;
            for (const QString& tag : tags) {
                paintTag(*painter, QRect(x, box.top(), tagWidth(tag, font), box.height()), tag);
                x += tagWidth(tag, font) + 4;
            }
        } else {
            painter->setPen(colors.secondary);
            painter->drawText(
                box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, box.width()));
        }
        painter->restore();
    }

private:
    QColor colorOf(JsonNode::Kind kind) const
    {
        switch (kind) {
        case JsonNode::Kind::Text:
            return colors.ok;
        case JsonNode::Kind::Number:
            return colors.link;
        case JsonNode::Kind::Odd:
            return colors.warn;
        case JsonNode::Kind::Word:
            return colors.text;
        default:
            return colors.axis;
        }
    }

    static QFont tagFont(const QFont& base)
    {
        QFont font = base;
        font.setPixelSize(11);
        return font;
    }
    static int tagWidth(const QString& tag, const QFont& base)
    {
        return QFontMetrics(tagFont(base)).horizontalAdvance(tag) + 12;
    }

    void paintTag(QPainter& painter, const QRect& box, const QString& tag) const
    {
        const QRectF frame(box.left() + 0.5, box.center().y() - 7.5, box.width() - 1, 16);
        painter.setPen(colors.accent);
        painter.setBrush(colors.selection);
        painter.drawRoundedRect(frame, 3, 3);
        const QFont before = painter.font();
        painter.setFont(tagFont(before));
        painter.setPen(colors.link);
        painter.drawText(frame, Qt::AlignCenter, tag);
        painter.setFont(before);
    }
};

MessageTree::MessageTree(QWidget* parent)
    : QTreeView(parent), m_model(new JsonTreeModel(this)), m_delegate(new Delegate(this))
{
    setObjectName(u"messageTree"_s);
    setAccessibleName(tr("Fields of the message"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(16);
    setFrameShape(QFrame::NoFrame);
    setExpandsOnDoubleClick(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    setMinimumHeight(2 * kRow);
    auto* copy = new QAction(tr("Copy the value"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &MessageTree::copyValue);
    addAction(copy);
}

void MessageTree::setColors(const Colors& colors)
{
    m_delegate->colors = colors;
    viewport()->update();
}

void MessageTree::setTree(JsonTree tree)
{
    m_isFilling = true; // else the place would be forgotten while there is no tree
    m_model->setTree(std::move(tree));
    setRootIndex({});
    if (const std::vector<int>& top = m_model->tree().top();
        top.size() == 1 && !m_model->tree().nodes()[static_cast<std::size_t>(top.front())].children.empty())
        setRootIndex(m_model->indexOf(top.front())); // braces around everything say nothing
    expandToDepth(kOpenLevels);
    const int node = m_at.empty() ? -1 : m_model->tree().find(m_at);
    setCurrentIndex(m_model->indexOf(node));
    m_isFilling = false;
    const int wanted = sizeHintForColumn(0);
    header()->resizeSection(0, std::clamp(wanted + 12, 90, std::max(90, viewport()->width() / 2)));
    Q_EMIT placeChanged();
}

void MessageTree::setSettings(const LookSettings& settings)
{
    m_model->setSettings(settings);
}

const JsonTree& MessageTree::tree() const
{
    return m_model->tree();
}

const JsonNode* MessageTree::current() const
{
    const int node = m_model->nodeAt(currentIndex());
    return node < 0 ? nullptr : &m_model->tree().nodes()[static_cast<std::size_t>(node)];
}

std::optional<FieldPlace> MessageTree::place() const
{
    const JsonNode* node = current();
    if (!node || node->kind == JsonNode::Kind::Object || node->kind == JsonNode::Kind::Array ||
        node->kind == JsonNode::Kind::Document)
        return {};
    return placeOf(m_model->tree(), m_model->nodeAt(currentIndex()));
}

void MessageTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    if (m_isFilling)
        return;
    m_at.clear();
    if (current.isValid())
        m_at = placeOf(m_model->tree(), m_model->nodeAt(current)).tokens;
    Q_EMIT placeChanged();
}

void MessageTree::contextMenuEvent(QContextMenuEvent* event)
{
    if (!current())
        return;
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint below = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    Q_EMIT menuRequested(isByKey ? below : event->globalPos());
}

void MessageTree::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && place())
        Q_EMIT menuRequested(viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
    else
        QTreeView::keyPressEvent(event);
}

void MessageTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    const int wanted = header()->sectionSize(0);
    header()->resizeSection(0, std::clamp(wanted, 90, std::max(90, viewport()->width() / 2)));
}

void MessageTree::copyValue() const
{
    if (const JsonNode* node = current())
        QGuiApplication::clipboard()->setText(node->text);
}

} // namespace weir
