// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/series.h"
#include "core/history/tiered_series.h"
#include "ui/models/card_view.h"
#include "ui/models/interval_view.h"
#include "ui/models/proof.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace weir {

/** One flush, as the measurement cards draw it. */
struct EnginePoint
{
    TimePoint time;
    double set = 0;              ///< the rate asked for
    double inForce = 0;          ///< the rate that held; while thinning, what was really kept
    double lookedInto = 0;       ///< messages a second
    double peak = 0;             ///< fullest fill of the ring, 0..1
    std::uint64_t thinnings = 0; ///< in this interval
    SamplingMode mode = SamplingMode::Fixed;
};

/** Something that happened, to be marked on the cards that it concerns. */
struct Marker
{
    enum class Kind { RateSet, Reconnected, Lost, Thinned };
    TimePoint time;
    Kind kind = Kind::RateSet;
    EndpointId endpoint; ///< null for the engine's own; the first, when several went at once
    QString label;
    QString tooltip;
    int count = 1; ///< endpoints it stands for
};

/** What is kept of one endpoint. */
struct EndpointHistory
{
    EndpointStatus status;
    int colorSlot = -1; ///< 0 … 7 when drawn; stays with the endpoint
    Series messages;    ///< a second, one sample each full second
    Series bytes;
    TieredSeries messageDay{Detail::Overview}; ///< the same, for spans longer than kKept; full when drawn
    TimeRing<ProofPoint> proof;
    CounterRate messageRate{};
    CounterRate byteRate{};
    TimePoint lastRead{}; ///< of both
    bool wasOpen = true;  ///< at every reading since the last full second
    bool wasOpenSinceFlush = true;
    std::optional<EndpointTruth> truth{}; ///< at the last boundary

    explicit EndpointHistory(EndpointStatus first);
};

/**
 * Fifteen minutes of everything the window draws, and a day of exact throughput (memory: historyBytes()), fed
 * by readings of exact counters and by flushes. Rates are differences of exact counters over monotonic time;
 * an endpoint that was not open leaves a gap.
 * GUI thread; owned by the window; a plain object without signals; nothing here fails.
 */
class DashboardData
{
public:
    static constexpr Duration kKept = std::chrono::minutes(15);
    static constexpr std::size_t kSeconds = 15 * 60 + 20;
    static constexpr std::size_t kIntervals = 4096;

    DashboardData();

    /** Readings at 10 Hz or so. True when a full second was completed: the cards have something new. */
    bool tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses);
    void applyInterval(const IntervalView& interval);
    /** Marks a change of the rate asked for; two within a second become one. */
    void markRateSet(TimePoint at, double before, double after, const QString& tooltip);
    void addLinkEvent(const LinkEvent& event);

    /** In the order of the hub. */
    const std::vector<EndpointId>& order() const { return m_order; }
    const EndpointHistory* find(EndpointId id) const;
    const Series& total() const { return m_total; }
    const TieredSeries& totalDay() const { return m_totalDay; }
    const TimeRing<EnginePoint>& engine() const { return m_engine; }
    const TimeRing<Marker>& markers() const { return m_markers; }
    /** The newest snapshot; null before the first flush. */
    const std::shared_ptr<const EngineSnapshot>& snapshot() const { return m_snapshot; }

    TimePoint now() const { return m_now; }
    WallTime wall() const { return m_wall; }
    /** Wall clock of a monotonic moment, by the last reading of both. */
    WallTime wallAt(TimePoint time) const { return m_wall + (time - m_now); }
    /** End of the last full second: the right edge of a live view. */
    TimePoint lastSecond() const { return m_lastSecond; }

    /** Messages a second over the last full second; nothing for endpoints that were not open. */
    std::optional<double> messagesPerSecond(EndpointId id) const;
    std::optional<double> bytesPerSecond(EndpointId id) const;
    /** The busiest endpoint by messages counted; null when there is none. */
    EndpointId busiest() const;

private:
    void endSecond();
    void takeColor(EndpointHistory& endpoint);
    void applyProof(const IntervalView& interval);

    std::vector<EndpointId> m_order;
    std::map<EndpointId, EndpointHistory> m_endpoints;
    Series m_total;
    TieredSeries m_totalDay;
    TimeRing<EnginePoint> m_engine;
    TimeRing<Marker> m_markers;
    std::shared_ptr<const EngineSnapshot> m_snapshot;
    TimePoint m_now;
    WallTime m_wall;
    TimePoint m_lastSecond;
    bool m_isStarted = false;
};

} // namespace weir
