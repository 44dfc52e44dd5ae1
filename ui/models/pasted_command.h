// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "core/link/endpoint_source.h"

namespace weir {

/** What a pasted text means: an address, or a command line of wscat, websocat or curl. */
struct PastedCommand
{
    static constexpr qsizetype kLongest =
        80'000; ///< characters that are looked into: a field of more takes seconds to lay out
    // Characters of what the fields of the form hold:
    static constexpr int kLongestName = 128; ///< of a header
    static constexpr int kLongestValue = 8192;
    static constexpr int kLongestMessage = 65'536;

    bool isCommand = false; ///< more than an address
    EndpointSource source;  ///< secrets included; the address as it is to be connected to
    QString token;          ///< of "Authorization: Bearer", which is then no header of `source`
    // Display-safe, free of secrets:
    QString taken;        ///< "taken: URL, 2 headers, 1 message"; "" for an address alone
    QStringList notes;    ///< what was changed or left out on purpose, in words
    QStringList notTaken; ///< what was not understood, in words
    QString problem;      ///< why nothing can be made of it; "" when something can
};

/** "wss://…", "https://…". */
bool beginsWithScheme(const QString& text);

/**
 * Reads what people copy: an address; wscat, websocat (text may come from echo, printf or <<<) and curl with
 * their options; a browser's "Copy as cURL". http(s) becomes ws(s); headers of the handshake are left out.
 * Where something is given twice, the last counts. Nothing is dropped silently: all of it is in `source`,
 * `token`, `notes` or `notTaken`. Pure, cost bounded whatever the text.
 */
PastedCommand readPasted(const QString& text);

} // namespace weir
