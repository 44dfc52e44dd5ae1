// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QString>

namespace weir {

/**
 * Binds and listens, and returns the descriptor, which the caller then owns. QWebSocketServer::listen() would
 * name no reason a program can act on, keep a short backlog, and leave Nagle's algorithm on for every client.
 */
Result<qintptr> openListeningSocket(const QHostAddress& host, quint16 port);

/** An address to connect to, also when every address is listened on. */
QString connectableHost(const QHostAddress& host);

/** Whether this process may open one more file or socket. */
bool hasSpareDescriptor();

} // namespace weir
