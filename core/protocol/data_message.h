// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/engine/engine_parts.h"
#include "core/engine/engine_snapshot.h"
#include "core/engine/metric_type.h"

#include <QByteArray>
#include <QJsonObject>

#include <array>
#include <cstdint>
#include <memory>

namespace weir {

class FieldReader;

/**
 * What an agent measured: exact totals now, and of the intervals of its engine that ended since the client's
 * last `data` what estimates are made from. Everything in `parts` adds up, over time and over agents: sums
 * over samples with the weights they were chosen with, never counts multiplied by a rate. So nothing is
 * biased when the rate changes inside an interval, and totals never step back.
 */
struct Data
{
    WallTime time;
    std::uint64_t sequence = 0;  ///< of the newest interval that ended
    std::uint64_t intervals = 0; ///< that ended since the last `data`; without any there are no parts
    Duration interval{0};        ///< length of these together
    Duration uptime{0};          ///< at the end of the newest
    bool final = false;          ///< the engine was stopped
    std::uint64_t lost = 0;      ///< `data` this client did not get since it connected, as it read too slowly
    Accounting accounting;       ///< at the end of the newest interval, as are the next two
    SamplingState sampling;
    BufferState buffer;
    std::array<TypeTotals, kMetricTypeCount> now; ///< exact, at `time`
    /** Totals since the engine was made, and interval figures that cover `intervals`. */
    std::shared_ptr<const EngineParts> parts;
};

/** What a dashboard shows of a `data`, by the engine's own formulas; it can be merged. Precondition: parts.
 */
EngineSnapshot snapshotOf(const Data& data);

QJsonObject dataObject(const Data& data);
QByteArray toJson(const Data& data);
/** Notes a problem in `fields` where there is one. */
Data readData(FieldReader& fields);

} // namespace weir
