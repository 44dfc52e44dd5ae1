// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dashboard/window_options.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kSmallest = WindowLayout::kSmallestSide;
constexpr int kLargest = WindowLayout::kLargestSide;

QString tr(const char* text)
{
    return QCoreApplication::translate("WindowOptions", text);
}

std::optional<QSize> sizeFrom(const QString& text)
{
    static const QRegularExpression shape(u"^([0-9]{1,5})[xX×]([0-9]{1,5})$"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const bool fits = size.width() >= kSmallest && size.height() >= kSmallest && size.width() <= kLargest &&
                      size.height() <= kLargest;
    return fits ? std::optional(size) : std::nullopt;
}

std::optional<Theme> themeFrom(const QString& name)
{
    if (name == u"dark")
        return Theme::Dark;
    if (name == u"light")
        return Theme::Light;
    if (name == u"system")
        return Theme::System;
    return std::nullopt;
}

} // namespace

QString themeName(Theme theme)
{
    switch (theme) {
    case Theme::Dark:
        return u"dark"_s;
    case Theme::Light:
        return u"light"_s;
    case Theme::System:
        break;
    }
    return u"system"_s;
}

void addWindowOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {u"screenshot"_s, tr("Save the window as a PNG and exit. Needs no display."), u"FILE"_s},
        {u"after"_s, tr("Seconds to draw before the picture (5)."), u"S"_s},
        {u"size"_s, tr("Size of the window, such as 1600x980."), u"WxH"_s},
        {u"theme"_s, tr("dark, light or system (dark, or the profile's)."), u"dark|light|system"_s},
    });
}

WindowOptions readWindowOptions(const QCommandLineParser& parser, std::vector<OptionProblem>& problems)
{
    WindowOptions options;
    options.screenshot = parser.value(u"screenshot"_s);
    if (parser.isSet(u"screenshot"_s) && options.screenshot.isEmpty())
        problems.push_back({tr("--screenshot needs the name of a file."), ExitCode::Usage, false});
    if (const auto after = readSeconds(parser, u"after"_s, 0.1, 3600, problems))
        options.after = *after;
    if (parser.isSet(u"size"_s)) {
        options.size = sizeFrom(parser.value(u"size"_s));
        if (!options.size) {
            problems.push_back(
                {tr("--size is \"%1\": it must be a width and a height from %2 to %3, such as 1600x980.")
                     .arg(displayText(parser.value(u"size"_s), 64))
                     .arg(kSmallest)
                     .arg(kLargest),
                 ExitCode::Usage, false});
        }
    }
    if (parser.isSet(u"theme"_s)) {
        options.theme = themeFrom(parser.value(u"theme"_s));
        if (!options.theme) {
            problems.push_back({tr("--theme is \"%1\": it must be dark, light or system.")
                                    .arg(displayText(parser.value(u"theme"_s), 64)),
                                ExitCode::Usage, false});
        }
    }
    return options;
}

} // namespace weir
