// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/nice_scale.h"

#include <algorithm>
#include <cmath>

namespace weir {

NiceScale niceScaleFor(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return {};
    const double rough = value / 4;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    return {step * std::ceil(value / step - 1e-9), step};
}

std::vector<double> ticksOf(const NiceScale& scale)
{
    std::vector<double> ticks;
    const long steps = std::lround(scale.top / scale.step);
    for (long i = 0; i <= steps; ++i)
        ticks.push_back(static_cast<double>(i) * scale.step);
    return ticks;
}

NiceScale CalmScale::follow(double largest, TimePoint now)
{
    const NiceScale wanted = niceScaleFor(largest);
    const bool isEnough = wanted.top <= m_top;
    if (!isEnough || m_top <= 0 || largest > 0.6 * m_top)
        m_lastFull = now;
    if (!isEnough || m_top <= 0 || now - m_lastFull > std::chrono::seconds(10)) {
        m_top = wanted.top;
        m_lastFull = now;
    }
    return niceScaleFor(m_top);
}

} // namespace weir
