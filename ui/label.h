// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace weir {

/** How a label looks; the theme says what that means. */
struct LabelLook
{
    const char* tone = ""; ///< "", secondary, axis, ok, warn, bad, accent
    const char* size = ""; ///< "", small, title, large, big
    bool wraps = false;
};

/**
 * The one way to make a label: plain text whatever it holds, because rich text from outside can freeze a
 * QLabel. A wrapping label never widens its panel.
 */
QLabel* makeLabel(const QString& text, QWidget* parent, LabelLook look = {});
/** Sets the text, capped and without control characters; does nothing when it is the same. */
void setLabelText(QLabel* label, const QString& text);
/** Another tone for a label made above. */
void setLabelTone(QLabel* label, const char* tone);
/** A 1 px rule. */
QWidget* makeRule(QWidget* parent);
/** For a part made late: the Tab key goes from `before` through the part to what followed. The last of it. */
QWidget* tabAfter(QWidget* before, QWidget* part);
/** Applies style sheet rules that depend on a property just set. */
void restyle(QWidget* widget);

} // namespace weir
