// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace weir::test {

/**
 * Puts this process, and the servers it starts, into a network of its own where only loopback is, so that no
 * rule a test makes can touch the machine. To be called first in main(): starts the program again through
 * `unshare -Urn` and returns only there, true; false, with words on standard error, where the system does not
 * let users have namespaces.
 */
bool enterOwnNetwork(char** argv);

/** Runs a tool of the system ("iptables -F") in this network. What it complained of, or "" when it worked. */
QString runTool(const QString& program, const QString& arguments);

} // namespace weir::test
