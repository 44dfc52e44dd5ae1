// SPDX-License-Identifier: Apache-2.0
#include "core/link/websocket_transport.h"

#include "core/link/link_words.h"
#include "core/link/tcp_socket.h"
#include "core/link/utf8_length.h"

#include <QNetworkRequest>
#include <QObject>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <algorithm>
#include <array>
#include <deque>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/** Enough for any handshake. Without a bound Qt reads an endless header into memory. */
constexpr qint64 kHandshakeBuffer = 256LL * 1024;
/** Above the largest frame's header: a read buffer smaller than a frame stalls Qt for ever. */
constexpr qint64 kFrameSlack = 64LL * 1024;
/** Pings that may wait for their pong. */
constexpr std::size_t kMaxPings = 16;
const QByteArray kHttp = "HTTP/"_ba;

QSslConfiguration tlsFor(const EndpointSettings& settings)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!settings.authorities.isEmpty())
        tls.addCaCertificates(settings.authorities);
    return tls;
}

/** A ping carries the moment it was sent: Qt's own timer is one for all pings, in whole milliseconds. */
QByteArray nonceOf(TimePoint time)
{
    const Duration::rep ticks = time.time_since_epoch().count();
    return QByteArray(reinterpret_cast<const char*>(&ticks), sizeof ticks);
}

/**
 * Reasons that Qt gives when it ends a connection itself, for want of any other sign that tells that from a
 * close frame with the same code.
 */
bool isReasonOfQt(int code, const QString& reason)
{
    struct Known
    {
        int code;
        QLatin1StringView start;
    };
    static constexpr std::array kKnown = {
        Known{1001, "Timeout when reading data from socket"_L1},
        Known{1002, "All data frames after the initial data frame"_L1},
        Known{1002, "Control frame is larger"_L1},
        Known{1002, "Control frames cannot be fragmented"_L1},
        Known{1002, "Highest bit of payload length"_L1},
        Known{1002, "Invalid opcode detected"_L1},
        Known{1002, "Lengths smaller than"_L1},
        Known{1002, "Payload of close frame is too small"_L1},
        Known{1002, "Received Continuation frame"_L1},
        Known{1002, "Rsv field is non-zero"_L1},
        Known{1002, "Used reserved opcode"_L1},
        Known{1007, "Invalid UTF-8 code encountered"_L1},
        Known{1009, "Maximum framesize exceeded"_L1},
        Known{1009, "Received message is too big"_L1},
    };
    return std::any_of(kKnown.begin(), kKnown.end(), [code, &reason](const Known& known) {
        return known.code == code && reason.startsWith(known.start);
    });
}

/**
 * One QWebSocket for one attempt, with what version 6.4.2 needs to be trusted:
 * - A refused handshake emits error() but leaves the socket connecting, and may emit it again with each byte
 * read: the first problem decides, and the socket is aborted.
 * - The end of a connection is decided one pass of the event loop after its first sign, because
 * disconnected() and error() come in either order, and because nothing may be aborted inside their slots.
 * - A connection lost without a close frame reads 1000. Only RemoteHostClosedError before disconnected()
 * tells.
 * - Codes 1012 to 2999 arrive as 1002 "Invalid close code".
 * - Reusing a QWebSocket reports the former connection's code: never reused.
 * - Errors of TLS can be waved through only inside their slot.
 */
class WebSocketTransport final : public QObject, public Transport
{
public:
    WebSocketTransport(const EndpointSettings& settings, const Clock& clock, TransportListener& listener);
    ~WebSocketTransport() override;

    void open() override;
    void sendText(const QString& text) override { m_socket.sendTextMessage(text); }
    void ping() override;
    void close(int code, const QString& reason) override;
    void abort() override;
    bool isReached() const override { return m_isReached; }
    std::int64_t bytesToWrite() const override { return m_socket.bytesToWrite(); }
    std::optional<std::uint64_t> wireBytes() const override;

private:
    void onTcpConnected();
    void onFirstBytes();
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
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        if (!m_isOver)
            m_listener.transportReceivedText(text, utf8Length(text));
    });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& payload) {
        if (!m_isOver)
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
    m_socket.setReadBufferSize(kHandshakeBuffer);
    if (m_trace.isTls)
        m_socket.setSslConfiguration(tlsFor(m_settings));
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
        return;
    }
    if (m_isEnding)
        return;
    const qint64 waiting = m_tcp->bytesAvailable();
    const bool isUntouched =
        waiting > 0 && receivedBytes(descriptor()) == static_cast<std::uint64_t>(waiting);
    const QByteArray start = isUntouched ? m_tcp->peek(kHttp.size()) : QByteArray();
    if (!kHttp.startsWith(start))
        m_trace.answer = start.startsWith('\x15') ? AnswerKind::TlsAlert : AnswerKind::NotHttp;
    else if (waiting >= kHandshakeBuffer)
        m_trace.answer = AnswerKind::TooLarge;
    else
        return;
    onDisconnected();
}

void WebSocketTransport::ping()
{
    const TimePoint now = m_clock.now();
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
    m_socket.setReadBufferSize(m_settings.maxMessageBytes + kFrameSlack);
    detectDeadPeer(descriptor(), 2 * m_settings.pingInterval);
    m_listener.transportOpened(m_socket.subprotocol());
}

void WebSocketTransport::onEndInSight()
{
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
    if (m_settings.verifyTls)
        m_trace.tlsErrors += errors;
    else
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
    const int code = static_cast<int>(m_socket.closeCode());
    const QString reason = m_socket.closeReason();
    byServer = false;
    if (m_isClosing)
        return {code, reason};
    if (m_hadError) {
        const bool isPlain = m_trace.error == QAbstractSocket::RemoteHostClosedError;
        return {1006, isPlain ? QString() : displayText(m_trace.errorString)};
    }
    if (code == 1002 && reason.startsWith("Invalid close code"_L1)) {
        byServer = true;
        return {1006, u"with a code that Qt cannot read (1012 to 2999), such as a restart"_s};
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
