// SPDX-License-Identifier: Apache-2.0
#include "core/look/look_budget.h"

#include <algorithm>

namespace weir {
namespace {

constexpr double kLeastNanoseconds = 20;
constexpr double kLowest = 0x1p-20;

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

std::optional<double> LookBudget::admit(TimePoint now)
{
    if (now - m_periodBegan >= kPeriod)
        beginPeriod(now);
    ++m_offered;
    const double r = m_r;
    if (r < 1 && m_random.uniform() > r)
        return std::nullopt;
    if (++m_spent >= m_nextHalving) {
        m_r = std::max(m_r / 2, kLowest);
        m_nextHalving = m_spent + std::max((2 * m_share - m_spent) / 2, 1.0);
    }
    return 1 / r;
}

void LookBudget::beginPeriod(TimePoint now)
{
    const double length = seconds(kPeriod);
    const double passed = m_periodBegan == TimePoint{} ? 1 : seconds(now - m_periodBegan) / length;
    const double whole = perSecond() * length;
    const double overspent = std::max(m_spent - m_share - (passed - 1) * whole, 0.0);
    m_share = std::max(whole - overspent, whole / 4);
    const double expected = m_offered / passed;
    m_r = expected > m_share ? std::max(m_share / expected, kLowest) : 1;
    m_nextHalving = std::max(m_share, 1.0);
    m_spent = m_offered = 0;
    m_periodBegan = now;
}

bool LookBudget::isTimed() noexcept
{
    const bool isEach = m_known < kRemembered || m_nanoseconds > kDearNanoseconds;
    m_standsFor = isEach ? 1 : kOneIn;
    return isEach || m_random() % kOneIn == 0;
}

void LookBudget::measured(Duration cost) noexcept
{
    m_known = std::min(m_known + m_standsFor, kRemembered);
    m_nanoseconds += (static_cast<double>(cost.count()) - m_nanoseconds) * m_standsFor / m_known;
}

double LookBudget::perSecond() const noexcept
{
    return kShareOfCore * 1e9 / std::max(m_nanoseconds, kLeastNanoseconds);
}

} // namespace weir
