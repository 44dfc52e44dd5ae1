// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QSet>
#include <QString>

#include "core/link/endpoint_counters.h"
#include "core/link/endpoint_hub.h"
#include "core/link/endpoint_status.h"

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace weir {

/**
 * What any thread may read of a hub: a status, its counters and its name for each endpoint, and the event
 * list. The lock is held for copies only.
 */
class EndpointDirectory
{
public:
    static constexpr std::size_t kMaxEvents = 1000;

    struct Entry
    {
        EndpointId id;
        QString name; ///< as asked for, or with a number; unique
        std::shared_ptr<EndpointCounters> counters;
    };

    /** Makes an id and a unique name for these settings; listed at once. */
    Entry add(const EndpointSettings& settings, TimePoint now);
    /** Its name from now on: as asked for when that is free, or with a number; "" when it is not listed. */
    QString rename(EndpointId id, const EndpointSettings& settings);
    /** The name it had, or "" when it is not listed. */
    QString remove(EndpointId id);
    /** Ignored when the endpoint is not listed any more. */
    void update(const EndpointStatus& status);
    std::vector<EndpointStatus> statuses() const;
    std::vector<EndpointExact> exactCounts() const;

    void addEvent(LinkEvent event);
    LinkEvents takeEvents();

private:
    struct Row
    {
        EndpointStatus status;
        QString name;
        std::shared_ptr<const EndpointCounters> counters;
    };
    std::vector<Row>::iterator find(EndpointId id);
    /** `wanted`, or with the lowest number from 2 on that is free; taken from now on. */
    QString takeName(const QString& wanted);
    void freeName(const QString& name);

    mutable std::mutex m_mutex;
    std::vector<Row> m_rows; ///< by id, which is the order of add()
    QSet<QString> m_names;
    QHash<QString, int> m_lastNumbers; ///< of a name: all from 2 to this one are taken
    std::uint32_t m_lastId = 0;
    std::deque<LinkEvent> m_events;
    std::uint64_t m_suppressed = 0;
};

} // namespace weir
