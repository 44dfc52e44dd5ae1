// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/look_history.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace weir {

namespace {

std::size_t bytesOf(const LookReport& report)
{
    std::size_t bytes = sizeof(report) + report.endpoints.capacity() * sizeof(LookedEndpoint);
    for (const LookedEndpoint& endpoint : report.endpoints) {
        bytes += endpoint.keys.capacity() * sizeof(LookedKey) + endpoint.lastFailure.capacity();
        for (const LookedKey& key : endpoint.keys)
            bytes += key.key.capacity();
    }
    return bytes;
}

const LookedEndpoint* findIn(const LookReport& report, EndpointId id)
{
    const auto found = std::find_if(report.endpoints.begin(), report.endpoints.end(),
                                    [id](const LookedEndpoint& endpoint) { return endpoint.endpoint == id; });
    return found == report.endpoints.end() ? nullptr : &*found;
}

ProofPoint pointOf(TimePoint time, Duration interval, const Estimate& estimate)
{
    ProofPoint point;
    point.time = time;
    point.length = interval;
    point.estimate = estimate;
    return point;
}

} // namespace

void LookHistory::apply(const std::shared_ptr<const LookReport>& report, TimePoint time, Duration interval)
{
    if (report && interval <= Duration(0))
        return;
    m_report = report;
    m_interval = interval;
    if (!report)
        return;
    for (const LookedEndpoint& endpoint : report->endpoints) {
        Known& known = know(endpoint, time - interval);
        noteFirsts(endpoint, known);
        if (!endpoint.settings.time.empty() &&
            (m_ages.contains(endpoint.endpoint) || m_ages.size() < kMostAges))
            m_ages[endpoint.endpoint].add(time, interval, endpoint.age);
        for (Followed& followed : m_followed) {
            if (followed.subject.endpoint == endpoint.endpoint)
                add(followed, endpoint, time, interval);
        }
    }
    m_recent.push_back({report, time, interval, bytesOf(*report)});
    m_recentBytes += m_recent.back().bytes;
    while (m_recentBytes > kRecentBytes && m_recent.size() > 1) {
        m_recentBytes -= m_recent.front().bytes;
        m_recent.pop_front();
    }
}

LookHistory::Known& LookHistory::know(const LookedEndpoint& endpoint, TimePoint begin)
{
    auto [found, isNew] = m_known.try_emplace(endpoint.endpoint);
    Known& known = found->second;
    const bool isAnew = !isNew && (known.settings != endpoint.settings || endpoint.messages < known.messages);
    if (isAnew)
        beginAnew(endpoint, std::exchange(known, {}).settings);
    if (isNew || isAnew) {
        known.settings = endpoint.settings;
        known.since = begin;
    }
    known.messages = endpoint.messages;
    return known;
}

void LookHistory::beginAnew(const LookedEndpoint& endpoint, const LookSettings& before)
{
    m_ages.erase(endpoint.endpoint);
    std::erase_if(m_followed, [&](const Followed& followed) {
        return followed.subject.endpoint == endpoint.endpoint && followed.subject.key &&
               before.key != endpoint.settings.key;
    });
    for (Followed& followed : m_followed) {
        if (followed.subject.endpoint == endpoint.endpoint)
            followed = {followed.subject, {}, {}, {}};
    }
}

void LookHistory::noteFirsts(const LookedEndpoint& endpoint, Known& known)
{
    if (endpoint.isFull && !std::exchange(known.isFullSaid, true))
        m_notes.push_back({LookNote::Kind::Full, endpoint.endpoint});
    const LookedSequence& sequence = endpoint.sequence;
    const bool isFirst = (sequence.missing > 0 && !known.isMissingSaid) ||
                         (sequence.duplicates > 0 && !known.isDuplicateSaid) ||
                         (sequence.reordered > 0 && !known.isReorderedSaid);
    known.isMissingSaid = known.isMissingSaid || sequence.missing > 0;
    known.isDuplicateSaid = known.isDuplicateSaid || sequence.duplicates > 0;
    known.isReorderedSaid = known.isReorderedSaid || sequence.reordered > 0;
    if (isFirst)
        m_notes.push_back({LookNote::Kind::Sequence, endpoint.endpoint});
}

void LookHistory::add(Followed& followed, const LookedEndpoint& endpoint, TimePoint time, Duration interval)
{
    if (!followed.subject.key) {
        followed.count.add(pointOf(time, interval, endpoint.intervalItems));
        followed.sum.add(pointOf(time, interval, endpoint.intervalSum));
        return;
    }
    const auto key = std::find_if(endpoint.keys.begin(), endpoint.keys.end(),
                                  [&](const LookedKey& each) { return each.key == *followed.subject.key; });
    if (key == endpoint.keys.end())
        return; // not listed is not known
    followed.count.add(pointOf(time, interval, key->intervalCount));
    followed.bytes.add(pointOf(time, interval, key->intervalBytes));
    followed.sum.add(pointOf(time, interval, key->intervalSum));
}

void LookHistory::remove(EndpointId endpoint)
{
    m_known.erase(endpoint);
    m_ages.erase(endpoint);
    std::erase_if(m_followed,
                  [&](const Followed& followed) { return followed.subject.endpoint == endpoint; });
}

void LookHistory::follow(const Subject& subject, const Subject& spared)
{
    if (isFollowed(subject))
        return;
    if (m_followed.size() >= kMostFollowed) {
        const auto first = std::find_if(m_followed.begin(), m_followed.end(), [&](const Followed& followed) {
            return !followed.subject.isOf(spared);
        });
        m_followed.erase(first);
    }
    Followed& followed =
        m_followed.emplace_back(Followed{{subject.endpoint, subject.key, Measure::Messages}, {}, {}, {}});
    const auto known = m_known.find(subject.endpoint);
    if (known == m_known.end())
        return;
    for (const Recent& recent : m_recent) {
        const LookedEndpoint* endpoint = findIn(*recent.report, subject.endpoint);
        if (endpoint && recent.time > known->second.since && endpoint->settings == known->second.settings)
            add(followed, *endpoint, recent.time, recent.interval);
    }
}

void LookHistory::unfollow(const Subject& subject)
{
    std::erase_if(m_followed, [&](const Followed& followed) { return followed.subject.isOf(subject); });
}

std::vector<Subject> LookHistory::followed() const
{
    std::vector<Subject> subjects;
    for (const Followed& followed : m_followed)
        subjects.push_back(followed.subject);
    return subjects;
}

bool LookHistory::isFollowed(const Subject& subject) const
{
    return find(subject) != nullptr;
}

const ProofHistory* LookHistory::find(const Subject& subject) const
{
    for (const Followed& followed : m_followed) {
        if (!followed.subject.isOf(subject))
            continue;
        return subject.measure == Measure::Messages ? &followed.count
               : subject.measure == Measure::Bytes  ? &followed.bytes
                                                    : &followed.sum;
    }
    return nullptr;
}

std::string LookHistory::keyField(EndpointId endpoint) const
{
    const auto known = m_known.find(endpoint);
    return known == m_known.end() ? std::string() : known->second.settings.key;
}

const LookedEndpoint* LookHistory::newest(EndpointId endpoint) const
{
    return m_report ? findIn(*m_report, endpoint) : nullptr;
}

RecentKeys LookHistory::recentKeys(EndpointId id, Duration length) const
{
    const LookedEndpoint* last = newest(id);
    if (!last)
        return {};
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < last->keys.size(); ++i)
        places.emplace(last->keys[i].key, i);
    const TimePoint from = std::max(m_recent.back().time - length, since(id));
    std::vector<ProofPoint> items;
    std::vector<std::vector<ProofPoint>> counts(last->keys.size());
    std::vector<std::vector<ProofPoint>> sums(last->keys.size());
    for (const Recent& recent : m_recent) {
        const LookedEndpoint* endpoint = recent.time > from ? findIn(*recent.report, id) : nullptr;
        if (!endpoint)
            continue;
        items.push_back(pointOf(recent.time, recent.interval, endpoint->intervalItems));
        for (const LookedKey& key : endpoint->keys) {
            const auto place = places.find(key.key);
            if (place == places.end())
                continue;
            counts[place->second].push_back(pointOf(recent.time, recent.interval, key.intervalCount));
            sums[place->second].push_back(pointOf(recent.time, recent.interval, key.intervalSum));
        }
    }
    RecentKeys keys{sumOf(items), {}, {}};
    std::transform(counts.begin(), counts.end(), std::back_inserter(keys.counts), sumOf);
    std::transform(sums.begin(), sums.end(), std::back_inserter(keys.sums), sumOf);
    return keys;
}

TimePoint LookHistory::since(EndpointId endpoint) const
{
    const auto known = m_known.find(endpoint);
    return known == m_known.end() ? TimePoint() : known->second.since;
}

const AgeHistory* LookHistory::ages(EndpointId endpoint) const
{
    const auto found = m_ages.find(endpoint);
    return found == m_ages.end() || found->second.empty() ? nullptr : &found->second;
}

std::vector<LookNote> LookHistory::takeNotes()
{
    return std::exchange(m_notes, {});
}

std::size_t LookHistory::bytes() const
{
    std::size_t bytes = m_recentBytes;
    for (const auto& [id, ages] : m_ages)
        bytes += ages.bytes();
    for (const Followed& followed : m_followed)
        bytes += followed.count.bytes() + followed.bytes.bytes() + followed.sum.bytes();
    return bytes;
}

} // namespace weir
