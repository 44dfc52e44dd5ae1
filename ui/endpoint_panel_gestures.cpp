// SPDX-License-Identifier: GPL-3.0-or-later
// What a user does in the panel; what it shows is in endpoint_panel.cpp.
#include "ui/endpoint_heading.h"
#include "ui/endpoint_list_view.h"
#include "ui/endpoint_menu.h"
#include "ui/endpoint_panel.h"
#include "ui/label.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_story.h"
#include "ui/models/plain_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

namespace weir {

namespace {
constexpr Duration kNoticeStays = std::chrono::seconds(6);
} // namespace

// Scope, order, folds.

void EndpointPanel::setScope(const Scope& scope)
{
    if (scope == m_model->scope())
        return;
    rearrange([&] { m_model->setScope(scope); });
    m_heading->setScope(scope);
    Q_EMIT scopeChanged(scope);
}

void EndpointPanel::setSort(EndpointSort sort)
{
    m_heading->setSort(sort);
    rearrange([&] { m_model->setSort(sort); });
}

void EndpointPanel::setFoldedGroups(const QStringList& groups)
{
    rearrange([&] { m_model->setFolded(QSet<QString>(groups.begin(), groups.end())); });
}

QStringList EndpointPanel::foldedGroups() const
{
    QStringList groups = m_model->folded().values();
    groups.sort();
    return groups;
}

void EndpointPanel::fold(const QString& group, bool isFolded)
{
    QSet<QString> groups = m_model->folded();
    if (isFolded)
        groups.insert(group);
    else
        groups.remove(group);
    if (groups == m_model->folded())
        return;
    rearrange([&] { m_model->setFolded(groups); });
    Q_EMIT foldedGroupsChanged();
}

void EndpointPanel::showOnlyGroup(const QString& group)
{
    Scope next = scope();
    if (next.group == group)
        next.group.reset();
    else
        next.group = group;
    setScope(next);
}

void EndpointPanel::focusEndpoint(EndpointId id)
{
    const EndpointHistory* endpoint = m_data ? m_data->find(id) : nullptr;
    if (!endpoint)
        return;
    if (!scope().includes(*endpoint))
        setScope({});
    fold(endpoint->group, false);
    m_list->setCurrentIndex(m_model->indexOf(id));
    m_list->scrollTo(m_list->currentIndex());
}

void EndpointPanel::focusFilter()
{
    m_heading->filter()->setFocus(Qt::ShortcutFocusReason);
    m_heading->filter()->selectAll();
}

// Gestures.

void EndpointPanel::gesture(RowGesture gesture, const QModelIndex& row)
{
    notice({});
    const EndpointId id = m_model->idAt(row);
    const QString group = m_model->groupAt(row);
    switch (gesture) {
    case RowGesture::Emphasize:
        mark(id == m_emphasized ? EndpointId{} : id, {});
        break;
    case RowGesture::Solo:
        mark({}, id == m_solo ? EndpointId{} : id);
        break;
    case RowGesture::Draw:
        toggleDrawn(id);
        break;
    case RowGesture::Fold:
    case RowGesture::Unfold:
        fold(group, gesture == RowGesture::Fold);
        break;
    case RowGesture::Toggle:
        fold(group, !m_model->folded().contains(group));
        break;
    case RowGesture::OnlyGroup:
        showOnlyGroup(group);
        break;
    case RowGesture::Edit:
        askToEdit(id, Remedy::Edit);
        break;
    case RowGesture::Remove:
        Q_EMIT removeRequested(id);
        break;
    }
}

void EndpointPanel::mark(EndpointId emphasize, EndpointId solo)
{
    const bool isEmphasisNew = std::exchange(m_emphasized, emphasize) != emphasize;
    const bool isSoloNew = std::exchange(m_solo, solo) != solo;
    m_model->setMarked(emphasize, solo);
    if (isEmphasisNew)
        Q_EMIT emphasized(emphasize);
    if (isSoloNew)
        Q_EMIT soloed(solo);
}

void EndpointPanel::toggleDrawn(EndpointId id)
{
    const EndpointHistory* endpoint = m_data ? m_data->find(id) : nullptr;
    if (!endpoint)
        return;
    const bool isDrawn = endpoint->colorSlot >= 0;
    if (!isDrawn && m_data->drawn() >= kSeriesColors)
        notice(tr("Eight are drawn already. Take one off first."));
    else
        Q_EMIT drawnRequested(id, !isDrawn);
}

void EndpointPanel::showMenu(const QModelIndex& row, const QPoint& place)
{
    if (m_model->isHeader(row)) {
        showGroupMenu(m_model->groupAt(row), place);
        return;
    }
    const EndpointId id = m_model->idAt(row);
    const EndpointHistory* endpoint = m_data ? m_data->find(id) : nullptr;
    if (!endpoint)
        return;
    const EndpointStory story = endpointStory(endpoint->status, m_data->now());
    QMenu* menu = makeEndpointMenu(
        {endpoint->colorSlot >= 0, id == m_solo, story.canRetry, story.canConnect, story.canDisconnect}, this,
        [this, id](EndpointAction action) { act(action, id); });
    menu->popup(place);
}

void EndpointPanel::showGroupMenu(const QString& group, const QPoint& place)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("groupMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isOnly = scope().group == group;
    menu->addAction(isOnly ? tr("All groups") : tr("Only this group"), this,
                    [this, group] { showOnlyGroup(group); });
    const bool isFolded = m_model->folded().contains(group);
    menu->addAction(isFolded ? tr("Unfold") : tr("Fold"), this,
                    [this, group, isFolded] { fold(group, !isFolded); });
    menu->popup(place);
}

void EndpointPanel::act(EndpointAction action, EndpointId id)
{
    const EndpointHistory* endpoint = m_data ? m_data->find(id) : nullptr;
    if (!endpoint)
        return;
    const QString address = endpoint->status.displayUrl;
    switch (action) {
    case EndpointAction::Draw:
        toggleDrawn(id);
        break;
    case EndpointAction::Solo:
        mark({}, id == m_solo ? EndpointId{} : id);
        break;
    case EndpointAction::Group:
        editGroup(id);
        break;
    case EndpointAction::Edit:
        askToEdit(id, Remedy::Edit);
        break;
    case EndpointAction::Connect:
        Q_EMIT resumeRequested(id);
        break;
    case EndpointAction::Disconnect:
        Q_EMIT pauseRequested(id);
        break;
    case EndpointAction::Log:
        Q_EMIT logRequested(id);
        break;
    case EndpointAction::CopyAddress:
        copy(address, address);
        break;
    case EndpointAction::CopyCommand:
        copy(collectCommand(address), address);
        break;
    case EndpointAction::Remove:
        Q_EMIT removeRequested(id);
        break;
    }
}

void EndpointPanel::copy(const QString& text, const QString& address)
{
    QGuiApplication::clipboard()->setText(plainText(text, 1024));
    notice(address.contains(QStringLiteral("•••"))
               ? tr("Copied. What may be secret is left out: put it in where ••• stands.")
               : tr("Copied."));
}

void EndpointPanel::editGroup(EndpointId id)
{
    const EndpointHistory* endpoint = m_data->find(id);
    m_grouped = id;
    setLabelText(m_groupLabel, tr("Group of %1").arg(plainText(endpoint->status.name, 16)));
    m_group->setText(endpoint->group);
    m_groupBox->show();
    m_group->setFocus(Qt::OtherFocusReason);
    m_group->selectAll();
}

void EndpointPanel::askToEdit(EndpointId id, Remedy remedy)
{
    m_remedy = remedy;
    Q_EMIT editRequested(id);
}

void EndpointPanel::notice(const QString& text)
{
    m_noticeUntil.reset();
    if (!text.isEmpty() && m_data)
        m_noticeUntil = m_data->now() + kNoticeStays;
    setLabelText(m_notice, text);
    m_notice->setVisible(!text.isEmpty());
}

/** Escape ends one thing at a time, the newest first. */
void EndpointPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (m_groupBox->isVisibleTo(this)) {
        m_groupBox->hide();
        m_list->setFocus();
    } else if (isConnecting()) {
        setConnecting(false);
    } else if (m_manyBox->isVisibleTo(this)) {
        setAddingMany(false);
    } else if (!m_emphasized.isNull() || !m_solo.isNull()) {
        mark({}, {});
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool EndpointPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_heading->filter() || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape && !scope().filter.isEmpty()) {
        Scope next = scope();
        next.filter.clear();
        setScope(next);
        return true;
    }
    const bool leaves = key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return;
    if (leaves && m_list->isVisible()) {
        m_list->setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace weir
