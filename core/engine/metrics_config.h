// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/environment.h"
#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/** How the rate in force follows from the configuration (the table in docs/sampling.md). */
enum class SamplingMode {
    Fixed,      ///< exactly sampleRate
    Adaptive,   ///< starts at sampleRate, then the highest rate in [min, max] that the last interval allows
    Everything, ///< 1
};

/** "fixed", "adaptive", "everything". */
std::string_view toString(SamplingMode mode) noexcept;

/**
 * What an engine may be told at run time. A value; validate() says whether an engine accepts it. The defaults
 * are the older system's, so that a service that sets nothing behaves as documented there.
 */
struct MetricsConfig
{
    static constexpr double kLowestRate = 0.0001;            ///< smallest share that can be asked for
    static constexpr std::size_t kSmallestBuffer = 16;       ///< samples
    static constexpr std::size_t kLargestBuffer = 1'000'000; ///< samples
    static constexpr std::chrono::milliseconds kShortestFlush{50};
    static constexpr std::chrono::hours kLongestFlush{1};

    SamplingMode mode = SamplingMode::Adaptive;
    double sampleRate = 0.03;      ///< share of events looked into, [kLowestRate, 1]
    double minSampleRate = 0.01;   ///< lower limit of the adaptive mode, [kLowestRate, 1]
    double maxSampleRate = 0.15;   ///< upper limit of the adaptive mode, [minSampleRate, 1]
    std::size_t bufferSize = 2000; ///< samples the ring holds, [kSmallestBuffer, kLargestBuffer]
    Duration flushInterval = std::chrono::seconds(2); ///< [kShortestFlush, kLongestFlush]
    double budget = 25'000; ///< kept samples a second that may be drained early, > 0
    bool enableMeta = true; ///< whether snapshots carry the engine's own cost

    /** Every problem at once, each naming the field, its value and the range; empty when there is none. */
    std::vector<Error> validate() const;

    friend bool operator==(const MetricsConfig&, const MetricsConfig&) = default;
};

/** The settings a user can name, in environment variables (METRICS_…) and options (--…). */
enum class MetricsSetting {
    SampleRate,
    MinSampleRate,
    MaxSampleRate,
    Adaptive,
    BufferSize,
    FlushInterval,
    EnableMeta,
};

inline constexpr std::size_t kMetricsSettingCount = 7;

/**
 * Builds a MetricsConfig from text: defaults, then the environment, then options; later calls win. Problems
 * are collected, never thrown, and the value at fault is left as it was. Mode: an explicit
 * METRICS_ADAPTIVE_SAMPLING or
 * --adaptive decides; otherwise a rate set as an option means fixed. Between rate and limits, what the user
 * did not set gives way to what the user did; only what was set and contradicts itself is refused.
 */
class MetricsConfigBuilder
{
public:
    explicit MetricsConfigBuilder(MetricsConfig defaults = {});

    /** Reads every METRICS_* variable that is set. */
    void applyEnvironment(const Environment& environment);
    /** `source` names the setting in problems, such as "--sample-rate". */
    void applyOption(MetricsSetting setting, std::string_view text, std::string_view source);

    /** The config, or all problems so far with those of the whole. */
    Result<MetricsConfig, std::vector<Error>> build() const;

    /** The environment variable that set this setting last, or "". For controls that say so. */
    std::string_view setByEnvironment(MetricsSetting setting) const;

private:
    void apply(MetricsSetting setting, std::string_view text, std::string_view source);

    MetricsConfig m_config;
    std::vector<Error> m_problems;
    std::array<std::string, kMetricsSettingCount> m_source; ///< who set it, or ""
    std::array<std::string, kMetricsSettingCount> m_environmentSource;
    bool m_rateIsOption = false;
    std::optional<bool> m_adaptive;
};

/**
 * The METRICS_* variables that say the same, one "NAME=value" a line: a service started with them samples as
 * this configuration does. Looking into everything, for which there is no variable, is a fixed rate of 1.
 */
std::string toEnvironmentText(const MetricsConfig& config);

/** "0.03", ".03", "3%", "3 %" -> 0.03. The number must be finite; ranges are checked elsewhere. */
std::optional<double> parseRate(std::string_view text);
/** 1/0, true/false, yes/no, on/off, in any case. */
std::optional<bool> parseBoolean(std::string_view text);

} // namespace weir
