// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/support/malloc_thresholds.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace weir {

void keepLargeBlocks() noexcept
{
#ifdef __GLIBC__
    constexpr int kMegabyte = 1024 * 1024;
    ::mallopt(M_MMAP_THRESHOLD, 8 * kMegabyte);
    ::mallopt(M_TRIM_THRESHOLD, 16 * kMegabyte);
#endif
}

} // namespace weir
