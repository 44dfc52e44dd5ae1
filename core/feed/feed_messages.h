// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/feed/zipf_table.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace weir {

/**
 * Writes one client's messages: {"seq":1,"ts":1700000000000,"key":"user-0042","event":"view","value":12.34},
 * padded to a size. Keys are Zipf (user-0001 the most frequent), events have fixed shares, values are
 * lognormal(3, 1) with two decimals. Equal seeds write equal keys, events and values. One thread, one client;
 * it cannot fail.
 */
class FeedMessages
{
public:
    /** `size` in bytes: a shorter message is padded to it, a longer one stays as it is. */
    FeedMessages(std::shared_ptr<const ZipfTable> keys, std::uint64_t seed, int size);

    /** The next message: ASCII, valid until the next call. Sequence numbers start at 1. */
    std::string_view next(std::int64_t unixMs);

    std::uint64_t written() const noexcept { return m_sequence; }

private:
    std::uint64_t drawCents() noexcept;

    std::shared_ptr<const ZipfTable> m_keys;
    SplitMix64 m_random;
    std::size_t m_size;
    std::uint64_t m_sequence = 0;
    std::vector<char> m_buffer;
};

} // namespace weir
