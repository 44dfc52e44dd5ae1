// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/data_message.h"

#include "core/protocol/data_json.h"
#include "core/protocol/field_reader.h"
#include "core/protocol/snapshot_json.h"
#include "core/protocol/wire.h"
#include "core/protocol/wire_config.h"

#include <QJsonArray>

#include <chrono>
#include <span>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double kLongestSeconds = 1e9;

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

Duration readSeconds(FieldReader& fields, QLatin1String name)
{
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(fields.number(name, 0, kLongestSeconds)));
}

QJsonArray writeNow(const std::array<TypeTotals, kMetricTypeCount>& now)
{
    QJsonArray rows;
    for (const MetricType type : kMetricTypes) {
        const TypeTotals& totals = now[indexOf(type)];
        if (totals.count == 0)
            continue;
        QJsonObject row{{u"id"_s, static_cast<int>(type)}, {u"n"_s, wireInteger(totals.count)}};
        if (isValueType(type)) {
            row[u"sum"_s] = totals.sum;
            row[u"max"_s] = totals.max;
        }
        rows.append(row);
    }
    return rows;
}

void readNow(FieldReader& fields, std::array<TypeTotals, kMetricTypeCount>& now)
{
    const QJsonArray rows = fields.array("now"_L1, kMostRows);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        FieldReader row = fields.element("now"_L1, rows, i);
        const std::optional<MetricType> type = readType(row, "id"_L1);
        if (type) {
            TypeTotals& totals = now[indexOf(*type)];
            totals.count = row.integer("n"_L1);
            totals.sum = row.numberOr("sum"_L1, static_cast<double>(totals.count));
            totals.max = row.numberOr("max"_L1, totals.count > 0 ? 1 : 0);
        }
        fields.take(row);
    }
}

Accounting readAccounting(FieldReader& fields)
{
    Accounting a;
    a.seen = fields.integer("seen"_L1);
    a.critical = fields.integer("critical"_L1);
    a.sampledOut = fields.integer("sampled_out"_L1);
    a.chosen = fields.integer("chosen"_L1);
    a.kept = fields.integer("kept"_L1);
    a.inRing = fields.integer("in_ring"_L1);
    a.thinned = fields.integer("thinned"_L1);
    a.dropped = fields.integer("dropped"_L1);
    a.refused = fields.integer("refused"_L1);
    return a;
}

SamplingState readSampling(FieldReader& fields)
{
    SamplingState sampling;
    sampling.mode = readMode(fields);
    sampling.rate = fields.number("rate"_L1, 0, 1);
    sampling.inForce = fields.number("in_force"_L1, 0, 1);
    sampling.effective = fields.number("effective_rate"_L1, 0, 1);
    sampling.revision = fields.integer("revision"_L1);
    sampling.why = fields.textOr("why"_L1, {}, kMostText).toStdString();
    return sampling;
}

BufferState readBuffer(FieldReader& fields)
{
    BufferState buffer;
    buffer.capacity = fields.integer("capacity"_L1);
    buffer.used = fields.integer("used"_L1);
    buffer.pressure = fields.number("pressure"_L1, 0, 1);
    buffer.peak = fields.number("peak"_L1, 0, 1);
    buffer.thinnings = fields.integer("thinnings"_L1);
    return buffer;
}

} // namespace

EngineSnapshot snapshotOf(const Data& data)
{
    const auto bare = std::make_shared<EngineSnapshot>();
    bare->accounting = data.accounting;
    bare->wallTime = data.time;
    bare->interval = data.interval;
    bare->uptime = data.uptime;
    bare->parts = data.parts;
    const std::shared_ptr<const EngineSnapshot> one = bare;
    EngineSnapshot snapshot = mergeSnapshots(std::span(&one, 1), data.parts->keys.size());
    snapshot.sequence = data.sequence;
    snapshot.final = data.final;
    snapshot.sampling = data.sampling;
    snapshot.buffer = data.buffer;
    return snapshot;
}

QJsonObject dataObject(const Data& data)
{
    const auto unixMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(data.time.time_since_epoch()).count();
    QJsonObject message{{u"op"_s, u"data"_s},
                        {u"t"_s, static_cast<qint64>(unixMs)},
                        {u"seq"_s, wireInteger(data.sequence)},
                        {u"intervals"_s, wireInteger(data.intervals)},
                        {u"dt"_s, seconds(data.interval)},
                        {u"uptime_s"_s, seconds(data.uptime)},
                        {u"final"_s, data.final},
                        {u"lost"_s, wireInteger(data.lost)},
                        {u"accounting"_s, accountingJson(data.accounting)},
                        {u"sampling"_s, samplingJson(data.sampling)},
                        {u"buffer"_s, bufferJson(data.buffer)},
                        {u"now"_s, writeNow(data.now)}};
    if (data.parts)
        writeParts(message, *data.parts);
    return message;
}

QByteArray toJson(const Data& data)
{
    return wireBytes(dataObject(data));
}

Data readData(FieldReader& fields)
{
    Data data;
    data.time = WallTime(
        std::chrono::milliseconds(static_cast<std::int64_t>(fields.integer("t"_L1, 0, kLatestUnixMs))));
    data.sequence = fields.integer("seq"_L1);
    data.intervals = fields.integer("intervals"_L1, 0, data.sequence);
    data.interval = readSeconds(fields, "dt"_L1);
    data.uptime = readSeconds(fields, "uptime_s"_L1);
    data.final = fields.has("final"_L1) && fields.boolean("final"_L1);
    data.lost = fields.integerOr("lost"_L1, 0);
    FieldReader accounting = fields.object("accounting"_L1);
    data.accounting = readAccounting(accounting);
    FieldReader sampling = fields.object("sampling"_L1);
    data.sampling = readSampling(sampling);
    FieldReader buffer = fields.object("buffer"_L1);
    data.buffer = readBuffer(buffer);
    fields.take(accounting);
    fields.take(sampling);
    fields.take(buffer);
    readNow(fields, data.now);
    if (data.intervals > 0)
        data.parts = readParts(fields);
    return data;
}

} // namespace weir
