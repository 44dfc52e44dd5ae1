// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr std::size_t kSubjects = 5;
constexpr double kSmallest = 0.001; ///< of what the axis can show
constexpr double kLargest = 10;

/** Half the 95 % range, as a share of the value; nothing where the value is exact or too few were seen. */
std::optional<double> errorOf(const ProofPoint& point)
{
    const Estimate& estimate = point.estimate;
    if (estimate.isPoint() || estimate.grade == Grade::C || !(estimate.value > 0))
        return std::nullopt;
    return std::clamp((estimate.high - estimate.low) / 2 / estimate.value, kSmallest, kLargest);
}

QString percentTick(double share)
{
    return format::percentNumber(share) + QChar(format::kThinSpace) + u'%';
}

/** The subject first, then what is drawn. */
std::vector<const EndpointHistory*> subjectsOf(const DashboardData& data, const CardContext& context,
                                               EndpointId subject)
{
    std::vector<const EndpointHistory*> subjects;
    for (const EndpointId id : data.order()) {
        const EndpointHistory* endpoint = data.find(id);
        if (id != subject && endpoint->colorSlot >= 0 && cards::isShown(*endpoint, context))
            subjects.push_back(endpoint);
    }
    std::stable_sort(
        subjects.begin(), subjects.end(),
        [](const EndpointHistory* a, const EndpointHistory* b) { return a->colorSlot < b->colorSlot; });
    if (const EndpointHistory* first = data.find(subject))
        subjects.insert(subjects.begin(), first);
    if (subjects.size() > kSubjects)
        subjects.resize(kSubjects);
    return subjects;
}

QString explain(const EndpointHistory& endpoint, const ProofPoint& last, double error)
{
    const double wanted = std::ceil(static_cast<double>(last.estimate.samples) * 4);
    return Say::tr("“%1”: %2 messages looked into in this point, so the 95 % range is the value give or take "
                   "%3.\n%4\nTo halve it, look into four times as many: %5.")
        .arg(plainText(endpoint.status.name, 60), format::count(last.estimate.samples),
             format::percent(error), cards::gradeWords(last.estimate.grade), format::compact(wanted));
}

} // namespace

CardView errorCard(const DashboardData& data, const CardContext& context, EndpointId subject)
{
    const TimeWindow& window = context.window;
    CardView card = cards::blank(data, context);
    card.title = Say::tr("Sampling error");
    card.tag = CardTag::Estimate;
    card.unit = Say::tr("half the 95 % range");
    card.quantity = Quantity::Share;
    card.isLog = true;
    card.headline = u"–"_s;
    card.tooltip =
        Say::tr("Half the 95 % range, as a share of the value. To halve it, look into four times as many.");
    card.markers = cards::markersIn(data, context, false);

    double lowest = 0.01;
    double highest = 1;
    bool isExact = false;
    bool isKnown = false;
    bool isFirst = true;
    for (const EndpointHistory* endpoint : subjectsOf(data, context, subject)) {
        const ProofHistory::Bins bins = endpoint->proof.bins(window);
        LineView line{seriesRole(endpoint->colorSlot), LineStyle::Plain, false, false, {}};
        line.name = plainText(endpoint->status.name, 24);
        line.isOutside = true;
        line.isDimmed =
            !context.focus.isNull() && context.solo.isNull() && endpoint->status.id != context.focus;
        bool isOpen = false;
        TimePoint before;
        std::optional<double> last;
        for (const ProofPoint& point : bins.points) {
            last = errorOf(point);
            isKnown = true;
            if (!last) {
                isOpen = false;
                isExact = isExact || (point.estimate.isPoint() && point.exact > 0);
                continue;
            }
            if (!isOpen || point.time - point.length - before > bins.width / 2)
                line.pieces.emplace_back();
            isOpen = true;
            before = point.time;
            line.pieces.back().append(QPointF(window.x(point.time), std::log10(*last)));
            lowest = std::min(lowest, *last);
            highest = std::max(highest, *last);
        }
        line.hasDot = isOpen;
        if (bins.points.empty()) {
            isFirst = false;
            continue;
        }
        const ProofPoint& newest = bins.points.back();
        QString value = last                        ? format::percent(*last)
                        : newest.estimate.isPoint() ? Say::tr("exact")
                                                    : Say::tr("too few");
        if (last && newest.estimate.grade != Grade::A)
            value += u' ' + QChar::fromLatin1(static_cast<char>(newest.estimate.grade));
        if (isFirst) {
            card.headline = value;
            card.tooltip += u' ' + Say::tr("A point is of %1.").arg(cards::pointLength(bins.width));
            card.subline = context.isLive ? Say::tr("%1 now").arg(line.name) : line.name;
            if (last)
                card.explanation = explain(*endpoint, newest, *last);
            if (!last && newest.estimate.isPoint())
                card.tag = CardTag::Exact;
        }
        isFirst = false;
        LegendEntry entry{LegendEntry::Mark::Line, line.color, line.name, value,
                          static_cast<int>(card.lines.size())};
        entry.isOutside = true;
        entry.endpoint = endpoint->status.id;
        entry.isDimmed = line.isDimmed;
        card.legend.push_back(std::move(entry));
        card.lines.push_back(std::move(line));
    }

    const bool hasCurve = std::any_of(card.lines.begin(), card.lines.end(),
                                      [](const LineView& line) { return !line.pieces.empty(); });
    if (!hasCurve) {
        const bool isSilent = subject.isNull() && !data.order().empty();
        card.emptyText = isSilent               ? Say::tr("Nothing received yet")
                         : isExact              ? Say::tr("Everything is looked into: nothing is estimated")
                         : data.order().empty() ? Say::tr("Nothing connected")
                         : isKnown              ? Say::tr("Too few were looked into to say")
                                                : Say::tr("Waiting for the first two flushes");
        return card;
    }
    cards::setDecades(card, lowest, highest, percentTick);
    const double target = std::log10(std::clamp(context.errorTarget, kSmallest, kLargest));
    if (target < card.yHigh) {
        card.zones.push_back({target, card.yHigh, ColorRole::Warn,
                              Say::tr("above your target, %1")
                                  .arg(percentTick(std::round(context.errorTarget * 1000) / 1000))});
    }
    return card;
}

} // namespace weir
