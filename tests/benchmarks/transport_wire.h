// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/** The little of RFC 6455 that the sender and the bare parser of scripts/bench transport share. */
namespace weir::bench {

enum Opcode : unsigned { kContinuation = 0, kText = 1, kClose = 8, kPing = 9, kPong = 10 };

/** The first bytes of an unmasked frame with a payload of this length. */
inline std::string frameHeader(unsigned opcode, std::uint64_t length, bool isLast = true)
{
    std::string header(1, static_cast<char>((isLast ? 0x80U : 0U) | opcode));
    const int lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
    header += static_cast<char>(lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127);
    for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8)
        header += static_cast<char>(length >> shift);
    return header;
}

inline std::string frame(unsigned opcode, std::string_view payload, bool isLast = true)
{
    return frameHeader(opcode, payload.size(), isLast).append(payload);
}

/** ASCII that looks like trades. */
inline std::string textOfSize(std::size_t size)
{
    static constexpr std::string_view kTrade =
        R"({"e":"trade","s":"BTCUSDT","p":"64123.45","q":"0.00123","T":1690000000123,"m":true},)";
    std::string text;
    text.reserve(size + kTrade.size());
    while (text.size() < size)
        text += kTrade;
    text.resize(size);
    return text;
}

/** A frame's first bytes, read. */
struct FrameHead
{
    unsigned opcode = 0;
    std::uint64_t length = 0; ///< of the payload
    std::size_t size = 0;     ///< of the head itself, mask included; 0: more bytes are needed
};

inline FrameHead readFrameHead(const unsigned char* data, std::size_t available)
{
    if (available < 2)
        return {};
    const unsigned shortLength = data[1] & 0x7fU;
    const std::size_t lengthBytes = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
    const std::size_t size = 2 + lengthBytes + ((data[1] & 0x80U) != 0 ? 4 : 0);
    if (available < size)
        return {};
    FrameHead head{data[0] & 0x0fU, lengthBytes == 0 ? shortLength : 0, size};
    for (std::size_t i = 0; i < lengthBytes; ++i)
        head.length = head.length << 8 | data[2 + i];
    return head;
}

} // namespace weir::bench
