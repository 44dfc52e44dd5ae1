// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/look/kept_message.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>

namespace weir {

/**
 * Keeps some of the messages that are looked into as examples: 256, at most some 200 a second over all
 * endpoints, shared out among those that have messages, but one a second of each endpoint in any case. Where
 * there is no room the oldest goes of the endpoint that has most, so that a busy one takes none of a quiet
 * one's. Off until keep(true). keep(), isOn() and take() from any thread; the rest on the link thread.
 */
class MessageKeeper
{
public:
    static constexpr std::size_t kMost = 256;
    static constexpr std::uint32_t kPerSecond = 200;

    /** What one endpoint had of its part. */
    struct Part
    {
        std::int64_t second = -1;
        std::uint32_t kept = 0;
    };

    void keep(bool on);
    bool isOn() const noexcept { return m_isOn.load(std::memory_order_relaxed); }
    KeptMessages take();

    /** Whether the message that arrived at `now` is to be kept; then put() follows. */
    bool wants(Part& part, TimePoint now) noexcept;
    void put(KeptMessage message);

private:
    void makeRoom();

    std::atomic<bool> m_isOn{false};
    // The link thread's:
    std::int64_t m_second = -1;
    std::uint32_t m_endpoints = 0;       ///< with messages, in this second
    std::uint32_t m_endpointsBefore = 1; ///< and in the one before
    std::uint32_t m_kept = 0;            ///< in this second
    std::uint64_t m_number = 0;

    std::mutex m_mutex; ///< guards what follows; held for moves only
    std::deque<KeptMessage> m_messages;
    std::map<EndpointId, std::size_t> m_held; ///< of m_messages, by endpoint
    std::uint64_t m_overwritten = 0;
};

} // namespace weir
