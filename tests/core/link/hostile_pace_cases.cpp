// SPDX-License-Identifier: Apache-2.0
#include "tests/core/link/hostile_cases.h"

#include <QTimer>

namespace weir::test {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kCap = EndpointSettings::kDefaultMaxMessage;
const QByteArray kFirst = HostileServer::text("first");

/** The pong that a client's ping asks for. */
QByteArray pongTo(QByteArray ping)
{
    constexpr qsizetype kMask = 2;
    constexpr qsizetype kPayload = 6;
    for (qsizetype i = kPayload; i < ping.size(); ++i)
        ping[i] = static_cast<char>(ping.at(i) ^ ping.at(kMask + (i - kPayload) % 4));
    return HostileServer::frame(10, ping.mid(kPayload));
}

/** Answers the first ping, then says these bytes in two pieces, then nothing any more. */
HostileServer::Answer freezesBehind(const QByteArray& bytes)
{
    return [bytes](QTcpSocket& socket, const QByteArray& request) {
        QObject::disconnect(&socket, &QTcpSocket::readyRead, nullptr, nullptr);
        QObject::connect(
            &socket, &QTcpSocket::readyRead, &socket,
            [&socket, bytes] {
                socket.write(pongTo(socket.readAll()));
                const QByteArray all = kFirst + bytes;
                socket.write(all.left(all.size() / 2));
                QTimer::singleShot(20, &socket, [&socket, all] { socket.write(all.mid(all.size() / 2)); });
            },
            Qt::SingleShotConnection);
        socket.write(HostileServer::upgrade(request));
    };
}

} // namespace

std::vector<HostileCase> paceCases()
{
    const QByteArray half = HostileServer::text(QByteArray(100, 'x')).left(50);
    const QByteArray piece = HostileServer::frame(0, QByteArray(16 * 1024, 'x'), false);
    std::vector<HostileCase> cases = {
        {"not a word, no pong", upgradesAndSends({}), Outcome::Retries, 1006, "No answer to two pings", 0},
        {"one message, then nothing, no pong", upgradesAndSends(kFirst), Outcome::Retries, 1006,
         "No answer to two pings", 1},
        {"half a frame, then nothing", freezesBehind(half), Outcome::Retries, 1001,
         "Half a frame came, then nothing", 1},
        {"a frame in pieces, half a frame, then nothing",
         freezesBehind(HostileServer::text(QByteArray(100, 'x')) + half), Outcome::Retries, 1001,
         "Half a frame came, then nothing", 2},
        {"half a header, then nothing", freezesBehind(QByteArray::fromHex("827f00")), Outcome::Retries, 1001,
         "Half a frame came, then nothing", 1},
        {"a header, then nothing", freezesBehind(QByteArray::fromHex("827e1000")), Outcome::Retries, 1006,
         "No answer to two pings", 1}, // Qt has taken the header: nothing waits
    };
    for (HostileCase& each : cases)
        each.pingInterval = 500ms;
    cases.push_back({"half a frame, then nothing, pings rare", upgradesAndSends(kFirst + half),
                     Outcome::Retries, 1001, "Half a frame came, then nothing for 5 s", 1});
    cases.push_back({"a message byte by byte",
                     upgradesAndDrips(kFirst + HostileServer::text(QByteArray(100, 'x')), 2ms),
                     Outcome::StaysOpen, 0, "", 2});
    cases.push_back({"a message of one-byte fragments",
                     upgradesAndSends(kFirst + HostileServer::frame(1, "x", false) +
                                      HostileServer::frame(0, "x", false).repeated(100'000) +
                                      HostileServer::frame(0, "x")),
                     Outcome::StaysOpen, 0, "", 2});
    cases.push_back({"a message of empty fragments",
                     upgradesAndSends(kFirst + HostileServer::frame(1, "", false) +
                                      HostileServer::frame(0, "", false).repeated(100'000) +
                                      HostileServer::frame(0, "x")),
                     Outcome::StaysOpen, 0, "", 2});
    cases.push_back({"endless fragments of text",
                     upgradesAndFloods(kFirst + HostileServer::frame(1, "x", false), piece), Outcome::Retries,
                     1009, "above the 16 MiB limit", 1});
    cases.back().mostGrowth = 2 * kCap + kCap / 2; // what malloc keeps of a text that grows
    cases.push_back({"endless fragments of binary",
                     upgradesAndFloods(kFirst + HostileServer::frame(2, "x", false), piece), Outcome::Retries,
                     1009, "above the 16 MiB limit", 1});
    cases.push_back({"endless tiny fragments",
                     upgradesAndFloods(kFirst + HostileServer::frame(1, "x", false),
                                       HostileServer::frame(0, "xxxxxxxx", false).repeated(1000)),
                     Outcome::Retries, 1009, "above the 16 MiB limit", 1});
    cases.back().mostGrowth = 2 * kCap + kCap / 2;
    cases.push_back({"the largest frame of text",
                     [](QTcpSocket& socket, const QByteArray& request) {
                         socket.write(HostileServer::upgrade(request) + kFirst +
                                      QByteArray::fromHex("817f0000000001000000"));
                         flood(socket, QByteArray(64 * 1024, 'x'), true, 256);
                     },
                     Outcome::StaysOpen, 0, "", 2});
    cases.back().mostGrowth = 4 * kCap + kConnection; // legal, and the dearest: as bytes twice, as QString
    cases.push_back({"ping flood, answers read",
                     [](QTcpSocket& socket, const QByteArray& request) {
                         QObject::disconnect(&socket, &QTcpSocket::readyRead, nullptr, nullptr);
                         QObject::connect(&socket, &QTcpSocket::readyRead, &socket,
                                          [&socket] { socket.readAll(); });
                         socket.write(HostileServer::upgrade(request) + kFirst +
                                      HostileServer::frame(9, "ping").repeated(200'000) + kFirst);
                     },
                     Outcome::StaysOpen, 0, "", 2});
    cases.push_back(
        {"ping flood, answers not read",
         upgradesAndFloods(kFirst, HostileServer::frame(9, QByteArray(125, 'p')).repeated(100), false),
         Outcome::Retries, 1006, "does not read", 1});
    cases.push_back({"flood of empty pings, answers not read",
                     upgradesAndFloods(kFirst, HostileServer::frame(9, "").repeated(1000), false),
                     Outcome::Retries, 1006, "does not read", 1});
    // Six bytes an answer fill the kernel's buffers slowly: a loaded machine reaches the second ping first.
    for (std::size_t last = 1; last <= 2; ++last)
        cases[cases.size() - last].pingInterval = 1h;
    return cases;
}

} // namespace weir::test
