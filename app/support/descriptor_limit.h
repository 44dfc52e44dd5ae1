// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/**
 * Lets this process open as many files and sockets as the system allows it, 65536 at most: shells start
 * programs with 1024, and each endpoint or client is one. To be called at the start of main(). What the
 * system does not allow stays as it was; whoever needs one more then is told so.
 */
void raiseDescriptorLimit();

} // namespace weir
