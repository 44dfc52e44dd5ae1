// SPDX-License-Identifier: Apache-2.0
#include "core/engine/metrics_config.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace weir {
namespace {

struct SettingInfo
{
    MetricsSetting setting;
    std::string_view variable;
    std::string_view range; ///< in words, as problems state it
};

constexpr std::array<SettingInfo, kMetricsSettingCount> kSettings = {{
    {MetricsSetting::SampleRate, "METRICS_SAMPLE_RATE", "a share from 0.0001 to 1, such as 0.03 or 3%"},
    {MetricsSetting::MinSampleRate, "METRICS_MIN_SAMPLE_RATE",
     "a share from 0.0001 to 1, such as 0.01 or 1%"},
    {MetricsSetting::MaxSampleRate, "METRICS_MAX_SAMPLE_RATE",
     "a share from 0.0001 to 1, such as 0.15 or 15%"},
    {MetricsSetting::Adaptive, "METRICS_ADAPTIVE_SAMPLING", "one of true, false, yes, no, on, off, 1, 0"},
    {MetricsSetting::BufferSize, "METRICS_BUFFER_SIZE", "a whole number from 16 to 1000000 (samples)"},
    {MetricsSetting::FlushInterval, "METRICS_FLUSH_INTERVAL", "a number from 0.05 to 3600 (seconds)"},
    {MetricsSetting::EnableMeta, "METRICS_ENABLE_META", "one of true, false, yes, no, on, off, 1, 0"},
}};

constexpr std::size_t kMaxShownValue = 64;

std::size_t indexOf(MetricsSetting setting)
{
    return static_cast<std::size_t>(setting);
}

std::string_view trimmed(std::string_view text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/** A value from outside, for a message: capped, without control characters. */
std::string shown(std::string_view text)
{
    std::string result(text.substr(0, kMaxShownValue));
    std::replace_if(
        result.begin(), result.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return text.size() > kMaxShownValue ? result + "…" : result;
}

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

bool isRate(double rate)
{
    return rate >= MetricsConfig::kLowestRate && rate <= 1;
}

bool isFlushInterval(double seconds)
{
    return seconds >= std::chrono::duration<double>(MetricsConfig::kShortestFlush).count() &&
           seconds <= std::chrono::duration<double>(MetricsConfig::kLongestFlush).count();
}

std::string numberText(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", number);
    return text;
}

/** As few digits as give the same number again. */
std::string exactText(double number)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

Error outOfRange(std::string_view name, std::string_view value, std::string_view range)
{
    return {std::string(name) + " is \"" + shown(value) + "\": it must be " + std::string(range) + "."};
}

} // namespace

std::string_view toString(SamplingMode mode) noexcept
{
    switch (mode) {
    case SamplingMode::Fixed:
        return "fixed";
    case SamplingMode::Adaptive:
        return "adaptive";
    case SamplingMode::Everything:
        return "everything";
    }
    return "adaptive";
}

std::optional<double> parseRate(std::string_view text)
{
    text = trimmed(text);
    const bool isPercent = text.ends_with('%');
    if (isPercent)
        text.remove_suffix(1);
    const std::optional<double> number = parseNumber(text);
    if (!number)
        return std::nullopt;
    return isPercent ? *number / 100 : *number;
}

std::optional<bool> parseBoolean(std::string_view text)
{
    const std::string word = lowered(trimmed(text));
    if (word == "1" || word == "true" || word == "yes" || word == "on")
        return true;
    if (word == "0" || word == "false" || word == "no" || word == "off")
        return false;
    return std::nullopt;
}

std::string toEnvironmentText(const MetricsConfig& config)
{
    const bool everything = config.mode == SamplingMode::Everything;
    const auto value = [&](MetricsSetting setting) -> std::string {
        switch (setting) {
        case MetricsSetting::SampleRate:
            return exactText(everything ? 1 : config.sampleRate);
        case MetricsSetting::MinSampleRate:
            return exactText(config.minSampleRate);
        case MetricsSetting::MaxSampleRate:
            return exactText(config.maxSampleRate);
        case MetricsSetting::Adaptive:
            return config.mode == SamplingMode::Adaptive ? "true" : "false";
        case MetricsSetting::BufferSize:
            return std::to_string(config.bufferSize);
        case MetricsSetting::FlushInterval:
            return exactText(std::chrono::duration<double>(config.flushInterval).count());
        case MetricsSetting::EnableMeta:
            return config.enableMeta ? "true" : "false";
        }
        return {};
    };
    std::string text;
    for (const SettingInfo& info : kSettings)
        text.append(info.variable).append(1, '=').append(value(info.setting)).append(1, '\n');
    return text;
}

std::vector<Error> MetricsConfig::validate() const
{
    std::vector<Error> problems;
    const auto rateRange = kSettings[0].range;
    const auto checkRate = [&](std::string_view name, double rate) {
        if (!isRate(rate))
            problems.push_back(outOfRange(name, numberText(rate), rateRange));
        return isRate(rate);
    };
    const bool rateIsGood = checkRate("The sample rate", sampleRate);
    const bool limitsAreGood =
        checkRate("The lowest rate", minSampleRate) & checkRate("The highest rate", maxSampleRate);
    if (limitsAreGood && minSampleRate > maxSampleRate) {
        problems.push_back({"The lowest rate (" + numberText(minSampleRate * 100) +
                            " %) must not exceed the highest (" + numberText(maxSampleRate * 100) + " %)."});
    } else if (limitsAreGood && rateIsGood && mode == SamplingMode::Adaptive &&
               (sampleRate < minSampleRate || sampleRate > maxSampleRate)) {
        problems.push_back({"The adaptive mode starts at " + numberText(sampleRate * 100) +
                            " %, which must lie between its lowest and highest rate (" +
                            numberText(minSampleRate * 100) + " and " + numberText(maxSampleRate * 100) +
                            " %)."});
    }
    if (bufferSize < kSmallestBuffer || bufferSize > kLargestBuffer)
        problems.push_back(outOfRange("The ring", std::to_string(bufferSize),
                                      kSettings[indexOf(MetricsSetting::BufferSize)].range));
    if (flushInterval < kShortestFlush || flushInterval > kLongestFlush)
        problems.push_back(outOfRange("The flush interval",
                                      numberText(std::chrono::duration<double>(flushInterval).count()),
                                      kSettings[indexOf(MetricsSetting::FlushInterval)].range));
    if (!(budget > 0) || !std::isfinite(budget))
        problems.push_back(outOfRange("The budget", numberText(budget), "a number above 0 (samples/s)"));
    return problems;
}

MetricsConfigBuilder::MetricsConfigBuilder(MetricsConfig defaults) : m_config(defaults) {}

void MetricsConfigBuilder::applyEnvironment(const Environment& environment)
{
    for (const SettingInfo& info : kSettings) {
        if (const std::optional<std::string> text = environment.find(info.variable)) {
            apply(info.setting, *text, info.variable);
            m_environmentSource[indexOf(info.setting)] = info.variable;
        }
    }
}

void MetricsConfigBuilder::applyOption(MetricsSetting setting, std::string_view text, std::string_view source)
{
    apply(setting, text, source);
    m_environmentSource[indexOf(setting)].clear();
    if (setting == MetricsSetting::SampleRate)
        m_rateIsOption = true;
}

void MetricsConfigBuilder::apply(MetricsSetting setting, std::string_view text, std::string_view source)
{
    const SettingInfo& info = kSettings[indexOf(setting)];
    const auto refuse = [&] { m_problems.push_back(outOfRange(source, text, info.range)); };
    m_source[indexOf(setting)] = source;
    switch (setting) {
    case MetricsSetting::SampleRate:
    case MetricsSetting::MinSampleRate:
    case MetricsSetting::MaxSampleRate: {
        const std::optional<double> rate = parseRate(text);
        if (!rate || !isRate(*rate))
            return refuse();
        (setting == MetricsSetting::SampleRate      ? m_config.sampleRate
         : setting == MetricsSetting::MinSampleRate ? m_config.minSampleRate
                                                    : m_config.maxSampleRate) = *rate;
        return;
    }
    case MetricsSetting::Adaptive:
    case MetricsSetting::EnableMeta: {
        const std::optional<bool> on = parseBoolean(text);
        if (!on)
            return refuse();
        if (setting == MetricsSetting::Adaptive)
            m_adaptive = *on;
        else
            m_config.enableMeta = *on;
        return;
    }
    case MetricsSetting::BufferSize: {
        const std::optional<double> size = parseNumber(text);
        if (!size || *size != std::floor(*size) || *size < double(MetricsConfig::kSmallestBuffer) ||
            *size > double(MetricsConfig::kLargestBuffer))
            return refuse();
        m_config.bufferSize = static_cast<std::size_t>(*size);
        return;
    }
    case MetricsSetting::FlushInterval: {
        const std::optional<double> seconds = parseNumber(text);
        if (!seconds || !isFlushInterval(*seconds))
            return refuse();
        m_config.flushInterval =
            std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*seconds));
        return;
    }
    }
}

Result<MetricsConfig, std::vector<Error>> MetricsConfigBuilder::build() const
{
    if (!m_problems.empty())
        return m_problems;
    MetricsConfig config = m_config;
    if (m_adaptive)
        config.mode = *m_adaptive ? SamplingMode::Adaptive : SamplingMode::Fixed;
    else if (m_rateIsOption)
        config.mode = SamplingMode::Fixed;

    // What the user did not set gives way to what the user did.
    const auto isSet = [this](MetricsSetting setting) { return !m_source[indexOf(setting)].empty(); };
    const bool rateIsSet = isSet(MetricsSetting::SampleRate);
    if (!isSet(MetricsSetting::MinSampleRate))
        config.minSampleRate =
            std::min({config.minSampleRate, config.maxSampleRate, rateIsSet ? config.sampleRate : 1.0});
    if (!isSet(MetricsSetting::MaxSampleRate))
        config.maxSampleRate =
            std::max({config.minSampleRate, config.maxSampleRate, rateIsSet ? config.sampleRate : 0.0});
    if (!rateIsSet && config.minSampleRate <= config.maxSampleRate)
        config.sampleRate = std::clamp(config.sampleRate, config.minSampleRate, config.maxSampleRate);

    if (std::vector<Error> problems = config.validate(); !problems.empty())
        return problems;
    return config;
}

std::string_view MetricsConfigBuilder::setByEnvironment(MetricsSetting setting) const
{
    return m_environmentSource[indexOf(setting)];
}

} // namespace weir
