// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_options.h"

#include <QByteArray>
#include <QString>

namespace weir {

/** The longest request header that is read, bytes. */
inline constexpr qsizetype kMostHandshakeBytes = 8 * 1024;

/** What is done with a request to connect. */
struct HandshakeVerdict
{
    int status = 101;     ///< of HTTP; 101: let in
    QString reason;       ///< a sentence without secrets, where it is refused
    bool control = false; ///< it came with the token

    bool isLetIn() const { return status == 101; }
    /** The answer to who is refused. */
    QByteArray answer() const;
};

/**
 * Judges a whole request header, before anything of it is acted on. A page of a browser says where it comes
 * from (Origin), whatever it pretends otherwise, and a name that was bound to this address to get at it (DNS
 * rebinding) is in Host: addresses, localhost and the names of `allowedHosts` are let in. A wrong token is
 * refused; none is let in to watch, on loopback.
 */
HandshakeVerdict checkHandshake(const QByteArray& header, const AgentOptions& options);

} // namespace weir
