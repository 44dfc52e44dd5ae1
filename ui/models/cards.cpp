// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace weir::cards {

namespace {

constexpr int kMarkerPlaces = 80; ///< markers of a kind nearer than a place are one

struct MarkerLook
{
    Glyph glyph;
    ColorRole color;
};

MarkerLook lookOf(Marker::Kind kind)
{
    switch (kind) {
    case Marker::Kind::RateSet:
        break;
    case Marker::Kind::Reconnected:
        return {Glyph::Ring, ColorRole::Warn};
    case Marker::Kind::Lost:
        return {Glyph::Cross, ColorRole::Bad};
    case Marker::Kind::Thinned:
        return {Glyph::Triangle, ColorRole::Warn};
    }
    return {Glyph::Diamond, ColorRole::Accent};
}

/** Several markers in one place. */
QString labelOf(Marker::Kind kind, std::uint64_t count)
{
    switch (kind) {
    case Marker::Kind::RateSet:
        return Say::tr("%1 changes").arg(count);
    case Marker::Kind::Reconnected:
        return {};
    case Marker::Kind::Lost:
        return Say::tr("%1 lost").arg(count);
    case Marker::Kind::Thinned:
        return Say::tr("thinned %1×").arg(count);
    }
    return {};
}

bool concerns(const Marker& marker, const DashboardData& data, const CardContext& context, bool withEndpoints)
{
    if (marker.endpoint.isNull())
        return true;
    if (!withEndpoints)
        return false;
    const EndpointHistory* endpoint = data.find(marker.endpoint);
    return endpoint ? isShown(*endpoint, context) : context.scope.isAll() && context.solo.isNull();
}

} // namespace

CardView blank(const DashboardData& data, const CardContext& context)
{
    CardView card;
    card.spanSeconds = std::chrono::duration<double>(context.window.span).count();
    card.wallEnd = data.wallAt(context.window.end);
    card.isLive = context.isLive;
    card.xTicks = timeTicks(context.window, context.isLive, card.wallEnd);
    return card;
}

bool isShown(const EndpointHistory& endpoint, const CardContext& context)
{
    return context.solo.isNull() ? context.scope.includes(endpoint) : endpoint.status.id == context.solo;
}

std::vector<MarkerView> markersIn(const DashboardData& data, const CardContext& context, bool withEndpoints)
{
    struct Place
    {
        std::size_t view = 0;
        std::uint64_t count = 0;
        int more = 0; ///< tooltips left out
    };
    const TimeWindow& window = context.window;
    const double near = std::chrono::duration<double>(window.span).count() / kMarkerPlaces;
    std::vector<MarkerView> views;
    std::array<std::optional<Place>, 4> newest;
    const TimeRing<Marker>& markers = data.markers();
    for (std::size_t i = markers.firstAfter(window.begin()); i < markers.size(); ++i) {
        const Marker& marker = markers[i];
        if (marker.time > window.end)
            break;
        if (!concerns(marker, data, context, withEndpoints))
            continue;
        const double x = window.x(marker.time);
        const QString told = format::clockTime(data.wallAt(marker.time)) + u"  "_s + marker.tooltip;
        std::optional<Place>& place = newest[static_cast<std::size_t>(marker.kind)];
        if (place && x - views[place->view].x < near) {
            MarkerView& view = views[place->view];
            place->count += marker.count;
            view.label = labelOf(marker.kind, place->count);
            if (view.tooltip.size() < 600)
                view.tooltip += u'\n' + told;
            else
                ++place->more;
            continue;
        }
        const MarkerLook look = lookOf(marker.kind);
        views.push_back({x, look.glyph, look.color, marker.label, told});
        place = Place{views.size() - 1, marker.count, 0};
    }
    return views;
}

std::optional<EnginePoint> newestIn(const DashboardData& data, const TimeWindow& window)
{
    const TimeRing<EnginePoint>& engine = data.engine();
    if (const std::size_t after = engine.firstAfter(window.end); after > 0)
        return engine[after - 1];
    EnginePoint point;
    point.time = window.end;
    point.lookedInto = std::numeric_limits<double>::quiet_NaN();
    const auto last = [&](const TieredSeries& series) -> std::optional<double> {
        const DayColumns day(series, window);
        const auto known = std::find_if(day.columns.rbegin(), day.columns.rend(),
                                        [](const Column& column) { return !column.isGap(); });
        return known == day.columns.rend() ? std::nullopt : std::optional(known->mean());
    };
    const std::optional<double> inForce = last(data.inForceDay());
    if (!inForce)
        return std::nullopt;
    point.inForce = *inForce;
    point.set = last(data.setDay()).value_or(*inForce);
    point.peak = last(data.peakDay()).value_or(0);
    return point;
}

bool isRecent(const DashboardData& data, const TimeWindow& window)
{
    return window.begin() >= data.lastSecond() - DashboardData::kKept;
}

void setDecades(CardView& card, double lowest, double highest, QString (*label)(double))
{
    card.isLog = true;
    // Half decades, so that little of the height is empty.
    const auto down = [](double value) {
        const double log = std::log10(value);
        const double whole = std::floor(log + 1e-9);
        return log - whole >= std::log10(3.0) - 1e-9 ? whole + std::log10(3.0) : whole;
    };
    const auto up = [](double value) {
        const double log = std::log10(value);
        const double whole = std::floor(log - 1e-9);
        return log - whole <= std::log10(3.0) + 1e-9 ? whole + std::log10(3.0) : whole + 1;
    };
    card.yLow = down(lowest);
    card.yHigh = std::max(up(highest), card.yLow + 1);
    for (int decade = static_cast<int>(std::floor(card.yLow)); decade <= card.yHigh; ++decade) {
        for (const double step : {1.0, 3.0}) {
            const double at = decade + std::log10(step);
            if (at >= card.yLow - 1e-9 && at <= card.yHigh + 1e-9)
                card.yTicks.push_back({at, label(step * std::pow(10.0, decade))});
        }
    }
}

QString pointLength(Duration length)
{
    const double seconds = std::round(std::chrono::duration<double>(length).count() * 10) / 10;
    return seconds >= 60 ? format::longDuration(length)
                         : QString::number(seconds) + QChar(format::kThinSpace) + Say::tr("s");
}

QString gradeWords(Grade grade)
{
    switch (grade) {
    case Grade::A:
        return Say::tr("Grade A: 30 or more looked into.");
    case Grade::B:
        return Say::tr("Grade B: 10 to 29 looked into.");
    case Grade::C:
        return Say::tr("Grade C: fewer than 10 looked into, trust the range only.");
    }
    return {};
}

} // namespace weir::cards
