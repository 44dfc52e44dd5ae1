// SPDX-License-Identifier: Apache-2.0
#include "core/look/sequence_watch.h"

#include <algorithm>

namespace weir {
namespace {

constexpr std::int64_t kFarBack = 1000;
constexpr std::int64_t kFarAhead = 1'000'000;
constexpr std::uint64_t kRunToRestart = 32;
constexpr std::uint64_t kRecent = 64;

} // namespace

void SequenceWatch::skip(std::uint64_t arrival) noexcept
{
    arrived(arrival);
    ++m_aside;
}

void SequenceWatch::add(std::int64_t number, std::uint64_t arrival) noexcept
{
    arrived(arrival);
    ++m_said.numbers;
    std::int64_t passed = 0;
    if (!m_hasNumber) {
        m_hasNumber = true;
        m_largest = number;
        m_largestArrival = arrival;
        m_aside = 0;
    } else if (__builtin_sub_overflow(number, m_largest, &passed) || passed < -kFarBack ||
               passed - static_cast<std::int64_t>(arrival - m_largestArrival) > kFarAhead) {
        restart(number, arrival);
    } else if (passed > 0) {
        ahead(number, passed, arrival);
    } else {
        behind(number, arrival);
    }
}

void SequenceWatch::arrived(std::uint64_t arrival) noexcept
{
    ++m_seen;
    m_lastArrival = arrival;
    if (arrival - m_inferredAt > kRecent)
        m_openMissing = m_openDuplicates = 0;
}

void SequenceWatch::ahead(std::int64_t number, std::int64_t passed, std::uint64_t arrival) noexcept
{
    const auto went = static_cast<std::int64_t>(arrival - m_largestArrival - m_aside);
    const std::int64_t gap = passed - went;
    if (gap > 0) {
        const std::uint64_t early =
            std::min<std::uint64_t>(static_cast<std::uint64_t>(gap), m_openDuplicates);
        const std::uint64_t missing = static_cast<std::uint64_t>(gap) - early;
        m_openDuplicates -= early;
        m_said.duplicates -= early;
        m_said.reordered += early;
        m_said.missing += missing;
        if (went == 1 && early == 0) // all between were read: these very numbers are missing
            m_gaps[m_nextGap++ % m_gaps.size()] = {m_largest + 1, number - 1, arrival};
        else
            m_openMissing += missing;
        m_inferredAt = arrival;
    } else if (gap < 0) {
        const auto more = static_cast<std::uint64_t>(-gap);
        const std::uint64_t open = std::min(more, m_openMissing);
        m_openMissing -= open;
        const std::uint64_t late = open + closeNewest(more - open, arrival);
        m_said.missing -= late;
        m_said.reordered += late;
        m_said.duplicates += more - late;
        m_openDuplicates += more - late;
        m_inferredAt = arrival;
    }
    m_largest = number;
    m_largestArrival = arrival;
    m_aside = 0;
    m_run = 0;
}

void SequenceWatch::behind(std::int64_t number, std::uint64_t arrival) noexcept
{
    ++m_aside;
    const bool goesOn = m_run > 0 && number > m_behindNumber &&
                        static_cast<std::uint64_t>(number - m_behindNumber) == arrival - m_behindArrival;
    m_run = goesOn ? m_run + 1 : 1;
    if (!goesOn)
        m_runDuplicates = 0;
    m_behindNumber = number;
    m_behindArrival = arrival;
    if (fill(number)) {
        ++m_said.reordered;
        --m_said.missing;
    } else if (number < m_largest && m_openMissing > 0) {
        --m_openMissing;
        ++m_said.reordered;
        --m_said.missing;
    } else {
        ++m_said.duplicates;
        ++m_runDuplicates;
    }
    if (m_run >= kRunToRestart) {
        m_said.duplicates -= m_runDuplicates;
        restart(number, arrival);
    }
}

void SequenceWatch::restart(std::int64_t number, std::uint64_t arrival) noexcept
{
    ++m_said.restarts;
    m_largest = number;
    m_largestArrival = arrival;
    m_aside = 0;
    m_gaps.fill({});
    m_openMissing = m_openDuplicates = 0;
    m_run = 0;
}

/** Takes the number out of the gap it is in; whether there was one. */
bool SequenceWatch::fill(std::int64_t number) noexcept
{
    for (Gap& gap : m_gaps) {
        if (number < gap.first || number > gap.last)
            continue;
        const Gap above{number + 1, gap.last, gap.arrival};
        gap.last = number - 1;
        if (above.first <= above.last) {
            if (gap.first > gap.last)
                gap = above;
            else
                m_gaps[m_nextGap++ % m_gaps.size()] = above;
        }
        return true;
    }
    return false;
}

/** So many of the numbers missing since lately came unread, which is not known. How many there were to close.
 */
std::uint64_t SequenceWatch::closeNewest(std::uint64_t count, std::uint64_t arrival) noexcept
{
    std::uint64_t left = count;
    for (std::size_t back = 1; left > 0 && back <= m_gaps.size(); ++back) {
        Gap& gap = m_gaps[(m_nextGap - back) % m_gaps.size()];
        if (gap.last < gap.first || arrival - gap.arrival > kRecent)
            continue;
        const std::uint64_t closed = std::min(left, static_cast<std::uint64_t>(gap.last - gap.first + 1));
        gap.last -= static_cast<std::int64_t>(closed);
        left -= closed;
    }
    return count - left;
}

LookedSequence SequenceWatch::report() const noexcept
{
    LookedSequence said = m_said;
    said.isOnEvery = m_seen > 0 && m_seen == m_lastArrival - m_begin;
    return said;
}

} // namespace weir
