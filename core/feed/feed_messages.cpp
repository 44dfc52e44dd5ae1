// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <numbers>
#include <utility>

namespace weir {
namespace {

/** Longer than any message without its padding: 20 digits of seq, 20 of ts, the longest key, event and value.
 */
constexpr std::size_t kLongestBare = 192;
constexpr std::string_view kPadBegin = R"(,"pad":")";
constexpr std::string_view kPadEnd = R"("})";

struct EventShare
{
    std::uint32_t below; ///< of 1000, cumulative
    std::string_view name;
};

constexpr std::array<EventShare, 5> kEvents = {{
    {620, "view"},
    {820, "search"},
    {940, "add_to_cart"},
    {990, "purchase"},
    {1000, "refund"},
}};

std::string_view eventOf(std::uint64_t bits) noexcept
{
    const auto thousandth = static_cast<std::uint32_t>(((bits >> 32) * 1000) >> 32);
    for (const EventShare& event : kEvents) {
        if (thousandth < event.below)
            return event.name;
    }
    return kEvents.back().name;
}

char* append(char* at, std::string_view text) noexcept
{
    std::memcpy(at, text.data(), text.size());
    return at + text.size();
}

template<class Integer>
char* appendNumber(char* at, Integer value) noexcept
{
    return std::to_chars(at, at + 20, value).ptr;
}

char* appendKey(char* at, int rank) noexcept
{
    for (int least = 1000; least > 1 && rank < least; least /= 10)
        *at++ = '0';
    return appendNumber(at, rank);
}

char* appendCents(char* at, std::uint64_t cents) noexcept
{
    at = appendNumber(at, cents / 100);
    *at++ = '.';
    *at++ = static_cast<char>('0' + cents / 10 % 10);
    *at++ = static_cast<char>('0' + cents % 10);
    return at;
}

} // namespace

FeedMessages::FeedMessages(std::shared_ptr<const ZipfTable> keys, std::uint64_t seed, int size)
    : m_keys(std::move(keys))
    , m_random(seed)
    , m_size(static_cast<std::size_t>(std::max(size, 0)))
    , m_buffer(std::max(m_size, kLongestBare))
{}

std::uint64_t FeedMessages::drawCents() noexcept
{
    // Box and Muller 1958; its second value is not kept, so that each message draws the same number of times.
    const double radius = std::sqrt(-2 * std::log(m_random.uniform()));
    const double normal = radius * std::cos(2 * std::numbers::pi * m_random.uniform());
    return static_cast<std::uint64_t>(std::llround(std::exp(3 + normal) * 100));
}

std::string_view FeedMessages::next(std::int64_t unixMs)
{
    char* const begin = m_buffer.data();
    char* at = append(begin, R"({"seq":)");
    at = appendNumber(at, ++m_sequence);
    at = append(at, R"(,"ts":)");
    at = appendNumber(at, unixMs);
    at = append(at, R"(,"key":"user-)");
    at = appendKey(at, m_keys->draw(m_random));
    at = append(at, R"(","event":")");
    at = append(at, eventOf(m_random()));
    at = append(at, R"(","value":)");
    at = appendCents(at, drawCents());

    const std::size_t bare = static_cast<std::size_t>(at - begin) + 1;
    const std::size_t missing = m_size > bare ? m_size - bare : 0;
    constexpr std::size_t kPadLeast = kPadBegin.size() + kPadEnd.size() - 1;
    if (missing >= kPadLeast) {
        at = append(at, kPadBegin);
        std::memset(at, 'x', missing - kPadLeast);
        at = append(at + (missing - kPadLeast), kPadEnd);
    } else {
        // Too little room for a field: JSON allows spaces.
        std::memset(at, ' ', missing);
        at += missing;
        *at++ = '}';
    }
    return {begin, static_cast<std::size_t>(at - begin)};
}

} // namespace weir
