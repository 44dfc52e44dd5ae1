// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/series.h"
#include "core/history/tiered_series.h"
#include "core/history/uptime.h"
#include "ui/models/card_view.h"
#include "ui/models/interval_view.h"
#include "ui/models/look_history.h"
#include "ui/models/proof_history.h"
#include "ui/models/window_layout.h"

#include <QString>
#include <QStringList>

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
    std::uint64_t count = 1; ///< what it stands for: 1, or thinnings
    QString name;            ///< of the endpoint, as it came; of a change, the rate before
};

/** One answered ping. */
struct Pong
{
    TimePoint time;
    EndpointId endpoint;
    double seconds = 0; ///< there and back
};

/** What is kept of the sum of several endpoints. */
struct FlowHistory
{
    FlowHistory();

    Series recent;       ///< a second
    TieredSeries day;    ///< full
    bool isOpen = false; ///< one of them, in this second
    double sum = 0;      ///< of this second
};

/** What is kept of one endpoint. */
struct EndpointHistory
{
    EndpointStatus status;
    int colorSlot = -1; ///< 0 … 7 when drawn; stays with the endpoint
    Series messages;    ///< a second, one sample each full second
    Series bytes;
    TieredSeries messageDay{Detail::Overview}; ///< the same, for spans longer than kKept; full when drawn
    std::optional<TieredSeries> byteDay;       ///< since it was first drawn
    ProofHistory proof;
    std::optional<ProofHistory> byteProof; ///< since it was first drawn, or asked for
    Uptime uptime;
    QString group; ///< "" = none
    QStringList tags;
    CounterRate messageRate{};
    CounterRate byteRate{};
    TimePoint lastRead{}; ///< of both
    bool wasOpen = true;  ///< at every reading since the last full second
    bool wasOpenSinceFlush = true;
    std::optional<EndpointTruth> truth{}; ///< at the last boundary
    bool isDrawnByUser = false;           ///< shown or hidden by hand

    explicit EndpointHistory(EndpointStatus first);
};

/**
 * A day of everything the window draws (memory: bytes()), the last fifteen minutes in full, fed by readings
 * of exact counters and by flushes. Rates are differences of exact counters over monotonic time; an endpoint
 * that was not open leaves a gap.
 *
 * At most eight endpoints are drawn, each in a colour that stays with it. Five are chosen here: the busiest
 * once everybody has connected, and whoever comes first until then.
 *
 * GUI thread; owned by the window; a plain object without signals; nothing here fails.
 */
class DashboardData
{
public:
    static constexpr Duration kKept = std::chrono::minutes(15);
    static constexpr std::size_t kSeconds = 15 * 60 + 20;
    static constexpr std::size_t kIntervals = 4096;
    static constexpr int kDrawnByDefault = 5;

    DashboardData();

    /** Readings at 10 Hz or so. True when a full second was completed: the cards have something new. */
    bool tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses);
    void applyInterval(const IntervalView& interval);
    /** Marks a change of the rate asked for; two within a second become one. */
    void markRateSet(TimePoint at, const QString& before, const QString& after, const QString& tooltip);
    void addLinkEvent(const LinkEvent& event);

    /**
     * For endpoints of these names, now and when they come. If one of them is drawn, these are; otherwise
     * that is chosen as ever.
     */
    void setLooks(const std::vector<EndpointLook>& looks);
    /** Of every endpoint, in their order, then of those yet to come. */
    std::vector<EndpointLook> looks() const;
    void setGroup(EndpointId id, const QString& group);
    /** For endpoints of these names that are yet to come. */
    void setGroupOf(const QStringList& names, const QString& group);
    /** False when there are eight already. */
    bool setDrawn(EndpointId id, bool isDrawn);
    int drawn() const;
    /** Keeps what `subject` needs from now on; `spared` stays when another has to go. */
    void follow(const Subject& subject, const Subject& spared = {});
    void unfollow(const Subject& subject);

    /** In the order of the hub. */
    const std::vector<EndpointId>& order() const { return m_order; }
    const EndpointHistory* find(EndpointId id) const;
    /** Of all endpoints, and of those that are not drawn at the time. */
    const FlowHistory& totalMessages() const { return m_totalMessages; }
    const FlowHistory& totalBytes() const { return m_totalBytes; }
    const FlowHistory& otherMessages() const { return m_otherMessages; }
    const FlowHistory& otherBytes() const { return m_otherBytes; }
    const Series& total() const { return m_totalMessages.recent; }
    const TieredSeries& totalDay() const { return m_totalMessages.day; }

    const TimeRing<EnginePoint>& engine() const { return m_engine; }
    /** EnginePoint's set, inForce and peak over a day. */
    const TieredSeries& setDay() const { return m_setDay; }
    const TieredSeries& inForceDay() const { return m_inForceDay; }
    const TieredSeries& peakDay() const { return m_peakDay; }
    const TimeRing<Marker>& markers() const { return m_markers; }
    /** Answered pings of all endpoints, the newest; and in seconds over a day. */
    const TimeRing<Pong>& pongs() const { return m_pongs; }
    const TieredSeries& roundTripDay() const { return m_roundTripDay; }
    /** What looking into messages said. */
    const LookHistory& looked() const { return m_looked; }
    std::vector<LookNote> takeLookNotes() { return m_looked.takeNotes(); }
    /** Of a subject: its estimates, and where there is one, its truth. Null: nothing is kept of it. */
    const ProofHistory* historyOf(const Subject& subject) const;
    /** The newest snapshot; null before the first flush. */
    const std::shared_ptr<const EngineSnapshot>& snapshot() const { return m_snapshot; }

    TimePoint now() const { return m_now; }
    WallTime wall() const { return m_wall; }
    /** Wall clock of a monotonic moment, as it was then. */
    WallTime wallAt(TimePoint time) const;
    /** End of the last full second: the right edge of a live view. */
    TimePoint lastSecond() const { return m_lastSecond; }
    /** When counting began. */
    WallTime wallStart() const { return m_wallStart; }

    /** Messages a second over the last full second; nothing for endpoints that were not open. */
    std::optional<double> messagesPerSecond(EndpointId id) const;
    std::optional<double> bytesPerSecond(EndpointId id) const;
    /** The busiest endpoint by messages counted; null when there is none. */
    EndpointId busiest() const;
    /** Memory of the histories. */
    std::size_t bytes() const;

private:
    /** From this moment on, the wall clock is so far ahead of the monotonic one. */
    struct WallOffset
    {
        TimePoint time;
        Duration offset{0};
    };
    void noteWallClock();
    void takeOrder(const std::vector<EndpointStatus>& statuses);
    void addEndpoint(const EndpointStatus& status);
    void keepLook(const EndpointHistory& endpoint);
    void endSecond();
    void endSecond(EndpointHistory& endpoint);
    void chooseDrawn();
    void takeColor(EndpointHistory& endpoint, int slot);
    int freeColor() const;
    void dropColor(EndpointHistory& endpoint);
    void applyProof(const IntervalView& interval);
    void pushMarker(Marker marker);
    void markThinned(const EnginePoint& point);

    std::vector<EndpointId> m_order;
    std::map<EndpointId, EndpointHistory> m_endpoints;
    std::map<QString, EndpointLook> m_looks;  ///< of endpoints yet to come
    bool m_isDrawnKnown = false;              ///< the looks say who is drawn
    std::map<QString, QString> m_groups;      ///< by the names of endpoints yet to come
    std::optional<TimePoint> m_firstEndpoint; ///< until what is drawn was chosen
    bool m_isChosen = false;
    FlowHistory m_totalMessages;
    FlowHistory m_totalBytes;
    FlowHistory m_otherMessages;
    FlowHistory m_otherBytes;
    TimeRing<EnginePoint> m_engine;
    TieredSeries m_setDay;
    TieredSeries m_inForceDay;
    TieredSeries m_peakDay;
    TimeRing<Marker> m_markers;
    TimeRing<Pong> m_pongs;
    TieredSeries m_roundTripDay;
    TimeRing<WallOffset> m_wallOffsets;
    LookHistory m_looked;
    std::shared_ptr<const EngineSnapshot> m_snapshot;
    TimePoint m_now;
    WallTime m_wall;
    WallTime m_wallStart;
    TimePoint m_lastSecond;
    bool m_isStarted = false;
};

} // namespace weir
