// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/line_pieces.h"
#include "ui/models/nice_scale.h"
#include "ui/models/scope.h"

namespace weir {

/** What the user has chosen to see. */
struct CardContext
{
    TimeWindow window;
    bool isLive = true; ///< the window ends now
    Scope scope{};
    EndpointId focus{};       ///< the others dim; null: none
    EndpointId solo{};        ///< the only one drawn; null: none
    EndpointId subject{};     ///< of the totals: whose message age is shown while none has the focus
    bool showsBytes = false;  ///< throughput
    bool showsAge = false;    ///< latency: message age in place of round trips
    double errorTarget = 0.2; ///< half-width of a range, as a share of its value
};

/**
 * From history to what a card draws: pure functions of their arguments, but for the axis that stays calm. No
 * value later than the window's end is used, so a paused view shows what was known then; a scope by states is
 * of the states now.
 */
CardView throughputCard(const DashboardData& data, const CardContext& context, CalmScale& scale);
/** The estimate of a subject, beside its exact count where there is one. A null one has nothing to say yet.
 */
CardView totalsCard(const DashboardData& data, const CardContext& context, CalmScale& scale,
                    const Subject& subject);
/** Round trips of pings, or how old the messages of one endpoint are: of the one alone or in focus, else of
 * the first that tells. */
CardView latencyCard(const DashboardData& data, const CardContext& context);
CardView sampleRateCard(const DashboardData& data, const CardContext& context);
CardView bufferCard(const DashboardData& data, const CardContext& context);
/** Half-widths of the ranges of `subject`, of what else is followed and of drawn endpoints: five at most. */
CardView errorCard(const DashboardData& data, const CardContext& context, const Subject& subject);

/** Held and tested over the window, all endpoints. */
ProofCount proofIn(const DashboardData& data, const TimeWindow& window);

namespace cards {

/** What all have in common: span, time axis. */
CardView blank(const DashboardData& data, const CardContext& context);
/** Markers of the window, close ones of a kind as one. Endpoint markers only where endpoints are drawn. */
std::vector<MarkerView> markersIn(const DashboardData& data, const CardContext& context, bool withEndpoints);
/**
 * The newest flush at or before the window's end. Of what single flushes no longer reach, the mean of the
 * last stretch of the window, `lookedInto` being NaN.
 */
std::optional<EnginePoint> newestIn(const DashboardData& data, const TimeWindow& window);
/** Whether samples of a second each reach over the window; else the tiers do. */
bool isRecent(const DashboardData& data, const TimeWindow& window);
/** Whether this one is drawn when solo and scope are heeded. */
bool isShown(const EndpointHistory& endpoint, const CardContext& context);
/** A scale of decades, labelled at 1 and 3, that holds these values (of the quantity itself); in axis units.
 */
void setDecades(CardView& card, double lowest, double highest, QString (*label)(double));
/** Seconds on a logarithmic axis, cut off below 10 µs. */
double onSecondsAxis(double seconds);
/** A scale of decades that holds every line and band of the card. */
void setSecondsAxis(CardView& card);
QString secondsText(double seconds);
/** "2 s", "0.5 s": flushes come a little late, which is of no interest here. */
QString pointLength(Duration length);
/** "A: 30 or more were looked into", … */
QString gradeWords(Grade grade);

/** How old messages are; see latencyCard(). */
CardView ageCard(const DashboardData& data, const CardContext& context);

} // namespace cards

} // namespace weir
