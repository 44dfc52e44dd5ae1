// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QMenu;
class QWidget;

namespace weir {

/** What the menu of an endpoint does. */
enum class EndpointAction {
    Draw,
    Solo,
    Group,
    Edit,
    Connect,
    Disconnect,
    Log,
    CopyAddress,
    CopyCommand,
    Remove
};

/** What it offers. */
struct EndpointMenuState
{
    bool isDrawn = false;
    bool isSolo = false;
    bool canRetry = false;
    bool canConnect = false;
    bool canDisconnect = false;
};

/** Deletes itself when it is closed. */
QMenu* makeEndpointMenu(const EndpointMenuState& state, QWidget* parent,
                        const std::function<void(EndpointAction)>& act);

/** For a shell: "weir-collect 'wss://…'". */
QString collectCommand(const QString& address);

} // namespace weir
