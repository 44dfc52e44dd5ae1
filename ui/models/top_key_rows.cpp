// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/top_key_rows.h"

#include "ui/models/format.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kLongestKey = 80;
constexpr Duration kRecent = std::chrono::minutes(1);

double secondsOf(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

QString gradeMeans(Grade grade)
{
    switch (grade) {
    case Grade::A:
        return Say::tr("Grade A: from 30 messages looked into.");
    case Grade::B:
        return Say::tr("Grade B: from 10 to 29 messages looked into.");
    case Grade::C:
        break;
    }
    return Say::tr("Grade C: fewer than 10 messages looked into, only the range counts.");
}

QString wordsOf(const QString& name, const Estimate& estimate, const EngineSnapshot& snapshot)
{
    const double seconds = secondsOf(snapshot.interval);
    const QString length = format::shortDuration(snapshot.interval);
    if (estimate.isPoint()) {
        return Say::tr("“%1”: %2 messages a second. Exact: every message of the last %3 was looked into.")
            .arg(name, format::compact(estimate.value / seconds), length);
    }
    if (estimate.samples == 0) {
        return Say::tr(
                   "“%1”: none of its messages was looked into in the last %2, at a rate of %3: at most %4 a "
                   "second (95 %).")
            .arg(name, length, format::percent(snapshot.sampling.effective),
                 format::compact(estimate.high / seconds));
    }
    return Say::tr("“%1”: ≈ %2 messages a second, 95 % range %3. %4 messages looked into in the last %5, at "
                   "a rate of %6. %7")
        .arg(name, format::compact(estimate.value / seconds),
             format::range(estimate.low / seconds, estimate.high / seconds), format::count(estimate.samples),
             length, format::percent(snapshot.sampling.effective), gradeMeans(estimate.grade));
}

QString countWords(double most)
{
    const double whole = std::ceil(most - 1e-6); // no more than arithmetic made it
    return whole < 100'000 ? format::count(static_cast<std::uint64_t>(whole)) : format::compact(whole);
}

/** unlistedBelow counts since the start, for any type: so it says nothing about a second of today. */
QString unlistedOf(const EngineSnapshot& snapshot)
{
    if (!(snapshot.unlistedBelow > 0))
        return Say::tr("No other key has sent anything so far");
    return Say::tr("Any key not listed here has sent at most %1 messages so far (95 %)")
        .arg(countWords(snapshot.unlistedBelow));
}

/** The number a second with its range; without a sample only the range is known. */
void setRate(TopKeyRow& row, const Estimate& estimate, double seconds)
{
    row.isExact = estimate.isPoint();
    row.perSecond = estimate.value / seconds;
    if (row.isExact || estimate.samples > 0)
        row.number = format::compact(row.perSecond);
    row.low = estimate.low / seconds;
    row.value = row.perSecond;
    row.high = estimate.high / seconds;
    if (!row.isExact)
        row.grade = QChar::fromLatin1(static_cast<char>(estimate.grade));
}

void sortByRate(std::vector<TopKeyRow>& rows)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const TopKeyRow& a, const TopKeyRow& b) { return a.perSecond > b.perSecond; });
}

QString wordsOf(const TopKeyRow& row, const ProofPoint& count, const ProofPoint& sum, bool hasSum)
{
    QStringList words;
    const QString name = u'“' + row.name + u'”';
    const QString who = row.of.isEmpty() ? name : Say::tr("%1 of %2").arg(name, row.of);
    const QString length = format::longDuration(count.length);
    const Estimate& estimate = count.estimate;
    if (row.isExact) {
        words.append(Say::tr("%1: %2 a second over the last %3. Exact: every message was looked into.")
                         .arg(who, row.number, length));
    } else if (estimate.samples == 0) {
        words.append(Say::tr("%1: not seen in the messages looked into over the last %2: at most %3 a second "
                             "(95 %).")
                         .arg(who, length, format::compact(row.high)));
    } else {
        words.append(Say::tr("%1: ≈ %2 a second over the last %3, 95 % range %4. %5 looked into. %6")
                         .arg(who, row.number, length, format::range(row.low, row.high),
                              format::count(estimate.samples), gradeMeans(estimate.grade)));
    }
    if (row.share >= 0)
        words.append(Say::tr("%1 of all.").arg(format::percent(row.share)));
    const double seconds = secondsOf(sum.length);
    if (hasSum && seconds > 0 && (sum.estimate.samples > 0 || sum.estimate.isPoint())) {
        words.append(sum.estimate.isPoint()
                         ? Say::tr("Values: %1 a second.").arg(row.sumText)
                         : Say::tr("Values: ≈ %1 a second, 95 % range %2.")
                               .arg(row.sumText,
                                    format::range(sum.estimate.low / seconds, sum.estimate.high / seconds)));
    }
    return words.join(u' ');
}

struct Listed
{
    const LookedEndpoint* endpoint = nullptr;
    QString name;
};

std::vector<Listed> listedOf(const DashboardData& data, const Scope& scope, EndpointId focus)
{
    std::vector<Listed> listed;
    for (const EndpointId id : data.order()) {
        const EndpointHistory& endpoint = *data.find(id);
        if (focus.isNull() ? !scope.includes(endpoint) : id != focus)
            continue;
        const LookedEndpoint* looked = data.looked().newest(id);
        if (looked && !looked->settings.key.empty())
            listed.push_back({looked, plainText(endpoint.status.name, 40)});
    }
    return listed;
}

void addRows(TopKeyList& list, const DashboardData& data, const Listed& listed, const Subject& subject,
             bool areSeveral)
{
    const LookedEndpoint& endpoint = *listed.endpoint;
    const RecentKeys recent = data.looked().recentKeys(endpoint.endpoint, kRecent);
    const bool hasSum = !endpoint.settings.value.empty();
    const double allSeconds = secondsOf(recent.items.length);
    for (std::size_t i = 0; i < endpoint.keys.size(); ++i) {
        const LookedKey& key = endpoint.keys[i];
        const ProofPoint& count = recent.counts[i];
        const double seconds = secondsOf(count.length);
        TopKeyRow row;
        row.id = QString::number(endpoint.endpoint.value) + u'/' + QString::fromStdString(key.key);
        row.name = looked::key(key.key);
        row.of = areSeveral ? listed.name : QString();
        row.subject = {endpoint.endpoint, key.key, Measure::Messages};
        row.isFollowed = data.looked().isFollowed(row.subject);
        row.isSubject = row.subject.isOf(subject);
        row.number = row.shareText = u"–"_s;
        row.sumText = hasSum ? u"–"_s : QString();
        if (seconds > 0) {
            setRate(row, count.estimate, seconds);
            if (recent.items.estimate.value > 0 && row.number != u"–"_s) {
                row.share = std::min(1.0, row.perSecond / (recent.items.estimate.value / allSeconds));
                row.shareText = format::percent(row.share);
            }
            const ProofPoint& sum = recent.sums[i];
            if (hasSum && row.number != u"–"_s) {
                row.sum = sum.estimate.value / secondsOf(sum.length);
                row.sumText = format::compact(row.sum);
            }
            row.words = wordsOf(row, count, sum, hasSum);
        }
        list.isExact = list.isExact && row.isExact;
        list.rows.push_back(std::move(row));
    }
    list.hasSum = list.hasSum || hasSum;
}

/** Of items since looking began, so a mean over that time. */
QString unlistedOf(const DashboardData& data, const std::vector<Listed>& listed, double cut)
{
    double most = cut;
    for (const Listed& each : listed) {
        const double seconds = secondsOf(data.now() - data.looked().since(each.endpoint->endpoint));
        if (seconds > 0)
            most = std::max(most, each.endpoint->unlistedBelow / seconds);
    }
    if (!(most > 0))
        return Say::tr("No other key was found so far");
    return Say::tr("Any key not listed here sends fewer than %1 a second")
        .arg(most < 1 ? format::compact(std::ceil(most * 100) / 100) : countWords(most));
}

QString keyIsOf(const std::vector<Listed>& listed, EndpointId focus)
{
    const std::string& field = listed.front().endpoint->settings.key;
    const bool isSame = std::all_of(listed.begin(), listed.end(),
                                    [&](const Listed& each) { return each.endpoint->settings.key == field; });
    const QString key = isSame ? Say::tr("key: %1").arg(looked::field(field)) : Say::tr("keys of messages");
    return focus.isNull() ? key : Say::tr("%1 of %2").arg(key, listed.front().name);
}

QString troubleOf(const std::vector<Listed>& listed)
{
    QStringList parts;
    for (const Listed& each : listed) {
        const QString who = listed.size() > 1 ? each.name + u": "_s : QString();
        if (const QString failures = looked::failures(*each.endpoint); !failures.isEmpty())
            parts.append(who + failures);
        if (each.endpoint->isFull)
            parts.append(who + looked::full(*each.endpoint));
    }
    return parts.join(u" · "_s);
}

} // namespace

TopKeyList endpointKeys(const EngineSnapshot& snapshot, const QSet<QString>* there)
{
    TopKeyList list;
    list.keyIs = Say::tr("key: endpoint");
    list.unlisted = unlistedOf(snapshot);
    const double seconds = secondsOf(snapshot.interval);
    list.isExact = seconds > 0;
    QSet<QString> ids;
    for (const KeySnapshot& key : snapshot.keys) {
        if (key.type != MetricType::MessageReceived)
            continue;
        TopKeyRow row;
        row.id = QString::fromStdString(key.key);
        if (there && !there->contains(row.id))
            continue; // it went: nothing more is known of it
        row.name = plainText(row.id, kLongestKey);
        while (ids.contains(row.id))
            row.id += u'+'; // names are capped, so two may be alike
        ids.insert(row.id);
        row.number = u"–"_s;
        if (seconds > 0) {
            setRate(row, key.intervalCount, seconds);
            row.words = wordsOf(row.name, key.intervalCount, snapshot);
        }
        list.isExact = list.isExact && row.isExact;
        list.rows.push_back(std::move(row));
    }
    list.isExact = list.isExact && !list.rows.empty();
    sortByRate(list.rows);
    return list;
}

TopKeyList topKeys(const DashboardData& data, const Scope& scope, EndpointId focus, const Subject& subject)
{
    const std::vector<Listed> listed = listedOf(data, scope, focus);
    if (listed.empty()) {
        QSet<QString> there;
        for (const EndpointId id : data.order())
            there.insert(data.find(id)->status.name);
        return data.snapshot() ? endpointKeys(*data.snapshot(), &there) : TopKeyList{};
    }
    TopKeyList list;
    list.isOfEndpoints = false;
    list.isExact = true;
    for (const Listed& each : listed)
        addRows(list, data, each, subject, listed.size() > 1);
    list.isExact = list.isExact && !list.rows.empty();
    sortByRate(list.rows);
    double cut = 0;
    if (list.rows.size() > TopKeyList::kMostRows) {
        for (auto row = list.rows.begin() + TopKeyList::kMostRows; row != list.rows.end(); ++row)
            cut = std::max(cut, row->high);
        list.rows.resize(TopKeyList::kMostRows);
    }
    list.keyIs = keyIsOf(listed, focus);
    list.unlisted = unlistedOf(data, listed, cut);
    list.trouble = troubleOf(listed);
    return list;
}

} // namespace weir
