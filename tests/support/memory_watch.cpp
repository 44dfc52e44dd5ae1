// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_watch.h"

#include <malloc.h>

#include <fstream>
#include <string>

namespace weir::test {

namespace {

constexpr bool isSanitized()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

std::optional<std::int64_t> statusBytes(const std::string& field)
{
    constexpr std::int64_t kKiB = 1024;
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t amount = 0;
        if (word == field && status >> amount)
            return amount * kKiB;
    }
    return std::nullopt;
}

bool setPeakBack()
{
    std::ofstream file("/proc/self/clear_refs");
    file << "5" << std::flush;
    return file.good();
}

} // namespace

void MemoryWatch::begin()
{
    m_atBegin.reset();
    if (isSanitized())
        return;
    ::malloc_trim(0);
    if (setPeakBack())
        m_atBegin = statusBytes("VmHWM:");
}

std::optional<std::int64_t> MemoryWatch::growth() const
{
    const auto peak = statusBytes("VmHWM:");
    if (!m_atBegin || !peak)
        return std::nullopt;
    return *peak - *m_atBegin;
}

} // namespace weir::test
