// SPDX-License-Identifier: Apache-2.0
#include "core/link/utf8_length.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/** The bits that any of the units has. */
std::uint16_t bitsOf(const char16_t* unit, qsizetype count) noexcept
{
    std::uint16_t all = 0;
    qsizetype i = 0;
    // One sum waits for itself at each step; side by side they go as fast as the cache gives.
    constexpr qsizetype kLanes = 64;
    if (count >= 4 * kLanes) {
        std::array<std::uint16_t, kLanes> lanes{};
        for (; i + kLanes <= count; i += kLanes) {
            for (qsizetype lane = 0; lane < kLanes; ++lane)
                lanes[lane] = static_cast<std::uint16_t>(lanes[lane] | unit[i + lane]);
        }
        for (const std::uint16_t lane : lanes)
            all = static_cast<std::uint16_t>(all | lane);
    }
    for (; i < count; ++i)
        all = static_cast<std::uint16_t>(all | unit[i]);
    return all;
}

std::uint64_t loneSurrogates(QStringView text) noexcept
{
    std::uint64_t lone = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate())
            continue;
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else
            ++lone;
    }
    return lone;
}

} // namespace

std::uint64_t utf8Length(QStringView text) noexcept
{
    // One byte a unit, one more from U+0080, one more from U+0800; the two units of a pair make four, not
    // six. Plain loops over blocks that fit the first cache, with sums in 16 bits: the compiler takes eight
    // or sixteen units at a time. Most text is ASCII, which one pass of OR tells.
    constexpr qsizetype kBlock = 4096;
    const char16_t* unit = text.utf16();
    std::uint64_t length = static_cast<std::uint64_t>(text.size());
    std::uint64_t surrogates = 0;
    for (qsizetype left = text.size(); left > 0;) {
        const qsizetype block = std::min(left, kBlock);
        if (bitsOf(unit, block) >= 0x80) {
            std::uint16_t extra = 0;
            std::uint16_t halves = 0;
            for (qsizetype i = 0; i < block; ++i) {
                const char16_t u = unit[i];
                extra = static_cast<std::uint16_t>(extra + (u >= 0x80) + (u >= 0x800));
                halves = static_cast<std::uint16_t>(halves + ((u & 0xf800) == 0xd800));
            }
            length += extra;
            surrogates += halves;
        }
        unit += block;
        left -= block;
    }
    if (surrogates == 0)
        return length;
    return length - surrogates + loneSurrogates(text);
}

} // namespace weir
