// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace weir {

/** How much an engine may know of keys. The memory for it is taken at once. */
struct KeyLimits
{
    std::size_t tracked = 768;    ///< keys of types in the table of Space-Saving, 2 to 60 000
    std::size_t listed = 20;      ///< of which a snapshot lists the largest
    std::size_t names = 256;      ///< known at a time, 4 to 60 000; interned ones take three quarters at most
    std::size_t nameBytes = 4096; ///< of all names together, at least 1024
};

} // namespace weir
