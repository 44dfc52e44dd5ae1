// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_door.h"

#include <QSslSocket>

#include <unistd.h>
#include <utility>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

/** What the kernel keeps of what a client does not take; it doubles this. */
constexpr int kKernelBuffer = 64 * 1024;

} // namespace

QString peerOf(const QTcpSocket& socket)
{
    return u"%1 port %2"_s.arg(socket.peerAddress().toString()).arg(socket.peerPort());
}

AgentDoor::AgentDoor(const AgentOptions& options, TimerFactory& timers, std::function<bool()> isFull)
    : m_options(options), m_timers(timers), m_isFull(std::move(isFull))
{}

AgentDoor::~AgentDoor()
{
    for (const auto& waiting : m_waiting) {
        waiting.first->disconnect(this);
        waiting.first->abort();
    }
}

QTcpSocket* AgentDoor::makeSocket(qintptr descriptor)
{
    auto* const plain = m_options.tls ? nullptr : new QTcpSocket(this);
    auto* const secure = m_options.tls ? new QSslSocket(this) : nullptr;
    QTcpSocket* const socket = secure ? secure : plain;
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return nullptr;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, kKernelBuffer);
    socket->setReadBufferSize(kMostHandshakeBytes + 1);
    if (secure) {
        secure->setSslConfiguration(*m_options.tls);
        secure->startServerEncryption();
    }
    return socket;
}

void AgentDoor::incomingConnection(qintptr descriptor)
{
    if (m_waiting.size() >= static_cast<std::size_t>(m_options.limits.handshakes)) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    QTcpSocket* const socket = makeSocket(descriptor);
    if (!socket)
        return;
    std::unique_ptr<Timer>& patience = m_waiting[socket];
    patience = m_timers.makeTimer();
    patience->start(m_options.limits.handshakeTimeout, [this, socket] {
        const QString peer = peerOf(*socket);
        forget(socket);
        Q_EMIT refused(peer, u"its request took too long"_s);
    });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { forget(socket); });
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket] { forget(socket); });
}

void AgentDoor::read(QTcpSocket* socket)
{
    const QByteArray begin = socket->peek(kMostHandshakeBytes + 1);
    const auto end = begin.indexOf("\r\n\r\n");
    if (end < 0 && begin.size() <= kMostHandshakeBytes)
        return;
    HandshakeVerdict verdict = end < 0 ? HandshakeVerdict{431, u"The request is too long."_s, false}
                                       : checkHandshake(begin.first(end), m_options);
    if (verdict.isLetIn() && m_isFull())
        verdict = {503, u"This agent has as many clients as it takes: try again later."_s, false};
    if (!verdict.isLetIn()) {
        refuse(socket, verdict);
        return;
    }
    socket->disconnect(this);
    m_waiting.erase(socket);
    socket->setParent(nullptr);
    Q_EMIT letIn(socket, verdict.control);
}

void AgentDoor::refuse(QTcpSocket* socket, const HandshakeVerdict& verdict)
{
    const QString peer = peerOf(*socket);
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr); // until it left or its time is over
    socket->readAll();
    socket->write(verdict.answer());
    socket->disconnectFromHost();
    Q_EMIT refused(peer, verdict.reason);
}

void AgentDoor::forget(QTcpSocket* socket)
{
    if (m_waiting.erase(socket) == 0)
        return;
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

} // namespace weir
