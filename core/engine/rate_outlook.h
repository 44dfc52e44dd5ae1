// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine_snapshot.h"

namespace weir {

/** What a rate would mean under the load of a snapshot's interval. */
struct RateOutlook
{
    double rate = 0;            ///< the one asked about, (0, 1]
    double chosenPerSecond = 0; ///< events the sampler would choose
    double keptPerSecond = 0;   ///< of which the ring and the budget would let through
    double peakFill = 0;        ///< of the ring, 0..1
    double shareOfCore = 0;     ///< choosing and flushing, of one core; 0 where the engine measured no cost
    Estimate count;             ///< the subject's events an interval, with the range they would have
    Estimate sum;               ///< their values' sum likewise
};

/** Whose range an outlook is about. */
struct OutlookSubject
{
    MetricType type = MetricType::MessageReceived;
    double count = 0;        ///< events an interval, known or estimated
    double sum = 0;          ///< of their values
    double sumOfSquares = 0; ///< Σ value²; 0: not known, taken as if all values were equal
};

/**
 * What `rate`, fixed, would mean if the next interval were like the snapshot's: a pure function of the
 * snapshot. It takes events to come evenly; ranges are those an average interval would have. The subject's
 * events are taken to be like all of its type.
 */
RateOutlook outlookAt(const EngineSnapshot& snapshot, double rate, const OutlookSubject& subject);

} // namespace weir
