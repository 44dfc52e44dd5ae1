// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace weir::test {

/** A frame of the client, unmasked. */
struct ClientFrame
{
    int opcode = 0;
    QByteArray payload;
};

/**
 * A raw TCP (or TLS) server on a loopback port that does what the test says, byte by byte, right or wrong. On
 * the thread that made it, whose event loop runs it.
 */
class HostileServer : public QObject
{
public:
    /** Called once for each connection, when its request header is complete. Does nothing by default. */
    using Answer = std::function<void(QTcpSocket& socket, const QByteArray& request)>;

    explicit HostileServer(Answer answer = {}, std::optional<QSslConfiguration> tls = {});
    ~HostileServer() override;

    void setAnswer(Answer answer) { m_answer = std::move(answer); }
    /** Called for each connection as soon as it stands, before any request. */
    void setGreeting(Answer greeting) { m_greeting = std::move(greeting); }
    QUrl url(const QString& path = QStringLiteral("/")) const;
    std::uint16_t port() const;
    int connections() const { return m_connections; }
    /** The newest connection, nullptr once it is gone. */
    QTcpSocket* socket() const { return m_socket; }
    const QByteArray& request() const { return m_request; }
    const QList<ClientFrame>& frames() const { return m_frames; }

    /** The 101 that a correct server sends. `headers`: further lines, each with its CRLF. */
    static QByteArray upgrade(const QByteArray& request, const QByteArray& headers = {});
    /** One unmasked frame. */
    static QByteArray frame(int opcode, const QByteArray& payload, bool isLast = true, int reserved = 0);
    static QByteArray text(const QByteArray& payload) { return frame(1, payload); }
    static QByteArray close(int code, const QByteArray& reason = {});
    /** Ends a connection with RST. */
    static void reset(QTcpSocket& socket);

private:
    void accept();
    void read(QTcpSocket* socket);
    void takeFrames(QByteArray& data);

    Answer m_answer;
    Answer m_greeting;
    std::unique_ptr<QTcpServer> m_server;
    bool m_isTls;
    int m_connections = 0;
    QTcpSocket* m_socket = nullptr;
    QHash<QTcpSocket*, QByteArray> m_buffers; ///< what is not understood yet
    QHash<QTcpSocket*, bool> m_isAnswered;
    QByteArray m_request;
    QList<ClientFrame> m_frames;
};

} // namespace weir::test
