// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QHostAddress>

namespace weir {

/**
 * Binds and listens, and returns the descriptor, which the caller then owns. QWebSocketServer::listen() would
 * name no reason a program can act on, keep a short backlog, and leave Nagle's algorithm on for every client.
 */
Result<qintptr> openListeningSocket(const QHostAddress& host, quint16 port);

} // namespace weir
