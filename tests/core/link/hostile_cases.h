// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/link/endpoint_settings.h"
#include "tests/support/hostile_server.h"

#include <QByteArray>
#include <QSslConfiguration>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace weir::test {

/** What must come of an endpoint whose server misbehaves. */
enum class Outcome {
    StaysOpen, ///< Silent or Open: the fault is harmless
    Retries,
    NeedsYou,
};

/** What a connection may take beside its messages: buffers and the allocator's share. */
constexpr std::int64_t kConnection = 1024 * 1024;

/** What a server does on its first connection, and what the endpoint must make of it. */
struct HostileCase
{
    QByteArray name;
    HostileServer::Answer serve; ///< called when the request is complete
    Outcome outcome = Outcome::Retries;
    int code = 0;                           ///< of the last close; 0 when it never opened or still is open
    QByteArray words{};                     ///< part of the error or the hint
    std::optional<std::uint64_t> counted{}; ///< messages; nothing when chance decides

    bool atOnce = false;                    ///< serve on connection, without waiting for a request
    QString scheme{};                       ///< asked for in place of the server's own
    std::optional<QSslConfiguration> tls{}; ///< of the server
    bool insists = false;                   ///< the client takes any certificate
    Duration connectTimeout = std::chrono::seconds(10);
    Duration pingInterval = std::chrono::seconds(10);
    /** Inside Qt, text takes twice its bytes as QString, and its bytes beside it while it is decoded. */
    std::int64_t mostGrowth = 2 * EndpointSettings::kDefaultMaxMessage + kConnection;
    std::optional<int> orCode{}; ///< as good as the code: which of the two Qt says is chance
};

// What servers do.

/** Nothing but these bytes. */
HostileServer::Answer sends(const QByteArray& bytes);
HostileServer::Answer upgradesAndSends(const QByteArray& bytes);
/** One byte at a time. */
HostileServer::Answer drips(const QByteArray& bytes, Duration pause);
HostileServer::Answer upgradesAndDrips(const QByteArray& bytes, Duration pause);
/** Ends the connection behind the bytes, with FIN or RST. */
HostileServer::Answer sendsAndEnds(const QByteArray& bytes, bool reset);
HostileServer::Answer upgradesAndEnds(const QByteArray& bytes, bool reset);
/** `chunk` again and again behind `first`, for ever, at the client's speed. The client's words go unheard. */
HostileServer::Answer floods(const QByteArray& first, const QByteArray& chunk);
HostileServer::Answer upgradesAndFloods(const QByteArray& first, const QByteArray& chunk, bool reads = true);
/** What is behind the last two: `times` chunks, or without end. */
void flood(QTcpSocket& socket, const QByteArray& chunk, bool reads, std::optional<int> times = {});

// The cases of each kind.

std::vector<HostileCase> frameCases();
std::vector<HostileCase> closeCases();
std::vector<HostileCase> paceCases();
std::vector<HostileCase> refusedHandshakeCases();
std::vector<HostileCase> oddHandshakeCases();
std::vector<HostileCase> tlsCases();

} // namespace weir::test
