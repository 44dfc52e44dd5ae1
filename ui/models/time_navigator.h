// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/line_pieces.h"

#include <optional>
#include <vector>

namespace weir {

/**
 * Which stretch of time the cards show. Live, its right edge is the last full second; a pause or a zoom holds
 * it where it is while counting goes on. Zooms can be undone one by one. A value; for one thread; time comes
 * in.
 */
class TimeNavigator
{
public:
    static constexpr Duration kShortest = std::chrono::seconds(2);
    static constexpr Duration kLongest = std::chrono::hours(24);

    /** The stretch to show; `lastSecond` is where a live view ends. */
    TimeWindow window(TimePoint lastSecond) const;
    bool isLive() const { return !m_now.end.has_value(); }
    bool isZoomed() const { return !m_undo.empty(); }
    /** How long ago the right edge was; 0 when live. */
    Duration behind(TimePoint now) const;

    /** Another length, within the limits; ends a zoom, keeps a pause. */
    void setSpan(Duration span);
    /** The length chosen last, zooms apart. */
    Duration span() const { return m_span; }
    void pause(TimePoint lastSecond);
    /** Back to now and to the chosen span; undo() cannot come back from there. */
    void goLive();
    /** Shows [from, to], no later than `lastSecond`, not shorter or longer than the limits. */
    void zoom(TimePoint from, TimePoint to, TimePoint lastSecond);
    /** Makes the stretch `factor` times as long (below 1: zooms in); `at` stays where it is. */
    void zoomAt(TimePoint at, double factor, TimePoint lastSecond);
    /** Moves the stretch, not beyond `lastSecond`. */
    void pan(Duration by, TimePoint lastSecond);
    /** Takes back the last zoom or pan; false when there is none. */
    bool undo();

private:
    struct State
    {
        std::optional<TimePoint> end; ///< null: live
        Duration span{std::chrono::minutes(1)};
    };
    void remember();

    static constexpr std::size_t kMostUndo = 100;
    State m_now;
    Duration m_span{std::chrono::minutes(1)};
    std::vector<State> m_undo;
};

} // namespace weir
