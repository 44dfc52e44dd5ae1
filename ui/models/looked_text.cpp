// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/looked_text.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir::looked {

namespace {

constexpr int kLongestField = 40;
constexpr int kLongestKey = 80;
constexpr int kLongestName = 40;
constexpr int kLongestFailure = 120;

QString name(const DashboardData& data, EndpointId id)
{
    const EndpointHistory* endpoint = data.find(id);
    return endpoint ? plainText(endpoint->status.name, kLongestName) : u"–"_s;
}

QString sumOf(const DashboardData& data, EndpointId id)
{
    const LookedEndpoint* endpoint = data.looked().newest(id);
    return endpoint && !endpoint->settings.value.empty()
               ? Say::tr("sum of %1").arg(field(endpoint->settings.value))
               : Say::tr("sum");
}

/** So that a key alone does not tell whose it is. */
bool areSeveral(const DashboardData& data)
{
    const LookHistory& looked = data.looked();
    return looked.report() &&
           std::count_if(looked.report()->endpoints.begin(), looked.report()->endpoints.end(),
                         [](const LookedEndpoint& endpoint) { return !endpoint.settings.key.empty(); }) > 1;
}

} // namespace

QString field(const std::string& field)
{
    return field == "#" ? Say::tr("item") : plainText(QString::fromStdString(field), kLongestField);
}

QString key(const std::string& key)
{
    return plainText(QString::fromStdString(key), kLongestKey);
}

QString subject(const DashboardData& data, const Subject& subject)
{
    if (!subject.key)
        return name(data, subject.endpoint);
    const QString quoted = u'“' + key(*subject.key) + u'”';
    return areSeveral(data) ? Say::tr("%1 of %2").arg(quoted, name(data, subject.endpoint)) : quoted;
}

QString choice(const DashboardData& data, const Subject& of)
{
    const QString who = subject(data, of);
    switch (of.measure) {
    case Measure::Messages:
        return of.key ? who : Say::tr("proof: %1").arg(who);
    case Measure::Bytes:
        return Say::tr("bytes: %1").arg(who);
    case Measure::Sum:
        break;
    }
    return u"%1: %2"_s.arg(sumOf(data, of.endpoint), who);
}

QString unit(const DashboardData& data, const Subject& subject)
{
    if (subject.measure == Measure::Bytes)
        return Say::tr("bytes/s");
    if (subject.measure == Measure::Sum)
        return Say::tr("%1, a second").arg(sumOf(data, subject.endpoint));
    const LookedEndpoint* endpoint = data.looked().newest(subject.endpoint);
    const bool isOfItems = subject.key && endpoint && endpoint->settings.items != ItemForm::Message;
    return isOfItems ? Say::tr("items/s") : Say::tr("messages/s");
}

QString sequence(const LookedSequence& sequence)
{
    if (sequence.numbers == 0)
        return Say::tr("no number read yet");
    QStringList parts;
    if (sequence.missing > 0) {
        parts.append(sequence.missing == 1
                         ? Say::tr("1 number missing")
                         : Say::tr("%1 numbers missing").arg(format::count(sequence.missing)));
    }
    if (sequence.duplicates > 0)
        parts.append(Say::tr("%1 came again").arg(format::count(sequence.duplicates)));
    if (sequence.reordered > 0)
        parts.append(Say::tr("%1 out of order").arg(format::count(sequence.reordered)));
    if (parts.isEmpty())
        parts.append(Say::tr("no gap in %1").arg(format::count(sequence.numbers)));
    if (sequence.restarts > 0) {
        parts.append(sequence.restarts == 1
                         ? Say::tr("began anew once")
                         : Say::tr("began anew %1 times").arg(format::count(sequence.restarts)));
    }
    const QString basis =
        sequence.isOnEvery ? Say::tr("on every message") : Say::tr("on messages looked into");
    return u"%1 (%2)"_s.arg(parts.join(u", "_s), basis);
}

QString full(const LookedEndpoint& endpoint)
{
    return Say::tr("%1 keys followed, the most allowed; the smallest are merged")
        .arg(format::count(endpoint.keyCount));
}

QString note(const DashboardData& data, const LookNote& note)
{
    const LookedEndpoint* endpoint = data.looked().newest(note.endpoint);
    if (!endpoint)
        return {};
    return note.kind == LookNote::Kind::Full ? full(*endpoint)
                                             : Say::tr("Sequence: %1").arg(sequence(endpoint->sequence));
}

QString failures(const LookedEndpoint& endpoint)
{
    QStringList parts;
    if (endpoint.failed > 0) {
        const QString count = format::count(endpoint.failed);
        const QString why = plainText(QString::fromStdString(endpoint.lastFailure), kLongestFailure);
        parts.append(why.isEmpty() ? Say::tr("%1 could not be read").arg(count)
                                   : Say::tr("%1 could not be read: %2").arg(count, why));
    }
    if (endpoint.withoutKey > 0 && !endpoint.settings.key.empty())
        parts.append(Say::tr("%1 had no key").arg(format::count(endpoint.withoutKey)));
    return parts.join(u"; "_s);
}

} // namespace weir::looked
