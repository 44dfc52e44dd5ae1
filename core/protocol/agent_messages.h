// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/engine/metrics_config.h"
#include "core/protocol/data_message.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace weir {

// What an agent says to a dashboard, one JSON object a message (docs/protocol.md).

/** A setting of the engine, as far as the wire knows it. */
struct Setting
{
    MetricsConfig config;
    std::uint64_t revision = 0;
    std::optional<std::chrono::seconds> expiresIn; ///< until the former setting returns; nullopt: it stays
};

/** A type of events that the agent counts. */
struct WireType
{
    std::uint64_t id = 0;
    QString name;
    QString unit; ///< of its values: "B", "us"; empty for a count type
    bool isValue = false;
};

/** The first message of a connection. */
struct Hello
{
    std::uint64_t version = 0; ///< of the protocol
    QString engineVersion;
    QString sessionId; ///< another one means another process: its counters began anew
    std::uint64_t monotonicNs = 0;
    std::uint64_t wallNs = 0; ///< since 1970
    bool control = false;     ///< whether this connection may `set`
    std::uint64_t client = 0; ///< this connection's number, as events name it
    std::vector<WireType> types;
    Setting setting;
};

/** Something happened. Accepted commands of any client are among them. */
struct Event
{
    WallTime time;
    std::uint64_t sequence = 0;          ///< of the newest interval that had ended
    QString kind;                        ///< of event_kind, or one yet to come
    QString detail;                      ///< a sentence
    std::optional<std::uint64_t> client; ///< whose command it was
    std::optional<Setting> setting;      ///< in force from now on, where it changed
};

/** A command was done. */
struct Ack
{
    QString id;
    Setting setting;
    std::uint64_t effectiveSequence = 0; ///< of the first interval in which the setting can have an effect
};

/** A command was not done, and nothing changed (`err`). */
struct Refusal
{
    QString code;    ///< of refusal::
    QString message; ///< names the field and what is allowed
    QString id;      ///< empty where the command had none that can be read
};

/** A message of a kind that this version does not know: to be ignored. */
struct UnknownMessage
{
    QString op;
};

using AgentMessage = std::variant<Hello, Data, Event, Ack, Refusal, UnknownMessage>;

/** One message of an agent; an error names the field and what is allowed. */
Result<AgentMessage> parseAgentMessage(const QByteArray& utf8);

QByteArray toJson(const Hello& hello);
QByteArray toJson(const Event& event);
QByteArray toJson(const Ack& ack);
QByteArray toJson(const Refusal& refusal);

/** The types of this version, for `hello`. */
std::vector<WireType> wireTypes();

} // namespace weir
