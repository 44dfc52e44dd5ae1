// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/transport_peer.h"

#include "tests/benchmarks/transport_wire.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

namespace weir::bench {
namespace {

constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max() / 2;
constexpr std::uint64_t kHugeFrame = 1'900'000'000;

std::string acceptance(const std::string& request)
{
    static constexpr std::string_view kName = "sec-websocket-key:";
    std::string lower = request;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::size_t begin = lower.find(kName);
    if (begin == std::string::npos)
        return {};
    begin = request.find_first_not_of(' ', begin + kName.size());
    const std::string key =
        request.substr(begin, request.find('\r', begin) - begin) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    std::array<unsigned char, 32> text{};
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           std::string(reinterpret_cast<const char*>(text.data())) + "\r\n\r\n";
}

std::shared_ptr<const std::string> repeated(const std::string& piece, std::size_t size)
{
    std::string all;
    while (all.size() < size)
        all += piece;
    return std::make_shared<const std::string>(std::move(all));
}

} // namespace

Peer::Peer(int descriptor, SSL* tls) : m_descriptor(descriptor), m_tls(tls)
{
    if (m_tls) {
        SSL_set_fd(m_tls, m_descriptor);
        SSL_set_accept_state(m_tls);
    }
}

Peer::~Peer()
{
    SSL_free(m_tls);
    ::close(m_descriptor);
}

Peer::Moved Peer::result(int moved)
{
    if (moved > 0)
        return Moved::Some;
    if (m_tls) {
        const int error = SSL_get_error(m_tls, moved);
        return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Moved::Nothing : Moved::Gone;
    }
    return moved < 0 && errno == EAGAIN ? Moved::Nothing : Moved::Gone;
}

Peer::Moved Peer::read(char* data, std::size_t size, std::size_t& moved)
{
    const int count = m_tls ? SSL_read(m_tls, data, static_cast<int>(size))
                            : static_cast<int>(::recv(m_descriptor, data, size, 0));
    moved = static_cast<std::size_t>(std::max(count, 0));
    return result(count);
}

Peer::Moved Peer::write(const char* data, std::size_t size, std::size_t& moved)
{
    const int count = m_tls ? SSL_write(m_tls, data, static_cast<int>(size))
                            : static_cast<int>(::send(m_descriptor, data, size, MSG_NOSIGNAL));
    moved = static_cast<std::size_t>(std::max(count, 0));
    return result(count);
}

bool Peer::receive()
{
    std::array<char, 16384> data{};
    for (;;) {
        std::size_t count = 0;
        const Moved moved = read(data.data(), data.size(), count);
        if (moved == Moved::Gone)
            return false;
        if (moved == Moved::Nothing)
            break;
        m_in.append(data.data(), count);
    }
    if (!m_isAnswered && m_in.find("\r\n\r\n") != std::string::npos && !answer())
        return false;
    return !m_isAnswered || readFrames();
}

bool Peer::answer()
{
    const std::string accepted = acceptance(m_in);
    const std::size_t path = m_in.find('/');
    if (accepted.empty() || path == std::string::npos)
        return false;
    m_group = m_in.substr(path + 1, m_in.find(' ', path) - path - 1);
    m_in.clear();
    m_isAnswered = true;
    if (m_group.rfind("hostile/", 0) == 0)
        beHostile(accepted);
    else
        m_out.head = accepted;
    return true;
}

void Peer::beHostile(const std::string& accepted)
{
    constexpr std::size_t kPiece = 65536;
    const std::string filler(1000, 'a');
    m_out.left = kEndless;
    if (m_group == "hostile/header") {
        m_out.head = "HTTP/1.1 101 Switching Protocols\r\n";
        m_out.body = repeated("X-Filler: " + filler + "\r\n", kPiece);
    } else if (m_group == "hostile/line") {
        m_out.head = "HTTP/1.1 101 Switching";
        m_out.body = repeated(filler, kPiece);
    } else if (m_group == "hostile/frame") {
        m_out.head = accepted + frameHeader(kText, kHugeFrame);
        m_out.body = repeated(filler, kPiece);
    } else if (m_group == "hostile/fragments") {
        m_out.head = accepted + frame(kText, filler, false);
        m_out.body = repeated(frame(kContinuation, filler, false), kPiece);
    } else if (m_group == "hostile/pings") {
        m_out.head = accepted;
        m_out.body = repeated(frame(kPing, filler.substr(0, 125)), kPiece);
        m_isDeaf = true;
    }
}

bool Peer::readFrames()
{
    std::size_t begin = 0;
    for (;;) {
        const auto* data = reinterpret_cast<const unsigned char*>(m_in.data()) + begin;
        const FrameHead head = readFrameHead(data, m_in.size() - begin);
        if (head.size == 0 || m_in.size() - begin - head.size < head.length)
            break;
        std::string payload = m_in.substr(begin + head.size, head.length);
        for (std::size_t i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(payload[i] ^ data[head.size - 4 + i % 4]);
        begin += head.size + head.length;
        if (head.opcode == kPing)
            add(frame(kPong, payload));
        else if (head.opcode == kPong)
            m_pong = payload;
        else if (head.opcode == kClose)
            return false;
    }
    m_in.erase(0, begin);
    return true;
}

void Peer::flood(std::shared_ptr<const std::string> frames, std::uint64_t bytes)
{
    m_out.body = std::move(frames);
    m_out.left = bytes;
    m_out.at = 0;
}

bool Peer::wantsToSend() const
{
    return !m_out.head.empty() || m_out.left > 0 || !m_out.tail.empty();
}

bool Peer::send()
{
    while (wantsToSend()) {
        std::size_t count = 0;
        Moved moved = Moved::Nothing;
        if (m_out.head.empty() && m_out.left == 0)
            m_out.head.swap(m_out.tail);
        const bool isHead = !m_out.head.empty();
        if (isHead) {
            moved = write(m_out.head.data(), m_out.head.size(), count);
            m_out.head.erase(0, count);
        } else {
            const std::uint64_t size = std::min(m_out.body->size() - m_out.at, m_out.left);
            moved = write(m_out.body->data() + m_out.at, size, count);
            m_out.at = (m_out.at + count) % m_out.body->size();
            m_out.left -= count;
        }
        if (moved == Moved::Gone)
            return false;
        if (moved == Moved::Nothing || !isHead)
            break; // another connection's turn
    }
    return true;
}

} // namespace weir::bench
