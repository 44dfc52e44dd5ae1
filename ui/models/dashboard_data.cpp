// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/dashboard_data.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/** Readings come ten times a second and not exactly: this much short of a second counts as one. */
constexpr Duration kFullSecond = std::chrono::milliseconds(950);
constexpr std::size_t kMarkers = 500;

bool isOpen(EndpointState state)
{
    return state == EndpointState::Open || state == EndpointState::Silent;
}

} // namespace

EndpointHistory::EndpointHistory(EndpointStatus first)
    : status(std::move(first))
    , messages(DashboardData::kSeconds)
    , bytes(DashboardData::kSeconds)
    , proof(DashboardData::kIntervals)
{}

DashboardData::DashboardData() : m_total(kSeconds), m_engine(kIntervals), m_markers(kMarkers) {}

bool DashboardData::tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses)
{
    const bool isFirst = !m_isStarted;
    m_isStarted = true;
    m_now = now;
    m_wall = wall;
    if (isFirst)
        m_lastSecond = now;

    m_order.clear();
    for (const EndpointStatus& status : statuses) {
        m_order.push_back(status.id);
        auto found = m_endpoints.find(status.id);
        if (found == m_endpoints.end()) {
            found = m_endpoints.emplace(status.id, EndpointHistory(status)).first;
            takeColor(found->second);
            // Counting starts here: what came before the first reading is not this second's.
            (void)found->second.messageRate.read(now, status.messages);
            (void)found->second.byteRate.read(now, status.bytes);
            found->second.lastRead = now;
        }
        found->second.status = status;
        found->second.wasOpen = found->second.wasOpen && isOpen(status.state);
        found->second.wasOpenSinceFlush = found->second.wasOpenSinceFlush && isOpen(status.state);
    }
    if (m_endpoints.size() != m_order.size()) { // ids are unique, so equal sizes mean equal sets
        std::erase_if(m_endpoints, [this](const auto& entry) {
            return std::find(m_order.begin(), m_order.end(), entry.first) == m_order.end();
        });
    }
    if (now - m_lastSecond < kFullSecond)
        return false;
    endSecond();
    return true;
}

void DashboardData::endSecond()
{
    double total = 0;
    bool isAnythingOpen = false;
    for (const EndpointId id : m_order) {
        EndpointHistory& endpoint = m_endpoints.at(id);
        const auto messages = endpoint.messageRate.read(m_now, endpoint.status.messages);
        const auto bytes = endpoint.byteRate.read(m_now, endpoint.status.bytes);
        total += messages.value_or(0);
        isAnythingOpen = isAnythingOpen || endpoint.wasOpen || messages.value_or(0) > 0;
        // A second it was open only in part would show as a dip that never was: unknown instead.
        const bool isKnown = endpoint.wasOpen && messages && bytes;
        endpoint.messages.push(isKnown ? Sample::of(m_now, *messages) : Sample::gap(m_now));
        endpoint.bytes.push(isKnown ? Sample::of(m_now, *bytes) : Sample::gap(m_now));
        if (isKnown)
            endpoint.messageDay.hold(endpoint.lastRead, m_now, *messages);
        endpoint.lastRead = m_now;
        endpoint.wasOpen = isOpen(endpoint.status.state);
    }
    m_total.push(isAnythingOpen ? Sample::of(m_now, total) : Sample::gap(m_now));
    if (isAnythingOpen)
        m_totalDay.hold(m_lastSecond, m_now, total);
    m_lastSecond = m_now;
}

void DashboardData::takeColor(EndpointHistory& endpoint)
{
    std::array<bool, kSeriesColors> isTaken{};
    for (const auto& [id, other] : m_endpoints) {
        if (other.colorSlot >= 0)
            isTaken[static_cast<std::size_t>(other.colorSlot)] = true;
    }
    const auto free = std::find(isTaken.begin(), isTaken.end(), false);
    if (free == isTaken.end())
        return;
    endpoint.colorSlot = static_cast<int>(free - isTaken.begin());
    endpoint.messageDay.setDetail(Detail::Full);
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
        applyProof(interval);
    }
    if (point.thinnings > 0) {
        m_markers.push({std::max(point.time, m_markers.empty() ? point.time : m_markers.back().time),
                        Marker::Kind::Thinned,
                        {},
                        Say::tr("thinned %1×").arg(point.thinnings),
                        point.thinnings == 1
                            ? Say::tr("Thinned once. Nothing lost, ranges wider")
                            : Say::tr("Thinned %1 times. Nothing lost, ranges wider").arg(point.thinnings)});
    }
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
            truth.messages >= endpoint.truth->messages) {
            endpoint.proof.push({engine.time, engine.interval,
                                 static_cast<double>(truth.messages - endpoint.truth->messages),
                                 key->second->intervalCount, engine.sequence});
        }
        endpoint.truth = truth;
        endpoint.wasOpenSinceFlush = isOpen(endpoint.status.state);
    }
}

void DashboardData::markRateSet(TimePoint at, double before, double after, const QString& tooltip)
{
    const auto label = [](double from, double to) {
        return Say::tr("you: %1 → %2").arg(format::percentNumber(from), format::percent(to));
    };
    if (!m_markers.empty()) {
        at = std::max(at, m_markers.back().time);
        Marker& last = m_markers.back();
        if (last.kind == Marker::Kind::RateSet && at - last.time < std::chrono::seconds(1)) {
            const QString from = last.label.section(u':', 1).section(u'→', 0, 0).trimmed();
            last.label = Say::tr("you: %1 → %2").arg(from, format::percent(after));
            last.tooltip = tooltip;
            return;
        }
    }
    m_markers.push({at, Marker::Kind::RateSet, {}, label(before, after), tooltip});
}

void DashboardData::addLinkEvent(const LinkEvent& event)
{
    Marker marker{event.time, Marker::Kind::Lost, event.endpoint, {}, {}, 1};
    const QString name = plainText(event.name, 40);
    const EndpointHistory* endpoint = find(event.endpoint);
    if (event.kind == LinkEventKind::Closed || event.kind == LinkEventKind::NeedsYou) {
        marker.label = Say::tr("%1 lost").arg(plainText(event.name, 16));
    } else if (event.kind == LinkEventKind::Opened && endpoint && endpoint->status.disconnects > 0) {
        marker.kind = Marker::Kind::Reconnected;
    } else {
        return;
    }
    marker.tooltip = name + QStringLiteral(": ") + plainText(event.text, 160);
    const bool isTogether = !m_markers.empty() && marker.kind == Marker::Kind::Lost &&
                            m_markers.back().kind == Marker::Kind::Lost &&
                            marker.time - m_markers.back().time < std::chrono::seconds(1);
    if (isTogether) {
        Marker& last = m_markers.back();
        last.label = Say::tr("%1 lost").arg(++last.count);
        last.tooltip = plainText(last.tooltip + QStringLiteral(" · ") + marker.tooltip, 400);
        return;
    }
    if (!m_markers.empty())
        marker.time = std::max(marker.time, m_markers.back().time);
    m_markers.push(std::move(marker));
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
