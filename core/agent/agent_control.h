// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/timer.h"
#include "core/engine/production_metrics.h"
#include "core/protocol/agent_messages.h"
#include "core/protocol/commands.h"

#include <functional>
#include <memory>
#include <optional>

namespace weir {

/**
 * Changes an engine's setting for clients, and takes changes back that were meant for a while. One thread;
 * engine, clock and timers outlive it; who is destroyed with a change pending leaves it in force.
 */
class AgentControl
{
public:
    /** `changed` is told of every change of the setting, whoever made it, from noticeOthers() too. */
    AgentControl(ProductionMetrics& engine, const Clock& clock, TimerFactory& timers,
                 std::function<void(const Event&)> changed);

    Setting setting() const;
    /** In force when it returns; or refused, and nothing is changed. */
    Result<Ack, Refusal> set(const Set& command, std::uint64_t client);
    Ack acknowledge(const QString& id) const;
    /** Tells of a change that the service made itself. */
    void noticeOthers();

private:
    void expire();
    void tell(QLatin1String kind, const QString& detail, std::optional<std::uint64_t> client);

    struct Pending
    {
        MetricsConfig former;
        std::uint64_t revision; ///< of the change; another one in force means that somebody else took over
        TimePoint ends;
    };

    ProductionMetrics& m_engine;
    const Clock& m_clock;
    const std::function<void(const Event&)> m_changed;
    const std::unique_ptr<Timer> m_timer;
    std::optional<Pending> m_pending;
    MetricsConfig m_known; ///< as told last
    std::uint64_t m_knownRevision;
};

} // namespace weir
