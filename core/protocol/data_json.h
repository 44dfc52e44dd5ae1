// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_parts.h"
#include "core/protocol/field_reader.h"

#include <QJsonObject>

#include <memory>
#include <optional>

namespace weir {

// The part of `data` that estimates are made from: rows of types, histograms, keys.

inline constexpr int kMostRows = 64;                                ///< of types; more than there are yet
inline constexpr std::uint64_t kLatestUnixMs = 253'402'300'800'000; ///< the year 10000

/** Adds "rows", "histograms", "keys" and "most_outside". */
void writeParts(QJsonObject& message, const EngineParts& parts);
/** Notes a problem in `fields` where there is one. */
std::shared_ptr<const EngineParts> readParts(FieldReader& fields);

/** nullopt for a type that this version does not know, which is no problem, and where there is one. */
std::optional<MetricType> readType(FieldReader& fields, QLatin1String name);

} // namespace weir
