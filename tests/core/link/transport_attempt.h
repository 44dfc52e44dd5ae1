// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/websocket_transport.h"
#include "tests/core/link/transport_log.h"
#include "tests/support/hostile_server.h"

#include <functional>
#include <memory>

namespace weir::test {

using namespace Qt::Literals::StringLiterals;

/** A transport, ready to be opened, and what it reports. */
struct TransportAttempt
{
    explicit TransportAttempt(const HostileServer& server,
                              const std::function<void(EndpointSettings&)>& adjust = {})
    {
        EndpointSettings settings = endpointFromUrl(server.url(u"/feed"_s).toString()).value();
        settings.maxMessageBytes = 64 * 1024;
        if (adjust)
            adjust(settings);
        transport = WebSocketTransportFactory(clock).makeTransport(settings, log);
        transport->open();
    }

    SystemClock clock;
    TransportLog log;
    std::unique_ptr<Transport> transport;
};

/** Upgrades correctly, then sends these bytes. */
inline HostileServer::Answer upgradesAndSends(const QByteArray& bytes)
{
    return [bytes](QTcpSocket& socket, const QByteArray& request) {
        socket.write(HostileServer::upgrade(request) + bytes);
    };
}

} // namespace weir::test
