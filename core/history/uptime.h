// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstdint>

namespace weir {

/**
 * How a connection did over the last day, in stretches of half an hour. What nobody reported is unknown, not
 * down. For one thread; a value; nothing here fails.
 */
class Uptime
{
public:
    static constexpr Duration kWidth = std::chrono::minutes(30);
    static constexpr std::size_t kParts = 48;

    enum class State { Up, Down, AtRest };

    /** Of one stretch. */
    struct Part
    {
        Duration up{0};
        Duration down{0};
        Duration atRest{0};        ///< neither up nor meant to be
        std::uint32_t outages = 0; ///< times it went down

        friend bool operator==(const Part&, const Part&) = default;
    };
    using Parts = std::array<Part, kParts>;

    /** It was so over [from, to). Times do not go back. */
    void hold(TimePoint from, TimePoint to, State state);
    /** The last kParts stretches, oldest first; the last one holds `now`. */
    Parts parts(TimePoint now) const;

private:
    struct Slot
    {
        std::int64_t number = -1;
        Part part;
    };
    Part& at(std::int64_t number);

    std::array<Slot, kParts> m_slots;
    State m_last = State::AtRest;
};

} // namespace weir
