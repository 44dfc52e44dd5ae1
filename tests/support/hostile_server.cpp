// SPDX-License-Identifier: Apache-2.0
#include "tests/support/hostile_server.h"

#include <QCryptographicHash>
#include <QSslServer>
#include <QtEndian>

#include <sys/socket.h>

#include <utility>

namespace weir::test {

namespace {

QByteArray headerValue(const QByteArray& request, const QByteArray& name)
{
    for (const QByteArray& line : request.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

} // namespace

HostileServer::HostileServer(Answer answer, std::optional<QSslConfiguration> tls)
    : m_answer(std::move(answer)), m_isTls(tls.has_value())
{
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &HostileServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("no free loopback port: %s", qUtf8Printable(m_server->errorString()));
}

HostileServer::~HostileServer()
{
    for (QTcpSocket* socket : m_server->findChildren<QTcpSocket*>())
        socket->disconnect(this);
}

QUrl HostileServer::url(const QString& path) const
{
    QUrl url;
    url.setScheme(m_isTls ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(port());
    url.setPath(path);
    return url;
}

std::uint16_t HostileServer::port() const
{
    return m_server->serverPort();
}

void HostileServer::accept()
{
    while (QTcpSocket* socket = m_server->nextPendingConnection()) {
        ++m_connections;
        m_socket = socket;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            m_isAnswered.remove(socket);
            if (m_socket == socket)
                m_socket = nullptr;
            socket->deleteLater();
        });
        if (m_greeting)
            m_greeting(*socket, {});
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void HostileServer::read(QTcpSocket* socket)
{
    QByteArray& data = m_buffers[socket];
    data += socket->readAll();
    if (!m_isAnswered.value(socket)) {
        const qsizetype end = data.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_request = data.left(end + 4);
        data.remove(0, end + 4);
        m_isAnswered[socket] = true;
        takeFrames(data);
        if (m_answer)
            m_answer(*socket, m_request);
        return;
    }
    takeFrames(data);
}

void HostileServer::takeFrames(QByteArray& data)
{
    for (;;) {
        if (data.size() < 2)
            return;
        const auto byte = [&data](qsizetype at) { return static_cast<uchar>(data.at(at)); };
        quint64 length = byte(1) & 0x7fU;
        qsizetype at = 2;
        if (length == 126 && data.size() >= 4) {
            length = qFromBigEndian<quint16>(data.constData() + 2);
            at = 4;
        } else if (length == 127 && data.size() >= 10) {
            length = qFromBigEndian<quint64>(data.constData() + 2);
            at = 10;
        } else if (length >= 126) {
            return;
        }
        const bool isMasked = (byte(1) & 0x80U) != 0;
        const qsizetype header = at + (isMasked ? 4 : 0);
        const auto size = static_cast<qsizetype>(length);
        if (data.size() < header + size)
            return;
        ClientFrame frame{byte(0) & 0x0f, data.mid(header, size)};
        for (qsizetype i = 0; isMasked && i < size; ++i)
            frame.payload[i] = static_cast<char>(static_cast<uchar>(frame.payload.at(i)) ^ byte(at + i % 4));
        m_frames.append(frame);
        data.remove(0, header + size);
    }
}

QByteArray HostileServer::upgrade(const QByteArray& request, const QByteArray& headers)
{
    const QByteArray key = headerValue(request, "Sec-WebSocket-Key");
    const QByteArray accept =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
           "Upgrade\r\nSec-WebSocket-Accept: " +
           accept + "\r\n" + headers + "\r\n";
}

QByteArray HostileServer::frame(int opcode, const QByteArray& payload, bool isLast, int reserved)
{
    QByteArray bytes;
    bytes += static_cast<char>((isLast ? 0x80 : 0) | (reserved << 4) | opcode);
    if (payload.size() < 126) {
        bytes += static_cast<char>(payload.size());
    } else if (payload.size() <= 0xffff) {
        bytes += static_cast<char>(126);
        const auto size = qToBigEndian(static_cast<quint16>(payload.size()));
        bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
    } else {
        bytes += static_cast<char>(127);
        const auto size = qToBigEndian(static_cast<quint64>(payload.size()));
        bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
    }
    return bytes + payload;
}

QByteArray HostileServer::close(int code, const QByteArray& reason)
{
    QByteArray payload;
    payload += static_cast<char>(code >> 8);
    payload += static_cast<char>(code & 0xff);
    return frame(8, payload + reason);
}

void HostileServer::reset(QTcpSocket& socket)
{
    const linger now{1, 0};
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

} // namespace weir::test
