// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr std::size_t kMostDots = 600;
constexpr int kBins = 30;

struct Quantile
{
    double q;
    const char* name;
    std::size_t needs; ///< pings: five beyond it
};
constexpr std::array<Quantile, 3> kLevels{{{0.5, "p50", 10}, {0.9, "p90", 50}, {0.99, "p99", 500}}};

/** Nearest rank. Precondition: sorted, not empty. */
double quantileOf(const std::vector<double>& sorted, double q)
{
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

struct Ping
{
    double x = 0;
    EndpointId endpoint;
    double seconds = 0;
};

std::vector<Ping> pingsIn(const DashboardData& data, const CardContext& context)
{
    std::map<EndpointId, bool> shown;
    for (const EndpointId id : data.order())
        shown[id] = cards::isShown(*data.find(id), context);
    std::vector<Ping> pings;
    const TimeRing<Pong>& pongs = data.pongs();
    for (std::size_t i = pongs.firstAfter(context.window.begin());
         i < pongs.size() && pongs[i].time <= context.window.end; ++i) {
        const auto known = shown.find(pongs[i].endpoint);
        if (known != shown.end() && known->second)
            pings.push_back({context.window.x(pongs[i].time), pongs[i].endpoint, pongs[i].seconds});
    }
    return pings;
}

void addDots(CardView& card, const DashboardData& data, const CardContext& context,
             const std::vector<Ping>& pings)
{
    std::map<EndpointId, LineView> dots;
    for (const Ping& ping : pings) {
        auto [found, isNew] = dots.try_emplace(ping.endpoint);
        LineView& line = found->second;
        if (isNew) {
            const EndpointHistory& endpoint = *data.find(ping.endpoint);
            line.color = seriesRole(endpoint.colorSlot);
            line.style = LineStyle::Dots;
            line.hasDot = false;
            line.name = plainText(endpoint.status.name, 24);
            line.isOutside = true;
            line.isDimmed =
                !context.focus.isNull() && context.solo.isNull() && ping.endpoint != context.focus;
            line.pieces.emplace_back();
        }
        line.pieces.back().append(QPointF(ping.x, cards::onSecondsAxis(ping.seconds)));
    }
    for (auto& [id, line] : dots)
        card.lines.push_back(std::move(line));
}

/** One level in bins of the window; a bin with too few pings for it is not known. */
LineView levelLine(const std::vector<std::vector<double>>& bins, const Quantile& level, double span)
{
    LineView line{ColorRole::Accent, level.q > 0.5 ? LineStyle::Thin : LineStyle::Strong, false, false, {}};
    line.name = QString::fromLatin1(level.name);
    bool isOpen = false;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (bins[i].size() < std::max<std::size_t>(3, level.needs / 5)) {
            isOpen = false;
            continue;
        }
        if (!isOpen)
            line.pieces.emplace_back();
        isOpen = true;
        const double x = -span + span * (static_cast<double>(i) + 0.5) / kBins;
        line.pieces.back().append(QPointF(x, cards::onSecondsAxis(quantileOf(bins[i], level.q))));
    }
    return line;
}

/** What single pings no longer reach: the mean of each column between its least and its greatest. */
void addDay(CardView& card, const DashboardData& data, const TimeWindow& window)
{
    const DayColumns day(data.roundTripDay(), window);
    BandView band = bandOf(day, window, ColorRole::Accent);
    LineView mean{ColorRole::Accent, LineStyle::Plain, false, false, {}};
    mean.name = Say::tr("mean");
    bool isOpen = false;
    for (std::size_t i = 0; i < day.columns.size(); ++i) {
        const TimePoint at = day.begin + day.width * static_cast<int>(i) + day.width / 2;
        if (day.columns[i].isGap() || at > window.end) {
            isOpen = false;
            continue;
        }
        if (!isOpen)
            mean.pieces.emplace_back();
        isOpen = true;
        mean.pieces.back().append(QPointF(window.x(at), cards::onSecondsAxis(day.columns[i].mean())));
    }
    for (BandView::Piece& piece : band.pieces) {
        for (QList<QPointF>* edge : {&piece.low, &piece.high}) {
            for (QPointF& point : *edge)
                point.setY(cards::onSecondsAxis(point.y()));
        }
    }
    card.legend.push_back({LegendEntry::Mark::Line, ColorRole::Accent, Say::tr("mean"), {}, 0});
    LegendEntry range{LegendEntry::Mark::Band, ColorRole::Accent, Say::tr("least to greatest"), {}};
    range.band = 0;
    card.legend.push_back(std::move(range));
    card.lines.push_back(std::move(mean));
    card.bands.push_back(std::move(band));
    card.foot = Say::tr("Single pings are not kept this long: all endpoints, mean and extremes");
    card.footColor = ColorRole::Secondary;
}

CardView roundTripCard(const DashboardData& data, const CardContext& context)
{
    CardView card = cards::blank(data, context);
    card.title = Say::tr("Latency");
    card.tag = CardTag::Exact;
    card.unit = Say::tr("round trip of pings");
    card.quantity = Quantity::Seconds;
    card.tooltip = Say::tr("From a ping of this computer to its answer. Every answer counts; sampling never "
                           "changes this.");
    card.markers = cards::markersIn(data, context, true);

    const std::vector<Ping> pings = pingsIn(data, context);
    const TimeRing<Pong>& pongs = data.pongs();
    const bool isForgotten = pongs.size() == pongs.capacity() && pongs[0].time > context.window.begin();
    std::vector<double> all;
    for (const Ping& ping : pings)
        all.push_back(ping.seconds);
    std::sort(all.begin(), all.end());

    card.headline = u"–"_s;
    if (isForgotten) {
        addDay(card, data, context.window);
    } else if (pings.empty()) {
        card.isLog = true;
        card.emptyText =
            data.order().empty() ? Say::tr("Nothing connected") : Say::tr("No ping answered yet");
        return card;
    } else {
        std::vector<std::vector<double>> bins(kBins);
        for (const Ping& ping : pings) {
            const double place = (ping.x + card.spanSeconds) / card.spanSeconds * kBins;
            bins[static_cast<std::size_t>(std::clamp(static_cast<int>(place), 0, kBins - 1))].push_back(
                ping.seconds);
        }
        for (std::vector<double>& bin : bins)
            std::sort(bin.begin(), bin.end());
        if (pings.size() <= kMostDots)
            addDots(card, data, context, pings);
        for (const Quantile& level : kLevels) {
            const bool isKnown = all.size() >= level.needs;
            LegendEntry entry{LegendEntry::Mark::None, ColorRole::Accent, QString::fromLatin1(level.name),
                              isKnown ? cards::secondsText(quantileOf(all, level.q)) : u"–"_s};
            LineView line = levelLine(bins, level, card.spanSeconds);
            if (!line.pieces.empty()) {
                entry.mark = level.q > 0.5 ? LegendEntry::Mark::Thin : LegendEntry::Mark::Line;
                entry.line = static_cast<int>(card.lines.size());
                card.lines.push_back(std::move(line));
            }
            card.legend.push_back(std::move(entry));
        }
    }
    // The highest level that enough pings speak for.
    for (const Quantile& level : kLevels) {
        if (all.size() < level.needs)
            continue;
        card.headline = cards::secondsText(quantileOf(all, level.q));
        card.subline = (isForgotten ? Say::tr("%1 of the newest %2 pings") : Say::tr("%1 of %2 pings"))
                           .arg(QString::fromLatin1(level.name), format::count(all.size()));
    }
    if (card.subline.isEmpty())
        card.subline =
            all.size() == 1 ? Say::tr("1 ping") : Say::tr("%1 pings").arg(format::count(all.size()));
    if (card.foot.isEmpty() && all.size() < kLevels.back().needs) {
        card.foot = Say::tr("p99 needs about %1 pings, %2 so far")
                        .arg(format::count(kLevels.back().needs), format::count(all.size()));
        card.footColor = ColorRole::Secondary;
    }
    cards::setSecondsAxis(card);
    return card;
}

} // namespace

CardView latencyCard(const DashboardData& data, const CardContext& context)
{
    return context.showsAge ? cards::ageCard(data, context) : roundTripCard(data, context);
}

} // namespace weir
