// SPDX-License-Identifier: Apache-2.0
#include "core/protocol/commands.h"

#include "core/protocol/field_reader.h"

#include <QJsonDocument>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const Error& error)
{
    return QString::fromStdString(error.message);
}

std::optional<Command> readCommand(const QString& op, const QString& id, FieldReader& fields)
{
    if (op == "subscribe"_L1) {
        const auto period =
            fields.has("period_ms"_L1)
                ? fields.integer("period_ms"_L1, kShortestPeriod.count(), kLongestPeriod.count())
                : static_cast<std::uint64_t>(kDefaultPeriod.count());
        return Subscribe{id, std::chrono::milliseconds(period)};
    }
    if (op == "set"_L1) {
        Set set{.id = id};
        FieldReader values = fields.object("values"_L1);
        set.change = readChange(values);
        fields.take(values);
        if (fields.has("if_revision"_L1))
            set.ifRevision = fields.integer("if_revision"_L1);
        if (fields.has("for_s"_L1))
            set.lasts = std::chrono::seconds(fields.integer("for_s"_L1, 1, kLongestChange.count()));
        return set;
    }
    if (op == "get"_L1)
        return Get{id};
    if (op == "ping"_L1)
        return Ping{id};
    return std::nullopt;
}

QJsonObject objectOf(const Subscribe& subscribe)
{
    return {{u"op"_s, u"subscribe"_s},
            {u"id"_s, subscribe.id},
            {u"period_ms"_s, static_cast<qint64>(subscribe.period.count())}};
}

QJsonObject objectOf(const Set& set)
{
    QJsonObject object{{u"op"_s, u"set"_s}, {u"id"_s, set.id}, {u"values"_s, writeChange(set.change)}};
    if (set.ifRevision)
        object[u"if_revision"_s] = wireInteger(*set.ifRevision);
    if (set.lasts)
        object[u"for_s"_s] = static_cast<qint64>(set.lasts->count());
    return object;
}

QJsonObject objectOf(const Get& get)
{
    return {{u"op"_s, u"get"_s}, {u"id"_s, get.id}};
}

QJsonObject objectOf(const Ping& ping)
{
    return {{u"op"_s, u"ping"_s}, {u"id"_s, ping.id}};
}

} // namespace

Result<Command, Refusal> parseCommand(const QByteArray& utf8)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Refusal{refusal::kBadMessage,
                       u"A message must be one JSON object: %1 at byte %2."_s.arg(problem.errorString())
                           .arg(problem.offset),
                       {}};
    if (!document.isObject())
        return Refusal{
            refusal::kBadMessage, u"A message must be one JSON object, and this is an array."_s, {}};

    FieldReader fields(document.object());
    const QString op = fields.text("op"_L1, 1, kMostIdCharacters);
    const QString id = fields.text("id"_L1, 1, kMostIdCharacters);
    const std::optional<Command> command = readCommand(op, id, fields);
    if (!command && !op.isEmpty())
        return Refusal{refusal::kUnknownOp,
                       u"\"op\" is \"%1\": it must be one of subscribe, set, get, ping."_s.arg(op), id};
    if (fields.failed())
        return Refusal{refusal::kBadValue, text(fields.problem()), id};
    return *command;
}

QByteArray toJson(const Command& command)
{
    return wireBytes(std::visit([](const auto& one) { return objectOf(one); }, command));
}

} // namespace weir
