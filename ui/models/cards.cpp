// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace cards {

CardView blank(const TimeWindow& window)
{
    CardView card;
    card.spanSeconds = std::chrono::duration<double>(window.span).count();
    card.xTicks = timeTicks(window.span);
    return card;
}

std::vector<MarkerView> markersIn(const DashboardData& data, const TimeWindow& window, bool withEndpoints)
{
    std::vector<MarkerView> views;
    const TimeRing<Marker>& markers = data.markers();
    for (std::size_t i = markers.firstAfter(window.begin()); i < markers.size(); ++i) {
        const Marker& marker = markers[i];
        if (marker.time > window.end)
            break;
        if (!marker.endpoint.isNull() && !withEndpoints)
            continue;
        MarkerView view{window.x(marker.time), Glyph::Diamond, ColorRole::Accent, marker.label,
                        format::clockTime(data.wallAt(marker.time)) + u"  "_s + marker.tooltip};
        switch (marker.kind) {
        case Marker::Kind::RateSet:
            break;
        case Marker::Kind::Reconnected:
            view.glyph = Glyph::Ring;
            view.color = ColorRole::Warn;
            break;
        case Marker::Kind::Lost:
            view.glyph = Glyph::Cross;
            view.color = ColorRole::Bad;
            break;
        case Marker::Kind::Thinned:
            view.glyph = Glyph::Triangle;
            view.color = ColorRole::Warn;
            break;
        }
        views.push_back(std::move(view));
    }
    return views;
}

const EnginePoint* newestIn(const DashboardData& data, const TimeWindow& window)
{
    const TimeRing<EnginePoint>& engine = data.engine();
    const std::size_t after = engine.firstAfter(window.end);
    return after == 0 ? nullptr : &engine[after - 1];
}

} // namespace cards

namespace {

bool isTrouble(EndpointState state)
{
    return state != EndpointState::Open && state != EndpointState::Silent && state != EndpointState::Paused &&
           state != EndpointState::Idle && state != EndpointState::Connecting;
}

/** Why there is no curve yet. */
QString waitingFor(const DashboardData& data)
{
    bool isConnecting = false;
    for (const EndpointId id : data.order()) {
        const EndpointState state = data.find(id)->status.state;
        if (state == EndpointState::Open || state == EndpointState::Silent)
            return Say::tr("Waiting for the first full second");
        isConnecting = isConnecting || state == EndpointState::Connecting || state == EndpointState::Idle;
    }
    if (data.order().empty())
        return Say::tr("Nothing connected");
    return isConnecting ? Say::tr("Connecting") : Say::tr("No endpoint is open. The list says why");
}

/** "total, search missing": what the headline lacks. */
QString totalScope(const DashboardData& data)
{
    QStringList missing;
    for (const EndpointId id : data.order()) {
        const EndpointStatus& status = data.find(id)->status;
        if (isTrouble(status.state))
            missing.append(plainText(status.name, 16));
    }
    if (missing.isEmpty())
        return data.order().size() == 1 ? Say::tr("last full second") : Say::tr("total, last full second");
    if (missing.size() == 1)
        return Say::tr("total, %1 missing").arg(missing.front());
    return Say::tr("total, %1 endpoints missing").arg(missing.size());
}

} // namespace

CardView throughputCard(const DashboardData& data, const TimeWindow& window, CalmScale& scale)
{
    CardView card = cards::blank(window);
    card.title = Say::tr("Throughput");
    card.tag = CardTag::Exact;
    card.unit = Say::tr("messages/s");
    card.tooltip = Say::tr("Counted on every message. Sampling never changes this.");
    card.markers = cards::markersIn(data, window, true);

    const auto draw = [&](LineView& line, const Series& recent, const TieredSeries& day, ColorRole gapColor) {
        if (window.span <= DashboardData::kKept) {
            line.pieces = piecesOf(recent, window);
            return gapsOf(recent, window, gapColor);
        }
        DayPieces pieces = piecesOf(day, window, gapColor);
        line.pieces = std::move(pieces.pieces);
        return std::move(pieces.gaps);
    };
    double largest = 0;
    int undrawn = 0;
    std::vector<LineView> endpoints;
    for (const EndpointId id : data.order()) {
        const EndpointHistory& endpoint = *data.find(id);
        if (endpoint.colorSlot < 0) {
            ++undrawn;
            continue;
        }
        LineView line;
        line.color = seriesRole(endpoint.colorSlot);
        for (GapView& gap : draw(line, endpoint.messages, endpoint.messageDay, line.color))
            card.gaps.push_back(gap);
        largest = std::max(largest, largestOf(line.pieces));
        const auto last = lastValue(endpoint.messages, window);
        line.hasDot = last.has_value();
        card.legend.push_back({LegendEntry::Mark::Line, line.color, plainText(endpoint.status.name, 24),
                               last ? format::compact(*last) : u"–"_s});
        endpoints.push_back(std::move(line));
    }
    const auto total = lastValue(data.total(), window);
    LineView totalLine;
    std::vector<GapView> gaps = draw(totalLine, data.total(), data.totalDay(), ColorRole::Warn);
    if (data.order().size() > 1) {
        totalLine.color = ColorRole::Text;
        totalLine.style = LineStyle::Thin;
        totalLine.hasDot = total.has_value();
        largest = std::max(largest, largestOf(totalLine.pieces));
        card.legend.insert(card.legend.begin(), {LegendEntry::Mark::Thin, ColorRole::Text, Say::tr("total"),
                                                 total ? format::compact(*total) : u"–"_s});
        card.lines.push_back(std::move(totalLine));
    }
    std::move(endpoints.begin(), endpoints.end(), std::back_inserter(card.lines));
    for (GapView& gap : gaps) {
        gap.isTotal = true;
        card.gaps.push_back(gap);
    }
    card.inList = undrawn;

    const bool hasCurve = std::any_of(card.lines.begin(), card.lines.end(),
                                      [](const LineView& line) { return !line.pieces.empty(); });
    if (!hasCurve)
        card.emptyText = waitingFor(data);
    card.headline = total ? format::withUnit(*total, Say::tr("/s")) : u"–"_s;
    card.subline = totalScope(data);

    const NiceScale axis = scale.follow(largest, window.end);
    card.yHigh = axis.top;
    for (const double at : ticksOf(axis))
        card.yTicks.push_back({at, format::axis(at)});
    if (!card.emptyText.isEmpty())
        card.yTicks.clear(); // a scale of nothing
    return card;
}

} // namespace weir
