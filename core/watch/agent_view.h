// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/endpoint_id.h"
#include "core/engine/engine_snapshot.h"
#include "core/engine/metrics_config.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>

namespace weir {

/** What is known of one agent at one moment: a value, its texts display-safe. */
struct AgentView
{
    EndpointId endpoint;
    QString name;             ///< of the endpoint
    bool isConnected = false; ///< it said hello on a connection that stands
    bool mayControl = false;  ///< on this connection
    QString sessionId;        ///< of the process; "" before the first hello
    QString engineVersion;
    std::uint32_t sessions = 0;         ///< processes seen under this endpoint
    MetricsConfig config;               ///< in force, as far as heard
    std::uint64_t revision = 0;         ///< of config
    std::optional<TimePoint> expiresAt; ///< when the former setting returns; nullopt: it stays
    /** What this program had set in a process before this one, which began with another setting. */
    std::optional<MetricsConfig> offered;
    /** Of the newest interval of this session; null before the first. It can be merged. */
    std::shared_ptr<const EngineSnapshot> snapshot;
    std::uint64_t events = 0;        ///< exact, of all types, in this session
    std::optional<double> perSecond; ///< of them, between the last two `data` of one session
    std::uint64_t lost = 0;          ///< `data` of this connection that the agent passed over
    std::uint64_t notUnderstood = 0; ///< messages of this connection that were ignored
    QString problem;                 ///< of the last of these; "" when there is none
};

/** One thing that happened to an agent, in the order it was heard. */
struct AgentNote
{
    enum class Kind {
        Began,         ///< its first hello
        Restarted,     ///< another process: counters began anew, and between the two lies a gap
        Gone,          ///< its connection ended
        SetByYou,      ///< this connection's command changed the setting
        SetByOther,    ///< another dashboard's did
        Configured,    ///< the service itself did
        Expired,       ///< a change ended and the former setting returned
        RateChanged,   ///< the adaptive mode chose another rate
        Happened,      ///< what else the agent tells
        Acknowledged,  ///< the command `command` was done
        Refused,       ///< it was not, and nothing changed
        NotUnderstood, ///< the first message of a connection that breaks the protocol
    };
    EndpointId endpoint;
    QString name;
    Kind kind = Kind::Happened;
    TimePoint time;
    WallTime wallTime;
    QString text;               ///< a sentence without its stop, display-safe
    QString command;            ///< of Acknowledged and Refused
    QString code;               ///< of Refused, by the agent; "" where it never came there
    std::uint64_t revision = 0; ///< of Acknowledged
};

} // namespace weir
