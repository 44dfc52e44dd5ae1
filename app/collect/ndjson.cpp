// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/ndjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue integer(std::uint64_t number)
{
    return QJsonValue(static_cast<qint64>(number));
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

double milliseconds(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

QString grade(Grade value)
{
    return QString(QLatin1Char(static_cast<char>(value)));
}

QJsonObject accountingOf(const Accounting& a)
{
    return {{u"seen"_s, integer(a.seen)},
            {u"critical"_s, integer(a.critical)},
            {u"sampled_out"_s, integer(a.sampledOut)},
            {u"chosen"_s, integer(a.chosen)},
            {u"kept"_s, integer(a.kept)},
            {u"in_ring"_s, integer(a.inRing)},
            {u"thinned"_s, integer(a.thinned)},
            {u"dropped"_s, integer(a.dropped)},
            {u"refused"_s, integer(a.refused)}};
}

QJsonObject samplingOf(const SamplingState& s)
{
    return {{u"mode"_s, text(toString(s.mode))},  {u"rate"_s, s.rate},
            {u"in_force"_s, s.inForce},           {u"effective_rate"_s, s.effective},
            {u"revision"_s, integer(s.revision)}, {u"why"_s, text(s.why)}};
}

QJsonObject bufferOf(const BufferState& b)
{
    return {{u"capacity"_s, integer(b.capacity)},
            {u"used"_s, integer(b.used)},
            {u"pressure"_s, b.pressure},
            {u"peak"_s, b.peak},
            {u"thinnings"_s, integer(b.thinnings)}};
}

QJsonObject rangeOf(const Estimate& e)
{
    return {{u"estimate"_s, e.value}, {u"low"_s, e.low}, {u"high"_s, e.high}, {u"grade"_s, grade(e.grade)}};
}

/** By name, such as "p99.9"; null where there was nothing to rank. */
QJsonValue quantilesOf(const EngineSnapshot& snapshot, MetricType type)
{
    if (!isValueType(type) || snapshot.quantilesOf(type).front().samples == 0)
        return {};
    QJsonObject quantiles;
    for (std::size_t i = 0; i < kQuantiles.size(); ++i)
        quantiles[u"p%1"_s.arg(kQuantiles[i] * 100)] = rangeOf(snapshot.quantilesOf(type)[i]);
    return quantiles;
}

QJsonValue metaOf(const EngineSnapshot& snapshot)
{
    const MetaState& meta = snapshot.meta;
    if (!snapshot.config.enableMeta)
        return {};
    return QJsonObject{
        {u"flush_ms"_s, milliseconds(meta.lastFlush)},  {u"flush_lag_ms"_s, milliseconds(meta.flushLag)},
        {u"early_drains"_s, integer(meta.earlyDrains)}, {u"ns_per_chosen"_s, meta.nanosecondsPerChosen},
        {u"share_of_core"_s, meta.shareOfCore},         {u"memory_bytes"_s, integer(meta.memory)}};
}

QJsonObject totalOf(const TypeSnapshot& t)
{
    return {{u"count"_s, integer(t.exact.count)},
            {u"sum"_s, t.exact.sum},
            {u"max"_s, t.exact.count > 0 ? QJsonValue(t.exact.max) : QJsonValue()},
            {u"interval"_s, QJsonObject{{u"count"_s, integer(t.intervalCount)},
                                        {u"estimate"_s, t.interval.value},
                                        {u"low"_s, t.interval.low},
                                        {u"high"_s, t.interval.high},
                                        {u"grade"_s, grade(t.interval.grade)}}}};
}

QJsonObject keyOf(const KeySnapshot& k)
{
    return {{u"type"_s, text(toString(k.type))}, {u"key"_s, text(k.key)},
            {u"count"_s, k.count.value},         {u"low"_s, k.count.low},
            {u"high"_s, k.count.high},           {u"sum"_s, k.sum.value},
            {u"sum_low"_s, k.sum.low},           {u"sum_high"_s, k.sum.high},
            {u"grade"_s, grade(k.count.grade)}};
}

QJsonObject endpointOf(const EndpointStatus& e)
{
    QJsonObject object{{u"name"_s, e.name},
                       {u"url"_s, e.displayUrl},
                       {u"state"_s, text(toString(e.state))},
                       {u"messages"_s, integer(e.messages)},
                       {u"bytes"_s, integer(e.bytes)},
                       {u"connects"_s, integer(e.connects)},
                       {u"disconnects"_s, integer(e.disconnects)}};
    object[u"wire_bytes"_s] = e.wireBytes ? integer(*e.wireBytes) : QJsonValue();
    object[u"rtt_ms"_s] = e.roundTrip ? QJsonValue(milliseconds(*e.roundTrip)) : QJsonValue();
    object[u"error"_s] = e.error.isEmpty() ? QJsonValue() : QJsonValue(e.error);
    object[u"last_close"_s] = QJsonValue();
    if (e.lastClose)
        object[u"last_close"_s] =
            QJsonObject{{u"code"_s, e.lastClose->code}, {u"reason"_s, e.lastClose->reason}};
    return object;
}

} // namespace

QByteArray ndjsonLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints)
{
    QJsonObject totals;
    for (const MetricType type : kMetricTypes) {
        QJsonObject total = totalOf(snapshot.of(type));
        total[u"quantiles"_s] = quantilesOf(snapshot, type);
        totals[text(toString(type))] = total;
    }
    QJsonArray keys;
    for (const KeySnapshot& key : snapshot.keys)
        keys.append(keyOf(key));
    QJsonArray endpointArray;
    for (const EndpointStatus& endpoint : endpoints)
        endpointArray.append(endpointOf(endpoint));
    const auto unixMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(snapshot.wallTime.time_since_epoch()).count();
    const QJsonObject line{{u"t"_s, static_cast<qint64>(unixMs)},
                           {u"uptime_s"_s, seconds(snapshot.uptime)},
                           {u"final"_s, snapshot.final},
                           {u"accounting"_s, accountingOf(snapshot.accounting)},
                           {u"sampling"_s, samplingOf(snapshot.sampling)},
                           {u"buffer"_s, bufferOf(snapshot.buffer)},
                           {u"totals"_s, totals},
                           {u"keys"_s, keys},
                           {u"endpoints"_s, endpointArray},
                           {u"meta"_s, metaOf(snapshot)}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact);
}

} // namespace weir
