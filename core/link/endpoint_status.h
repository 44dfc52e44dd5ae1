// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/endpoint_id.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

/** What an endpoint is doing. The transitions are drawn in endpoint_machine.h. */
enum class EndpointState {
    Idle,
    Connecting,
    Open,     ///< messages are arriving
    Silent,   ///< open, nothing received yet on this connection
    Retrying, ///< lost; the next try is at retryAt
    Slowed,   ///< failed so often that it is tried once a minute
    NeedsYou, ///< refused for good: token, address or certificate
    Paused,   ///< by the user
    Closed,   ///< by the server, with 1000 or 1001, and not wanted again
};

/** "idle", "connecting", …, "needs_you": the words of NDJSON. */
std::string_view toString(EndpointState state) noexcept;

/** Why an endpoint is not connected; what a program may decide by, as the words are for people. */
enum class EndCause {
    None,
    ServerClosed,   ///< with a close frame
    CutOff,         ///< without one (1006)
    NothingListens, ///< the port refuses
    NoSuchHost,
    Unreachable,   ///< no network, or no way to the host
    NoAnswer,      ///< in time
    Unresponsive,  ///< answers no ping, or does not read
    NotWebSocket,  ///< something else answered
    UnknownIssuer, ///< of a certificate that has no other fault: trusting the issuer mends it
    Certificate,   ///< expired, for another name, …: trust mends nothing
    Denied,        ///< 401, 403, 404, 1008, 4401 and the like: token or address
    Unavailable,   ///< the server says: not now (429, 5xx)
    Limit,         ///< closed by this side: a message too large or not valid
    Proxy,
    NetworkDown, ///< everything that was connected stopped together
    Slept,       ///< this computer
    Other,
};

/** RFC 6455 7.4.1. */
inline constexpr int kNormalClose = 1000;
inline constexpr int kGoingAway = 1001;

struct CloseInfo
{
    int code = 1006; ///< RFC 6455 7.4; 1006 when no close frame came
    QString reason;  ///< the server's words: display only as plain text
};

/** What was given to be sent. offered = queued + overflowed + duplicates; queued = sent + expired + waiting.
 */
struct OutgoingCounts
{
    std::uint32_t waiting = 0;
    std::uint64_t waitingBytes = 0;  ///< of their payloads
    std::optional<TimePoint> oldest; ///< when the first that waits was given
    std::uint64_t queued = 0;        ///< taken
    std::uint64_t sent = 0;          ///< the kernel took all of it
    std::uint64_t expired = 0;       ///< given up: waited too long, or the endpoint went
    std::uint64_t overflowed = 0;    ///< not taken: the queue was full
    std::uint64_t duplicates = 0;    ///< not taken: the id waits or was sent

    friend bool operator==(const OutgoingCounts&, const OutgoingCounts&) = default;
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

    OutgoingCounts outgoing;

    std::uint32_t connects = 0;    ///< times it opened
    std::uint32_t disconnects = 0; ///< times an open connection ended
    std::uint32_t attempt = 0;     ///< tries since it was last open; 1 = the first
    std::uint32_t failures = 0;    ///< in a row: tries, and connections that fell before they were healthy
    std::optional<TimePoint> retryAt;
    Duration connectTimeout{0};
    std::optional<CloseInfo> lastClose;
    EndCause cause = EndCause::None; ///< of error
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
    Slowed,  ///< a try failed, or the connection was lost, for the fifth time in a row
    Trouble, ///< with what is sent: given up, not taken, waited for
    Notice,
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
