// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace weir {
namespace {

std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/** All of the text as one number of this kind. */
template<class Number>
std::optional<Number> parse(std::string_view text) noexcept
{
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-')
        text.remove_prefix(1);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/** Reads ISO 8601 from the front, digit by digit. */
class IsoReader
{
public:
    explicit IsoReader(std::string_view text) : m_rest(text) {}

    bool isAtEnd() const noexcept { return m_rest.empty(); }
    bool skip(char letter) noexcept
    {
        if (m_rest.empty() || m_rest.front() != letter)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    /** -1 where there are not so many digits. */
    int digits(std::size_t count) noexcept
    {
        if (m_rest.size() < count)
            return -1;
        int number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (m_rest[i] < '0' || m_rest[i] > '9')
                return -1;
            number = number * 10 + (m_rest[i] - '0');
        }
        m_rest.remove_prefix(count);
        return number;
    }
    /** What follows the decimal point, in nanoseconds; digits beyond the ninth do not count. */
    std::int64_t fraction() noexcept
    {
        std::int64_t number = 0;
        std::int64_t unit = 100'000'000;
        for (; !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9'; m_rest.remove_prefix(1)) {
            number += unit * (m_rest.front() - '0');
            unit /= 10;
        }
        return number;
    }

private:
    std::string_view m_rest;
};

std::optional<WallTime> isoTime(std::string_view text) noexcept
{
    using namespace std::chrono;
    IsoReader reader(text);
    const int yearNumber = reader.digits(4);
    if (yearNumber < 1973 || yearNumber > 2261 || !reader.skip('-'))
        return std::nullopt;
    const int monthNumber = reader.digits(2);
    if (!reader.skip('-'))
        return std::nullopt;
    const int dayNumber = reader.digits(2);
    const year_month_day date{year(yearNumber), month(static_cast<unsigned>(monthNumber)),
                              day(static_cast<unsigned>(dayNumber))};
    if (!date.ok() || (!reader.skip('T') && !reader.skip('t') && !reader.skip(' ')))
        return std::nullopt;
    const int hour = reader.digits(2);
    if (!reader.skip(':'))
        return std::nullopt;
    const int minute = reader.digits(2);
    const int second = reader.skip(':') ? reader.digits(2) : 0;
    const std::int64_t nanoseconds = reader.skip('.') || reader.skip(',') ? reader.fraction() : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    int zoneMinutes = 0;
    const bool isEast = reader.skip('+');
    if (isEast || reader.skip('-')) {
        const int zoneHour = reader.digits(2);
        const bool hasColon = reader.skip(':');
        const int zoneMinute = reader.isAtEnd() && !hasColon ? 0 : reader.digits(2);
        if (zoneHour < 0 || zoneHour > 23 || zoneMinute < 0 || zoneMinute > 59)
            return std::nullopt;
        zoneMinutes = (isEast ? 1 : -1) * (zoneHour * 60 + zoneMinute);
    } else if (!reader.skip('Z')) {
        reader.skip('z');
    }
    if (!reader.isAtEnd())
        return std::nullopt;
    return WallTime(sys_days(date)) + hours(hour) + minutes(minute - zoneMinutes) + seconds(second) +
           Duration(nanoseconds);
}

} // namespace

std::optional<double> toNumber(std::string_view text) noexcept
{
    const std::optional<double> number = parse<double>(text);
    // What is not a number fails both comparisons.
    return number && std::abs(*number) <= kLargestLookedValue ? number : std::nullopt;
}

std::optional<std::int64_t> toInteger(std::string_view text) noexcept
{
    if (const auto integer = parse<std::int64_t>(text))
        return integer;
    const std::optional<double> number = parse<double>(text);
    if (!number || !(std::abs(*number) <= 0x1p53) || *number != std::floor(*number))
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::optional<WallTime> timeFromInteger(std::int64_t number) noexcept
{
    if (number < 100'000'000)
        return std::nullopt;
    std::int64_t unit = 1; // nanoseconds
    if (number < 100'000'000'000)
        unit = 1'000'000'000;
    else if (number < 100'000'000'000'000)
        unit = 1'000'000;
    else if (number < 100'000'000'000'000'000)
        unit = 1000;
    // 10^11 s is the year 5138, which nanoseconds of 64 bits do not reach: they end in 2262.
    // The last unit is left out, so that a fraction may be added.
    if (unit > 1 && number >= std::numeric_limits<std::int64_t>::max() / unit)
        return std::nullopt;
    return WallTime(Duration(number * unit));
}

std::optional<WallTime> timeFromNumber(double number) noexcept
{
    if (!(number >= 1e8) || number >= 0x1p63)
        return std::nullopt;
    const double whole = std::floor(number);
    const auto time = timeFromInteger(static_cast<std::int64_t>(whole));
    const double unit = number < 1e11 ? 1e9 : number < 1e14 ? 1e6 : number < 1e17 ? 1e3 : 1;
    return time ? std::optional(*time + Duration(static_cast<std::int64_t>((number - whole) * unit)))
                : std::nullopt;
}

std::optional<WallTime> toTime(std::string_view text) noexcept
{
    text = trimmed(text);
    if (const auto integer = parse<std::int64_t>(text))
        return timeFromInteger(*integer);
    if (const auto number = parse<double>(text))
        return timeFromNumber(*number);
    return isoTime(text);
}

} // namespace weir
