// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/** Shapes that carry meaning beside colour, so that no meaning hangs on colour alone. */
enum class Glyph {
    None,
    Check,    ///< fine
    Dot,      ///< live
    Ring,     ///< open, nothing yet; reconnected
    Cross,    ///< lost
    Diamond,  ///< rate set
    Triangle, ///< thinned
    Square,   ///< at rest: paused, closed, needs you
};

} // namespace weir
