// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/endpoint_id.h"

#include <QString>

namespace weir {

class Transport;

/**
 * Speaks on connections whose server chose a subprotocol that it knows, beside all that is counted there. By
 * direct call on the link thread, where it must not touch the hub; it outlives the hub.
 */
class SubprotocolSpeaker
{
public:
    /** Whether it takes this connection: then it may send on `transport` until speechEnded(). */
    virtual bool speechBegan(EndpointId id, const QString& name, const QString& subprotocol,
                             Transport& transport) = 0;
    virtual void speechHeard(EndpointId id, const QString& text) = 0;
    virtual void speechEnded(EndpointId id) = 0;
    /** The endpoint was removed. Also of endpoints whose connections it never took. */
    virtual void endpointGone(EndpointId id) = 0;

protected:
    ~SubprotocolSpeaker() = default;
};

} // namespace weir
