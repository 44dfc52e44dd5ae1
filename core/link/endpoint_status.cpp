// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_status.h"

namespace weir {

std::string_view toString(EndpointState state) noexcept
{
    switch (state) {
    case EndpointState::Idle:
        return "idle";
    case EndpointState::Connecting:
        return "connecting";
    case EndpointState::Open:
        return "open";
    case EndpointState::Silent:
        return "silent";
    case EndpointState::Retrying:
        return "retrying";
    case EndpointState::Slowed:
        return "slowed";
    case EndpointState::NeedsYou:
        return "needs_you";
    case EndpointState::Paused:
        return "paused";
    case EndpointState::Closed:
        return "closed";
    }
    return "idle";
}

} // namespace weir
