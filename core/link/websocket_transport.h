// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link/transport.h"

namespace weir {

/** Transports on QWebSocket, with what Qt 6.4.2 needs to be trusted (see websocket_transport.cpp). */
class WebSocketTransportFactory final : public TransportFactory
{
public:
    explicit WebSocketTransportFactory(const Clock& clock);
    std::unique_ptr<Transport> makeTransport(const EndpointSettings& settings,
                                             TransportListener& listener) override;

private:
    const Clock& m_clock;
};

} // namespace weir
