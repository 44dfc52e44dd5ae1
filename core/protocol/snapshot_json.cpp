// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/snapshot_json.h"

#include "core/protocol/wire.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

double milliseconds(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/** By name, such as "p99.9"; null where there was nothing to rank. */
QJsonValue quantilesOf(const EngineSnapshot& snapshot, MetricType type)
{
    if (!isValueType(type) || snapshot.quantilesOf(type).front().samples == 0)
        return {};
    QJsonObject quantiles;
    for (std::size_t i = 0; i < kQuantiles.size(); ++i)
        quantiles[u"p%1"_s.arg(kQuantiles[i] * 100)] = rangeJson(snapshot.quantilesOf(type)[i]);
    return quantiles;
}

QJsonValue metaOf(const EngineSnapshot& snapshot)
{
    const MetaState& meta = snapshot.meta;
    if (!snapshot.config.enableMeta)
        return {};
    return QJsonObject{{u"flush_ms"_s, milliseconds(meta.lastFlush)},
                       {u"flush_lag_ms"_s, milliseconds(meta.flushLag)},
                       {u"early_drains"_s, wireInteger(meta.earlyDrains)},
                       {u"ns_per_chosen"_s, meta.nanosecondsPerChosen},
                       {u"share_of_core"_s, meta.shareOfCore},
                       {u"memory_bytes"_s, wireInteger(meta.memory)}};
}

QJsonObject totalOf(const TypeSnapshot& t)
{
    return {{u"count"_s, wireInteger(t.exact.count)},
            {u"sum"_s, t.exact.sum},
            {u"max"_s, t.exact.count > 0 ? QJsonValue(t.exact.max) : QJsonValue()},
            {u"interval"_s, QJsonObject{{u"count"_s, wireInteger(t.intervalCount)},
                                        {u"estimate"_s, t.interval.value},
                                        {u"low"_s, t.interval.low},
                                        {u"high"_s, t.interval.high},
                                        {u"grade"_s, gradeText(t.interval.grade)}}}};
}

bool writesToATerminal(char16_t u)
{
    return (u >= 0x7f && u < 0xa0) || u == 0x061c || u == 0x200e || u == 0x200f ||
           (u >= 0x2028 && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069) || u == 0xfeff;
}

} // namespace

QString gradeText(Grade grade)
{
    return QString(QLatin1Char(static_cast<char>(grade)));
}

QJsonObject accountingJson(const Accounting& a)
{
    return {{u"seen"_s, wireInteger(a.seen)},
            {u"critical"_s, wireInteger(a.critical)},
            {u"sampled_out"_s, wireInteger(a.sampledOut)},
            {u"chosen"_s, wireInteger(a.chosen)},
            {u"kept"_s, wireInteger(a.kept)},
            {u"in_ring"_s, wireInteger(a.inRing)},
            {u"thinned"_s, wireInteger(a.thinned)},
            {u"dropped"_s, wireInteger(a.dropped)},
            {u"refused"_s, wireInteger(a.refused)}};
}

QJsonObject samplingJson(const SamplingState& s)
{
    return {{u"mode"_s, wireText(toString(s.mode))},
            {u"rate"_s, s.rate},
            {u"in_force"_s, s.inForce},
            {u"effective_rate"_s, s.effective},
            {u"revision"_s, wireInteger(s.revision)},
            {u"why"_s, wireText(s.why)}};
}

QJsonObject bufferJson(const BufferState& b)
{
    return {{u"capacity"_s, wireInteger(b.capacity)},
            {u"used"_s, wireInteger(b.used)},
            {u"pressure"_s, b.pressure},
            {u"peak"_s, b.peak},
            {u"thinnings"_s, wireInteger(b.thinnings)}};
}

QJsonObject rangeJson(const Estimate& e)
{
    return {
        {u"estimate"_s, e.value}, {u"low"_s, e.low}, {u"high"_s, e.high}, {u"grade"_s, gradeText(e.grade)}};
}

QJsonObject keyJson(const QString& type, const std::string& key, const Estimate& count, const Estimate& sum)
{
    return {{u"type"_s, type},       {u"key"_s, wireText(key)}, {u"count"_s, count.value},
            {u"low"_s, count.low},   {u"high"_s, count.high},   {u"sum"_s, sum.value},
            {u"sum_low"_s, sum.low}, {u"sum_high"_s, sum.high}, {u"grade"_s, gradeText(count.grade)}};
}

QJsonObject snapshotJson(const EngineSnapshot& snapshot)
{
    QJsonObject totals;
    for (const MetricType type : kMetricTypes) {
        QJsonObject total = totalOf(snapshot.of(type));
        total[u"quantiles"_s] = quantilesOf(snapshot, type);
        totals[wireText(toString(type))] = total;
    }
    QJsonArray keys;
    for (const KeySnapshot& key : snapshot.keys)
        keys.append(keyJson(wireText(toString(key.type)), key.key, key.count, key.sum));
    const auto unixMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(snapshot.wallTime.time_since_epoch()).count();
    return {{u"t"_s, static_cast<qint64>(unixMs)},
            {u"uptime_s"_s, seconds(snapshot.uptime)},
            {u"final"_s, snapshot.final},
            {u"accounting"_s, accountingJson(snapshot.accounting)},
            {u"sampling"_s, samplingJson(snapshot.sampling)},
            {u"buffer"_s, bufferJson(snapshot.buffer)},
            {u"totals"_s, totals},
            {u"keys"_s, keys},
            {u"endpoints"_s, QJsonArray()},
            {u"looks"_s, QJsonValue()},
            {u"meta"_s, metaOf(snapshot)}};
}

QByteArray ndjsonText(const QJsonObject& object)
{
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    const bool isPlain = std::all_of(json.begin(), json.end(), [](char c) { return c >= 0 && c != 0x7f; });
    if (isPlain)
        return json;
    QString escaped;
    for (const QChar c : QString::fromUtf8(json)) {
        if (writesToATerminal(c.unicode()))
            escaped += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            escaped += c;
    }
    return escaped.toUtf8();
}

} // namespace weir
