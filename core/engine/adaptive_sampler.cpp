// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adaptive_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace weir {
namespace {

/** "3", "0.25", "12.5": at most three significant digits of a percentage. */
std::string percent(double rate)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3g %%", rate * 100);
    return text;
}

/** "25,000": whole, grouped. */
std::string grouped(double number)
{
    std::string digits = std::to_string(static_cast<long long>(std::llround(std::min(number, 1e15))));
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
        digits.insert(static_cast<std::size_t>(i), 1, ',');
    return digits;
}

std::string times(std::uint64_t count)
{
    return count == 1 ? "once" : std::to_string(count) + " times";
}

} // namespace

double samplingPeriod(double rate, double meanMass) noexcept
{
    return rate >= 1 ? 0 : -meanMass / std::log1p(-rate);
}

double weightOf(double mass, double period) noexcept
{
    return period <= 0 ? 1 : -1 / std::expm1(-mass / period);
}

AdaptiveSampler::AdaptiveSampler(const MetricsConfig& config)
{
    configure(config);
}

void AdaptiveSampler::configure(const MetricsConfig& config)
{
    m_config = config;
    m_ringAllows = 0;
    switch (config.mode) {
    case SamplingMode::Everything:
        m_rate = 1;
        m_why = "Everything is looked into, as you chose.";
        break;
    case SamplingMode::Fixed:
        m_rate = config.sampleRate;
        m_why = "Fixed at " + percent(m_rate) + ", and nothing holds it back.";
        break;
    case SamplingMode::Adaptive:
        m_rate = config.sampleRate;
        m_why = "Adaptive: starts at " + percent(m_rate) + " until the first interval shows the load.";
        break;
    }
}

void AdaptiveSampler::intervalEnded(const IntervalLoad& load)
{
    if (m_config.mode == SamplingMode::Adaptive) {
        adapt(load);
        return;
    }
    const std::string set = m_config.mode == SamplingMode::Everything ? "Everything is looked into"
                                                                      : "Fixed at " + percent(m_rate);
    if (load.thinnings == 0) {
        m_why = set + ", and nothing holds it back.";
        return;
    }
    const double effective = load.eventsPerSecond > 0 ? load.keptPerSecond / load.eventsPerSecond : m_rate;
    m_why = set + ", but " + grouped(load.eventsPerSecond) + " events/s filled the ring " +
            times(load.thinnings) + ": thinned to " + percent(effective) + ".";
}

void AdaptiveSampler::adapt(const IntervalLoad& load)
{
    const double budget = load.budget > 0 ? load.budget : m_config.budget;
    // A ring that had to thin was given more than it can pass on; what it passed on is what it allows.
    // Without thinning the limit is lifted step by step, because only thinning can show where it is.
    if (load.thinnings > 0)
        m_ringAllows = std::max(1.0, 0.8 * load.keptPerSecond);
    else if (m_ringAllows > 0)
        m_ringAllows *= 1.25;
    if (m_ringAllows >= budget)
        m_ringAllows = 0;

    const bool ringBinds = m_ringAllows > 0;
    const double allowed = ringBinds ? m_ringAllows : budget;
    const double affordable = load.eventsPerSecond > 0 ? allowed / load.eventsPerSecond : 1;
    m_rate = std::clamp(affordable, m_config.minSampleRate, m_config.maxSampleRate);

    const std::string share = m_rate >= 1 ? "everything" : percent(m_rate);
    if (affordable >= m_config.maxSampleRate) {
        m_why = m_rate >= 1 ? "Adaptive: everything, and nothing holds it back."
                            : "Adaptive: " + share + " is the upper limit, and nothing else holds it back.";
    } else if (affordable <= m_config.minSampleRate) {
        m_why = "Adaptive: " + share + " is the lower limit; at " + grouped(load.eventsPerSecond) +
                " events/s the ring thins beyond it.";
    } else if (ringBinds) {
        m_why = "Adaptive: " + share + " is what the ring of " + grouped(double(m_config.bufferSize)) +
                " holds without thinning at " + grouped(load.eventsPerSecond) + " events/s.";
    } else {
        m_why = "Adaptive: " + share + " is what a budget of " + grouped(budget) + " looks/s pays for at " +
                grouped(load.eventsPerSecond) + " events/s.";
    }
}

} // namespace weir
