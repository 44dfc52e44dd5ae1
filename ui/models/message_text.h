// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/look/kept_message.h"

#include <QString>

namespace weir {

// What is shown of a message. All of it is display-safe: no control characters, no change of direction.

/** Where its text begins, in one line; of a binary message, its first bytes. */
QString firstLine(const KeptMessage& message);
/** "AAPL · 12.5 +3": key and value of its first item and how many more; or why it could not be read. */
QString foundWords(const KeptMessage& message);
/** All that was kept, with its line breaks. */
QString wholeText(const KeptMessage& message);
/** "0x0000  7b 22 …  {"…", line by line, as it is copied. */
QString hexDump(const KeptMessage& message, int bytesPerLine = 16);
/** One byte in the text column: itself, or a dot. */
QChar shownByte(unsigned char byte);
/** "4,096 of 18,223 bytes kept"; "" when all are. */
QString cutNote(const KeptMessage& message);
/** "14:31:07.250". */
QString preciseTime(WallTime time);
/** A number as short as it can be told apart. */
QString valueWords(double value);

} // namespace weir
