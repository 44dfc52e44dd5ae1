// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/strong_id.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

struct EndpointTag;
/** One endpoint of this process; never reused. */
using EndpointId = StrongId<EndpointTag>;

/** What an endpoint is doing. The transitions are drawn in endpoint_connection.h. */
enum class EndpointState {
    Idle,
    Connecting,
    Open,     ///< messages are arriving
    Silent,   ///< open, nothing received yet on this connection
    Retrying, ///< lost; the next try is at retryAt
    Slowed,   ///< failed so often that it is tried rarely
    NeedsYou, ///< refused for good: token, address or certificate
    Paused,   ///< by the user
    Closed,   ///< by the server, with 1000 or 1001, and not wanted again
};

/** "idle", "connecting", …, "needs_you": the words of NDJSON. */
std::string_view toString(EndpointState state) noexcept;

struct CloseInfo
{
    int code = 1006; ///< RFC 6455 7.4; 1006 when no close frame came
    QString reason;  ///< the server's words: display only as plain text
};

/** Everything known of an endpoint at one moment: a value, free of secrets. */
struct EndpointStatus
{
    EndpointId id;
    QString name;       ///< as settings.name, display-safe
    QString displayUrl; ///< display-safe
    EndpointState state = EndpointState::Idle;
    TimePoint since; ///< when it entered this state

    std::uint64_t messages = 0;             ///< received, exact
    std::uint64_t bytes = 0;                ///< UTF-8 payload bytes received, exact
    std::optional<std::uint64_t> wireBytes; ///< received by TCP, TLS and frames included; unknown until open
    std::optional<Duration> roundTrip;      ///< of the last pong
    std::uint32_t pongs = 0;                ///< answered pings of all connections
    std::optional<TimePoint> lastMessage;

    std::uint32_t connects = 0;    ///< times it opened
    std::uint32_t disconnects = 0; ///< times an open connection ended
    std::uint32_t attempt = 0;     ///< tries since it was last open; 1 = the first
    std::optional<TimePoint> retryAt;
    Duration connectTimeout{0};
    std::optional<CloseInfo> lastClose;
    QString error; ///< what went wrong, display-safe; "" when nothing did since it last opened
    QString hint;  ///< what to do about it; "" when there is nothing
};

enum class LinkEventKind {
    Connecting,
    Opened,
    FirstMessage,
    Closed, ///< by the server or cut off
    Failed, ///< a try failed
    NeedsYou,
    Paused,
    Removed,
};

/** One line of the event list. */
struct LinkEvent
{
    WallTime wallTime;
    TimePoint time;
    EndpointId endpoint;
    QString name;
    LinkEventKind kind = LinkEventKind::Connecting;
    QString text; ///< display-safe
};

} // namespace weir
