// SPDX-License-Identifier: Apache-2.0
#include "core/link/tcp_socket.h"

#include <linux/tcp.h> // not <netinet/tcp.h>: its tcp_info ends before the byte counts
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace weir {

namespace {

void set(int descriptor, int level, int option, int value)
{
    // A kernel that refuses leaves the ping of the connection in charge: slower, not wrong.
    static_cast<void>(::setsockopt(descriptor, level, option, &value, sizeof value));
}

} // namespace

void detectDeadPeer(int descriptor, Duration patience)
{
    if (descriptor < 0)
        return;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    const int bounded = static_cast<int>(std::clamp<std::int64_t>(ms, 1000, std::numeric_limits<int>::max()));
    constexpr int kKeepAliveIdleSeconds = 10;
    constexpr int kKeepAliveIntervalSeconds = 5;
    constexpr int kKeepAliveProbes = 3;
    set(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, bounded);
    set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, kKeepAliveIdleSeconds);
    set(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, kKeepAliveIntervalSeconds);
    set(descriptor, IPPROTO_TCP, TCP_KEEPCNT, kKeepAliveProbes);
}

std::optional<std::uint64_t> receivedBytes(int descriptor)
{
    tcp_info info{};
    socklen_t length = sizeof info;
    if (descriptor < 0 || ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return std::nullopt;
    if (length < offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
        return std::nullopt;
    return info.tcpi_bytes_received;
}

} // namespace weir
