// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/wire_config.h"

#include "core/protocol/wire.h"

#include <QStringList>

#include <array>
#include <chrono>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1String kMode("mode");
constexpr QLatin1String kSampleRate("sample_rate");
constexpr QLatin1String kMinSampleRate("min_sample_rate");
constexpr QLatin1String kMaxSampleRate("max_sample_rate");
constexpr QLatin1String kBufferSize("buffer_size");
constexpr QLatin1String kFlushInterval("flush_interval");

constexpr std::array kModes = {SamplingMode::Fixed, SamplingMode::Adaptive, SamplingMode::Everything};

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

template<class T>
std::optional<T> ifChanged(const T& before, const T& after)
{
    return before == after ? std::nullopt : std::optional<T>(after);
}

double readRate(FieldReader& fields, QLatin1String name)
{
    return fields.number(name, MetricsConfig::kLowestRate, 1);
}

std::size_t readBufferSize(FieldReader& fields)
{
    return fields.integer(kBufferSize, MetricsConfig::kSmallestBuffer, MetricsConfig::kLargestBuffer);
}

Duration readFlushInterval(FieldReader& fields)
{
    const double length = fields.number(kFlushInterval, seconds(MetricsConfig::kShortestFlush),
                                        seconds(MetricsConfig::kLongestFlush));
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(length));
}

} // namespace

MetricsConfig ConfigChange::appliedTo(MetricsConfig config) const
{
    config.mode = mode.value_or(config.mode);
    config.sampleRate = sampleRate.value_or(config.sampleRate);
    config.minSampleRate = minSampleRate.value_or(config.minSampleRate);
    config.maxSampleRate = maxSampleRate.value_or(config.maxSampleRate);
    config.bufferSize = bufferSize.value_or(config.bufferSize);
    config.flushInterval = flushInterval.value_or(config.flushInterval);
    return config;
}

ConfigChange changeBetween(const MetricsConfig& before, const MetricsConfig& after)
{
    return {ifChanged(before.mode, after.mode),
            ifChanged(before.sampleRate, after.sampleRate),
            ifChanged(before.minSampleRate, after.minSampleRate),
            ifChanged(before.maxSampleRate, after.maxSampleRate),
            ifChanged(before.bufferSize, after.bufferSize),
            ifChanged(before.flushInterval, after.flushInterval)};
}

SamplingMode readMode(FieldReader& fields)
{
    QStringList names;
    for (const SamplingMode mode : kModes)
        names.append(wireText(toString(mode)));
    return kModes[static_cast<std::size_t>(fields.choice(kMode, names))];
}

ConfigChange readChange(FieldReader& fields)
{
    ConfigChange change;
    if (fields.has(kMode))
        change.mode = readMode(fields);
    if (fields.has(kSampleRate))
        change.sampleRate = readRate(fields, kSampleRate);
    if (fields.has(kMinSampleRate))
        change.minSampleRate = readRate(fields, kMinSampleRate);
    if (fields.has(kMaxSampleRate))
        change.maxSampleRate = readRate(fields, kMaxSampleRate);
    if (fields.has(kBufferSize))
        change.bufferSize = readBufferSize(fields);
    if (fields.has(kFlushInterval))
        change.flushInterval = readFlushInterval(fields);
    return change;
}

QJsonObject writeChange(const ConfigChange& change)
{
    QJsonObject values;
    if (change.mode)
        values[kMode] = wireText(toString(*change.mode));
    if (change.sampleRate)
        values[kSampleRate] = *change.sampleRate;
    if (change.minSampleRate)
        values[kMinSampleRate] = *change.minSampleRate;
    if (change.maxSampleRate)
        values[kMaxSampleRate] = *change.maxSampleRate;
    if (change.bufferSize)
        values[kBufferSize] = wireInteger(*change.bufferSize);
    if (change.flushInterval)
        values[kFlushInterval] = seconds(*change.flushInterval);
    return values;
}

MetricsConfig readConfig(FieldReader& fields)
{
    MetricsConfig config;
    config.mode = readMode(fields);
    config.sampleRate = readRate(fields, kSampleRate);
    config.minSampleRate = readRate(fields, kMinSampleRate);
    config.maxSampleRate = readRate(fields, kMaxSampleRate);
    config.bufferSize = readBufferSize(fields);
    config.flushInterval = readFlushInterval(fields);
    return config;
}

QJsonObject writeConfig(const MetricsConfig& config)
{
    return writeChange({config.mode, config.sampleRate, config.minSampleRate, config.maxSampleRate,
                        config.bufferSize, config.flushInterval});
}

QString changeText(const MetricsConfig& before, const MetricsConfig& after)
{
    const QJsonObject from = writeConfig(before);
    const QJsonObject to = writeChange(changeBetween(before, after));
    QStringList parts;
    for (auto field = to.begin(); field != to.end(); ++field)
        parts.append(u"%1 %2 -> %3"_s.arg(field.key(), from.value(field.key()).toVariant().toString(),
                                          field.value().toVariant().toString()));
    return parts.isEmpty() ? u"nothing"_s : parts.join(u", "_s);
}

} // namespace weir
