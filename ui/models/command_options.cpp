// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/command_options.h"

#include <algorithm>
#include <span>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

using enum OptionUse;

constexpr CommandOption kWscat[] = {
    {'c', "connect", Address, true},
    {'H', "header", Header, true},
    {'s', "subprotocol", Subprotocol, true},
    {'o', "origin", Origin, true},
    {'x', "execute", Message, true},
    {0, "auth", Basic, true},
    {0, "ca", Authority, true},
    {'n', "no-check", Insecure, false},
    {0, "proxy", Proxy, true},
    {0, "host", NoHost, true},
    {'L', "location", NoRedirects, false},
    {0, "max-redirects", NoRedirects, true},
    {0, "cert", NoClientCertificate, true},
    {0, "key", NoClientCertificate, true},
    {0, "passphrase", NoClientCertificate, true},
    {'l', "listen", Listens, true},
    {'w', "wait", NoMeaning, true},
    {'p', "protocol", NoMeaning, true},
    {'P', "show-ping-pong", NoMeaning, false},
    {0, "slash", NoMeaning, false},
    {0, "no-color", NoMeaning, false},
};

constexpr CommandOption kWebsocat[] = {
    {'H', "header", Header, true},
    {0, "protocol", Subprotocol, true},
    {0, "origin", Origin, true},
    {0, "basic-auth", Basic, true},
    {'k', "insecure", Insecure, false},
    {0, "socks5", Socks, true},
    {0, "ping-interval", PingInterval, true},
    {0, "client-pkcs12-der", NoClientCertificate, true},
    {0, "client-pkcs12-passwd", NoClientCertificate, true},
    {0, "server-mode", Listens, false},
    {'s', "", Listens, false},
    {'n', "no-close", NoMeaning, false},
    {'t', "text", NoMeaning, false},
    {'b', "binary", NoMeaning, false},
    {'E', "exit-on-eof", NoMeaning, false},
    {'U', "unidirectional-reverse", NoMeaning, false},
    {'u', "unidirectional", NoMeaning, false},
    {'1', "one-message", NoMeaning, false},
    {'q', "", NoMeaning, false},
    {'v', "verbose", NoMeaning, false},
    {'B', "buffer-size", NoMeaning, true},
    {0, "ping-timeout", NoMeaning, true},
    {0, "no-line", NoMeaning, false},
    {0, "linemode-strip-newlines", NoMeaning, false},
    {0, "max-messages", NoMeaning, true},
    {0, "max-messages-rev", NoMeaning, true},
};

constexpr CommandOption kCurl[] = {
    {0, "url", Address, true},
    {'H', "header", Header, true},
    {'u', "user", Basic, true},
    {0, "oauth2-bearer", Bearer, true},
    {'b', "cookie", Cookie, true},
    {'A', "user-agent", Agent, true},
    {'e', "referer", Referer, true},
    {0, "cacert", Authority, true},
    {'k', "insecure", Insecure, false},
    {'x', "proxy", Proxy, true},
    {'U', "proxy-user", ProxyUser, true},
    {0, "socks5", Socks, true},
    {0, "socks5-hostname", Socks, true},
    {0, "connect-timeout", ConnectTimeout, true},
    {'L', "location", NoRedirects, false},
    {0, "max-redirs", NoRedirects, true},
    {'d', "data", NoBody, true},
    {0, "data-raw", NoBody, true},
    {0, "data-binary", NoBody, true},
    {0, "data-ascii", NoBody, true},
    {0, "data-urlencode", NoBody, true},
    {0, "json", NoBody, true},
    {'F', "form", NoBody, true},
    {'T', "upload-file", NoBody, true},
    {'E', "cert", NoClientCertificate, true},
    {0, "key", NoClientCertificate, true},
    {0, "pass", NoClientCertificate, true},
    {0, "cert-type", NoClientCertificate, true},
    {0, "key-type", NoClientCertificate, true},
    {'X', "request", NoMeaning, true},
    {'m', "max-time", NoMeaning, true},
    {'o', "output", NoMeaning, true},
    {'w', "write-out", NoMeaning, true},
    {'D', "dump-header", NoMeaning, true},
    {0, "retry", NoMeaning, true},
    {'G', "get", NoMeaning, false},
    {'i', "include", NoMeaning, false},
    {'I', "head", NoMeaning, false},
    {'N', "no-buffer", NoMeaning, false},
    {'s', "silent", NoMeaning, false},
    {'S', "show-error", NoMeaning, false},
    {'f', "fail", NoMeaning, false},
    {'v', "verbose", NoMeaning, false},
    {'g', "globoff", NoMeaning, false},
    {'O', "remote-name", NoMeaning, false},
    {'#', "progress-bar", NoMeaning, false},
    {'0', "http1.0", NoMeaning, false},
    {0, "http1.1", NoMeaning, false},
    {0, "http2", NoMeaning, false},
    {0, "compressed", NoMeaning, false},
    {0, "no-progress-meter", NoMeaning, false},
    {'4', "ipv4", NoMeaning, false},
    {'6', "ipv6", NoMeaning, false},
};

std::span<const CommandOption> optionsOf(CommandTool tool)
{
    switch (tool) {
    case CommandTool::Wscat:
        return kWscat;
    case CommandTool::Websocat:
        return kWebsocat;
    case CommandTool::Curl:
        return kCurl;
    case CommandTool::None:
        break;
    }
    return {};
}

template<class Matches>
const CommandOption* find(CommandTool tool, Matches matches)
{
    const auto options = optionsOf(tool);
    const auto found = std::find_if(options.begin(), options.end(), matches);
    return found == options.end() ? nullptr : &*found;
}

} // namespace

CommandTool toolFromWord(const QString& word)
{
    QString name = word.mid(std::max(word.lastIndexOf(u'/'), word.lastIndexOf(u'\\')) + 1).toLower();
    if (name.endsWith(".exe"_L1))
        name.chop(4);
    if (name == "wscat"_L1)
        return CommandTool::Wscat;
    if (name == "websocat"_L1)
        return CommandTool::Websocat;
    return name == "curl"_L1 ? CommandTool::Curl : CommandTool::None;
}

const CommandOption* optionByName(CommandTool tool, const QString& name)
{
    if (name.isEmpty())
        return nullptr;
    return find(tool, [&](const CommandOption& each) { return name == QLatin1String(each.name); });
}

const CommandOption* optionByLetter(CommandTool tool, QChar letter)
{
    return find(tool, [&](const CommandOption& each) {
        return each.letter != 0 && letter == QLatin1Char(each.letter);
    });
}

} // namespace weir
