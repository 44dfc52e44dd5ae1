// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/feed/feed_messages.h"
#include "core/feed/feed_options.h"

#include <QObject>
#include <QWebSocket>

#include <memory>

namespace weir {

/**
 * One connected client: what is due to it by the clock, and sending that without buffering beyond a bound.
 * After a `count` it asks for a pong, the proof that everything was read, and only then closes with 1000: a
 * close may otherwise overtake what a slow reader has not taken yet.
 *
 * Lives on the feed's thread and is owned by FeedServer; owns its socket. It ends in left(), whoever ended
 * it.
 */
class FeedClient final : public QObject
{
    Q_OBJECT

public:
    FeedClient(QWebSocket* socket, const FeedOptions& options, std::shared_ptr<const ZipfTable> keys,
               std::uint64_t seed, TimePoint connected);
    ~FeedClient() override;

    /** Sends what is due. A slice at most, so that many fast clients take turns. */
    void serve(TimePoint now, WallTime wall);
    /** When serve() has something to do; TimePoint::max() while only the socket can tell. */
    TimePoint nextService() const noexcept { return m_next; }

    void close(QWebSocketProtocol::CloseCode code, const QString& reason);
    void abort();
    bool hasLeft() const noexcept { return m_state == State::Left; }

    std::uint64_t messages() const noexcept { return m_messages.written(); }
    std::uint64_t bytes() const noexcept { return m_bytes; }

Q_SIGNALS:
    /** nextService() has come nearer: serve at once. */
    void ready();
    /** The connection is over. Once. */
    void left();

private:
    enum class State { Sending, Confirming, Closing, Left };

    std::uint64_t target(double elapsed);
    void send(TimePoint now, WallTime wall);
    void confirm(TimePoint now);
    void onBytesWritten();
    void onPong(const QByteArray& payload);
    void onDisconnected();

    QWebSocket* const m_socket; ///< a child
    const FeedPattern m_pattern;
    const double m_rate;
    const std::optional<std::uint64_t> m_count;
    const TimePoint m_connected;
    TimePoint m_dropAt = TimePoint::max();
    TimePoint m_confirmBy = TimePoint::max();
    TimePoint m_next;
    FeedMessages m_messages;
    std::uint64_t m_skipped = 0; ///< due during a stall and never made
    std::uint64_t m_bytes = 0;
    State m_state = State::Sending;
    bool m_blocked = false;
};

} // namespace weir
