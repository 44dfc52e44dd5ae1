// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>

namespace weir {

/**
 * Makes the kernel notice a peer that vanished: data unacknowledged for `patience`, or keep-alives
 * unanswered, ends the connection. By default Linux waits 15 minutes for the first and 2 hours before the
 * second.
 */
void detectDeadPeer(int descriptor, Duration patience);

/** Bytes received by TCP on this connection (TCP_INFO), or nothing when the kernel does not tell. */
std::optional<std::uint64_t> receivedBytes(int descriptor);

} // namespace weir
