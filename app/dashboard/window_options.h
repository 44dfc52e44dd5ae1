// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QSize>
#include <QString>

#include "app/session/options.h"
#include "ui/theme.h"

#include <optional>
#include <vector>

namespace weir {

/** What weir is told about its window, checked. */
struct WindowOptions
{
    QString screenshot; ///< where to save a picture; "" for none
    Duration after = std::chrono::seconds(5);
    std::optional<QSize> size;
    std::optional<Theme> theme; ///< unless given, the profile's
};

/** As --theme and profiles write it. */
QString themeName(Theme theme);

/** Declares --screenshot, --after, --size and --theme. */
void addWindowOptions(QCommandLineParser& parser);
/** Problems are appended; what they concern keeps its default. */
WindowOptions readWindowOptions(const QCommandLineParser& parser, std::vector<OptionProblem>& problems);

} // namespace weir
