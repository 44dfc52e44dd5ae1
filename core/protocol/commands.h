// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/protocol/agent_messages.h"
#include "core/protocol/wire.h"
#include "core/protocol/wire_config.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

namespace weir {

// What a dashboard says to an agent. `id` is the dashboard's own, 1 to 64 characters, repeated in the answer.

/** Asks for `data` every so often; again to change it. Answered with `ack`. */
struct Subscribe
{
    QString id;
    std::chrono::milliseconds period = kDefaultPeriod; ///< kShortestPeriod to kLongestPeriod
};

/** Changes the setting of the service's engine. Answered with `ack` or `err`. */
struct Set
{
    QString id;
    ConfigChange change{};                     ///< may be empty: with no `lasts` it keeps what would expire
    std::optional<std::uint64_t> ifRevision{}; ///< refused as a conflict when the revision is another
    /** After which the former setting returns: 1 s to kLongestChange. Without it the change stays. */
    std::optional<std::chrono::seconds> lasts{};
};

/** Asks for the setting in force. Answered with `ack`. */
struct Get
{
    QString id;
};

/** Asks for a sign of life. Answered with `ack`. */
struct Ping
{
    QString id;
};

using Command = std::variant<Subscribe, Set, Get, Ping>;

/** One message of a dashboard, or what to answer it. */
Result<Command, Refusal> parseCommand(const QByteArray& utf8);

QByteArray toJson(const Command& command);

} // namespace weir
