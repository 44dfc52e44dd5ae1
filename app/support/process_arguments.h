// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/**
 * Overwrites in place, with as many '*', what may be secret in a command line, so that the list of processes
 * does not show it to everyone on this computer: user info and query of addresses, and what --header, --send
 * and --subprotocol are given. To be called once the arguments were copied, as early as that: until then,
 * some milliseconds, they can be seen. What ${VAR} stands for never is.
 */
void hideSecretArguments(int argc, char** argv) noexcept;

/** A file that reaches the limit of `ulimit -f` is an error of that write, not the end of the process. */
void reportFileSizeLimit() noexcept;

} // namespace weir
