// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_options.h"
#include "core/agent/handshake_check.h"
#include "core/base/timer.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <map>
#include <memory>

namespace weir {

/**
 * Accepts connections and reads of each no more than its request header, within a time; refuses in plain HTTP
 * whom checkHandshake() refuses, and hands on the rest with nothing read. One thread; options and timers
 * outlive it. Connections it still has are dropped with it.
 */
class AgentDoor final : public QTcpServer
{
    Q_OBJECT

public:
    /** `isFull` says whether one client more is one too many. */
    AgentDoor(const AgentOptions& options, TimerFactory& timers, std::function<bool()> isFull);
    ~AgentDoor() override;

Q_SIGNALS:
    /** Its receiver owns `socket` from now on. */
    void letIn(QTcpSocket* socket, bool control);
    void refused(const QString& peer, const QString& reason);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    QTcpSocket* makeSocket(qintptr descriptor);
    void read(QTcpSocket* socket);
    void refuse(QTcpSocket* socket, const HandshakeVerdict& verdict);
    void forget(QTcpSocket* socket);

    const AgentOptions& m_options;
    TimerFactory& m_timers;
    const std::function<bool()> m_isFull;
    std::map<QTcpSocket*, std::unique_ptr<Timer>> m_waiting; ///< with the timer that ends their patience
};

/** Address and port of the other end. */
QString peerOf(const QTcpSocket& socket);

} // namespace weir
