// SPDX-License-Identifier: Apache-2.0
#include "tests/core/link/hostile_cases.h"
#include "tests/core/link/test_certificates.h"

#include <utility>

namespace weir::test {

using namespace std::chrono_literals;

std::vector<HostileCase> tlsCases()
{
    const QString ws = QStringLiteral("ws");
    const QString wss = QStringLiteral("wss");
    std::vector<HostileCase> cases = {
        {"wss to a plain port", sends("HTTP/1.1 400 Bad Request\r\n\r\n"), Outcome::NeedsYou, 0,
         "This port is not encrypted", 0, true, wss},
        {"wss to a plain port, which hangs up", sendsAndEnds({}, false), Outcome::Retries, 0,
         "The server hung up during the handshake", 0, true, wss},
        {"wss to a port that says nothing",
         sends({}),
         Outcome::Retries,
         0,
         "No answer to the handshake within",
         0,
         false,
         wss,
         {},
         false,
         500ms},
        {"ws to an encrypted port",
         {},
         Outcome::Retries,
         0,
         "wss://",
         0,
         false,
         ws,
         serverWith(goodCertificate())},
    };
    const std::pair<QByteArray, TestCertificate> refused[] = {
        {"self-signed", goodCertificate()},
        {"expired on 2021-01-01", expiredCertificate()},
        {"not valid before 2110-01-01", futureCertificate()},
        {"is for a.example, not 127.0.0.1", otherHostCertificate()},
    };
    for (const auto& [words, identity] : refused)
        cases.push_back(
            {"certificate " + words, {}, Outcome::NeedsYou, 0, words, 0, false, {}, serverWith(identity)});
    // What a flood or a stall is when it comes encrypted: Qt buffers twice.
    const QByteArray first = HostileServer::text("first");
    const QByteArray half = HostileServer::text(QByteArray(100, 'x')).left(50);
    const QByteArray large = HostileServer::frame(0, QByteArray(16 * 1024, 'x'), false);
    std::vector<HostileCase> encrypted = {
        {"TLS: FIN between frames", upgradesAndEnds(first, false), Outcome::Retries, 1006,
         "Cut off without a close frame", 1},
        {"TLS: close 4000", upgradesAndSends(first + HostileServer::close(4000)), Outcome::Retries, 4000,
         "Closed by the server: 4000", 1},
        {"TLS: half a frame, then nothing", upgradesAndSends(first + half), Outcome::Retries, 1001,
         "Half a frame came, then nothing", 1},
        {"TLS: a frame of 2 MiB",
         upgradesAndSends(first + HostileServer::text(QByteArray(2 * 1024 * 1024, 'x'))), Outcome::StaysOpen,
         0, "", 2},
        {"TLS: endless fragments of binary",
         upgradesAndFloods(first + HostileServer::frame(2, "x", false), large), Outcome::Retries, 1002,
         "the limit", 1},
        {"TLS: ping flood, answers not read",
         upgradesAndFloods(first, HostileServer::frame(9, QByteArray(125, 'p')).repeated(100), false),
         Outcome::Retries, 1006, "does not read", 1},
    };
    encrypted.back().pingInterval = std::chrono::hours(1); // only what waits unread is to end it
    for (HostileCase& each : encrypted) {
        // Closing, Qt flushes, and over TLS that may read on: the frame behind is refused before we hear of
        // the first.
        if (each.code == 1002)
            each.orCode = 1009;
        each.tls = serverWith(goodCertificate());
        each.insists = true;
        cases.push_back(std::move(each));
    }
    return cases;
}

} // namespace weir::test
