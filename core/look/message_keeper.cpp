// SPDX-License-Identifier: Apache-2.0
#include "core/look/message_keeper.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir {

void MessageKeeper::keep(bool on)
{
    m_isOn.store(on, std::memory_order_relaxed);
    if (on)
        return;
    std::deque<KeptMessage> dropped;
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_messages);
    m_held.clear();
    m_overwritten = 0;
}

KeptMessages MessageKeeper::take()
{
    std::deque<KeptMessage> messages;
    KeptMessages taken;
    {
        const std::lock_guard lock(m_mutex);
        messages.swap(m_messages);
        m_held.clear();
        taken.overwritten = std::exchange(m_overwritten, 0);
    }
    taken.messages.assign(std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
    return taken;
}

bool MessageKeeper::wants(Part& part, TimePoint now) noexcept
{
    if (!isOn())
        return false;
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    if (second != m_second) {
        m_second = second;
        m_endpointsBefore = std::max(std::exchange(m_endpoints, 0U), 1U);
        m_kept = 0;
    }
    if (second != part.second) {
        part = {second, 0};
        ++m_endpoints;
    }
    const std::uint32_t share = kPerSecond / std::max(m_endpoints, m_endpointsBefore);
    if (part.kept > 0 && (part.kept >= share || m_kept >= kPerSecond))
        return false;
    ++part.kept;
    ++m_kept;
    return true;
}

void MessageKeeper::put(KeptMessage message)
{
    message.number = ++m_number;
    const std::lock_guard lock(m_mutex);
    ++m_held[message.endpoint];
    m_messages.push_back(std::move(message));
    if (m_messages.size() > kMost)
        makeRoom();
}

void MessageKeeper::makeRoom()
{
    const auto most = std::max_element(m_held.begin(), m_held.end(), [](const auto& one, const auto& other) {
                          return one.second < other.second;
                      })->second;
    const auto oldest = std::find_if(m_messages.begin(), m_messages.end(),
                                     [&](const KeptMessage& each) { return m_held[each.endpoint] == most; });
    if (--m_held[oldest->endpoint] == 0)
        m_held.erase(oldest->endpoint);
    m_messages.erase(oldest);
    ++m_overwritten;
}

} // namespace weir
