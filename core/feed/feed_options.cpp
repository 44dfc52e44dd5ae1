// SPDX-License-Identifier: Apache-2.0
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

constexpr Duration kLongest = std::chrono::seconds(1'000'000'000);

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

std::string feedPatternNames()
{
    std::string names;
    for (const auto& entry : kNames) {
        if (!names.empty())
            names += '|';
        names += entry.second;
    }
    return names;
}

std::vector<std::string> problemsOf(const FeedOptions& options)
{
    std::vector<std::string> problems;
    if (options.host.isNull())
        problems.emplace_back("--host is empty: an IP address, such as 127.0.0.1");
    // Negated, so that NaN is refused too.
    if (!(options.rate > 0 && options.rate <= 1e6))
        problems.emplace_back("--rate is out of range: above 0 and at most 1000000 messages a second");
    if (options.size < 64 || options.size > 1024 * 1024)
        problems.emplace_back("--size is out of range: 64 to 1048576 bytes");
    if (options.keys < 1 || options.keys > 1'000'000)
        problems.emplace_back("--keys is out of range: 1 to 1000000");
    if (options.duration && (*options.duration <= Duration::zero() || *options.duration > kLongest))
        problems.emplace_back("--duration is out of range: above 0 and at most 1000000000 seconds");
    if (options.count && (*options.count < 1 || *options.count > 1'000'000'000'000'000))
        problems.emplace_back("--count is out of range: 1 to 1000000000000000 messages");
    if (options.clients < 1 || options.clients > 1'000'000)
        problems.emplace_back("--clients is out of range: 1 to 1000000");
    return problems;
}

} // namespace weir
