// SPDX-License-Identifier: Apache-2.0
#include "tests/core/link/hostile_cases.h"

#include <utility>

namespace weir::test {

using namespace std::chrono_literals;

namespace {

const QByteArray kFirst = HostileServer::text("first");
const QByteArray kStatus = "HTTP/1.1 101 Switching Protocols\r\n";

/** The line of a correct answer that proves the key was read. */
QByteArray accept(const QByteArray& request)
{
    const QByteArray answer = HostileServer::upgrade(request);
    const qsizetype at = answer.indexOf("Sec-WebSocket-Accept");
    return answer.mid(at, answer.indexOf("\r\n", at) + 2 - at);
}

/** A correct answer and a message, changed by `change`. */
template<class Change>
HostileServer::Answer changed(Change change)
{
    return [change](QTcpSocket& socket, const QByteArray& request) {
        QByteArray answer = HostileServer::upgrade(request);
        change(answer);
        socket.write(answer + kFirst);
    };
}

HostileServer::Answer replaced(const QByteArray& what, const QByteArray& by)
{
    return changed([what, by](QByteArray& answer) { answer.replace(what, by); });
}

HostileCase refusal(const QByteArray& status, Outcome outcome, const QByteArray& words)
{
    return {status, sends("HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nbody"), outcome, 0, words, 0};
}

} // namespace

std::vector<HostileCase> refusedHandshakeCases()
{
    std::vector<HostileCase> cases = {
        {"no answer", sends({}), Outcome::Retries, 0, "No answer to the handshake within 500 ms", 0},
        {"answer byte by byte, too slow", drips(kStatus + "X: " + QByteArray(1000, 'x'), 20ms),
         Outcome::Retries, 0, "No answer to the handshake within 500 ms", 0},
    };
    for (HostileCase& each : cases)
        each.connectTimeout = 500ms;
    cases.push_back({"endless lines", floods(kStatus, "X-Endless: " + QByteArray(1000, 'x') + "\r\n"),
                     Outcome::Retries, 0, "The answer to the handshake is too large", 0});
    cases.push_back({"endless line", floods(kStatus + "X: ", QByteArray(1000, 'x')), Outcome::Retries, 0,
                     "The answer to the handshake is too large", 0});
    cases.push_back({"endless status line", floods("HTTP/1.1 101 ", QByteArray(1000, 'x')), Outcome::Retries,
                     0, "The answer to the handshake is too large", 0});
    cases.push_back({"endless body of a refusal",
                     floods("HTTP/1.1 401 Unauthorized\r\n\r\n", QByteArray(1000, 'x')), Outcome::NeedsYou, 0,
                     "401", 0});
    const std::pair<QByteArray, QByteArray> permanent[] = {
        {"200 OK", "A web page answered"},
        {"204 No Content", "A web page answered"},
        {"301 Moved Permanently", "Redirected (301)"},
        {"302 Found", "Redirected (302)"},
        {"307 Temporary Redirect", "Redirected (307)"},
        {"308 Permanent Redirect", "Redirected (308)"},
        {"400 Bad Request", "Refused: 400"},
        {"401 Unauthorized", "401, a token is needed"},
        {"403 Forbidden", "403, not allowed"},
        {"404 Not Found", "404, nothing at this address"},
        {"407 Proxy Authentication Required", "407, the proxy"},
        {"426 Upgrade Required", "Refused: 426"},
    };
    for (const auto& [status, words] : permanent)
        cases.push_back(refusal(status, Outcome::NeedsYou, words));
    const std::pair<QByteArray, QByteArray> passing[] = {
        {"408 Request Timeout", "Refused for now: 408"},
        {"429 Too Many Requests", "Refused for now: 429"},
        {"500 Internal Server Error", "The server answered 500"},
        {"503 Service Unavailable", "The server answered 503"},
    };
    for (const auto& [status, words] : passing)
        cases.push_back(refusal(status, Outcome::Retries, words));
    cases.push_back({"401 and hangs up",
                     sendsAndEnds("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n", false),
                     Outcome::NeedsYou, 0, "401, a token is needed", 0});
    for (const bool reset : {false, true}) {
        const QByteArray end = reset ? "RST" : "FIN";
        cases.push_back({end + " instead of an answer", sendsAndEnds({}, reset), Outcome::Retries, 0,
                         "The server hung up during the handshake", 0});
        cases.push_back({end + " inside the answer", sendsAndEnds(kStatus + "Upgr", reset), Outcome::Retries,
                         0, "The server hung up during the handshake", 0});
    }
    const std::pair<QByteArray, QByteArray> strangers[] = {
        {"mail server", "220 mail.example ESMTP\r\n"},
        {"SSH server", "SSH-2.0-OpenSSH_9.2\r\n"},
        {"HTTP/2 server", QByteArray::fromHex("00000604000000000000050000")},
        {"zeroes", QByteArray(4096, '\0')},
    };
    for (const auto& [name, bytes] : strangers) {
        cases.push_back({name, sends(bytes), Outcome::NeedsYou, 0, "not HTTP, so not a WebSocket", 0});
        cases.back().atOnce = true;
    }
    cases.push_back({"TLS alert", sends(QByteArray::fromHex("15030100020246")), Outcome::NeedsYou, 0,
                     "This port is encrypted", 0});
    return cases;
}

std::vector<HostileCase> oddHandshakeCases()
{
    const auto notValid = [](const QByteArray& name, HostileServer::Answer serve, const QByteArray& words) {
        return HostileCase{name, std::move(serve), Outcome::NeedsYou, 0, words, 0};
    };
    const auto opens = [](const QByteArray& name, HostileServer::Answer serve) {
        return HostileCase{name, std::move(serve), Outcome::StaysOpen, 0, "", 1};
    };
    const QByteArray subprotocol = "Sec-WebSocket-Protocol: never-asked-for\r\n";
    const auto withHeader = [](const QByteArray& line) {
        return [line](QTcpSocket& socket, const QByteArray& request) {
            socket.write(HostileServer::upgrade(request, line) + kFirst);
        };
    };
    std::vector<HostileCase> cases = {
        notValid("wrong key", replaced("Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: A"), "not valid"),
        notValid(
            "no key",
            [](QTcpSocket& socket, const QByteArray& request) {
                QByteArray answer = HostileServer::upgrade(request);
                socket.write(answer.replace(accept(request), "") + kFirst);
            },
            "not valid"),
        notValid(
            "two keys",
            [](QTcpSocket& socket, const QByteArray& request) {
                socket.write(HostileServer::upgrade(request, "Sec-WebSocket-Accept: AAAA\r\n") + kFirst);
            },
            "not valid"),
        notValid("no upgrade", replaced("Upgrade: websocket\r\n", ""), "not valid"),
        notValid("upgrade to something else", replaced("Upgrade: websocket", "Upgrade: h2c"), "not valid"),
        notValid("no connection", replaced("Connection: Upgrade\r\n", ""), "not valid"),
        notValid("connection to be closed", replaced("Connection: Upgrade", "Connection: close"),
                 "not valid"),
        notValid("connection as a list", replaced("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
                 "Connection header is a list"),
        notValid("100 Continue first",
                 changed([](QByteArray& answer) { answer.prepend("HTTP/1.1 100 Continue\r\n\r\n"); }), "100"),
        notValid("subprotocol never asked for", withHeader(subprotocol),
                 "subprotocol that was not asked for"),
        notValid("two subprotocols never asked for", withHeader(subprotocol + subprotocol),
                 "subprotocol that was not asked for"),
        notValid("lines end with LF alone", replaced("\r\n", "\n"), "LF alone"),
        opens("folded header", withHeader("X-Folded: a\r\n b\r\n\tc\r\n")),
        opens("header names in lower case", changed([](QByteArray& answer) {
                  answer.replace("Upgrade: ", "upgrade: ").replace("Connection: ", "connection: ");
                  answer.replace("Sec-WebSocket-Accept", "sec-websocket-accept");
              })),
        opens("values in other cases", changed([](QByteArray& answer) {
                  answer.replace("Upgrade: websocket", "Upgrade: WebSocket")
                      .replace("Connection: Upgrade", "Connection: uPGRADE");
              })),
        opens("reason left out", replaced("101 Switching Protocols", "101 ")),
        opens("header without a space", replaced("Upgrade: websocket", "Upgrade:websocket")),
        opens("many lines", withHeader(QByteArray("X-Many: x\r\n").repeated(96))),
        notValid("more than a hundred lines", withHeader(QByteArray("X-Many: x\r\n").repeated(100)),
                 "longer than 100 lines"),
        opens("extension never offered", withHeader("Sec-WebSocket-Extensions: permessage-deflate\r\n")),
        opens("answer byte by byte",
              [](QTcpSocket& socket, const QByteArray& request) {
                  drips(HostileServer::upgrade(request) + kFirst, 1ms)(socket, request);
              }),
        {"extension never offered, and used",
         [](QTcpSocket& socket, const QByteArray& request) {
             socket.write(
                 HostileServer::upgrade(request, "Sec-WebSocket-Extensions: permessage-deflate\r\n") +
                 kFirst + HostileServer::frame(1, "x", true, 4));
         },
         Outcome::Retries, 1002, "switch compression off", 1},
        notValid("HTTP/1.0", replaced("HTTP/1.1", "HTTP/1.0"), "not valid"),
        notValid("garbage in a header",
                 replaced("Upgrade: websocket", QByteArray("Upgrade: web\0socket", 19)), "not valid"),
        notValid("line without a colon", replaced("Upgrade: websocket", "Upgrade websocket"),
                 "header is not valid"),
    };
    return cases;
}

} // namespace weir::test
