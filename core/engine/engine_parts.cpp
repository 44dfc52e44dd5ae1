// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine_parts.h"

#include "core/engine/adaptive_sampler.h"

#include <algorithm>
#include <map>
#include <utility>

namespace weir {
namespace {

void addTotals(TypeTotals& totals, const TypeTotals& other) noexcept
{
    totals.count += other.count;
    totals.sum += other.sum;
    totals.max = std::max(totals.max, other.max);
}

Estimate shifted(Estimate estimate, double by) noexcept
{
    estimate.value += by;
    estimate.low += by;
    estimate.high += by;
    return estimate;
}

void addAccounting(Accounting& sum, const Accounting& other) noexcept
{
    sum.seen += other.seen;
    sum.critical += other.critical;
    sum.sampledOut += other.sampledOut;
    sum.chosen += other.chosen;
    sum.kept += other.kept;
    sum.inRing += other.inRing;
    sum.thinned += other.thinned;
    sum.dropped += other.dropped;
    sum.refused += other.refused;
}

DomainSums withVariance(DomainSums sums, const TotalVariance& variance) noexcept
{
    sums.countVariance = variance.count;
    sums.sumVariance = variance.sum;
    return sums;
}

using KeyOfType = std::pair<MetricType, std::string>;

std::map<KeyOfType, KeySums> joinKeys(std::span<const std::shared_ptr<const EngineSnapshot>> snapshots)
{
    std::map<KeyOfType, KeySums> joined;
    double mostOutsideAll = 0;
    for (const auto& snapshot : snapshots) {
        mostOutsideAll += snapshot->parts->mostOutside;
        for (const KeyParts& key : snapshot->parts->keys) {
            KeySums& sums = joined[{key.sums.type, key.name}];
            sums.type = key.sums.type;
            sums.total.add(key.sums.total);
            sums.interval.add(key.sums.interval);
            // Taken off here, put on below for every engine: what is left is of those that do not list it.
            sums.inherited += key.sums.inherited - snapshot->parts->mostOutside;
            sums.isNew |= key.sums.isNew;
        }
    }
    for (auto& [key, sums] : joined)
        sums.inherited = std::max(0.0, sums.inherited + mostOutsideAll);
    return joined;
}

} // namespace

void TypeParts::add(const TypeParts& other) noexcept
{
    addTotals(sampled, other.sampled);
    addTotals(critical, other.critical);
    addTotals(intervalSampled, other.intervalSampled);
    addTotals(intervalCritical, other.intervalCritical);
    totalSums.add(other.totalSums);
    intervalSums.add(other.intervalSums);
    totalVariance.add(other.totalVariance);
    intervalVariance.add(other.intervalVariance);
    everInForce.note(other.everInForce);
    inForce.note(other.inForce);
}

Whole TypeParts::whole() const noexcept
{
    return {withVariance(totalSums, totalVariance), static_cast<double>(sampled.count), sampled.sum,
            sampled.max, everInForce};
}

TypeSnapshot describe(const TypeParts& parts)
{
    TypeSnapshot type;
    type.exact = parts.sampled;
    addTotals(type.exact, parts.critical);
    type.critical = parts.critical.count;
    type.intervalCount = parts.intervalSampled.count + parts.intervalCritical.count;
    type.intervalSum = parts.intervalSampled.sum + parts.intervalCritical.sum;
    const DomainSums whole = withVariance(parts.intervalSums, parts.intervalVariance);
    type.interval =
        shifted(estimateCount(whole, parts.inForce), static_cast<double>(parts.intervalCritical.count));
    type.intervalSumEstimate =
        shifted(estimateSum(whole, parts.inForce, parts.sampled.max), parts.intervalCritical.sum);
    return type;
}

QuantileEstimates describe(const ValueHistogram& histogram, const TypeParts& of)
{
    QuantileEstimates estimates;
    std::transform(kQuantiles.begin(), kQuantiles.end(), estimates.begin(),
                   [&](double q) { return histogram.quantile(q, of.sampled.max); });
    return estimates;
}

ShareCurve shareCurveOf(const ValueHistogram& histogram, const TypeParts& of)
{
    ShareCurve curve;
    const TypeTotals& exact = of.intervalSampled;
    if (histogram.weight() <= 0 || exact.sum <= 0)
        return curve;
    const double ic = static_cast<double>(exact.count) / exact.sum;
    double weights = 0;
    double squares = 0;
    histogram.forEach(of.sampled.max, [&](double value, double weight) {
        weights += weight;
        squares += weight * value * value;
    });
    for (std::size_t i = 0; i < kCurveRates.size(); ++i) {
        const double rate = kCurveRates[i];
        const double period = samplingPeriod(rate, 2);
        double chosen = 0;
        double countVariance = 0;
        double sumVariance = 0;
        histogram.forEach(of.sampled.max, [&](double value, double weight) {
            const double inverse = weightOf(1 + value * ic, period);
            chosen += weight / inverse;
            countVariance += weight * (inverse - 1);
            sumVariance += weight * (inverse - 1) * value * value;
        });
        curve.chosen[i] = chosen / weights / rate;
        curve.countVariance[i] = countVariance / weights / (1 / rate - 1);
        curve.sumVariance[i] = squares > 0 ? sumVariance / squares / (1 / rate - 1) : 1;
    }
    curve.secondMoment = squares / weights * ic * ic;
    return curve;
}

KeySnapshot describe(const KeySums& sums, std::string name, const TypeParts& of)
{
    const Whole whole = of.whole();
    KeySnapshot key;
    key.type = sums.type;
    key.key = std::move(name);
    key.count = calibratedCount(sums.total, sums.inherited, whole);
    key.sum = calibratedSum(sums.total, sums.inherited, whole);
    key.intervalCount = estimateCount(sums.interval, of.inForce);
    key.intervalSum = estimateSum(sums.interval, of.inForce, whole.max);
    if (sums.isNew) { // what it had earlier in this interval went to others
        key.intervalCount.high += sums.inherited;
        key.intervalSum.high += sums.inherited * whole.max;
    }
    return key;
}

EngineSnapshot mergeSnapshots(std::span<const std::shared_ptr<const EngineSnapshot>> snapshots,
                              std::size_t listedKeys)
{
    EngineSnapshot merged;
    auto parts = std::make_shared<EngineParts>();
    double largestWeight = 0;
    for (const auto& snapshot : snapshots) {
        addAccounting(merged.accounting, snapshot->accounting);
        merged.time = std::max(merged.time, snapshot->time);
        merged.wallTime = std::max(merged.wallTime, snapshot->wallTime);
        merged.interval = std::max(merged.interval, snapshot->interval);
        merged.uptime = std::max(merged.uptime, snapshot->uptime);
        merged.criticalOverwritten += snapshot->criticalOverwritten;
        merged.recentCritical.insert(merged.recentCritical.end(), snapshot->recentCritical.begin(),
                                     snapshot->recentCritical.end());
        for (std::size_t type = 0; type < kMetricTypeCount; ++type) {
            parts->types[type].add(snapshot->parts->types[type]);
            largestWeight = std::max(largestWeight, parts->types[type].everInForce.largest);
        }
        for (std::size_t i = 0; i < kValueTypes.size(); ++i)
            parts->histograms[i].add(snapshot->parts->histograms[i]);
        parts->mostOutside += snapshot->parts->mostOutside;
    }
    std::sort(merged.recentCritical.begin(), merged.recentCritical.end(),
              [](const CriticalEvent& a, const CriticalEvent& b) { return a.time < b.time; });
    for (std::size_t type = 0; type < kMetricTypeCount; ++type)
        merged.types[type] = describe(parts->types[type]);
    for (std::size_t i = 0; i < kValueTypes.size(); ++i) {
        const TypeParts& type = parts->types[indexOf(kValueTypes[i])];
        merged.quantiles[i] = describe(parts->histograms[i], type);
        merged.shareCurves[i] = shareCurveOf(parts->histograms[i], type);
    }

    for (auto& [key, sums] : joinKeys(snapshots))
        parts->keys.push_back({key.second, sums});
    std::stable_sort(parts->keys.begin(), parts->keys.end(), [](const KeyParts& a, const KeyParts& b) {
        return a.sums.total.count > b.sums.total.count;
    });
    for (std::size_t i = listedKeys; i < parts->keys.size(); ++i) {
        const KeySums& sums = parts->keys[i].sums;
        parts->mostOutside = std::max(parts->mostOutside, sums.total.count + sums.inherited);
    }
    parts->keys.resize(std::min(listedKeys, parts->keys.size()));
    for (const KeyParts& key : parts->keys)
        merged.keys.push_back(describe(key.sums, key.name, parts->types[indexOf(key.sums.type)]));
    merged.unlistedBelow = upperLimitOf(parts->mostOutside, largestWeight);
    merged.parts = std::move(parts);
    return merged;
}

} // namespace weir
