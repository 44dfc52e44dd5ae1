// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/data_json.h"

#include "core/protocol/wire.h"

#include <QJsonArray>

#include <algorithm>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostBins = ValueHistogram::kLastBin + 1;
constexpr double kLargest = 1e300; ///< of a sum: what adds up to it stays finite

/** Exact counts and sums over samples of one type, of an interval or since the engine was made. */
struct RowPart
{
    TypeTotals sampled;
    TypeTotals critical;
    DomainSums sums;
    TotalVariance variance;
    WeightRange inForce;
};

/** What a count type would say twice is left out: there each value is 1. */
QJsonObject writePart(const RowPart& part, bool isValue)
{
    QJsonObject row{{u"n"_s, wireInteger(part.sampled.count + part.critical.count)},
                    {u"k"_s, wireInteger(part.sums.samples)},
                    {u"W"_s, part.sums.count},
                    {u"V"_s, part.variance.count}};
    if (part.inForce.smallest > 0)
        row[u"w"_s] = QJsonArray{part.inForce.smallest, part.inForce.largest};
    if (part.critical.count > 0)
        row[u"critical"_s] = wireInteger(part.critical.count);
    if (!isValue)
        return row;
    row[u"sum"_s] = part.sampled.sum + part.critical.sum;
    row[u"max"_s] = std::max(part.sampled.max, part.critical.max);
    row[u"WX"_s] = part.sums.sum;
    row[u"VX"_s] = part.variance.sum;
    if (part.critical.count > 0)
        row[u"critical_sum"_s] = part.critical.sum;
    return row;
}

double readSum(FieldReader& row, QLatin1String name)
{
    return row.number(name, 0, kLargest);
}

double readSumOr(FieldReader& row, QLatin1String name, double otherwise)
{
    return row.has(name) ? readSum(row, name) : otherwise;
}

/** Merging may take more variance away than it brought; what is left of a sum is then less than nothing. */
double readVariance(FieldReader& row, QLatin1String name)
{
    return std::max(row.number(name, -kLargest, kLargest), 0.0);
}

DomainSums readSums(FieldReader& row)
{
    DomainSums sums;
    sums.samples = row.integer("k"_L1);
    sums.count = readSum(row, "W"_L1);
    sums.countVariance = readVariance(row, "V"_L1);
    sums.sum = readSumOr(row, "WX"_L1, sums.count);
    sums.sumVariance = row.has("VX"_L1) ? readVariance(row, "VX"_L1) : sums.countVariance;
    return sums;
}

RowPart readPart(FieldReader& row)
{
    RowPart part;
    const std::uint64_t all = row.integer("n"_L1);
    part.critical.count = row.has("critical"_L1) ? row.integer("critical"_L1, 0, all) : 0;
    part.sampled.count = all - part.critical.count;
    const double sum = readSumOr(row, "sum"_L1, static_cast<double>(all));
    part.critical.sum = readSumOr(row, "critical_sum"_L1, static_cast<double>(part.critical.count));
    part.sampled.sum = std::max(sum - part.critical.sum, 0.0);
    const double max = readSumOr(row, "max"_L1, all > 0 ? 1 : 0);
    part.sampled.max = part.sampled.count > 0 ? max : 0;
    part.critical.max = part.critical.count > 0 ? max : 0;
    part.sums = readSums(row);
    part.variance = {part.sums.countVariance, part.sums.sumVariance};
    if (row.has("w"_L1)) {
        const QJsonArray range = row.array("w"_L1, 2);
        const double smallest = range.at(0).toDouble();
        const double largest = range.at(1).toDouble();
        if (range.size() == 2 && smallest >= 1 && largest >= smallest)
            part.inForce = {smallest, largest};
        else
            row.fail(u"\"w\" of a row must be the smallest and the largest weight in force, from 1."_s);
    }
    return part;
}

QJsonObject writeSums(const DomainSums& sums)
{
    return {{u"k"_s, wireInteger(sums.samples)},
            {u"W"_s, sums.count},
            {u"V"_s, sums.countVariance},
            {u"WX"_s, sums.sum},
            {u"VX"_s, sums.sumVariance}};
}

QJsonArray writeHistograms(const EngineParts& parts)
{
    QJsonArray histograms;
    for (const MetricType type : kValueTypes) {
        QJsonArray bins;
        parts.histograms[valueIndexOf(type)].forEachNumbered(
            [&bins](int bin, double weight, double variance) {
                bins.append(QJsonArray{bin, weight, variance});
            });
        if (!bins.isEmpty())
            histograms.append(QJsonObject{{u"id"_s, static_cast<int>(type)}, {u"bins"_s, bins}});
    }
    return histograms;
}

void readHistogram(FieldReader& fields, ValueHistogram& histogram)
{
    const QJsonArray bins = fields.array("bins"_L1, kMostBins);
    for (const QJsonValue& value : bins) {
        const QJsonArray bin = value.toArray();
        const int number = bin.at(0).toInt(-1);
        const double weight = bin.at(1).toDouble(-1);
        const double variance = bin.at(2).toDouble(-1);
        // Weights are kept as float, which holds no more.
        constexpr double kMost = 1e30;
        if (number < 0 || number > ValueHistogram::kLastBin || !(weight > 0 && weight < kMost) ||
            !(variance >= 0 && variance < kMost)) {
            fields.fail(
                u"\"bins\" of a histogram must be [bin, W, V] each: bin from 0 to %1, W above 0, V from 0."_s
                    .arg(ValueHistogram::kLastBin));
            return;
        }
        histogram.addNumbered(number, weight, variance);
    }
}

QJsonArray writeKeys(const EngineParts& parts)
{
    QJsonArray keys;
    for (const KeyParts& key : parts.keys) {
        if (keys.size() == kMostKeys)
            break;
        QJsonObject row = writeSums(key.sums.total);
        row[u"type"_s] = static_cast<int>(key.sums.type);
        row[u"key"_s] = wireText(key.name);
        row[u"inherited"_s] = key.sums.inherited;
        row[u"new"_s] = key.sums.isNew;
        row[u"interval"_s] = writeSums(key.sums.interval);
        keys.append(row);
    }
    return keys;
}

void readKey(FieldReader& row, std::vector<KeyParts>& keys)
{
    const std::optional<MetricType> type = readType(row, "type"_L1);
    if (!type)
        return;
    KeyParts key;
    key.name = row.text("key"_L1, 0, kMostText).toStdString();
    key.sums.type = *type;
    key.sums.total = readSums(row);
    key.sums.inherited = readSumOr(row, "inherited"_L1, 0);
    key.sums.isNew = row.has("new"_L1) && row.boolean("new"_L1);
    FieldReader interval = row.object("interval"_L1);
    key.sums.interval = readSums(interval);
    row.take(interval);
    keys.push_back(std::move(key));
}

template<class Read>
void forEachRow(FieldReader& fields, QLatin1String name, int most, Read&& read)
{
    if (!fields.has(name))
        return;
    const QJsonArray rows = fields.array(name, most);
    for (qsizetype i = 0; i < rows.size() && !fields.failed(); ++i) {
        FieldReader row = fields.element(name, rows, i);
        read(row);
        fields.take(row);
    }
}

void readRow(FieldReader& row, EngineParts& parts)
{
    const std::optional<MetricType> id = readType(row, "id"_L1);
    if (!id)
        return;
    FieldReader fields = row.object("total"_L1);
    const RowPart total = readPart(fields);
    const RowPart interval = readPart(row);
    row.take(fields);
    parts.types[indexOf(*id)] = {.sampled = total.sampled,
                                 .critical = total.critical,
                                 .intervalSampled = interval.sampled,
                                 .intervalCritical = interval.critical,
                                 .totalSums = total.sums,
                                 .intervalSums = interval.sums,
                                 .totalVariance = total.variance,
                                 .intervalVariance = interval.variance,
                                 .everInForce = total.inForce,
                                 .inForce = interval.inForce};
}

} // namespace

std::optional<MetricType> readType(FieldReader& fields, QLatin1String name)
{
    const std::uint64_t id = fields.integer(name);
    return !fields.failed() && id >= 1 && id <= kMetricTypeCount ? std::optional(kMetricTypes[id - 1])
                                                                 : std::nullopt;
}

void writeParts(QJsonObject& message, const EngineParts& parts)
{
    QJsonArray rows;
    for (const MetricType type : kMetricTypes) {
        const TypeParts& of = parts.types[indexOf(type)];
        // Of a type that had no event, the weights say how many may have been missed: none at weight 1.
        if (of.sampled.count + of.critical.count == 0 && of.everInForce.largest <= 1)
            continue;
        const RowPart interval{of.intervalSampled, of.intervalCritical, of.intervalSums, of.intervalVariance,
                               of.inForce};
        const RowPart total{of.sampled, of.critical, of.totalSums, of.totalVariance, of.everInForce};
        QJsonObject row = writePart(interval, isValueType(type));
        row[u"id"_s] = static_cast<int>(type);
        row[u"total"_s] = writePart(total, isValueType(type));
        rows.append(row);
    }
    message[u"rows"_s] = rows;
    message[u"histograms"_s] = writeHistograms(parts);
    message[u"keys"_s] = writeKeys(parts);
    message[u"most_outside"_s] = parts.mostOutside;
}

std::shared_ptr<const EngineParts> readParts(FieldReader& fields)
{
    auto parts = std::make_shared<EngineParts>();
    fields.array("rows"_L1, kMostRows); // must be there
    forEachRow(fields, "rows"_L1, kMostRows, [&](FieldReader& row) { readRow(row, *parts); });
    forEachRow(fields, "histograms"_L1, kMostRows, [&](FieldReader& row) {
        const std::optional<MetricType> type = readType(row, "id"_L1);
        if (type && isValueType(*type))
            readHistogram(row, parts->histograms[valueIndexOf(*type)]);
    });
    forEachRow(fields, "keys"_L1, kMostKeys, [&](FieldReader& row) { readKey(row, parts->keys); });
    parts->mostOutside = readSumOr(fields, "most_outside"_L1, 0);
    return parts;
}

} // namespace weir
