// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/line_pieces.h"
#include "ui/models/nice_scale.h"

namespace weir {

/**
 * From history to what a card draws: pure functions of their arguments, but for the axis that stays calm. No
 * value later than the window's end is used, so a paused view shows what was known then.
 */
CardView throughputCard(const DashboardData& data, const TimeWindow& window, CalmScale& scale);
/** The estimate of one endpoint beside its exact count. A null subject has nothing to prove yet. */
CardView totalsCard(const DashboardData& data, const TimeWindow& window, CalmScale& scale,
                    EndpointId subject);
CardView sampleRateCard(const DashboardData& data, const TimeWindow& window);
CardView bufferCard(const DashboardData& data, const TimeWindow& window);

/** Held and tested over the window, all endpoints. */
ProofCount proofIn(const DashboardData& data, const TimeWindow& window);

namespace cards {

/** What all four have in common: span, time axis. */
CardView blank(const TimeWindow& window);
/** Markers of the window. Endpoint markers only where endpoints are drawn. */
std::vector<MarkerView> markersIn(const DashboardData& data, const TimeWindow& window, bool withEndpoints);
/** The newest flush at or before the window's end; null when there is none. */
const EnginePoint* newestIn(const DashboardData& data, const TimeWindow& window);

} // namespace cards

} // namespace weir
