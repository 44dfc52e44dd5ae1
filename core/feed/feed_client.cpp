// SPDX-License-Identifier: Apache-2.0
#include "core/feed/feed_client.h"

#include "core/feed/feed_pattern.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir {
namespace {

using namespace std::chrono_literals;

constexpr qint64 kMostBuffered = 4LL * 1024 * 1024;
constexpr qint64 kResumeBelow = kMostBuffered / 2;
constexpr qint64 kMostIncoming = 64LL * 1024;
constexpr int kSlice = 2000; ///< messages: a few milliseconds
constexpr double kBacklogSeconds = 1;
constexpr Duration kPongPatience = 5s;
/** Of a message: lets a timer that fires at the very moment of a message see it due in spite of rounding. */
constexpr double kRounding = 1e-6;

/** Nothing a client says matters to a feed, so little of it is let in. */
void limitIncoming(QWebSocket& socket)
{
    socket.setMaxAllowedIncomingFrameSize(kMostIncoming);
    socket.setMaxAllowedIncomingMessageSize(kMostIncoming);
    socket.setReadBufferSize(2 * kMostIncoming); // below the largest frame it would wait forever
}

QByteArray lastPing()
{
    return QByteArrayLiteral("all sent");
}

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

TimePoint after(TimePoint begin, double seconds)
{
    constexpr double kYear = 365.0 * 86400;
    return begin +
           std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::min(seconds, kYear)));
}

} // namespace

FeedClient::FeedClient(QWebSocket* socket, const FeedOptions& options, std::shared_ptr<const ZipfTable> keys,
                       std::uint64_t seed, TimePoint connected)
    : m_socket(socket)
    , m_pattern(options.pattern)
    , m_rate(options.rate)
    , m_count(options.count)
    , m_connected(connected)
    , m_next(connected)
    , m_messages(std::move(keys), seed, options.size)
{
    m_socket->setParent(this);
    limitIncoming(*m_socket);
    m_socket->setOutgoingFrameSize(2ULL * 1024 * 1024); // one message, one frame
    SplitMix64 random(~seed);
    if (const auto life = lifeOfConnection(m_pattern, random))
        m_dropAt = connected + *life;

    connect(m_socket, &QWebSocket::bytesWritten, this, &FeedClient::onBytesWritten);
    connect(m_socket, &QWebSocket::disconnected, this, &FeedClient::onDisconnected);
    connect(m_socket, &QWebSocket::pong, this,
            [this](quint64, const QByteArray& payload) { onPong(payload); });
}

FeedClient::~FeedClient()
{
    m_socket->disconnect(this);
    if (m_state != State::Left)
        m_socket->abort();
}

void FeedClient::serve(TimePoint now, WallTime wall)
{
    if (m_state == State::Closing || m_state == State::Left) {
        m_next = TimePoint::max();
        return;
    }
    if (now >= m_dropAt) {
        abort();
        return;
    }
    if (m_state == State::Sending)
        send(now, wall);
    if (m_state == State::Confirming)
        confirm(now);
    m_next = std::min(m_next, m_dropAt);
}

std::uint64_t FeedClient::target(double elapsed)
{
    const auto due = static_cast<std::uint64_t>(messagesDue(m_pattern, m_rate, elapsed) + kRounding);
    if (m_count)
        return std::min(due, *m_count);

    const double oldest = std::max(elapsed - kBacklogSeconds, 0.0);
    const auto tooOld = static_cast<std::uint64_t>(messagesDue(m_pattern, m_rate, oldest) + kRounding);
    if (tooOld > messages() + m_skipped)
        m_skipped = tooOld - messages();
    return due - m_skipped;
}

void FeedClient::send(TimePoint now, WallTime wall)
{
    const std::uint64_t target = this->target(seconds(now - m_connected));
    const auto unixMs =
        std::chrono::duration_cast<std::chrono::milliseconds>(wall.time_since_epoch()).count();
    int slice = kSlice;
    while (messages() < target && slice > 0 && !m_blocked) {
        const std::string_view text = m_messages.next(unixMs);
        m_bytes += text.size();
        --slice;
        m_socket->sendTextMessage(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())));
        m_blocked = m_socket->bytesToWrite() > kMostBuffered;
        if (m_state != State::Sending)
            return; // the socket failed meanwhile
    }

    if (m_count && messages() == *m_count) {
        m_state = State::Confirming;
        m_socket->ping(lastPing());
    } else if (m_blocked) {
        m_next = TimePoint::max();
    } else if (messages() < target) {
        m_next = now;
    } else {
        const auto nth = static_cast<double>(messages() + m_skipped + 1);
        m_next = after(m_connected, secondsUntilDue(m_pattern, m_rate, nth));
    }
}

void FeedClient::confirm(TimePoint now)
{
    // A client that answers no ping is believed once all was written and it had time to read.
    if (m_confirmBy == TimePoint::max() && m_socket->bytesToWrite() == 0)
        m_confirmBy = now + kPongPatience;
    m_next = m_confirmBy;
    if (now >= m_confirmBy)
        close(QWebSocketProtocol::CloseCodeNormal, QStringLiteral("done"));
}

void FeedClient::onBytesWritten()
{
    const qint64 waiting = m_socket->bytesToWrite();
    const bool unblocked = m_state == State::Sending && m_blocked && waiting <= kResumeBelow;
    const bool allWritten = m_state == State::Confirming && waiting == 0;
    if (unblocked || (allWritten && m_confirmBy == TimePoint::max())) {
        m_blocked = false;
        m_next = TimePoint::min();
        Q_EMIT ready();
    }
}

void FeedClient::onPong(const QByteArray& payload)
{
    if (m_state == State::Confirming && payload == lastPing())
        close(QWebSocketProtocol::CloseCodeNormal, QStringLiteral("done"));
}

void FeedClient::close(QWebSocketProtocol::CloseCode code, const QString& reason)
{
    if (m_state == State::Closing || m_state == State::Left)
        return;
    m_state = State::Closing;
    m_next = TimePoint::max();
    m_socket->close(code, reason);
}

void FeedClient::abort()
{
    if (m_state == State::Left)
        return;
    m_socket->abort();
    onDisconnected(); // abort() does not promise the signal in every state
}

void FeedClient::onDisconnected()
{
    if (std::exchange(m_state, State::Left) == State::Left)
        return;
    m_next = TimePoint::max();
    Q_EMIT left();
}

} // namespace weir
