// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/agent_messages.h"

#include "core/protocol/data_json.h"
#include "core/protocol/field_reader.h"
#include "core/protocol/wire.h"
#include "core/protocol/wire_config.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostTypes = kMostRows;

QString unitOf(MetricType type)
{
    if (!isValueType(type))
        return {};
    return type == MetricType::RoundTrip ? u"us"_s : u"B"_s;
}

void writeSetting(QJsonObject& message, const Setting& setting)
{
    message[u"revision"_s] = wireInteger(setting.revision);
    message[u"config"_s] = writeConfig(setting.config);
    if (setting.expiresIn)
        message[u"expires_in_s"_s] = static_cast<qint64>(setting.expiresIn->count());
}

Setting readSetting(FieldReader& fields)
{
    Setting setting;
    setting.revision = fields.integer("revision"_L1);
    FieldReader config = fields.object("config"_L1);
    setting.config = readConfig(config);
    fields.take(config);
    if (fields.has("expires_in_s"_L1))
        setting.expiresIn =
            std::chrono::seconds(fields.integer("expires_in_s"_L1, 0, kLongestChange.count()));
    return setting;
}

QJsonArray writeTypes(const std::vector<WireType>& types)
{
    QJsonArray rows;
    for (const WireType& type : types) {
        QJsonObject row{{u"id"_s, wireInteger(type.id)},
                        {u"name"_s, type.name},
                        {u"kind"_s, type.isValue ? u"value"_s : u"count"_s}};
        if (!type.unit.isEmpty())
            row[u"unit"_s] = type.unit;
        rows.append(row);
    }
    return rows;
}

std::vector<WireType> readTypes(FieldReader& fields)
{
    std::vector<WireType> types;
    const QJsonArray rows = fields.array("types"_L1, kMostTypes);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        FieldReader row = fields.element("types"_L1, rows, i);
        WireType type;
        type.id = row.integer("id"_L1);
        type.name = row.text("name"_L1, 1, kMostIdCharacters);
        type.unit = row.textOr("unit"_L1, {}, kMostIdCharacters);
        type.isValue = row.choice("kind"_L1, {u"count"_s, u"value"_s}) == 1;
        fields.take(row);
        types.push_back(std::move(type));
    }
    return types;
}

Hello readHello(FieldReader& fields)
{
    Hello hello;
    hello.version = fields.integer("proto"_L1, 1);
    hello.engineVersion = fields.textOr("engine"_L1, {}, kMostText);
    hello.sessionId = fields.text("session_id"_L1, 1, kMostIdCharacters);
    FieldReader clock = fields.object("clock"_L1);
    hello.monotonicNs = clock.integer("mono_ns"_L1);
    hello.wallNs = clock.integer("wall_ns"_L1);
    fields.take(clock);
    hello.control = fields.array("capabilities"_L1, kMostRows).contains(u"control"_s);
    hello.client = fields.integerOr("client"_L1, 0);
    hello.types = readTypes(fields);
    hello.setting = readSetting(fields);
    return hello;
}

Event readEvent(FieldReader& fields)
{
    Event event;
    event.time = WallTime(
        std::chrono::milliseconds(static_cast<std::int64_t>(fields.integer("t"_L1, 0, kLatestUnixMs))));
    event.sequence = fields.integerOr("seq"_L1, 0);
    event.kind = fields.text("kind"_L1, 1, kMostIdCharacters);
    event.detail = fields.textOr("detail"_L1, {}, kMostText);
    if (fields.has("client"_L1))
        event.client = fields.integer("client"_L1);
    if (fields.has("config"_L1))
        event.setting = readSetting(fields);
    return event;
}

Ack readAck(FieldReader& fields)
{
    Ack ack;
    ack.id = fields.text("id"_L1, 1, kMostIdCharacters);
    ack.setting = readSetting(fields);
    ack.effectiveSequence = fields.integer("effective_seq"_L1);
    return ack;
}

Refusal readRefusal(FieldReader& fields)
{
    return {fields.text("code"_L1, 1, kMostIdCharacters), fields.textOr("message"_L1, {}, kMostText),
            fields.textOr("id"_L1, {}, kMostIdCharacters)};
}

AgentMessage readMessage(const QString& op, FieldReader& fields)
{
    if (op == "hello"_L1)
        return readHello(fields);
    if (op == "data"_L1)
        return readData(fields);
    if (op == "event"_L1)
        return readEvent(fields);
    if (op == "ack"_L1)
        return readAck(fields);
    if (op == "err"_L1)
        return readRefusal(fields);
    return UnknownMessage{op};
}

} // namespace

std::vector<WireType> wireTypes()
{
    std::vector<WireType> types;
    for (const MetricType type : kMetricTypes)
        types.push_back(
            {static_cast<std::uint64_t>(type), wireText(toString(type)), unitOf(type), isValueType(type)});
    return types;
}

Result<AgentMessage> parseAgentMessage(const QByteArray& utf8)
{
    if (utf8.size() > kMostAgentBytes)
        return Error{"a message of " + std::to_string(utf8.size()) + " bytes: an agent's has at most " +
                     std::to_string(kMostAgentBytes)};
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &problem);
    if (!document.isObject())
        return Error{"not a JSON object: " + problem.errorString().toStdString()};
    FieldReader fields(document.object());
    const QString op = fields.text("op"_L1, 1, kMostIdCharacters);
    AgentMessage message = readMessage(op, fields);
    if (fields.failed())
        return fields.problem();
    return message;
}

QByteArray toJson(const Hello& hello)
{
    QJsonObject message{{u"op"_s, u"hello"_s},
                        {u"proto"_s, wireInteger(hello.version)},
                        {u"engine"_s, hello.engineVersion},
                        {u"session_id"_s, hello.sessionId},
                        {u"clock"_s, QJsonObject{{u"mono_ns"_s, wireInteger(hello.monotonicNs)},
                                                 {u"wall_ns"_s, wireInteger(hello.wallNs)}}},
                        {u"capabilities"_s, hello.control ? QJsonArray{u"control"_s} : QJsonArray()},
                        {u"client"_s, wireInteger(hello.client)},
                        {u"types"_s, writeTypes(hello.types)}};
    writeSetting(message, hello.setting);
    return wireBytes(message);
}

QByteArray toJson(const Event& event)
{
    const auto unixMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(event.time.time_since_epoch()).count();
    QJsonObject message{{u"op"_s, u"event"_s},
                        {u"t"_s, static_cast<qint64>(unixMs)},
                        {u"seq"_s, wireInteger(event.sequence)},
                        {u"kind"_s, event.kind},
                        {u"detail"_s, event.detail}};
    if (event.client)
        message[u"client"_s] = wireInteger(*event.client);
    if (event.setting)
        writeSetting(message, *event.setting);
    return wireBytes(message);
}

QByteArray toJson(const Ack& ack)
{
    QJsonObject message{
        {u"op"_s, u"ack"_s}, {u"id"_s, ack.id}, {u"effective_seq"_s, wireInteger(ack.effectiveSequence)}};
    writeSetting(message, ack.setting);
    return wireBytes(message);
}

QByteArray toJson(const Refusal& refusal)
{
    QJsonObject message{{u"op"_s, u"err"_s}, {u"code"_s, refusal.code}, {u"message"_s, refusal.message}};
    if (!refusal.id.isEmpty())
        message[u"id"_s] = refusal.id;
    return wireBytes(message);
}

} // namespace weir
