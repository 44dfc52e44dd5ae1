// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/uptime.h"
#include "core/link/endpoint_status.h"

#include <QString>

namespace weir {

class DashboardData;

/** Between two tries: the link's kLongestBackoff, which is not for models to include. A test holds them
 * equal. */
inline constexpr Duration kLongestWait = std::chrono::seconds(60);

/** What the user can change about an endpoint that does not receive. */
enum class Remedy { None, Edit, ChangeToken, AddMessage, TrustAuthority, RaiseLimit };

/** For a button: "Change token…"; "" for none. */
QString remedyWords(Remedy remedy);

/** What the detail pane says of an endpoint. Display-safe. */
struct EndpointStory
{
    QString happened; ///< one line
    QString advice;   ///< what to do; may be ""
    QString next;     ///< when it is tried again; may be ""
    bool canDisconnect = false;
    bool canConnect = false; ///< after a pause by the user
    bool canRetry = false;
    Remedy remedy = Remedy::None;
};

EndpointStory endpointStory(const EndpointStatus& status, TimePoint now);

/**
 * What the other endpoints tell about one that is lost: whether its host is up, or everything stopped
 * together. "" when they tell nothing. Looks at every endpoint.
 */
QString neighbourHint(const DashboardData& data, EndpointId id);

/** What waits to be sent to it and what was not sent: "3 messages wait to be sent, 1.2 kB, the first for 12
 * s. 2 given up"; "" when there is nothing of either. */
QString outgoingWords(const OutgoingCounts& counts, TimePoint now);
/** Whether some of what was given to be sent is lost. */
bool hasLost(const OutgoingCounts& counts);

/** "14:32:35, 25 s ago", or "none yet". */
QString lastMessageWords(const DashboardData& data, const EndpointStatus& status);

/** Up-time of a day. */
struct UptimeWords
{
    QString heading; ///< "Up, last 24 h", or what was watched of it
    QString value;   ///< "99.6 %, 3 outages"; "–" when it was never meant to be up
};

UptimeWords uptimeWords(const Uptime::Parts& parts);
/** "Up 98 %, 1 outage", "not known". */
QString uptimePartWords(const Uptime::Part& part);

} // namespace weir
