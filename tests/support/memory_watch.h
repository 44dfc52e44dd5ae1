// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace weir::test {

/**
 * The memory that this process took between two moments at most, as the kernel knows it (VmHWM, set back by
 * /proc/self/clear_refs), so that no peak slips between two looks. Under AddressSanitizer and ThreadSanitizer
 * it says nothing, as their own memory would be measured.
 */
class MemoryWatch
{
public:
    /** Gives what is free back to the system and begins anew. */
    void begin();
    /** Bytes above what was resident at begin(), at the highest; nothing where that cannot be known. */
    std::optional<std::int64_t> growth() const;

private:
    std::optional<std::int64_t> m_atBegin;
};

} // namespace weir::test
