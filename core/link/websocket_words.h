// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/endpoint_settings.h"
#include "core/link/link_words.h"

#include <QByteArray>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QString>
#include <QTcpSocket>

namespace weir {

/** Certificates are verified, against the system's authorities and the endpoint's own. */
QSslConfiguration tlsFor(const EndpointSettings& settings);
/** `url`: http or socks5, as endpoint settings have it. */
QNetworkProxy proxyFor(const QUrl& url);

/** Over TLS, what is encrypted and not yet sent waits here; QWebSocket does not count it. */
qint64 encryptedBacklog(const QTcpSocket* socket);

/**
 * Reasons that Qt gives when it ends a connection itself, for want of any other sign that tells that from a
 * close frame with the same code.
 */
bool isReasonOfQt(int code, const QString& reason);

/** A ping carries the moment it was sent: Qt's own timer is one for all pings, in whole milliseconds. */
QByteArray nonceOf(TimePoint time);

/** Bytes that are enough for answerIn(). */
constexpr qint64 kAnswerLooked = 8LL * 1024;

/**
 * What the first bytes of an answer to the handshake are. Http as long as they may become one that Qt can
 * read to its end.
 */
AnswerKind answerIn(const QByteArray& start);

} // namespace weir
