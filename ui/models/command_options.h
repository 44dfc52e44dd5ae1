// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir {

/** What Weir makes of an option of another program. */
enum class OptionUse {
    Address,
    Header,      ///< "Name: value"
    Subprotocol, ///< one, or several with commas
    Origin,
    Message, ///< sent when connected
    Basic,   ///< user:password
    Bearer,
    Cookie,
    Agent,
    Referer,
    Authority, ///< a PEM file
    Insecure,
    Proxy,
    Socks, ///< host:port of a SOCKS5 proxy
    ProxyUser,
    ConnectTimeout, ///< seconds
    PingInterval,   ///< seconds
    NoMeaning,      ///< how the other program prints or ends: nothing to do here
    NoRedirects,
    NoBody,
    NoClientCertificate,
    NoHost,
    Listens,
};

struct CommandOption
{
    char letter = 0;       ///< of "-H"; 0 for none
    const char* name = ""; ///< of "--header"; may be ""
    OptionUse use = OptionUse::NoMeaning;
    bool hasValue = false;
};

enum class CommandTool { None, Wscat, Websocat, Curl };

CommandTool toolFromWord(const QString& word);
/** Nothing: the tool has no such option that Weir knows of. */
const CommandOption* optionByName(CommandTool tool, const QString& name);
const CommandOption* optionByLetter(CommandTool tool, QChar letter);

} // namespace weir
