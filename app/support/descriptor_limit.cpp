// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/support/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace weir {

void raiseDescriptorLimit()
{
    constexpr rlim_t kEnough = 65536;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kEnough)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, kEnough);
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit)); // refused: as before
}

} // namespace weir
