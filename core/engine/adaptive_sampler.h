// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metrics_config.h"

#include <cstdint>
#include <string>

namespace weir {

/** What the last interval was like, as far as it matters for the next one's rate. */
struct IntervalLoad
{
    double eventsPerSecond = 0; ///< of sampled types
    double keptPerSecond = 0;   ///< samples of those types
    std::uint64_t thinnings = 0;
    double budget = 0; ///< kept samples a second that may be had; 0: the configuration's
};

/**
 * Decides the rate of the next interval, and says why in one sentence. A pure function of the configuration
 * and of the load of past intervals: no clock, no thread, no random number. Not synchronised.
 */
class AdaptiveSampler
{
public:
    /** Precondition: config.validate() is empty. The rate starts at config.sampleRate. */
    explicit AdaptiveSampler(const MetricsConfig& config);

    void configure(const MetricsConfig& config);
    void intervalEnded(const IntervalLoad& load);

    /** Share of events to look into, nominal: (0, 1]. */
    double rate() const noexcept { return m_rate; }
    const std::string& why() const noexcept { return m_why; }

private:
    void adapt(const IntervalLoad& load);

    MetricsConfig m_config;
    double m_rate = 1;
    double m_ringAllows = 0; ///< kept samples a second; 0: no limit known
    std::string m_why;
};

/**
 * Mean distance between choices on the sampling clock for a share p in (0, 1): T = -m / ln(1 - p), where m is
 * the mean mass of an event; an event of mass m is then chosen with probability 1 - exp(-m / T). 0 for p = 1:
 * keep all.
 */
double samplingPeriod(double rate, double meanMass) noexcept;

/** Of an event of this mass: 1 / (1 - exp(-mass / period)); 1 for period 0. */
double weightOf(double mass, double period) noexcept;

} // namespace weir
