// SPDX-License-Identifier: Apache-2.0
#include "tests/core/link/hostile_cases.h"

#include <utility>

namespace weir::test {

namespace {

constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;
const QByteArray kFirst = HostileServer::text("first");

QByteArray frame(int opcode, const QByteArray& payload, bool isLast = true, int reserved = 0)
{
    return HostileServer::frame(opcode, payload, isLast, reserved);
}

/** Behind a good message: the connection ends with `code` from this side, and that message counts. */
HostileCase refused(const QByteArray& name, const QByteArray& bytes, int code, const QByteArray& words)
{
    return {name, upgradesAndSends(kFirst + bytes), Outcome::Retries, code, words, 1};
}

/** Behind a good message: taken as it is. */
HostileCase taken(const QByteArray& name, const QByteArray& bytes, std::uint64_t counted)
{
    return {name, upgradesAndSends(kFirst + bytes), Outcome::StaysOpen, 0, "", counted};
}

void addReservedBits(std::vector<HostileCase>& cases)
{
    for (int bit = 0; bit < 3; ++bit) {
        const QByteArray name = "RSV" + QByteArray::number(3 - bit);
        cases.push_back(refused(name + " on text", frame(kText, "x", true, 1 << bit), 1002, "Rsv field"));
        cases.push_back(refused(name + " on a ping", frame(kPing, "x", true, 1 << bit), 1002, "Rsv field"));
    }
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        cases.push_back(refused("opcode " + QByteArray::number(opcode), frame(opcode, "x"), 1002, "opcode"));
}

void addControlFrames(std::vector<HostileCase>& cases)
{
    const std::pair<int, QByteArray> kinds[] = {{kClose, "close"}, {kPing, "ping"}, {kPong, "pong"}};
    for (const auto& [opcode, name] : kinds) {
        cases.push_back(
            refused("fragmented " + name, frame(opcode, "x", false), 1002, "cannot be fragmented"));
        cases.push_back(refused("oversize " + name, frame(opcode, QByteArray(126, 'x')), 1002,
                                "Control frame is larger"));
    }
    cases.push_back(taken("largest ping", frame(kPing, QByteArray(125, 'x')) + kFirst, 2));
    cases.push_back(taken("pongs nobody asked for", frame(kPong, "x").repeated(1000) + kFirst, 2));
}

void addFragments(std::vector<HostileCase>& cases)
{
    cases.push_back(refused("text behind a refused frame", frame(3, "x") + kFirst, 1002, "opcode"));
    cases.push_back(
        refused("orphan continuation", frame(kContinuation, "x"), 1002, "Received Continuation frame"));
    cases.push_back(refused("orphan continuation, not last", frame(kContinuation, "x", false), 1002,
                            "Received Continuation frame"));
    cases.push_back(refused("text inside a fragmented text", frame(kText, "a", false) + frame(kText, "b"),
                            1002, "All data frames after the initial"));
    cases.push_back(refused("binary inside a fragmented text", frame(kText, "a", false) + frame(kBinary, "b"),
                            1002, "All data frames after the initial"));
    cases.push_back(taken("ping inside a fragmented text",
                          frame(kText, "a", false) + frame(kPing, "p") + frame(kContinuation, "b"), 2));
    cases.push_back(taken("masked frame of a server", QByteArray::fromHex("8181") + QByteArray(4, '\0') + "x",
                          2)); // RFC 6455 5.1 says no
    cases.push_back(taken("empty text", frame(kText, ""), 2));
}

void addUtf8(std::vector<HostileCase>& cases)
{
    const std::pair<QByteArray, QByteArray> invalid[] = {
        {"bytes that are none", "\xff\xfe"},     {"overlong", "\xc0\x80"},
        {"surrogate", "\xed\xa0\x80"},           {"above U+10FFFF", "\xf4\x90\x80\x80"},
        {"ends inside a character", "\xe2\x82"}, {"lone continuation byte", "a\x80z"},
    };
    for (const auto& [name, bytes] : invalid)
        cases.push_back(refused("UTF-8: " + name, frame(kText, bytes), 1007, "not valid UTF-8"));
    cases.push_back(refused("UTF-8: bad in the second fragment",
                            frame(kText, "a", false) + frame(kContinuation, "\xff"), 1007,
                            "not valid UTF-8"));
    // Valid, and refused all the same: Qt decodes each frame by itself.
    cases.push_back(refused("UTF-8: valid, split inside a character",
                            frame(kText, "\xe2\x82", false) + frame(kContinuation, "\xac"), 1007,
                            "split inside a character"));
    cases.push_back(taken("UTF-8: valid, rare",
                          frame(kText, QByteArray("\0\xef\xbf\xbf\xef\xbb\xbf\xf4\x8f\xbf\xbf", 11)), 2));
}

void addLengths(std::vector<HostileCase>& cases)
{
    const auto hex = [](const char* digits) { return QByteArray::fromHex(digits); };
    cases.push_back(
        refused("overlong length of 16 bits", hex("817e0001") + "x", 1002, "Lengths smaller than"));
    cases.push_back(refused("overlong length of 64 bits", hex("817f0000000000000100") + QByteArray(256, 'x'),
                            1002, "Lengths smaller than"));
    cases.push_back(refused("length with its highest bit", hex("827f8000000000000001") + "x", 1002,
                            "Highest bit of payload length"));
    for (const char* length : {"7fffffffffffffff", "0000000100000000", "0000000071000000"})
        cases.push_back(refused(QByteArray("claimed length 0x") + length, hex("827f") + hex(length) + "x",
                                1009, "above the 16 MiB limit"));
    cases.push_back(refused("one byte above the limit", hex("827f0000000001000001") + "x", 1009,
                            "above the 16 MiB limit"));
}

} // namespace

std::vector<HostileCase> frameCases()
{
    std::vector<HostileCase> cases;
    addReservedBits(cases);
    addControlFrames(cases);
    addFragments(cases);
    addUtf8(cases);
    addLengths(cases);
    return cases;
}

std::vector<HostileCase> closeCases()
{
    std::vector<HostileCase> cases;
    const auto server = [](int code, const QByteArray& words, const QByteArray& reason = {}) {
        return HostileCase{"close " + QByteArray::number(code),
                           upgradesAndSends(kFirst + HostileServer::close(code, reason)),
                           Outcome::Retries,
                           code,
                           "Closed by the server: " + QByteArray::number(code) + words,
                           1};
    };
    const std::pair<int, QByteArray> known[] = {
        {1000, " normal"},
        {1001, " going away"},
        {1002, " protocol error"},
        {1003, " unsupported"},
        {1007, " invalid data"},
        {1009, " message too big"},
        {1010, " extension"},
        {1011, " server error"},
        {3000, ""},
        {3999, ""},
        {4000, ""},
        {4999, ""},
    };
    for (const auto& [code, words] : known)
        cases.push_back(server(code, words));
    for (const int code : {1008, 4401, 4403}) {
        cases.push_back(server(code, ""));
        cases.back().outcome = Outcome::NeedsYou;
    }
    // Codes that must not be on the wire, and those that Qt does not know: what came is said, the code is
    // not.
    for (const int code : {0, 999, 1004, 1005, 1006, 1012, 1013, 1014, 1015, 1016, 2999, 5000, 65535})
        cases.push_back({"close " + QByteArray::number(code),
                         upgradesAndSends(kFirst + HostileServer::close(code)), Outcome::Retries, 1006,
                         "with a code that Qt cannot read", 1});
    cases.push_back({"close without a code", upgradesAndSends(kFirst + frame(kClose, "")), Outcome::Retries,
                     1000, "Closed by the server", 1});
    cases.push_back(refused("close of one byte", frame(kClose, "\x03"), 1002, "Payload of close frame"));
    cases.push_back(
        refused("close reason that is not UTF-8", HostileServer::close(1000, "\xff\xfe"), 1007, "UTF-8"));
    cases.push_back({"close reason as long as can be",
                     upgradesAndSends(kFirst + HostileServer::close(4000, QByteArray(123, 'r'))),
                     Outcome::Retries, 4000, "4000 \"rrr", 1});
    cases.push_back({"close reason with escapes",
                     upgradesAndSends(kFirst + HostileServer::close(4000, "\x1b]0;t\x07\r\n<b>")),
                     Outcome::Retries, 4000, "\xef\xbf\xbd]0;t\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd<b>", 1});
    cases.push_back({"data after close",
                     upgradesAndSends(kFirst + HostileServer::close(4000) + kFirst.repeated(10)),
                     Outcome::Retries, 4000, "Closed by the server: 4000", 1});
    cases.push_back({"two closes",
                     upgradesAndSends(kFirst + HostileServer::close(4000) + HostileServer::close(1008)),
                     Outcome::Retries, 4000, "Closed by the server: 4000", 1});
    const std::pair<QByteArray, QByteArray> ends[] = {
        {"between frames", kFirst},
        {"inside a header", kFirst + QByteArray::fromHex("82")},
        {"inside a long header", kFirst + QByteArray::fromHex("827f0000")},
        {"inside a frame", kFirst + frame(kText, "half a frame").left(5)},
        {"inside a message", kFirst + frame(kText, "half", false)},
    };
    for (const auto& [name, bytes] : ends) {
        cases.push_back({"FIN " + name, upgradesAndEnds(bytes, false), Outcome::Retries, 1006,
                         "Cut off without a close frame", 1});
        cases.push_back({"RST " + name,
                         upgradesAndEnds(bytes, true),
                         Outcome::Retries,
                         1006,
                         "Cut off without a close frame",
                         {}});
    }
    return cases;
}

} // namespace weir::test
