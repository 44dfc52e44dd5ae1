// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/colors.h"

#include <QFont>
#include <QPalette>
#include <QString>

namespace weir {

enum class Theme { Dark, Light, System };

/** The colours of a theme; System follows `systemPalette`: dark when its text is lighter than its ground. */
Colors colorsOf(Theme theme, const QPalette& systemPalette);
QPalette paletteOf(const Colors& colors);
/** One style sheet for every stock widget of the window. Goes with the Fusion style. */
QString styleSheetOf(const Colors& colors);
/** Inter, else Noto Sans, else DejaVu Sans, at 13 px. */
QFont windowFont();
/** For bytes and messages: every character as wide as the next, at 12 px. */
QFont fixedFont();

} // namespace weir
