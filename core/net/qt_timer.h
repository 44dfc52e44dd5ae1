// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/timer.h"

namespace weir {

/** Timers on the event loop of the calling thread. */
class QtTimerFactory final : public TimerFactory
{
public:
    std::unique_ptr<Timer> makeTimer() override;
};

} // namespace weir
