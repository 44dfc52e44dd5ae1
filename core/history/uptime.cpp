// SPDX-License-Identifier: Apache-2.0
#include "core/history/uptime.h"

#include <algorithm>

namespace weir {

namespace {

std::int64_t numberOf(TimePoint time)
{
    return time.time_since_epoch() / Uptime::kWidth; // of a clock that begins at 0
}

} // namespace

Uptime::Part& Uptime::at(std::int64_t number)
{
    Slot& slot = m_slots[static_cast<std::size_t>(number) % kParts];
    if (slot.number != number)
        slot = {number, {}};
    return slot.part;
}

void Uptime::hold(TimePoint from, TimePoint to, State state)
{
    if (state == State::Down && m_last == State::Up)
        ++at(numberOf(from)).outages;
    m_last = state;
    // Older than a day would only be overwritten.
    from = std::max(from, to - kWidth * static_cast<int>(kParts));
    while (from < to) {
        const std::int64_t number = numberOf(from);
        const TimePoint edge = std::min(to, TimePoint(kWidth * (number + 1)));
        Part& part = at(number);
        (state == State::Up ? part.up : state == State::Down ? part.down : part.atRest) += edge - from;
        from = edge;
    }
}

Uptime::Parts Uptime::parts(TimePoint now) const
{
    Parts parts;
    const std::int64_t last = numberOf(now);
    for (std::size_t i = 0; i < kParts; ++i) {
        const std::int64_t number = last - static_cast<std::int64_t>(kParts - 1 - i);
        if (number < 0)
            continue;
        const Slot& slot = m_slots[static_cast<std::size_t>(number) % kParts];
        if (slot.number == number)
            parts[i] = slot.part;
    }
    return parts;
}

} // namespace weir
