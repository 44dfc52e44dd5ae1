// SPDX-License-Identifier: Apache-2.0
#include "core/link/outgoing_queue.h"

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

QByteArray hashOf(const QString& id)
{
    return id.isEmpty() ? QByteArray() : QCryptographicHash::hash(id.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

OutgoingQueue::Added OutgoingQueue::add(OutgoingMessage message, TimePoint now)
{
    const QByteArray idHash = hashOf(message.id);
    if (!idHash.isEmpty() && (m_waitingIds.contains(idHash) || m_sentIds.contains(idHash)))
        return Added::Duplicate;
    if (m_entries.size() >= kMostMessages || message.payload.size() > kMostBytes - m_bytes)
        return Added::Full;
    if (!idHash.isEmpty())
        m_waitingIds.insert(idHash);
    m_bytes += message.payload.size();
    m_entries.push_back({std::move(message), idHash, now});
    return Added::Queued;
}

const OutgoingMessage* OutgoingQueue::next() const
{
    return m_inFlight < m_entries.size() ? &m_entries[m_inFlight].message : nullptr;
}

void OutgoingQueue::handOver()
{
    ++m_entries[m_inFlight++].attempts;
}

std::vector<qsizetype> OutgoingQueue::settle()
{
    std::vector<qsizetype> lengths;
    for (; m_inFlight > 0; --m_inFlight) {
        const Entry& entry = m_entries.front();
        lengths.push_back(entry.message.payload.size());
        markSent(entry.idHash);
        forget(entry);
        m_entries.pop_front();
    }
    return lengths;
}

std::size_t OutgoingQueue::expire(TimePoint now)
{
    const auto begin = m_entries.begin() + static_cast<std::ptrdiff_t>(m_inFlight);
    const auto end = std::find_if(begin, m_entries.end(),
                                  [now](const Entry& entry) { return now - entry.since < kLongestAge; });
    std::for_each(begin, end, [this](const Entry& entry) { forget(entry); });
    const auto count = static_cast<std::size_t>(end - begin);
    m_entries.erase(begin, end);
    return count;
}

qsizetype OutgoingQueue::bytesInFlight() const
{
    qsizetype bytes = 0;
    for (std::size_t i = 0; i < m_inFlight; ++i)
        bytes += m_entries[i].message.payload.size();
    return bytes;
}

std::optional<TimePoint> OutgoingQueue::oldest() const
{
    return m_entries.empty() ? std::nullopt : std::optional(m_entries.front().since);
}

std::size_t OutgoingQueue::clear()
{
    const std::size_t count = m_entries.size();
    m_entries.clear();
    m_waitingIds.clear();
    m_inFlight = 0;
    m_bytes = 0;
    return count;
}

void OutgoingQueue::forget(const Entry& entry)
{
    m_bytes -= entry.message.payload.size();
    m_waitingIds.remove(entry.idHash);
}

void OutgoingQueue::markSent(const QByteArray& idHash)
{
    if (idHash.isEmpty())
        return;
    if (m_sentOrder.size() >= kMostIds) {
        m_sentIds.remove(m_sentOrder.front());
        m_sentOrder.pop_front();
    }
    m_sentIds.insert(idHash);
    m_sentOrder.push_back(idHash);
}

} // namespace weir
