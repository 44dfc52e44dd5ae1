// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QLatin1String>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace weir {

// What both ends of weir.v1 agree on: names and limits (docs/protocol.md).

/** The WebSocket subprotocol, and its version inside `hello`. */
inline constexpr QLatin1String kSubprotocol("weir.v1");
inline constexpr int kProtocolVersion = 1;

/** The longest message a dashboard may send, and the longest it has to take. Bytes. */
inline constexpr qint64 kMostCommandBytes = 16LL * 1024;
inline constexpr qint64 kMostAgentBytes = 1024LL * 1024;

inline constexpr std::chrono::milliseconds kShortestPeriod{50};
inline constexpr std::chrono::milliseconds kLongestPeriod{60'000};
inline constexpr std::chrono::milliseconds kDefaultPeriod{1'000};
inline constexpr std::chrono::seconds kLongestChange{86'400}; ///< of a change that expires
inline constexpr int kMostIdCharacters = 64;
inline constexpr int kMostKeys = 200; ///< of a `data`
inline constexpr int kMostText = 512; ///< characters of a text that the other end wrote

/** Codes of `err`. */
namespace refusal {
inline constexpr QLatin1String kBadMessage("bad_message"); ///< not one JSON object of text
inline constexpr QLatin1String kUnknownOp("unknown_op");
inline constexpr QLatin1String
    kBadValue("bad_value"); ///< a field is missing, of a wrong type or out of range
inline constexpr QLatin1String kNoControl("no_control");
inline constexpr QLatin1String kConflict("conflict"); ///< if_revision is not the revision
inline constexpr QLatin1String kTooMany("too_many");
} // namespace refusal

/** Kinds of `event`; others may come. */
namespace event_kind {
inline constexpr QLatin1String kSet("set");                ///< a client's command was accepted
inline constexpr QLatin1String kExpired("expired");        ///< a change ended and the former setting returned
inline constexpr QLatin1String kConfigured("configured");  ///< the service itself changed the setting
inline constexpr QLatin1String kRateChange("rate_change"); ///< the adaptive mode chose another rate
inline constexpr QLatin1String kThinning("thinning");      ///< a full ring merged samples
inline constexpr QLatin1String kStopping("stopping");
} // namespace event_kind

/** The largest integer that a JSON number carries exactly everywhere. */
inline constexpr std::uint64_t kLargestNumber = 1ULL << 53;

/** A number, or a string of digits above kLargestNumber. */
QJsonValue wireInteger(std::uint64_t number);
QString wireText(std::string_view utf8);
QByteArray wireBytes(const QJsonObject& message);

} // namespace weir
