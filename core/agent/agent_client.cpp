// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_client.h"

#include "core/agent/agent_door.h"
#include "core/protocol/wire.h"

#include <QSslSocket>

#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/** Commands a second that are passed over before the connection ends, in multiples of those that are taken.
 */
constexpr int kPatience = 10;
constexpr qint64 kFrameHead = 10; ///< bytes of a frame besides its text, at most

TimePoint nextMultiple(TimePoint now, Duration period)
{
    return TimePoint((now.time_since_epoch() / period + 1) * period);
}

} // namespace

AgentClient::AgentClient(QWebSocket* socket, QTcpSocket* tcp, std::uint64_t itsNumber, bool mayControl,
                         const AgentLimits& limits, const Clock& clock)
    : number(itsNumber)
    , control(mayControl)
    , peer(peerOf(*tcp))
    , isNative(socket->subprotocol() == kSubprotocol)
    , m_socket(socket)
    , m_tcp(tcp)
    , m_limits(limits)
    , m_commands(limits.commandsPerSecond, clock)
    , m_warnings(1, clock)
    , m_patience(kPatience * limits.commandsPerSecond, clock)
{
    m_socket->setParent(this);
    m_socket->setMaxAllowedIncomingFrameSize(kMostCommandBytes);
    m_socket->setMaxAllowedIncomingMessageSize(kMostCommandBytes);
    m_socket->setReadBufferSize(2 * kMostCommandBytes);  // below the largest frame it would wait forever
    m_socket->setOutgoingFrameSize(2 * kMostAgentBytes); // one message, one frame
    connect(m_socket, &QWebSocket::textMessageReceived, this, &AgentClient::onText);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this,
            [this] { onText(QString()); }); // not JSON, and counted as any other
    connect(m_socket, &QWebSocket::disconnected, this, &AgentClient::onDisconnected);
}

AgentClient::~AgentClient()
{
    m_socket->disconnect(this);
    if (!m_left)
        m_socket->abort();
}

void AgentClient::onText(const QString& text)
{
    if (!isNative || m_isClosing)
        return;
    if (m_commands.take()) {
        Q_EMIT commandCame(text.toUtf8());
        return;
    }
    if (!m_patience.take())
        close(QWebSocketProtocol::CloseCodePolicyViolated, u"too many commands"_s);
    else if (m_warnings.take())
        Q_EMIT tooManyCommands();
}

void AgentClient::subscribe(std::chrono::milliseconds period, TimePoint now,
                            std::shared_ptr<DataWindow> window)
{
    if (!m_period)
        m_window = std::move(window); // a new period loses nothing of what was added up
    m_period = period;
    m_due = nextMultiple(now, period);
}

qint64 AgentClient::queuedBytes() const
{
    if (!m_tcp || m_left)
        return 0;
    const auto* const secure = qobject_cast<const QSslSocket*>(m_tcp.data());
    return m_tcp->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
}

bool AgentClient::hasRoom(const QString& text) const
{
    return queuedBytes() + text.size() + kFrameHead <= m_limits.queuedBytes;
}

void AgentClient::sendData(DataWindows& windows, TimePoint now)
{
    m_due = nextMultiple(now, *m_period);
    // What waits for a client is of one moment, so that the next it reads is new.
    if (m_isClosing || queuedBytes() > m_limits.queuedBytes / 4) {
        ++m_lost;
        return;
    }
    const QString text = windows.textOf(*m_window, m_lost);
    if (!hasRoom(text)) {
        ++m_lost;
        return;
    }
    m_socket->sendTextMessage(text);
    m_window = windows.begin();
}

void AgentClient::offer(const QString& text)
{
    if (m_isClosing || !hasRoom(text))
        ++m_lost;
    else
        m_socket->sendTextMessage(text);
}

void AgentClient::answer(const QString& text)
{
    if (m_isClosing)
        return;
    if (hasRoom(text))
        m_socket->sendTextMessage(text);
    else
        abort();
}

void AgentClient::close(QWebSocketProtocol::CloseCode code, const QString& reason)
{
    if (std::exchange(m_isClosing, true))
        return;
    m_socket->close(code, reason);
}

void AgentClient::abort()
{
    m_isClosing = true;
    m_socket->abort();
    onDisconnected(); // abort() does not promise the signal in every state
}

void AgentClient::onDisconnected()
{
    if (std::exchange(m_left, true))
        return;
    m_window.reset();
    m_period.reset();
    Q_EMIT left();
}

} // namespace weir
