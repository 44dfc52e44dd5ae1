// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collect/ndjson.h"

#include "core/protocol/snapshot_json.h"
#include "core/protocol/wire.h"

#include <QJsonArray>
#include <QJsonObject>

#include <chrono>
#include <map>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

double milliseconds(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

using Names = std::map<EndpointId, QString>;

Names namesOf(const std::vector<EndpointStatus>& endpoints)
{
    Names names;
    for (const EndpointStatus& endpoint : endpoints) // ids rise: each goes behind the last
        names.emplace_hint(names.end(), endpoint.id, endpoint.name);
    return names;
}

/** "" for one that was removed meanwhile. */
QString nameOf(EndpointId id, const Names& names)
{
    const auto at = names.find(id);
    return at == names.end() ? QString() : at->second;
}

/** A row of `keys` like those of the engine, but of items that were found inside messages. */
QJsonObject keyOf(const LookedKey& k, const QString& endpoint)
{
    QJsonObject row = keyJson(u"item"_s, k.key, k.count, k.sum);
    row[u"endpoint"_s] = endpoint;
    row[u"bytes"_s] = rangeJson(k.bytes);
    return row;
}

QJsonValue ageOf(const LookedAge& age)
{
    if (age.samples == 0)
        return {};
    return QJsonObject{{u"p50"_s, rangeJson(age.p50)},
                       {u"p90"_s, rangeJson(age.p90)},
                       {u"p99"_s, rangeJson(age.p99)},
                       {u"samples"_s, wireInteger(age.samples)},
                       {u"from_future"_s, wireInteger(age.fromFuture)},
                       {u"lowest"_s, age.lowest}};
}

QJsonValue sequenceOf(const LookedSequence& s)
{
    if (s.numbers == 0)
        return {};
    return QJsonObject{
        {u"on_every_message"_s, s.isOnEvery},       {u"numbers"_s, wireInteger(s.numbers)},
        {u"missing"_s, wireInteger(s.missing)},     {u"duplicates"_s, wireInteger(s.duplicates)},
        {u"reordered"_s, wireInteger(s.reordered)}, {u"restarts"_s, wireInteger(s.restarts)}};
}

QJsonObject lookedOf(const LookedEndpoint& e, const QString& name)
{
    return {{u"endpoint"_s, name},
            {u"messages"_s, wireInteger(e.messages)},
            {u"items"_s, wireInteger(e.items)},
            {u"failed"_s, wireInteger(e.failed)},
            {u"without_key"_s, wireInteger(e.withoutKey)},
            {u"last_failure"_s, e.lastFailure.empty() ? QJsonValue() : QJsonValue(wireText(e.lastFailure))},
            {u"interval_items"_s, rangeJson(e.intervalItems)},
            {u"interval_sum"_s, rangeJson(e.intervalSum)},
            {u"keys"_s, wireInteger(e.keyCount)},
            {u"keys_full"_s, e.isFull},
            {u"unlisted_below"_s, e.unlistedBelow},
            {u"age_s"_s, ageOf(e.age)},
            {u"sequence"_s, sequenceOf(e.sequence)}};
}

QJsonObject endpointOf(const EndpointStatus& e)
{
    QJsonObject object{{u"name"_s, e.name},
                       {u"url"_s, e.displayUrl},
                       {u"state"_s, wireText(toString(e.state))},
                       {u"messages"_s, wireInteger(e.messages)},
                       {u"bytes"_s, wireInteger(e.bytes)},
                       {u"connects"_s, wireInteger(e.connects)},
                       {u"disconnects"_s, wireInteger(e.disconnects)}};
    object[u"wire_bytes"_s] = e.wireBytes ? wireInteger(*e.wireBytes) : QJsonValue();
    object[u"rtt_ms"_s] = e.roundTrip ? QJsonValue(milliseconds(*e.roundTrip)) : QJsonValue();
    object[u"error"_s] = e.error.isEmpty() ? QJsonValue() : QJsonValue(e.error);
    object[u"last_close"_s] = QJsonValue();
    if (e.lastClose)
        object[u"last_close"_s] =
            QJsonObject{{u"code"_s, e.lastClose->code}, {u"reason"_s, e.lastClose->reason}};
    return object;
}

QJsonObject agentOf(const AgentView& agent)
{
    QJsonObject row{{u"endpoint"_s, agent.name},
                    {u"connected"_s, agent.isConnected},
                    {u"control"_s, agent.mayControl},
                    {u"session"_s, agent.sessionId},
                    {u"sessions"_s, wireInteger(agent.sessions)},
                    {u"revision"_s, wireInteger(agent.revision)},
                    {u"events"_s, wireInteger(agent.events)},
                    {u"lost"_s, wireInteger(agent.lost)},
                    {u"not_understood"_s, wireInteger(agent.notUnderstood)}};
    row[u"per_s"_s] = agent.perSecond ? QJsonValue(*agent.perSecond) : QJsonValue();
    row[u"accounting"_s] = agent.snapshot ? accountingJson(agent.snapshot->accounting) : QJsonValue();
    row[u"adds_up"_s] = agent.snapshot ? QJsonValue(agent.snapshot->accounting.addsUp()) : QJsonValue();
    row[u"sampling"_s] = agent.snapshot ? samplingJson(agent.snapshot->sampling) : QJsonValue();
    return row;
}

/** Adds the keys to those of the engine, the rest as `looks`. */
void addLooks(QJsonObject& line, const LookReport& report, const Names& names)
{
    QJsonArray keys = line[u"keys"_s].toArray();
    QJsonArray rows;
    for (const LookedEndpoint& endpoint : report.endpoints) {
        const QString name = nameOf(endpoint.endpoint, names);
        rows.append(lookedOf(endpoint, name));
        for (const LookedKey& key : endpoint.keys)
            keys.append(keyOf(key, name));
    }
    line[u"keys"_s] = keys;
    line[u"looks"_s] = QJsonObject{{u"looks"_s, wireInteger(report.looks)},
                                   {u"passed"_s, wireInteger(report.passed)},
                                   {u"ns_per_look"_s, report.nanosecondsPerLook},
                                   {u"budget_per_s"_s, report.budget},
                                   {u"endpoints"_s, rows}};
}

} // namespace

QByteArray ndjsonLine(const EngineSnapshot& snapshot, const std::vector<EndpointStatus>& endpoints,
                      const LookReport* looks, const std::vector<AgentView>& agents)
{
    QJsonObject line = snapshotJson(snapshot);
    if (looks)
        addLooks(line, *looks, namesOf(endpoints));
    QJsonArray endpointArray;
    for (const EndpointStatus& endpoint : endpoints)
        endpointArray.append(endpointOf(endpoint));
    line[u"endpoints"_s] = endpointArray;
    QJsonArray agentArray;
    for (const AgentView& agent : agents)
        agentArray.append(agentOf(agent));
    if (!agents.empty())
        line[u"agents"_s] = agentArray;
    return ndjsonText(line);
}

} // namespace weir
