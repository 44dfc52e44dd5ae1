// SPDX-License-Identifier: Apache-2.0
// The server of scripts/bench transport: sends frames encoded beforehand, so that what it costs is not what
// is measured. transport_sender CERTIFICATE KEY prints its two ports (TCP, TLS) and its compiler, and obeys
// lines of stdin, each answered with one line. A group is all connections that asked for the path /GROUP.
//   open GROUP                   number of its connections
//   flood GROUP SIZE COUNT       COUNT texts to each, as fast as they are taken; answers when all are handled
//   pace GROUP SIZE RATE COUNT   COUNT texts to each, RATE a second, one write a message; likewise
//   close GROUP                  a close frame with 1000 to each
#include "tests/benchmarks/transport_peer.h"
#include "tests/benchmarks/transport_wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

using namespace weir::bench;

namespace {

using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what)
{
    std::perror(what);
    std::exit(1);
}

class Sender
{
public:
    Sender(const char* certificate, const char* key);
    void run();

private:
    struct Pace
    {
        std::vector<Peer*> peers;
        std::string frame;
        std::chrono::duration<double> spacing{};
        SteadyClock::time_point begin;
        std::uint64_t sent = 0;
        std::uint64_t total = 0;
    };

    int listen(std::uint16_t& port) const;
    void accept(int listener);
    void handle(const epoll_event& event);
    void drop(int descriptor);
    void settle(Peer& peer);
    void readCommands();
    void obey(const std::string& line);
    std::vector<Peer*> group(const std::string& name) const;
    void sendDue();
    void askForPongs(const std::vector<Peer*>& peers);
    void answerIfDone();

    int m_epoll = ::epoll_create1(0);
    int m_tcp = -1;
    int m_tls = -1;
    SSL_CTX* m_context = SSL_CTX_new(TLS_server_method());
    std::map<int, std::unique_ptr<Peer>> m_peers;
    std::string m_commands;
    Pace m_pace;
    std::string m_round;
    std::uint64_t m_rounds = 0;
    std::vector<Peer*> m_awaited; ///< their pongs end the round
    bool m_isWaiting = false;
};

Sender::Sender(const char* certificate, const char* key)
{
    SSL_CTX_set_mode(m_context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (SSL_CTX_use_certificate_file(m_context, certificate, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(m_context, key, SSL_FILETYPE_PEM) != 1)
        fail("certificate");
    std::uint16_t tcpPort = 0;
    std::uint16_t tlsPort = 0;
    m_tcp = listen(tcpPort);
    m_tls = listen(tlsPort);
    ::fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    for (const int descriptor : {m_tcp, m_tls, STDIN_FILENO}) {
        epoll_event event{EPOLLIN, {.fd = descriptor}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    }
    std::cout << tcpPort << ' ' << tlsPort << " GCC " << __VERSION__ << std::endl;
}

int Sender::listen(std::uint16_t& port) const
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(descriptor, generic, size) != 0 || ::listen(descriptor, 4096) != 0 ||
        ::getsockname(descriptor, generic, &size) != 0)
        fail("listen");
    port = ntohs(address.sin_port);
    return descriptor;
}

void Sender::run()
{
    std::array<epoll_event, 256> events{};
    for (;;) {
        timespec timeout{1, 0};
        if (m_pace.sent < m_pace.total) {
            const auto due = m_pace.begin + std::chrono::duration_cast<SteadyClock::duration>(
                                                m_pace.spacing * static_cast<double>(m_pace.sent));
            const auto wait = std::max(std::chrono::nanoseconds(due - SteadyClock::now()),
                                       std::chrono::nanoseconds::zero());
            timeout = {wait.count() / 1'000'000'000, wait.count() % 1'000'000'000};
        }
        const int count = ::epoll_pwait2(m_epoll, events.data(), events.size(), &timeout, nullptr);
        for (int i = 0; i < count; ++i)
            handle(events[static_cast<std::size_t>(i)]);
        sendDue();
        answerIfDone();
    }
}

void Sender::handle(const epoll_event& event)
{
    const int descriptor = event.data.fd;
    if (descriptor == m_tcp || descriptor == m_tls)
        return accept(descriptor);
    if (descriptor == STDIN_FILENO)
        return readCommands();
    const auto found = m_peers.find(descriptor);
    if (found == m_peers.end())
        return;
    Peer& peer = *found->second;
    const bool isReadable = (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    if ((isReadable && !peer.receive()) || !peer.send())
        return drop(descriptor);
    settle(peer);
}

void Sender::accept(int listener)
{
    for (;;) {
        const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_peers[descriptor] =
            std::make_unique<Peer>(descriptor, listener == m_tls ? SSL_new(m_context) : nullptr);
        epoll_event event{EPOLLIN, {.fd = descriptor}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    }
}

void Sender::drop(int descriptor)
{
    const Peer* peer = m_peers.at(descriptor).get();
    std::erase(m_awaited, peer);
    std::erase(m_pace.peers, peer);
    if (m_pace.peers.empty())
        m_pace.total = 0;
    m_peers.erase(descriptor);
}

void Sender::settle(Peer& peer)
{
    const std::uint32_t wanted =
        (peer.wantsToReceive() ? EPOLLIN : 0U) | (peer.wantsToSend() ? EPOLLOUT : 0U);
    epoll_event event{wanted, {.fd = peer.descriptor()}};
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, peer.descriptor(), &event);
}

void Sender::readCommands()
{
    std::array<char, 4096> data{};
    const ssize_t count = ::read(STDIN_FILENO, data.data(), data.size());
    if (count == 0)
        std::exit(0); // whoever gives the commands is gone
    m_commands.append(data.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    for (std::size_t end = 0; (end = m_commands.find('\n')) != std::string::npos;) {
        obey(m_commands.substr(0, end));
        m_commands.erase(0, end + 1);
    }
}

void Sender::obey(const std::string& line)
{
    std::istringstream words(line);
    std::string command;
    std::string name;
    std::size_t size = 0;
    words >> command >> name;
    const std::vector<Peer*> peers = group(name);
    if (command == "open") {
        std::cout << peers.size() << std::endl;
    } else if (command == "flood") {
        std::uint64_t count = 0;
        words >> size >> count;
        const std::string one = frame(kText, textOfSize(size));
        std::string many = one;
        while (many.size() + one.size() <= 256 * 1024)
            many += one;
        const auto frames = std::make_shared<const std::string>(std::move(many));
        for (Peer* peer : peers)
            peer->flood(frames, count * one.size());
        askForPongs(peers);
    } else if (command == "pace") {
        double rate = 0;
        std::uint64_t count = 0;
        words >> size >> rate >> count;
        const auto all = static_cast<double>(peers.size());
        m_pace = {peers,
                  frame(kText, textOfSize(size)),
                  std::chrono::duration<double>(1 / (rate * all)),
                  SteadyClock::now(),
                  0,
                  count * peers.size()};
        m_isWaiting = true;
    } else if (command == "close") {
        for (Peer* peer : peers) {
            peer->add(frame(kClose, std::string("\x03\xe8", 2)));
            settle(*peer);
        }
        std::cout << peers.size() << std::endl;
    }
}

std::vector<Peer*> Sender::group(const std::string& name) const
{
    std::vector<Peer*> peers;
    for (const auto& [descriptor, peer] : m_peers) {
        if (peer->group() == name)
            peers.push_back(peer.get());
    }
    return peers;
}

void Sender::sendDue()
{
    if (m_pace.sent >= m_pace.total)
        return;
    const double due = (SteadyClock::now() - m_pace.begin) / m_pace.spacing + 1;
    const std::uint64_t until = std::min(static_cast<std::uint64_t>(due), m_pace.total);
    for (; m_pace.sent < until; ++m_pace.sent) {
        Peer* peer = m_pace.peers[m_pace.sent % m_pace.peers.size()];
        peer->add(m_pace.frame);
        if (!peer->send())
            return drop(peer->descriptor());
        if (peer->wantsToSend())
            settle(*peer);
    }
    if (m_pace.sent == m_pace.total)
        askForPongs(m_pace.peers);
}

void Sender::askForPongs(const std::vector<Peer*>& peers)
{
    m_round = "round " + std::to_string(++m_rounds);
    m_awaited = peers;
    m_isWaiting = true;
    for (Peer* peer : peers) {
        peer->add(frame(kPing, m_round));
        settle(*peer);
    }
}

void Sender::answerIfDone()
{
    if (!m_isWaiting || m_pace.sent < m_pace.total)
        return;
    std::erase_if(m_awaited, [this](const Peer* peer) { return peer->pong() == m_round; });
    if (!m_awaited.empty())
        return;
    m_isWaiting = false;
    std::cout << "done" << std::endl;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("Usage: transport_sender CERTIFICATE KEY\n", stderr);
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    Sender(argv[1], argv[2]).run();
}
