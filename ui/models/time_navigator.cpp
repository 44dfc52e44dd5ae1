// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_navigator.h"

#include <algorithm>

namespace weir {

TimeWindow TimeNavigator::window(TimePoint lastSecond) const
{
    return {m_now.end.value_or(lastSecond), m_now.span};
}

Duration TimeNavigator::behind(TimePoint now) const
{
    return m_now.end ? std::max(Duration(0), now - *m_now.end) : Duration(0);
}

void TimeNavigator::setSpan(Duration span)
{
    m_span = std::clamp(span, kShortest, kLongest);
    m_now.span = m_span;
    m_undo.clear();
}

void TimeNavigator::pause(TimePoint lastSecond)
{
    if (isLive())
        m_now.end = lastSecond;
}

void TimeNavigator::goLive()
{
    m_now = {std::nullopt, m_span};
    m_undo.clear();
}

void TimeNavigator::remember()
{
    if (m_undo.size() == kMostUndo)
        m_undo.erase(m_undo.begin());
    m_undo.push_back(m_now);
}

void TimeNavigator::zoom(TimePoint from, TimePoint to, TimePoint lastSecond)
{
    if (to < from)
        std::swap(from, to);
    remember();
    const Duration span = std::clamp(to - from, kShortest, kLongest);
    // A stretch too short to be shown is widened about its middle.
    const TimePoint end = from + (to - from) / 2 + span / 2;
    m_now = {std::min(end, lastSecond), span};
}

void TimeNavigator::zoomAt(TimePoint at, double factor, TimePoint lastSecond)
{
    if (!(factor > 0))
        return;
    const TimeWindow before = window(lastSecond);
    const auto wanted = std::chrono::duration<double, std::nano>(before.span) * factor;
    const Duration span =
        wanted >= kLongest ? kLongest : std::max(kShortest, std::chrono::duration_cast<Duration>(wanted));
    if (span == before.span)
        return;
    remember();
    const double right = std::chrono::duration<double>(before.end - at) / before.span;
    const TimePoint end =
        at + std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::nano>(span) * right);
    m_now = {std::min(end, lastSecond), span};
}

void TimeNavigator::pan(Duration by, TimePoint lastSecond)
{
    const TimeWindow before = window(lastSecond);
    const TimePoint end = std::min(before.end + by, lastSecond);
    if (end == before.end)
        return;
    remember();
    m_now.end = end;
}

bool TimeNavigator::undo()
{
    if (m_undo.empty())
        return false;
    m_now = m_undo.back();
    m_undo.pop_back();
    return true;
}

} // namespace weir
