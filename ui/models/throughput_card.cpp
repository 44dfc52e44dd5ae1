// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/endpoint_text.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

using Endpoints = std::vector<const EndpointHistory*>;

/** Why there is no curve yet. */
QString waitingFor(const DashboardData& data, const Endpoints& shown)
{
    bool isConnecting = false;
    if (shown.empty() && !data.order().empty())
        return Say::tr("No endpoint matches the filter");
    for (const EndpointHistory* endpoint : shown) {
        const EndpointState state = endpoint->status.state;
        if (state == EndpointState::Open || state == EndpointState::Silent)
            return Say::tr("Waiting for the first full second");
        isConnecting = isConnecting || state == EndpointState::Connecting || state == EndpointState::Idle;
    }
    if (data.order().empty())
        return Say::tr("Nothing connected");
    return isConnecting ? Say::tr("Connecting") : Say::tr("No endpoint is open. The list says why");
}

/** "total, search missing": of what the headline is, and what it lacks. */
QString scopeWords(const CardContext& context, const Endpoints& shown)
{
    QStringList missing;
    for (const EndpointHistory* endpoint : shown) {
        if (isDown(endpoint->status))
            missing.append(plainText(endpoint->status.name, 16));
    }
    QString what = Say::tr("total");
    if (!context.solo.isNull() && !shown.empty())
        what = plainText(shown.front()->status.name, 24);
    else if (!context.scope.isAll())
        what = context.scope.words();
    if (missing.isEmpty()) {
        const bool isWhole = shown.size() == 1 && context.scope.isAll() && context.solo.isNull();
        return isWhole ? Say::tr("last full second") : Say::tr("%1, last full second").arg(what);
    }
    if (shown.size() == 1)
        return Say::tr("%1, not connected").arg(what);
    if (missing.size() == 1)
        return Say::tr("%1, %2 missing").arg(what, missing.front());
    return Say::tr("%1, %2 endpoints missing").arg(what).arg(missing.size());
}

/** One curve of exact rates. */
struct Flow
{
    std::vector<QList<QPointF>> pieces;
    std::vector<GapView> gaps;
    std::optional<double> last; ///< at the right edge
};

class Flows
{
public:
    Flows(const DashboardData& data, const CardContext& context)
        : m_data(data), m_context(context), m_isRecent(cards::isRecent(data, context.window))
    {}

    Flow of(const EndpointHistory& endpoint, ColorRole color) const
    {
        if (m_isRecent)
            return of(recentOf(endpoint), color);
        return of(dayOf(endpoint), lastValue(recentOf(endpoint), m_context.window), color);
    }

    Flow of(const FlowHistory& sum, ColorRole color) const
    {
        if (m_isRecent)
            return of(sum.recent, color);
        return of(DayColumns(sum.day, m_context.window), lastValue(sum.recent, m_context.window), color);
    }

    /** Their sum, where it is not kept. */
    Flow sumOf(const Endpoints& endpoints, ColorRole color) const
    {
        if (m_isRecent)
            return of(recentSum(endpoints), color);
        DayColumns sum(m_context.window);
        std::vector<bool> isPart(sum.columns.size());
        for (const EndpointHistory* endpoint : endpoints) {
            const DayColumns day = dayOf(*endpoint);
            if (m_context.showsBytes) { // which are not kept of what is not drawn
                const DayColumns counted(endpoint->messageDay, m_context.window);
                for (std::size_t i = 0; i < isPart.size(); ++i)
                    isPart[i] = isPart[i] || (!counted.columns[i].isGap() && day.columns[i].isGap());
            }
            sum.add(day);
        }
        for (std::size_t i = 0; i < isPart.size(); ++i) {
            if (isPart[i])
                sum.columns[i] = {}; // unknown, not less
        }
        return of(sum, lastValue(recentSum(endpoints), m_context.window), color);
    }

private:
    const Series& recentOf(const EndpointHistory& endpoint) const
    {
        return m_context.showsBytes ? endpoint.bytes : endpoint.messages;
    }

    DayColumns dayOf(const EndpointHistory& endpoint) const
    {
        if (!m_context.showsBytes)
            return {endpoint.messageDay, m_context.window};
        return endpoint.byteDay ? DayColumns(*endpoint.byteDay, m_context.window)
                                : DayColumns(m_context.window);
    }

    Flow of(const Series& series, ColorRole color) const
    {
        const TimeWindow& window = m_context.window;
        return {piecesOf(series, window), gapsOf(series, window, color), lastValue(series, window)};
    }

    /** `last` is of the last second; where seconds do not reach, the mean of the last column is. */
    Flow of(const DayColumns& day, std::optional<double> last, ColorRole color) const
    {
        DayPieces pieces = piecesOf(day, m_context.window, color);
        const Series& seconds = m_data.total();
        const bool hasSeconds = !seconds.empty() && seconds[0].time <= m_context.window.end;
        if (!hasSeconds) {
            const auto newest = std::find_if(day.columns.rbegin(), std::next(day.columns.rbegin(), 3),
                                             [](const Column& column) { return !column.isGap(); });
            if (newest != std::next(day.columns.rbegin(), 3))
                last = newest->mean();
        }
        return {std::move(pieces.pieces), std::move(pieces.gaps), last};
    }

    /** All series have a sample at the end of the same seconds, since they began. */
    Series recentSum(const Endpoints& endpoints) const
    {
        Series sum(DashboardData::kSeconds);
        const Series& times = m_data.total();
        const std::size_t first = times.firstAfter(m_context.window.begin());
        for (std::size_t i = first > 0 ? first - 1 : 0; i < times.size(); ++i) {
            Sample all = Sample::gap(times[i].time);
            const std::size_t ago = times.size() - i;
            for (const EndpointHistory* endpoint : endpoints) {
                const Series& series = recentOf(*endpoint);
                if (series.size() < ago || series[series.size() - ago].isGap())
                    continue;
                all.value += series[series.size() - ago].value;
                all.count = 1;
            }
            sum.push(all);
        }
        return sum;
    }

    const DashboardData& m_data;
    const CardContext& m_context;
    bool m_isRecent;
};

QString valueOf(const std::optional<double>& value)
{
    return value ? format::compact(*value) : u"–"_s;
}

} // namespace

CardView throughputCard(const DashboardData& data, const CardContext& context, CalmScale& scale)
{
    CardView card = cards::blank(data, context);
    card.title = Say::tr("Throughput");
    card.tag = CardTag::Exact;
    card.quantity = context.showsBytes ? Quantity::BytesPerSecond : Quantity::MessagesPerSecond;
    card.unit = context.showsBytes ? Say::tr("bytes/s") : Say::tr("messages/s");
    card.tooltip = Say::tr("Counted on every message. Sampling never changes this.");
    card.markers = cards::markersIn(data, context, true);

    Endpoints shown;
    Endpoints drawn;
    Endpoints undrawn;
    for (const EndpointId id : data.order()) {
        const EndpointHistory* endpoint = data.find(id);
        if (!cards::isShown(*endpoint, context))
            continue;
        shown.push_back(endpoint);
        // Alone it is drawn in any case.
        (endpoint->colorSlot >= 0 || !context.solo.isNull() ? drawn : undrawn).push_back(endpoint);
    }
    std::stable_sort(drawn.begin(), drawn.end(), [](const EndpointHistory* a, const EndpointHistory* b) {
        return a->colorSlot < b->colorSlot;
    });

    const Flows flows(data, context);
    const bool isWhole = context.scope.isAll() && context.solo.isNull();
    double largest = 0;
    const auto add = [&](Flow& flow, LineView line, LegendEntry entry) {
        line.pieces = std::move(flow.pieces);
        line.hasDot = flow.last.has_value();
        line.name = entry.name;
        line.isDimmed = entry.isDimmed;
        largest = std::max(largest, largestOf(line.pieces));
        entry.color = line.color;
        entry.value = valueOf(flow.last);
        entry.line = static_cast<int>(card.lines.size());
        card.legend.push_back(std::move(entry));
        card.lines.push_back(std::move(line));
    };

    Flow total =
        isWhole ? flows.of(context.showsBytes ? data.totalBytes() : data.totalMessages(), ColorRole::Warn)
                : flows.sumOf(shown, ColorRole::Warn);
    const std::optional<double> headline = total.last;
    std::vector<GapView> totalGaps = std::move(total.gaps);
    const bool hasFocus = !context.focus.isNull() && context.solo.isNull();
    if (shown.size() > 1) {
        LegendEntry entry{LegendEntry::Mark::Thin, {}, Say::tr("total"), {}};
        entry.isDimmed = hasFocus;
        add(total, {ColorRole::Text, LineStyle::Thin, false, true, {}}, std::move(entry));
    }
    for (const EndpointHistory* endpoint : drawn) {
        const ColorRole color = seriesRole(endpoint->colorSlot);
        Flow flow = flows.of(*endpoint, color);
        std::move(flow.gaps.begin(), flow.gaps.end(), std::back_inserter(card.gaps));
        LegendEntry entry{LegendEntry::Mark::Line, {}, plainText(endpoint->status.name, 24), {}};
        entry.isOutside = true;
        entry.endpoint = endpoint->status.id;
        entry.isDimmed = hasFocus && endpoint->status.id != context.focus;
        LineView line{color, LineStyle::Plain, false, true, {}};
        line.isOutside = true;
        add(flow, std::move(line), std::move(entry));
    }
    if (!undrawn.empty() && !drawn.empty()) {
        Flow other =
            isWhole ? flows.of(context.showsBytes ? data.otherBytes() : data.otherMessages(), ColorRole::Axis)
                    : flows.sumOf(undrawn, ColorRole::Axis);
        LegendEntry entry{LegendEntry::Mark::Line, {}, Say::tr("other (%1)").arg(undrawn.size()), {}};
        entry.isDimmed = hasFocus;
        add(other, {ColorRole::Axis, LineStyle::Plain, false, true, {}}, std::move(entry));
    }
    for (GapView& gap : totalGaps) {
        gap.isTotal = true;
        card.gaps.push_back(gap);
    }
    card.isListed = true;

    const bool hasCurve = std::any_of(card.lines.begin(), card.lines.end(),
                                      [](const LineView& line) { return !line.pieces.empty(); });
    if (!hasCurve)
        card.emptyText = waitingFor(data, shown);
    card.headline =
        headline ? format::withUnit(*headline, context.showsBytes ? Say::tr("B/s") : Say::tr("/s")) : u"–"_s;
    card.subline =
        context.isLive ? scopeWords(context, shown) : Say::tr("at %1").arg(format::clockTime(card.wallEnd));

    const NiceScale axis = scale.follow(largest, context.window.end);
    card.yHigh = axis.top;
    for (const double at : ticksOf(axis))
        card.yTicks.push_back({at, format::axis(at)});
    if (!card.emptyText.isEmpty())
        card.yTicks.clear(); // a scale of nothing
    return card;
}

} // namespace weir
