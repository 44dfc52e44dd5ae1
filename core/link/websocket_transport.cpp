// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_transport.h"

#include "core/link/link_words.h"
#include "core/link/tcp_socket.h"
#include "core/link/utf8_length.h"
#include "core/link/websocket_words.h"

#include <QNetworkRequest>
#include <QObject>
#include <QSslSocket>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>
#include <deque>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/**
 * Enough for any handshake: without a bound Qt reads an endless header into memory. And enough to begin with
 * behind it: what is taken from the kernel at once is what a flood of pings is answered with at once.
 */
constexpr qint64 kFirstBuffer = 256LL * 1024;
/** Above the largest frame's header: a read buffer smaller than a frame stalls Qt for ever. */
constexpr qint64 kFrameSlack = 64LL * 1024;
/** Answers to pings that may wait for a server that does not read them. */
constexpr qint64 kMaxUnreadPongs = 4LL * 1024 * 1024;
/** Pings that may wait for their pong. */
constexpr std::size_t kMaxPings = 16;

/**
 * One QWebSocket for one attempt, with what version 6.4.2 needs to be trusted:
 * - A refused handshake emits error() but leaves the socket connecting, and may emit it again with each byte
 * read: the first problem decides, and the socket is aborted.
 * - The end of a connection is decided one pass of the event loop after its first sign, because
 * disconnected() and error() come in either order, and because nothing may be aborted inside their slots.
 * - A connection lost without a close frame reads 1000. Only RemoteHostClosedError before disconnected()
 * tells.
 * - Codes 1012 to 2999 arrive as 1002 "Invalid close code".
 * - A read buffer smaller than a frame stalls for ever; a large one lets a flood of pings make pongs without
 * end before anyone looks. So it begins small and grows when a frame fills it, and pongs are bounded with
 * each look.
 * - Its timer for half a frame, of 5 s, works once a connection: ping() sees the stalls behind it.
 * - Reusing a QWebSocket reports the former connection's code: never reused.
 * - Sending on a socket that is no longer connected writes nothing and leaves nothing to write, as if all
 * were sent: takesMessages() tells.
 * - Errors of TLS can be waved through only inside their slot.
 */
class WebSocketTransport final : public QObject, public Transport
{
public:
    WebSocketTransport(const EndpointSettings& settings, const Clock& clock, TransportListener& listener);
    ~WebSocketTransport() override;

    void open() override;
    bool takesMessages() const override
    {
        return m_isOpen && !m_isOver && !m_isEnding && !m_isClosing && !m_firstClose &&
               m_socket.state() == QAbstractSocket::ConnectedState;
    }
    void sendText(const QString& text) override
    {
        m_socket.sendTextMessage(text);
        noteBacklog();
    }
    void sendBinary(const QByteArray& payload) override
    {
        m_socket.sendBinaryMessage(payload);
        noteBacklog();
    }
    void ping() override;
    void close(int code, const QString& reason) override;
    void abort() override;
    bool isReached() const override { return m_isReached; }
    std::int64_t bytesToWrite() const override { return m_socket.bytesToWrite() + encryptedBacklog(m_tcp); }
    std::optional<std::uint64_t> wireBytes() const override;

private:
    void onTcpConnected();
    void onFirstBytes();
    void onBytes();
    void noteBacklog();
    bool isStalled(std::optional<std::uint64_t> received);
    void onConnected();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void onTlsErrors(const QList<QSslError>& errors);
    void onPong(const QByteArray& payload);
    void onEndInSight();
    void conclude();
    CloseInfo closeInfo(bool& byServer) const;
    int descriptor() const;

    EndpointSettings m_settings;
    const Clock& m_clock;
    TransportListener& m_listener;
    QWebSocket m_socket;
    QTcpSocket* m_tcp = nullptr; ///< a child of m_socket, made by open()
    AttemptTrace m_trace;
    mutable std::optional<std::uint64_t> m_wireBytes;
    std::deque<TimePoint> m_pings; ///< not answered yet
    qint64 m_readBuffer = kFirstBuffer;
    std::int64_t m_ownBacklog = 0; ///< most that waited to be sent because of sendText() or sendBinary()
    std::optional<std::uint64_t> m_receivedAtPing; ///< if bytes of half a frame waited then
    TimePoint m_stalledSince;
    std::optional<CloseInfo> m_firstClose; ///< as Qt saw it: nothing counts behind it
    std::optional<CloseInfo> m_ownEnd;     ///< ended by this side, for a reason that Qt does not know
    bool m_isReached = false;
    bool m_isOpen = false;
    bool m_isOver = false;    ///< concluded or aborted: nobody is called any more
    bool m_isEnding = false;  ///< conclude() is on its way
    bool m_isClosing = false; ///< by close()
    bool m_hadError = false;
};

WebSocketTransport::WebSocketTransport(const EndpointSettings& settings, const Clock& clock,
                                       TransportListener& listener)
    : m_settings(settings), m_clock(clock), m_listener(listener)
{
    m_trace.isTls = settings.url.scheme() == "wss"_L1;
    m_trace.host = settings.url.host();
    m_trace.sentCredentials =
        std::any_of(settings.headers.begin(), settings.headers.end(), [](const HttpHeader& header) {
            return header.name.compare("Authorization", Qt::CaseInsensitive) == 0;
        });
    connect(&m_socket, &QWebSocket::connected, this, &WebSocketTransport::onConnected);
    connect(&m_socket, &QWebSocket::disconnected, this, &WebSocketTransport::onDisconnected);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(&m_socket, &QWebSocket::errorOccurred, this, &WebSocketTransport::onError);
#else
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &WebSocketTransport::onError);
#endif
    connect(&m_socket, &QWebSocket::sslErrors, this, &WebSocketTransport::onTlsErrors);
    connect(&m_socket, &QWebSocket::aboutToClose, this, &WebSocketTransport::onEndInSight);
    connect(&m_socket, &QWebSocket::pong, this,
            [this](quint64, const QByteArray& payload) { onPong(payload); });
    connect(&m_socket, &QWebSocket::bytesWritten, this, [this] {
        if (m_isOpen && !m_isOver)
            m_listener.transportWrote();
    });
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        if (!m_isOver && !m_firstClose)
            m_listener.transportReceivedText(text, utf8Length(text));
    });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& payload) {
        if (!m_isOver && !m_firstClose)
            m_listener.transportReceivedBinary(payload);
    });
}

WebSocketTransport::~WebSocketTransport()
{
    m_isOver = true;
    m_socket.disconnect(this);
    m_socket.abort();
}

void WebSocketTransport::open()
{
    m_socket.setMaxAllowedIncomingFrameSize(static_cast<quint64>(m_settings.maxMessageBytes));
    m_socket.setMaxAllowedIncomingMessageSize(static_cast<quint64>(m_settings.maxMessageBytes));
    m_socket.setReadBufferSize(kFirstBuffer);
    if (m_trace.isTls)
        m_socket.setSslConfiguration(tlsFor(m_settings));
    if (!m_settings.proxy.isEmpty())
        m_socket.setProxy(proxyFor(m_settings.proxy));
    QNetworkRequest request(m_settings.url);
    for (const HttpHeader& header : m_settings.headers)
        request.setRawHeader(header.name, header.value);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(m_settings.subprotocols);
    m_socket.open(request, options);
    m_tcp = m_socket.findChild<QTcpSocket*>(QString(), Qt::FindDirectChildrenOnly);
    if (m_tcp)
        connect(m_tcp, &QTcpSocket::connected, this, &WebSocketTransport::onTcpConnected);
}

void WebSocketTransport::onTcpConnected()
{
    m_isReached = true;
    connect(m_tcp, &QTcpSocket::readyRead, this, &WebSocketTransport::onFirstBytes);
}

/**
 * Qt waits for lines and for the end of the header, however wrong their beginning and however long they grow.
 * Bytes that it has not taken yet say at once what they are.
 */
void WebSocketTransport::onFirstBytes()
{
    if (m_isOpen) {
        disconnect(m_tcp, &QTcpSocket::readyRead, this, &WebSocketTransport::onFirstBytes);
        connect(m_tcp, &QTcpSocket::readyRead, this, &WebSocketTransport::onBytes);
        onBytes();
        return;
    }
    if (m_isEnding)
        return;
    const qint64 waiting = m_tcp->bytesAvailable();
    const bool isUntouched =
        waiting > 0 && receivedBytes(descriptor()) == static_cast<std::uint64_t>(waiting);
    if (isUntouched)
        m_trace.answer = answerIn(m_tcp->peek(std::min(waiting, kAnswerLooked)));
    if (m_trace.answer == AnswerKind::Http && waiting >= kFirstBuffer)
        m_trace.answer = AnswerKind::TooLarge;
    if (m_trace.answer != AnswerKind::Http)
        onDisconnected();
}

/** Behind Qt's own slot: what it could take is taken. */
void WebSocketTransport::onBytes()
{
    if (m_tcp->bytesAvailable() >= m_readBuffer) { // a frame that does not fit
        m_readBuffer = std::min(2 * m_readBuffer, m_settings.maxMessageBytes + kFrameSlack);
        m_socket.setReadBufferSize(m_readBuffer);
        // QSslSocket looks again at what it holds only when it is asked for more than it has decrypted.
        if (m_trace.isTls)
            m_tcp->peek(m_tcp->bytesAvailable() + 1);
    }
    if (bytesToWrite() > m_ownBacklog + kMaxUnreadPongs) {
        m_ownEnd =
            CloseInfo{1006, u"the server does not read, and %1 of answers to its pings waited for it"_s.arg(
                                sizeWords(kMaxUnreadPongs))};
        onDisconnected();
    }
}

void WebSocketTransport::noteBacklog()
{
    m_ownBacklog = std::max(m_ownBacklog, bytesToWrite());
}

/** Whether the same bytes of half a frame wait as at the last ping. */
bool WebSocketTransport::isStalled(std::optional<std::uint64_t> received)
{
    const bool isHalf = m_tcp && m_tcp->bytesAvailable() > 0;
    const bool isSame = isHalf && received && received == m_receivedAtPing;
    if (!isSame)
        m_stalledSince = m_clock.now();
    m_receivedAtPing = isHalf ? received : std::nullopt;
    return isSame;
}

void WebSocketTransport::ping()
{
    const TimePoint now = m_clock.now();
    if (isStalled(wireBytes())) {
        m_ownEnd = CloseInfo{1001, durationWords(now - m_stalledSince)};
        onDisconnected();
        return;
    }
    if (m_pings.size() >= kMaxPings)
        m_pings.pop_front();
    m_pings.push_back(now);
    m_socket.ping(nonceOf(now));
}

void WebSocketTransport::close(int code, const QString& reason)
{
    m_isClosing = true;
    // Later, because a slot of the socket may be what calls.
    QMetaObject::invokeMethod(
        this,
        [this, code, reason] {
            if (!m_isOver)
                m_socket.close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
        },
        Qt::QueuedConnection);
}

void WebSocketTransport::abort()
{
    if (m_isOver)
        return;
    wireBytes();
    m_isOver = true;
    QMetaObject::invokeMethod(
        this, [this] { m_socket.abort(); }, Qt::QueuedConnection);
}

int WebSocketTransport::descriptor() const
{
    return m_tcp ? static_cast<int>(m_tcp->socketDescriptor()) : -1;
}

std::optional<std::uint64_t> WebSocketTransport::wireBytes() const
{
    if (const auto now = receivedBytes(descriptor()))
        m_wireBytes = now;
    return m_wireBytes;
}

void WebSocketTransport::onConnected()
{
    if (m_isOver || m_isEnding)
        return;
    m_isOpen = true;
    detectDeadPeer(descriptor(), 2 * m_settings.pingInterval);
    m_listener.transportOpened(m_socket.subprotocol());
}

void WebSocketTransport::onEndInSight()
{
    if (!m_firstClose) // Qt reads on, and what it refuses next would take its place
        m_firstClose = CloseInfo{static_cast<int>(m_socket.closeCode()), m_socket.closeReason()};
    wireBytes(); // the last moment at which the kernel can be asked
}

void WebSocketTransport::onError(QAbstractSocket::SocketError error)
{
    onEndInSight();
    if (!m_hadError) {
        m_hadError = true;
        m_trace.error = error;
        m_trace.errorString = m_socket.errorString().left(1024);
    }
    onDisconnected();
}

void WebSocketTransport::onDisconnected()
{
    if (m_isOver || m_isEnding)
        return;
    m_isEnding = true;
    QMetaObject::invokeMethod(this, &WebSocketTransport::conclude, Qt::QueuedConnection);
}

void WebSocketTransport::onTlsErrors(const QList<QSslError>& errors)
{
    if (m_settings.verifyTls) {
        m_trace.tlsErrors += errors;
        if (const auto* tls = qobject_cast<QSslSocket*>(m_tcp))
            m_trace.certificate = tls->peerCertificate();
    } else
        m_socket.ignoreSslErrors(errors);
}

void WebSocketTransport::onPong(const QByteArray& payload)
{
    const auto ping = std::find_if(m_pings.begin(), m_pings.end(),
                                   [&payload](TimePoint sent) { return payload == nonceOf(sent); });
    if (m_isOver || ping == m_pings.end())
        return; // nobody asked for this one
    const Duration roundTrip = m_clock.now() - *ping;
    m_pings.erase(m_pings.begin(), ping + 1);
    m_listener.transportPonged(roundTrip);
}

CloseInfo WebSocketTransport::closeInfo(bool& byServer) const
{
    const auto& [code, reason] = *m_firstClose;
    byServer = false;
    if (m_isClosing)
        return {code, reason};
    if (m_ownEnd)
        return *m_ownEnd;
    if (m_hadError) {
        const bool isPlain = m_trace.error == QAbstractSocket::RemoteHostClosedError;
        return {1006, isPlain ? QString() : displayText(m_trace.errorString)};
    }
    if (code == 1002 && reason.startsWith("Invalid close code"_L1)) {
        byServer = true;
        return {1006,
                u"with a code that Qt cannot read, such as 1012 service restart or 1013 try again later"_s};
    }
    byServer = !isReasonOfQt(code, reason);
    return {code, reason};
}

void WebSocketTransport::conclude()
{
    if (m_isOver)
        return;
    m_isOver = true;
    if (!m_isOpen) {
        m_trace.isReached = m_isReached;
        const TransportFailure failure = failureFrom(m_trace);
        m_socket.abort();
        m_listener.transportFailed(failure);
        return;
    }
    onEndInSight();
    bool byServer = false;
    const CloseInfo info = closeInfo(byServer);
    m_socket.abort();
    m_listener.transportClosed(info, byServer);
}

} // namespace

WebSocketTransportFactory::WebSocketTransportFactory(const Clock& clock) : m_clock(clock) {}

std::unique_ptr<Transport> WebSocketTransportFactory::makeTransport(const EndpointSettings& settings,
                                                                    TransportListener& listener)
{
    return std::make_unique<WebSocketTransport>(settings, m_clock, listener);
}

} // namespace weir
