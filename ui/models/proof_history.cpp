// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/proof_history.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr Duration kMinute = std::chrono::minutes(1);
/** Flushes shorter than this are put together. */
constexpr Duration kFinest = std::chrono::milliseconds(950);
constexpr int kPoints = 60;

std::uint64_t minuteOf(const ProofPoint& point)
{
    return static_cast<std::uint64_t>((point.time - point.length / 2).time_since_epoch() / kMinute);
}

/** Whether nothing lies between them. */
bool isNext(const ProofPoint& before, const ProofPoint& point)
{
    return point.time - before.time < 2 * point.length;
}

} // namespace

void ProofHistory::add(ProofPoint point)
{
    point.tested = point.isTested() ? 1 : 0;
    point.held = point.isTested() && point.holds() ? 1 : 0;

    ProofPoint minute = point;
    minute.sequence = minuteOf(point);
    if (!m_minutes.empty() && m_minutes.back().sequence == minute.sequence)
        m_minutes.back() = sumOf({m_minutes.back(), minute});
    else
        m_minutes.push(minute);

    point.sequence = m_fine.empty() ? 0 : m_fine.back().sequence + 1;
    if (!m_fine.empty() && m_fine.back().length < kFinest && isNext(m_fine.back(), point)) {
        point.sequence = m_fine.back().sequence;
        m_fine.back() = sumOf({m_fine.back(), point});
    } else {
        m_fine.push(point);
    }
}

const TimeRing<ProofPoint>& ProofHistory::ringFor(const TimeWindow& window) const
{
    const bool isCovered = m_fine.size() < m_fine.capacity() || m_fine[0].time <= window.begin();
    return isCovered && window.span <= std::chrono::minutes(30) ? m_fine : m_minutes;
}

ProofHistory::Bins ProofHistory::bins(const TimeWindow& window) const
{
    Bins bins;
    if (empty())
        return bins;
    const TimeRing<ProofPoint>& ring = ringFor(window);
    // The newest fine point may be a part of one still.
    const Duration unit = &ring == &m_minutes ? kMinute : ring[ring.size() > 1 ? ring.size() - 2 : 0].length;
    const double units = unit > Duration(0) ? std::chrono::duration<double>(window.span) / kPoints / unit : 1;
    const auto perPoint = static_cast<std::uint64_t>(std::max(1.0, std::ceil(units - 0.1)));
    bins.width = unit * static_cast<std::int64_t>(perPoint);

    std::vector<ProofPoint> open;
    const auto close = [&](bool isNewest) {
        // A newest point of few flushes would flutter.
        Duration length{0};
        for (const ProofPoint& point : open)
            length += point.length;
        if (!open.empty() && !(isNewest && !bins.points.empty() && length * 10 < bins.width * 6))
            bins.points.push_back(sumOf(open));
        open.clear();
    };
    // By their number: the edges of points stay where they are as time moves on.
    for (std::size_t i = ring.firstAfter(window.begin()); i < ring.size() && ring[i].time <= window.end;
         ++i) {
        if (!open.empty() && ring[i].sequence / perPoint != open.back().sequence / perPoint)
            close(false);
        open.push_back(ring[i]);
    }
    close(true);
    return bins;
}

ProofPoint ProofHistory::sumIn(const TimeWindow& window) const
{
    std::vector<ProofPoint> points;
    if (empty())
        return {};
    const TimeRing<ProofPoint>& ring = ringFor(window);
    for (std::size_t i = ring.firstAfter(window.begin()); i < ring.size() && ring[i].time <= window.end; ++i)
        points.push_back(ring[i]);
    return sumOf(points);
}

ProofCount ProofHistory::countIn(const TimeWindow& window) const
{
    ProofCount count;
    if (empty())
        return count;
    const TimeRing<ProofPoint>& ring = ringFor(window);
    for (std::size_t i = ring.firstAfter(window.begin()); i < ring.size() && ring[i].time <= window.end;
         ++i) {
        count.tested += ring[i].tested;
        count.held += ring[i].held;
    }
    return count;
}

std::size_t ProofHistory::bytes() const
{
    return (m_fine.size() + m_minutes.size()) * sizeof(ProofPoint);
}

} // namespace weir
