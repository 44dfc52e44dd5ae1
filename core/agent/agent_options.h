// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/agent/agent_token.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <string>

namespace weir {

/** What clients may take of a service, however they behave. */
struct AgentLimits
{
    int clients = 64;
    int handshakes = 64; ///< that are not finished, at a time
    Duration handshakeTimeout = std::chrono::seconds(2);
    int commandsPerSecond = 50;        ///< of a client, as many at once; what is above is not even read
    qint64 queuedBytes = 256LL * 1024; ///< written to a client and not taken yet, at least 16 KiB
};

/** Where and for whom an agent is there. The defaults: this machine, watching only. */
struct AgentOptions
{
    QHostAddress host = QHostAddress::LocalHost;
    quint16 port = 0;                ///< 0: any free one
    std::optional<AgentToken> token; ///< nullopt: nobody may change anything
    std::optional<QSslConfiguration>
        tls;                    ///< with certificate and key; off loopback it is required, as is a token
    QStringList allowedOrigins; ///< of web pages, such as "https://ops.example"; empty: no page
    QStringList allowedHosts;   ///< names by which clients reach it, beside addresses and localhost
    QString version;            ///< of the service, as `hello` says it
    QString sessionId;          ///< empty: a new one
    AgentLimits limits;
    /** A line for each command, and for each connection that was refused; without secrets. On the agent's
     * thread. */
    std::function<void(const std::string& line)> audit;
};

/** Why an agent must not listen with these, if it must not. */
std::optional<Error> problemOf(const AgentOptions& options);

/** 128 random bits in hexadecimal. */
QString newSessionId();

} // namespace weir
