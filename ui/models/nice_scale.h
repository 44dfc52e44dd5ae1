// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <vector>

namespace weir {

/** A linear axis from 0 in steps of 1, 2 or 5 times a power of ten. */
struct NiceScale
{
    double top = 1;
    double step = 0.25;
};

/** The smallest scale with 3 to 5 steps that holds `value`. */
NiceScale niceScaleFor(double value);
/** 0, step, … top. */
std::vector<double> ticksOf(const NiceScale& scale);

/**
 * Keeps an axis calm: grows at once, shrinks only after the values stayed below 60 % of it for ten seconds.
 * For one thread; a value; time comes in.
 */
class CalmScale
{
public:
    NiceScale follow(double largest, TimePoint now);
    /** The next follow() starts afresh: another span or subject is another picture. */
    void reset() { m_top = 0; }

private:
    double m_top = 0;
    TimePoint m_lastFull;
};

} // namespace weir
