// SPDX-License-Identifier: Apache-2.0
#include "core/agent/agent_options.h"

#include <QSslCertificate>
#include <QSslKey>

#include <random>

namespace weir {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kLeastQueue = 16LL * 1024;

} // namespace

std::optional<Error> problemOf(const AgentOptions& options)
{
    const bool isLocal = options.host.isLoopback();
    if (!isLocal && (!options.token || !options.tls))
        return Error{"On " + options.host.toString().toStdString() +
                     ", which other machines reach, an agent needs a token and TLS: set both, or listen on "
                     "127.0.0.1."};
    if (options.tls && (options.tls->localCertificate().isNull() || options.tls->privateKey().isNull()))
        return Error{"TLS needs a certificate and its private key."};
    if (options.limits.clients < 1 || options.limits.handshakes < 1 || options.limits.commandsPerSecond < 1 ||
        options.limits.handshakeTimeout <= Duration::zero())
        return Error{"An agent's limits must be above 0."};
    if (options.limits.queuedBytes < kLeastQueue)
        return Error{"An agent needs a queue of at least " + std::to_string(kLeastQueue) +
                     " bytes for each client."};
    return std::nullopt;
}

QString newSessionId()
{
    std::random_device device;
    QString id;
    for (int i = 0; i < 4; ++i)
        id += u"%1"_s.arg(device(), 8, 16, QLatin1Char('0'));
    return id;
}

} // namespace weir
