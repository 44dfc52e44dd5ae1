// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/dashboard_data.h"

#include "ui/models/endpoint_text.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace weir {

namespace {

/** Readings come ten times a second and not exactly: this much short of a second counts as one. */
constexpr Duration kFullSecond = std::chrono::milliseconds(950);
constexpr std::size_t kMarkers = 4096;
constexpr std::size_t kPongs = 65'536;
constexpr std::size_t kWallOffsets = 256;
constexpr int kLongestGroup = 128;
constexpr std::size_t kMostLooks = 4096; ///< of endpoints that are not there
/** By then everybody has connected, or will not soon. */
constexpr Duration kConnectingTime = std::chrono::seconds(10);
constexpr Duration kWallStep = std::chrono::milliseconds(500);
constexpr Duration kSlept = std::chrono::seconds(3);
/** Thinnings nearer to each other are told as one. */
constexpr Duration kThinningTogether = std::chrono::seconds(10);

bool isOpen(EndpointState state)
{
    return state == EndpointState::Open || state == EndpointState::Silent;
}

Uptime::State uptimeOf(const EndpointStatus& status)
{
    if (isDown(status)) // a try, too, is a time without it
        return Uptime::State::Down;
    return isOpen(status.state) ? Uptime::State::Up : Uptime::State::AtRest;
}

EndpointLook lookOf(const EndpointHistory& endpoint)
{
    return {endpoint.status.name, endpoint.group, endpoint.tags, endpoint.colorSlot};
}

/** Ends a second of a sum; without anything open it is a gap. */
void endSecond(FlowHistory& flow, TimePoint from, TimePoint to)
{
    flow.recent.push(flow.isOpen ? Sample::of(to, flow.sum) : Sample::gap(to));
    if (flow.isOpen)
        flow.day.hold(from, to, flow.sum);
    flow.isOpen = false;
    flow.sum = 0;
}

void addTo(FlowHistory& flow, const std::optional<double>& rate, bool wasOpen)
{
    flow.sum += rate.value_or(0);
    flow.isOpen = flow.isOpen || (wasOpen && rate) || rate.value_or(0) > 0;
}

} // namespace

FlowHistory::FlowHistory() : recent(DashboardData::kSeconds) {}

EndpointHistory::EndpointHistory(EndpointStatus first)
    : status(std::move(first)), messages(DashboardData::kSeconds), bytes(DashboardData::kSeconds)
{}

DashboardData::DashboardData()
    : m_engine(kIntervals), m_markers(kMarkers), m_pongs(kPongs), m_wallOffsets(kWallOffsets)
{}

bool DashboardData::tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses)
{
    m_now = now;
    m_wall = wall;
    if (!std::exchange(m_isStarted, true)) {
        m_lastSecond = now;
        m_wallStart = wall;
    }
    noteWallClock();
    takeOrder(statuses);
    for (const EndpointStatus& status : statuses) {
        auto found = m_endpoints.find(status.id);
        if (found == m_endpoints.end()) {
            addEndpoint(status);
            continue;
        }
        EndpointHistory& endpoint = found->second;
        if (status.pongs != endpoint.status.pongs && status.roundTrip) {
            const double seconds = std::chrono::duration<double>(*status.roundTrip).count();
            m_pongs.push({now, status.id, seconds});
            m_roundTripDay.add(now, seconds);
        }
        endpoint.status = status;
        endpoint.wasOpen = endpoint.wasOpen && isOpen(status.state);
        endpoint.wasOpenSinceFlush = endpoint.wasOpenSinceFlush && isOpen(status.state);
    }
    if (now - m_lastSecond < kFullSecond)
        return false;
    endSecond();
    return true;
}

/** What is gone goes first, so that its look and colour are free for who takes its place. */
void DashboardData::takeOrder(const std::vector<EndpointStatus>& statuses)
{
    m_order.clear();
    std::size_t known = 0;
    for (const EndpointStatus& status : statuses) {
        m_order.push_back(status.id);
        known += m_endpoints.contains(status.id) ? 1 : 0;
    }
    if (known == m_endpoints.size())
        return;
    const std::set<EndpointId> there(m_order.begin(), m_order.end());
    std::erase_if(m_endpoints, [&](const auto& entry) {
        if (there.contains(entry.first))
            return false;
        keepLook(entry.second);
        m_looked.remove(entry.first);
        return true;
    });
}

/**
 * The monotonic clock stands still while the computer sleeps and the other may be set: what came before goes
 * on being told by the difference of then.
 */
void DashboardData::noteWallClock()
{
    const Duration offset = m_wall.time_since_epoch() - m_now.time_since_epoch();
    const Duration step = m_wallOffsets.empty() ? Duration(0) : offset - m_wallOffsets.back().offset;
    if (!m_wallOffsets.empty() && std::chrono::abs(step) < kWallStep)
        return;
    m_wallOffsets.push({m_now, offset});
    if (step > kSlept) { // nobody counted meanwhile
        for (auto& [id, endpoint] : m_endpoints)
            endpoint.wasOpen = endpoint.wasOpenSinceFlush = false;
    }
}

WallTime DashboardData::wallAt(TimePoint time) const
{
    if (m_wallOffsets.empty())
        return m_wall + (time - m_now);
    const std::size_t after = m_wallOffsets.firstAfter(time);
    return WallTime(time.time_since_epoch() + m_wallOffsets[after > 0 ? after - 1 : 0].offset);
}

void DashboardData::addEndpoint(const EndpointStatus& status)
{
    EndpointHistory& endpoint = m_endpoints.emplace(status.id, EndpointHistory(status)).first->second;
    // Counting starts here: what came before the first reading is not this second's.
    (void)endpoint.messageRate.read(m_now, status.messages);
    (void)endpoint.byteRate.read(m_now, status.bytes);
    endpoint.lastRead = m_now;
    endpoint.wasOpen = isOpen(status.state);
    endpoint.wasOpenSinceFlush = endpoint.wasOpen;
    if (!m_firstEndpoint)
        m_firstEndpoint = m_now;
    if (const auto look = m_looks.find(status.name); look != m_looks.end()) {
        endpoint.group = look->second.group;
        endpoint.tags = look->second.tags;
        endpoint.isDrawnByUser = m_isDrawnKnown;
        takeColor(endpoint, look->second.colorSlot);
        m_looks.erase(look);
    }
    if (!endpoint.isDrawnByUser && endpoint.colorSlot < 0 && drawn() < kDrawnByDefault) {
        takeColor(endpoint, freeColor());
    }
    if (const auto group = m_groups.find(status.name); group != m_groups.end()) {
        endpoint.group = group->second;
        m_groups.erase(group);
    }
}

/** One that is replaced, as when its address is mended, comes back as it was arranged. */
void DashboardData::keepLook(const EndpointHistory& endpoint)
{
    const bool isArranged = endpoint.isDrawnByUser || !endpoint.group.isEmpty() || !endpoint.tags.isEmpty();
    if (isArranged && m_looks.size() < kMostLooks) {
        m_looks[endpoint.status.name] = lookOf(endpoint);
        m_isDrawnKnown = m_isDrawnKnown || endpoint.isDrawnByUser;
    }
}

void DashboardData::endSecond()
{
    for (const EndpointId id : m_order)
        endSecond(m_endpoints.at(id));
    for (FlowHistory* flow : {&m_totalMessages, &m_totalBytes, &m_otherMessages, &m_otherBytes})
        weir::endSecond(*flow, m_lastSecond, m_now);
    m_lastSecond = m_now;
    if (!m_isChosen)
        chooseDrawn();
}

void DashboardData::endSecond(EndpointHistory& endpoint)
{
    const auto messages = endpoint.messageRate.read(m_now, endpoint.status.messages);
    const auto bytes = endpoint.byteRate.read(m_now, endpoint.status.bytes);
    addTo(m_totalMessages, messages, endpoint.wasOpen);
    addTo(m_totalBytes, bytes, endpoint.wasOpen);
    if (endpoint.colorSlot < 0) {
        addTo(m_otherMessages, messages, endpoint.wasOpen);
        addTo(m_otherBytes, bytes, endpoint.wasOpen);
    }
    // A second it was open only in part would show as a dip that never was: unknown instead.
    const bool isKnown = endpoint.wasOpen && messages && bytes;
    endpoint.messages.push(isKnown ? Sample::of(m_now, *messages) : Sample::gap(m_now));
    endpoint.bytes.push(isKnown ? Sample::of(m_now, *bytes) : Sample::gap(m_now));
    if (isKnown) {
        endpoint.messageDay.hold(endpoint.lastRead, m_now, *messages);
        if (endpoint.byteDay)
            endpoint.byteDay->hold(endpoint.lastRead, m_now, *bytes);
    }
    endpoint.uptime.hold(endpoint.lastRead, m_now, uptimeOf(endpoint.status));
    endpoint.lastRead = m_now;
    endpoint.wasOpen = isOpen(endpoint.status.state);
}

/** Once: a picture whose curves change places by themselves cannot be read. */
void DashboardData::chooseDrawn()
{
    if (!m_firstEndpoint)
        return;
    bool isAnyBusy = false;
    bool isAnyConnecting = false;
    for (const auto& [id, endpoint] : m_endpoints) {
        isAnyBusy = isAnyBusy || endpoint.status.messages > 0;
        isAnyConnecting = isAnyConnecting || endpoint.status.state == EndpointState::Idle ||
                          endpoint.status.state == EndpointState::Connecting;
    }
    if (!isAnyBusy || (isAnyConnecting && m_now - *m_firstEndpoint < kConnectingTime))
        return;
    m_isChosen = true;
    std::vector<EndpointHistory*> free;
    int room = kDrawnByDefault;
    for (const EndpointId id : m_order) {
        EndpointHistory& endpoint = m_endpoints.at(id);
        if (!endpoint.isDrawnByUser)
            free.push_back(&endpoint);
        else if (endpoint.colorSlot >= 0)
            --room;
    }
    std::stable_sort(free.begin(), free.end(), [](const EndpointHistory* a, const EndpointHistory* b) {
        return a->status.messages > b->status.messages;
    });
    const auto kept = static_cast<std::size_t>(std::clamp(room, 0, static_cast<int>(free.size())));
    for (std::size_t i = kept; i < free.size(); ++i)
        dropColor(*free[i]);
    for (std::size_t i = 0; i < kept; ++i)
        free[i]->colorSlot = -1; // given anew, the busiest first
    for (std::size_t i = 0; i < kept; ++i)
        takeColor(*free[i], freeColor());
}

int DashboardData::freeColor() const
{
    std::array<bool, kSeriesColors> isTaken{};
    for (const auto& [id, other] : m_endpoints) {
        if (other.colorSlot >= 0)
            isTaken[static_cast<std::size_t>(other.colorSlot)] = true;
    }
    const auto free = std::find(isTaken.begin(), isTaken.end(), false);
    return free == isTaken.end() ? -1 : static_cast<int>(free - isTaken.begin());
}

void DashboardData::takeColor(EndpointHistory& endpoint, int slot)
{
    if (slot < 0 || slot >= kSeriesColors)
        return;
    for (const auto& [id, other] : m_endpoints) {
        if (other.colorSlot == slot)
            slot = freeColor();
    }
    endpoint.colorSlot = slot;
    if (slot < 0)
        return;
    endpoint.messageDay.setDetail(Detail::Full);
    if (!endpoint.byteDay)
        endpoint.byteDay.emplace(Detail::Full);
    if (!endpoint.byteProof)
        endpoint.byteProof.emplace();
}

void DashboardData::dropColor(EndpointHistory& endpoint)
{
    if (endpoint.colorSlot < 0)
        return;
    endpoint.colorSlot = -1;
    endpoint.messageDay.setDetail(Detail::Overview);
    endpoint.byteDay.reset();
    endpoint.byteProof.reset();
}

bool DashboardData::setDrawn(EndpointId id, bool isDrawn)
{
    const auto found = m_endpoints.find(id);
    if (found == m_endpoints.end())
        return false;
    EndpointHistory& endpoint = found->second;
    endpoint.isDrawnByUser = true;
    if (isDrawn && endpoint.colorSlot < 0)
        takeColor(endpoint, freeColor());
    else if (!isDrawn)
        dropColor(endpoint);
    return isDrawn == (endpoint.colorSlot >= 0);
}

int DashboardData::drawn() const
{
    return static_cast<int>(std::count_if(m_endpoints.begin(), m_endpoints.end(),
                                          [](const auto& entry) { return entry.second.colorSlot >= 0; }));
}

void DashboardData::setGroup(EndpointId id, const QString& group)
{
    if (const auto found = m_endpoints.find(id); found != m_endpoints.end())
        found->second.group = plainText(group, kLongestGroup).trimmed();
}

void DashboardData::setGroupOf(const QStringList& names, const QString& group)
{
    for (const QString& name : names)
        m_groups[name] = plainText(group, kLongestGroup).trimmed();
}

void DashboardData::setLooks(const std::vector<EndpointLook>& looks)
{
    m_looks.clear();
    // Where nothing is drawn nobody has chosen yet, as in a profile written by hand.
    m_isDrawnKnown =
        std::any_of(looks.begin(), looks.end(), [](const EndpointLook& look) { return look.colorSlot >= 0; });
    for (const EndpointLook& look : looks)
        m_looks[look.name] = look;
    if (m_isDrawnKnown) { // all at once, or two could not change colours
        for (auto& [id, endpoint] : m_endpoints) {
            if (m_looks.contains(endpoint.status.name))
                dropColor(endpoint);
        }
    }
    for (auto& [id, endpoint] : m_endpoints) {
        const auto look = m_looks.find(endpoint.status.name);
        if (look == m_looks.end())
            continue;
        endpoint.group = look->second.group;
        endpoint.tags = look->second.tags;
        if (m_isDrawnKnown) {
            endpoint.isDrawnByUser = true;
            takeColor(endpoint, look->second.colorSlot);
        }
        m_looks.erase(look);
    }
}

std::vector<EndpointLook> DashboardData::looks() const
{
    std::vector<EndpointLook> looks;
    for (const EndpointId id : m_order)
        looks.push_back(lookOf(m_endpoints.at(id)));
    std::set<QString> names;
    for (const EndpointLook& look : looks)
        names.insert(look.name);
    for (const auto& [name, look] : m_looks) {
        if (!names.contains(name))
            looks.push_back(look);
    }
    return looks;
}

std::size_t DashboardData::bytes() const
{
    std::size_t bytes =
        m_looked.bytes() + m_pongs.size() * sizeof(Pong) + m_engine.size() * sizeof(EnginePoint);
    for (const TieredSeries* series : {&m_setDay, &m_inForceDay, &m_peakDay, &m_roundTripDay})
        bytes += series->bytes();
    for (const FlowHistory* flow : {&m_totalMessages, &m_totalBytes, &m_otherMessages, &m_otherBytes})
        bytes += flow->day.bytes() + flow->recent.size() * sizeof(Sample);
    for (const auto& [id, endpoint] : m_endpoints) {
        bytes += endpoint.messageDay.bytes() + (endpoint.byteDay ? endpoint.byteDay->bytes() : 0) +
                 endpoint.proof.bytes() + (endpoint.byteProof ? endpoint.byteProof->bytes() : 0) +
                 (endpoint.messages.size() + endpoint.bytes.size()) * sizeof(Sample) + sizeof(endpoint);
    }
    return bytes;
}

void DashboardData::applyInterval(const IntervalView& interval)
{
    if (!interval.engine)
        return;
    const EngineSnapshot& next = *interval.engine;
    const EngineSnapshot* before = m_snapshot.get();
    const double seconds = std::chrono::duration<double>(next.interval).count();

    EnginePoint point;
    point.time = next.time;
    point.mode = next.sampling.mode;
    point.set = next.sampling.mode == SamplingMode::Everything ? 1 : next.sampling.rate;
    point.thinnings = next.buffer.thinnings - (before ? before->buffer.thinnings : 0);
    point.inForce = next.sampling.inForce;
    if (point.thinnings > 0 && next.sampling.effective > 0)
        point.inForce = std::min(point.inForce, next.sampling.effective);
    point.peak = next.buffer.peak;
    if (before && seconds > 0)
        point.lookedInto = static_cast<double>(next.accounting.chosen - before->accounting.chosen) / seconds;
    else if (seconds > 0)
        point.lookedInto = static_cast<double>(next.accounting.chosen) / seconds;
    if (m_engine.empty() || m_engine.back().time < point.time) {
        m_engine.push(point);
        if (next.interval > Duration(0)) {
            const TimePoint begin = point.time - next.interval;
            m_setDay.hold(begin, point.time, point.set);
            m_inForceDay.hold(begin, point.time, point.inForce);
            m_peakDay.hold(begin, point.time, point.peak);
        }
        applyProof(interval);
        m_looked.apply(interval.looks, point.time, next.interval);
    }
    if (point.thinnings > 0)
        markThinned(point);
    m_snapshot = interval.engine;
}

void DashboardData::applyProof(const IntervalView& interval)
{
    const EngineSnapshot& engine = *interval.engine;
    std::map<std::string_view, const KeySnapshot*> keys;
    for (const KeySnapshot& key : engine.keys) {
        if (key.type == MetricType::MessageReceived)
            keys.emplace(key.key, &key);
    }
    for (const EndpointTruth& truth : interval.exact) {
        const auto found = m_endpoints.find(truth.id);
        if (found == m_endpoints.end())
            continue;
        EndpointHistory& endpoint = found->second;
        const auto key = keys.find(truth.name.toStdString());
        // The first boundary has no difference yet; a key never looked into has no estimate; and an interval
        // it was open only in part would draw a dip that never was.
        if (endpoint.wasOpenSinceFlush && endpoint.truth && key != keys.end() &&
            truth.name == endpoint.truth->name && // the engine counts a new name from nothing
            truth.messages >= endpoint.truth->messages) {
            endpoint.proof.add({engine.time, engine.interval,
                                static_cast<double>(truth.messages - endpoint.truth->messages),
                                key->second->intervalCount, engine.sequence});
            if (endpoint.byteProof && truth.bytes >= endpoint.truth->bytes) {
                endpoint.byteProof->add({engine.time, engine.interval,
                                         static_cast<double>(truth.bytes - endpoint.truth->bytes),
                                         key->second->intervalSum, engine.sequence});
            }
        }
        endpoint.truth = truth;
        endpoint.wasOpenSinceFlush = isOpen(endpoint.status.state);
    }
}

/** Steady thinning is one thing, not one each flush. */
void DashboardData::markThinned(const EnginePoint& point)
{
    const bool isSame = !m_markers.empty() && m_markers.back().kind == Marker::Kind::Thinned &&
                        point.time - m_markers.back().time < kThinningTogether;
    if (!isSame)
        pushMarker({point.time, Marker::Kind::Thinned, {}, {}, {}, 0, {}});
    Marker& marker = m_markers.back();
    marker.count += point.thinnings;
    marker.label = Say::tr("thinned %1×").arg(marker.count);
    marker.tooltip = marker.count == 1
                         ? Say::tr("Thinned once. Nothing lost, ranges wider")
                         : Say::tr("Thinned %1 times. Nothing lost, ranges wider").arg(marker.count);
}

void DashboardData::markRateSet(TimePoint at, const QString& before, const QString& after,
                                const QString& tooltip)
{
    const bool isSame = !m_markers.empty() && m_markers.back().kind == Marker::Kind::RateSet &&
                        at - m_markers.back().time < std::chrono::seconds(1);
    if (!isSame)
        pushMarker({at, Marker::Kind::RateSet, {}, {}, {}, 1, before});
    Marker& marker = m_markers.back();
    marker.label = Say::tr("you: %1 → %2").arg(marker.name, after);
    marker.tooltip = tooltip;
}

/** Threads report a little out of order; the ring does not. */
void DashboardData::pushMarker(Marker marker)
{
    if (!m_markers.empty())
        marker.time = std::max(marker.time, m_markers.back().time);
    m_markers.push(std::move(marker));
}

void DashboardData::addLinkEvent(const LinkEvent& event)
{
    Marker marker{event.time, Marker::Kind::Lost, event.endpoint, {}, {}, 1, event.name};
    const EndpointHistory* endpoint = find(event.endpoint);
    // The status is the one before this event: what was never there cannot be lost.
    const bool wasOpen = endpoint && isOpen(endpoint->status.state);
    if (event.kind == LinkEventKind::Closed || (event.kind == LinkEventKind::NeedsYou && wasOpen)) {
        marker.label = Say::tr("%1 lost").arg(plainText(event.name, 16));
    } else if (event.kind == LinkEventKind::Opened && endpoint && endpoint->status.disconnects > 0) {
        marker.kind = Marker::Kind::Reconnected;
    } else {
        return;
    }
    marker.tooltip = plainText(event.name, 40) + QStringLiteral(": ") + plainText(event.text, 160);
    pushMarker(std::move(marker));
}

void DashboardData::follow(const Subject& subject, const Subject& spared)
{
    const auto found = m_endpoints.find(subject.endpoint);
    if (found == m_endpoints.end())
        return;
    if (!subject.hasTruth())
        m_looked.follow(subject, spared);
    else if (subject.measure == Measure::Bytes && !found->second.byteProof)
        found->second.byteProof.emplace();
}

void DashboardData::unfollow(const Subject& subject)
{
    m_looked.unfollow(subject);
}

const ProofHistory* DashboardData::historyOf(const Subject& subject) const
{
    const EndpointHistory* endpoint = find(subject.endpoint);
    if (!endpoint)
        return nullptr;
    if (!subject.hasTruth())
        return m_looked.find(subject);
    if (subject.measure == Measure::Messages)
        return &endpoint->proof;
    return endpoint->byteProof ? &*endpoint->byteProof : nullptr;
}

const EndpointHistory* DashboardData::find(EndpointId id) const
{
    const auto found = m_endpoints.find(id);
    return found == m_endpoints.end() ? nullptr : &found->second;
}

std::optional<double> DashboardData::messagesPerSecond(EndpointId id) const
{
    const EndpointHistory* endpoint = find(id);
    if (!endpoint || endpoint->messages.empty() || endpoint->messages.back().isGap())
        return std::nullopt;
    return endpoint->messages.back().value;
}

std::optional<double> DashboardData::bytesPerSecond(EndpointId id) const
{
    const EndpointHistory* endpoint = find(id);
    if (!endpoint || endpoint->bytes.empty() || endpoint->bytes.back().isGap())
        return std::nullopt;
    return endpoint->bytes.back().value;
}

EndpointId DashboardData::busiest() const
{
    EndpointId best;
    std::uint64_t most = 0;
    for (const EndpointId id : m_order) {
        const EndpointHistory& endpoint = m_endpoints.at(id);
        if (best.isNull() || endpoint.status.messages > most) {
            best = id;
            most = endpoint.status.messages;
        }
    }
    return best;
}

} // namespace weir
