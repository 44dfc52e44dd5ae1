// SPDX-License-Identifier: Apache-2.0
// The limit of scripts/bench transport: recv() into a large buffer and a walk over the frames, nothing else.
// No message is put together, no UTF-8 checked. transport_limit HOST:PORT/PATH CONNECTIONS
#include "tests/benchmarks/transport_wire.h"

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace weir::bench;

namespace {

struct Connection
{
    int descriptor = -1;
    std::string begun;      ///< of a frame whose head, or whose whole if it is a ping, is not here yet
    std::uint64_t skip = 0; ///< of the payload to come
};

[[noreturn]] void fail(const char* what)
{
    std::perror(what);
    std::exit(1);
}

int connected(std::uint16_t port, const std::string& path)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("connect");
    const std::string request =
        "GET /" + path +
        " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    if (::send(descriptor, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size()))
        fail("send");
    std::string answer;
    for (char byte = 0; answer.find("\r\n\r\n") == std::string::npos; answer += byte) {
        if (::read(descriptor, &byte, 1) != 1)
            fail("handshake");
    }
    return descriptor;
}

void pong(int descriptor, const std::string& payload)
{
    std::string answer = frameHeader(kPong, payload.size());
    answer[1] = static_cast<char>(answer[1] | 0x80);
    answer += std::string(4, '\0') + payload; // masked with zeros
    if (::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL) < 0)
        fail("pong");
}

std::uint64_t messages = 0;

/** Frames in [at, end); returns where an unfinished one begins. */
const unsigned char* walk(Connection& connection, const unsigned char* at, const unsigned char* end)
{
    while (at < end) {
        if (connection.skip > 0) {
            const std::uint64_t here = std::min(connection.skip, static_cast<std::uint64_t>(end - at));
            connection.skip -= here;
            at += here;
            continue;
        }
        const FrameHead head = readFrameHead(at, static_cast<std::size_t>(end - at));
        if (head.size == 0)
            break;
        if ((head.opcode & 8) != 0) {
            if (static_cast<std::uint64_t>(end - at) < head.size + head.length)
                break;
            if (head.opcode == kPing)
                pong(connection.descriptor,
                     std::string(reinterpret_cast<const char*>(at) + head.size, head.length));
            at += head.size + head.length;
            continue;
        }
        ++messages;
        connection.skip = head.length;
        at += head.size;
    }
    return at;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("Usage: transport_limit HOST:PORT/PATH CONNECTIONS\n", stderr);
        return 2;
    }
    const std::string url = argv[1];
    const auto port = static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
    const std::string path = url.substr(url.rfind('/') + 1);
    const int epoll = ::epoll_create1(0);
    std::vector<Connection> connections(static_cast<std::size_t>(std::atoi(argv[2])));
    for (std::uint32_t i = 0; i < connections.size(); ++i) {
        connections[i].descriptor = connected(port, path);
        epoll_event event{EPOLLIN, {.u32 = i}};
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].descriptor, &event);
    }
    constexpr std::size_t kRoom = 4096; // before the buffer, for what was begun
    std::vector<unsigned char> buffer(kRoom + 256 * 1024);
    std::array<epoll_event, 256> events{};
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), events.size(), -1);
        for (int i = 0; i < count; ++i) {
            Connection& connection = connections[events[static_cast<std::size_t>(i)].data.u32];
            const ssize_t size =
                ::recv(connection.descriptor, buffer.data() + kRoom, buffer.size() - kRoom, MSG_DONTWAIT);
            if (size == 0)
                return 0;
            if (size < 0)
                continue;
            const unsigned char* begin = buffer.data() + kRoom - connection.begun.size();
            const unsigned char* end = buffer.data() + kRoom + size;
            std::copy(connection.begun.begin(), connection.begun.end(),
                      buffer.begin() + (begin - buffer.data()));
            const unsigned char* rest = walk(connection, begin, end);
            connection.begun.assign(rest, end);
        }
    }
}
