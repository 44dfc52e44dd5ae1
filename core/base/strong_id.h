// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace weir {

/** An integer that names one kind of thing and cannot be mistaken for another kind. Zero names nothing. */
template<class Tag, class Rep = std::uint32_t>
struct StrongId
{
    Rep value = 0;

    constexpr bool isNull() const noexcept { return value == 0; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

} // namespace weir

template<class Tag, class Rep>
struct std::hash<weir::StrongId<Tag, Rep>>
{
    std::size_t operator()(weir::StrongId<Tag, Rep> id) const noexcept { return std::hash<Rep>{}(id.value); }
};
