// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/metrics_config.h"
#include "core/protocol/field_reader.h"

#include <QJsonObject>

#include <optional>

namespace weir {

/** The settings that `set` names; what is not named stays as it is. */
struct ConfigChange
{
    std::optional<SamplingMode> mode;
    std::optional<double> sampleRate;
    std::optional<double> minSampleRate;
    std::optional<double> maxSampleRate;
    std::optional<std::size_t> bufferSize;
    std::optional<Duration> flushInterval;

    MetricsConfig appliedTo(MetricsConfig config) const;
    bool isEmpty() const { return *this == ConfigChange{}; }

    friend bool operator==(const ConfigChange&, const ConfigChange&) = default;
};

/** What makes `after` of `before`. */
ConfigChange changeBetween(const MetricsConfig& before, const MetricsConfig& after);

/** Each field in its own range; whether they go together is MetricsConfig::validate()'s to say. */
ConfigChange readChange(FieldReader& fields);
QJsonObject writeChange(const ConfigChange& change);

/** Every setting of the wire; what is not on it (budget, meta) has its default. */
MetricsConfig readConfig(FieldReader& fields);
QJsonObject writeConfig(const MetricsConfig& config);

/** "fixed", "adaptive" or "everything"; notes a problem otherwise. */
SamplingMode readMode(FieldReader& fields);

/** What `after` changes, in words: "sample_rate 0.03 -> 0.5, mode adaptive -> fixed"; "nothing" if nothing.
 */
QString changeText(const MetricsConfig& before, const MetricsConfig& after);

} // namespace weir
