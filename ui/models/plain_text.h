// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir {

/**
 * Text from outside, safe to draw: at most `limit` characters (an ellipsis tells), control characters, line
 * breaks and bidirectional overrides replaced by spaces. Cost depends on the limit, not on the text.
 */
QString plainText(const QString& text, int limit = 256);

} // namespace weir
