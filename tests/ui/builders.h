// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "ui/models/interval_view.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weir::test {

/** An endpoint that is open and counts. */
EndpointStatus openEndpoint(std::uint32_t id, const QString& name);

/** A snapshot that adds up, `sequence` flushes of two seconds after the start. */
EngineSnapshot snapshotAt(TimePoint time, const MetricsConfig& config, std::uint64_t sequence);

/** One endpoint of a made-up run: messages a second at a second of the run; negative: not connected. */
struct ScriptedEndpoint
{
    QString name;
    std::function<double(double second)> rate;
    double bytesPerMessage = 420;
};

/**
 * A made-up run: endpoints that follow a script, an engine that samples them with honest binomial noise,
 * ranges that hold about 95 times in 100. The same seed gives the same run. advance() moves a tenth of a
 * second.
 */
class ScriptedRun
{
public:
    ScriptedRun(std::vector<ScriptedEndpoint> endpoints, const MetricsConfig& config, std::uint64_t seed = 7);

    struct Step
    {
        std::vector<EndpointStatus> statuses;
        std::vector<LinkEvent> events;
        std::optional<IntervalView> interval;
    };
    Step advance();
    void configure(const MetricsConfig& config);
    /** From now on messages of every endpoint are looked into by these settings: forty keys, ages, numbers.
     */
    void look(const LookSettings& settings) { m_look = settings; }

    TimePoint now() const { return m_now; }
    WallTime wall() const { return m_wall; }
    std::uint64_t revision() const { return m_revision; }
    const MetricsConfig& config() const { return m_config; }

private:
    struct State
    {
        ScriptedEndpoint script;
        EndpointStatus status;
        double carry = 0;
        std::uint64_t atBoundary = 0;
        double sampledTotal = 0;
    };
    void moveEndpoint(State& state, Step& step);
    IntervalView flush();
    LookedEndpoint lookInto(const State& state, double messages, double rate);
    Estimate estimate(double truth, double rate, double each = 1);
    double normal();

    std::vector<State> m_endpoints;
    MetricsConfig m_config;
    SplitMix64 m_random;
    TimePoint m_start{std::chrono::hours(3)};
    TimePoint m_now = m_start;
    WallTime m_wall{std::chrono::seconds(1'781'613'000)};
    TimePoint m_boundary = m_now;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_revision = 14;
    Accounting m_accounting;
    std::uint64_t m_thinnings = 0;
    std::optional<LookSettings> m_look;
    std::map<EndpointId, LookedEndpoint> m_looked; ///< with what is counted since looking began
};

} // namespace weir::test
