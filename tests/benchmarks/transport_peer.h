// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace weir::bench {

/** What a connection is to send: `head`, then `left` bytes of `body` over and over, then `tail`. */
struct Outgoing
{
    std::string head;
    std::shared_ptr<const std::string> body;
    std::uint64_t left = 0;
    std::uint64_t at = 0; ///< in `body`
    std::string tail;     ///< whole frames
};

/**
 * The sender's end of one connection, TCP or TLS: answers the handshake and pings, sends what it is given. A
 * request for /hostile/… is never given a message: what it gets instead has no end.
 */
class Peer
{
public:
    /** Takes the descriptor, which does not block, and `tls` (nullptr: plain). */
    Peer(int descriptor, SSL* tls);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /** Reads and understands what there is. False: it is gone. */
    bool receive();
    /** Sends at most one piece of the body. False: it is gone. */
    bool send();
    /** Whether there is more to send, or TLS waits to. */
    bool wantsToSend() const;
    bool wantsToReceive() const { return !m_isDeaf; }

    /** Precondition: nothing is on its way. `bytes`: whole frames of `frames`. */
    void flood(std::shared_ptr<const std::string> frames, std::uint64_t bytes);
    void add(std::string_view frames) { m_out.tail += frames; }

    int descriptor() const { return m_descriptor; }
    /** The path asked for, without its slash; "" before the handshake. */
    const std::string& group() const { return m_group; }
    /** Payload of the newest pong. */
    const std::string& pong() const { return m_pong; }

private:
    enum class Moved { Some, Nothing, Gone };

    Moved read(char* data, std::size_t size, std::size_t& moved);
    Moved write(const char* data, std::size_t size, std::size_t& moved);
    Moved result(int moved);
    bool answer();
    void beHostile(const std::string& accepted);
    bool readFrames();

    int m_descriptor;
    SSL* m_tls;
    Outgoing m_out;
    std::string m_in;
    std::string m_group;
    std::string m_pong;
    bool m_isAnswered = false;
    bool m_isDeaf = false;
};

} // namespace weir::bench
