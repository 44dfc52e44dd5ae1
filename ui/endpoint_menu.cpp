// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/endpoint_menu.h"

#include <QCoreApplication>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

struct EndpointMenu
{
    Q_DECLARE_TR_FUNCTIONS(weir::EndpointMenu)
};

} // namespace

QMenu* makeEndpointMenu(const EndpointMenuState& state, QWidget* parent,
                        const std::function<void(EndpointAction)>& act)
{
    auto* menu = new QMenu(parent);
    menu->setObjectName(u"endpointMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& name, const QString& text, EndpointAction action,
                         const QKeySequence& keys = {}) {
        QAction* entry = menu->addAction(text, menu, [act, action] { act(action); });
        entry->setObjectName(name);
        entry->setShortcut(keys); // to be read: the list takes the keys itself
        entry->setShortcutVisibleInContextMenu(true);
        entry->setShortcutContext(Qt::WidgetShortcut);
    };
    add(u"drawAction"_s, state.isDrawn ? EndpointMenu::tr("Take off the charts") : EndpointMenu::tr("Draw"),
        EndpointAction::Draw, Qt::Key_D);
    add(u"soloAction"_s,
        state.isSolo ? EndpointMenu::tr("Show the others again") : EndpointMenu::tr("Only this"),
        EndpointAction::Solo, Qt::CTRL | Qt::Key_Return);
    add(u"groupAction"_s, EndpointMenu::tr("Group…"), EndpointAction::Group);
    add(u"editAction"_s, EndpointMenu::tr("Edit…"), EndpointAction::Edit, Qt::Key_F2);
    menu->addSeparator();
    if (state.canRetry || state.canConnect) {
        add(u"connectAction"_s, state.canRetry ? EndpointMenu::tr("Retry now") : EndpointMenu::tr("Connect"),
            EndpointAction::Connect);
    }
    if (state.canDisconnect)
        add(u"disconnectAction"_s, EndpointMenu::tr("Disconnect"), EndpointAction::Disconnect);
    add(u"logAction"_s, EndpointMenu::tr("Log"), EndpointAction::Log);
    menu->addSeparator();
    add(u"copyAddressAction"_s, EndpointMenu::tr("Copy address"), EndpointAction::CopyAddress);
    add(u"copyCommandAction"_s, EndpointMenu::tr("Copy as weir-collect command"),
        EndpointAction::CopyCommand);
    menu->addSeparator();
    add(u"removeAction"_s, EndpointMenu::tr("Remove"), EndpointAction::Remove, Qt::Key_Delete);
    return menu;
}

QString collectCommand(const QString& address)
{
    QString quoted = address;
    quoted.replace(u'\'', u"'\\''"_s);
    return u"weir-collect '"_s + quoted + u'\'';
}

} // namespace weir
