#include "core/feed/feed_options.h"

#include <array>
#include <utility>

namespace weir {
namespace {

constexpr std::array<std::pair<FeedPattern, std::string_view>, 5> kNames = {{
    {FeedPattern::Steady, "steady"},
    {FeedPattern::Burst, "burst"},
    {FeedPattern::Ramp, "ramp"},
    {FeedPattern::Flaky, "flaky"},
    {FeedPattern::Mixed, "mixed"},
}};

} // namespace

std::string_view toString(FeedPattern pattern) noexcept
{
    for (const auto& [value, name] : kNames) {
        if (value == pattern)
            return name;
    }
    return "steady";
}

std::optional<FeedPattern> feedPatternFromString(std::string_view text) noexcept
{
    for (const auto& [value, name] : kNames) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

} // namespace weir
