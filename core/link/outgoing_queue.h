// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QSet>

#include "core/base/clock.h"
#include "core/link/outgoing_message.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace weir {

/**
 * What waits to be sent to one endpoint, in order. A message is in flight from when it was handed to the
 * transport until the kernel has taken it; only then is it sent and its id known as sent. What was in flight
 * when a connection ended waits again, in its place, so that a message may arrive twice, but is never lost in
 * silence. Bounded in number, bytes and age; ids are remembered by their SHA-256, the newest 4096 of them.
 * For one thread; no clock.
 */
class OutgoingQueue
{
public:
    static constexpr std::size_t kMostMessages = 1000;
    static constexpr qsizetype kMostBytes = 16LL * 1024 * 1024;
    static constexpr Duration kLongestAge = std::chrono::seconds(300);
    static constexpr std::size_t kMostIds = 4096;

    enum class Added {
        Queued,
        Duplicate, ///< one with this id waits, is in flight or was sent
        Full,      ///< in number or bytes: this one is not taken
    };

    struct Entry
    {
        OutgoingMessage message;
        QByteArray idHash; ///< "" when it has no id
        TimePoint since;
        int attempts = 0; ///< times it was handed to a transport
    };

    Added add(OutgoingMessage message, TimePoint now);
    /** The first that is not in flight, or nullptr. */
    const OutgoingMessage* next() const;
    /** next() is in flight now. */
    void handOver();
    /** The kernel took everything in flight: forgets these, marks their ids. Returns the lengths of their
     * payloads. */
    std::vector<qsizetype> settle();
    /** The connection ended: what was in flight waits again. */
    void takeBack() { m_inFlight = 0; }
    /** Gives up what has waited for kLongestAge and is not in flight; how many that were. */
    std::size_t expire(TimePoint now);
    /** Gives up everything; how many that were. */
    std::size_t clear();

    std::size_t size() const { return m_entries.size(); }
    std::size_t inFlight() const { return m_inFlight; }
    qsizetype bytesInFlight() const;
    /** Of all payloads. */
    qsizetype bytes() const { return m_bytes; }
    /** When the first was added. */
    std::optional<TimePoint> oldest() const;
    const std::deque<Entry>& entries() const { return m_entries; }

private:
    void forget(const Entry& entry);
    void markSent(const QByteArray& idHash);

    std::deque<Entry> m_entries; ///< oldest first; the first m_inFlight are in flight
    std::size_t m_inFlight = 0;
    qsizetype m_bytes = 0;
    QSet<QByteArray> m_waitingIds;
    QSet<QByteArray> m_sentIds;
    std::deque<QByteArray> m_sentOrder; ///< of m_sentIds, oldest first
};

} // namespace weir
