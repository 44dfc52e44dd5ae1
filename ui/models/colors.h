// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>
#include <cstddef>

namespace weir {

/** What a colour means. Views carry roles; the theme says which colour that is today. */
enum class ColorRole {
    Text,
    Secondary,
    Axis,
    Accent,
    Ok,
    Warn,
    Bad,
    Series0, ///< Series0 + slot, up to Series7
    Series7 = Series0 + 7,
};

inline constexpr int kSeriesColors = 8;

/** The colour of an endpoint's slot; slots outside 0 … 7 have none of their own. */
constexpr ColorRole seriesRole(int slot)
{
    if (slot < 0 || slot >= kSeriesColors)
        return ColorRole::Secondary;
    return static_cast<ColorRole>(static_cast<int>(ColorRole::Series0) + slot);
}

/** Every colour of the window, filled by ui/theme.cpp and nowhere else. A value. */
struct Colors
{
    bool dark = true;
    QColor window, card, border, raised, field;
    QColor gridHorizontal, gridVertical, baseLine;
    QColor text, secondary, axis;
    QColor accent, onAccent, ok, warn, bad, link;
    QColor selection, tooltip, tooltipBorder;
    std::array<QColor, kSeriesColors> series;
    double bandAlpha = 0.2;  ///< of confidence bands
    double fillAlpha = 0.26; ///< of areas under a line, at the top
    double zoneAlpha = 0.07; ///< of threshold zones

    QColor of(ColorRole role) const
    {
        switch (role) {
        case ColorRole::Text:
            return text;
        case ColorRole::Secondary:
            return secondary;
        case ColorRole::Axis:
            return axis;
        case ColorRole::Accent:
            return accent;
        case ColorRole::Ok:
            return ok;
        case ColorRole::Warn:
            return warn;
        case ColorRole::Bad:
            return bad;
        default:
            break;
        }
        return series[static_cast<std::size_t>(role) - static_cast<std::size_t>(ColorRole::Series0)];
    }
};

} // namespace weir
