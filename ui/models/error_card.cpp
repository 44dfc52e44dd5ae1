// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cards.h"

#include "ui/models/format.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/models/text.h"

#include <algorithm>
#include <array>
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

/** The subject first, then what else is followed, then what is drawn. */
std::vector<Subject> subjectsOf(const DashboardData& data, const CardContext& context, const Subject& first)
{
    std::vector<Subject> subjects;
    if (data.find(first.endpoint))
        subjects.push_back(first);
    const auto add = [&](const Subject& subject) {
        const bool isThere = std::any_of(subjects.begin(), subjects.end(),
                                         [&](const Subject& other) { return other.isOf(subject); });
        if (!isThere && subjects.size() < kSubjects)
            subjects.push_back(subject);
    };
    for (const Subject& followed : data.looked().followed()) {
        if (followed.key)
            add(followed);
    }
    std::vector<const EndpointHistory*> drawn;
    for (const EndpointId id : data.order()) {
        const EndpointHistory* endpoint = data.find(id);
        if (endpoint->colorSlot >= 0 && cards::isShown(*endpoint, context))
            drawn.push_back(endpoint);
    }
    std::stable_sort(drawn.begin(), drawn.end(), [](const EndpointHistory* a, const EndpointHistory* b) {
        return a->colorSlot < b->colorSlot;
    });
    for (const EndpointHistory* endpoint : drawn)
        add({endpoint->status.id});
    return subjects;
}

/** Colours of series are of endpoints alone; keys are told apart by tone and weight. */
LineView lineOf(const DashboardData& data, const Subject& subject, std::size_t keysBefore, bool isKeyUnique)
{
    const EndpointHistory& endpoint = *data.find(subject.endpoint);
    LineView line{seriesRole(endpoint.colorSlot), LineStyle::Plain, false, false, {}};
    line.name = plainText(endpoint.status.name, 24);
    line.isOutside = true;
    if (subject.key) {
        constexpr std::array kTones = {ColorRole::Accent, ColorRole::Text, ColorRole::Secondary};
        line.color = kTones[keysBefore % kTones.size()];
        line.style = keysBefore < kTones.size() ? LineStyle::Strong : LineStyle::Thin;
        line.name = plainText(QString::fromStdString(*subject.key), 24);
        if (!isKeyUnique)
            line.name = Say::tr("%1 of %2").arg(line.name, plainText(endpoint.status.name, 24));
    }
    return line;
}

QString explain(const QString& name, const ProofPoint& last, double error)
{
    const double wanted = std::ceil(static_cast<double>(last.estimate.samples) * 4);
    return Say::tr("%1: %2 messages looked into in this point, so the 95 % range is the value give or take "
                   "%3.\n%4\nTo halve it, look into four times as many: %5.")
        .arg(name, format::count(last.estimate.samples), format::percent(error),
             cards::gradeWords(last.estimate.grade), format::compact(wanted));
}

} // namespace

CardView errorCard(const DashboardData& data, const CardContext& context, const Subject& subject)
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
    std::size_t keys = 0;
    const std::vector<Subject> subjects = subjectsOf(data, context, subject);
    for (const Subject& each : subjects) {
        const ProofHistory* history = data.historyOf(each);
        const ProofHistory::Bins bins = history ? history->bins(window) : ProofHistory::Bins{};
        LineView line = lineOf(data, each, keys,
                               std::count_if(subjects.begin(), subjects.end(), [&](const Subject& other) {
                                   return other.key == each.key;
                               }) == 1);
        keys += each.key ? 1 : 0;
        line.isDimmed = !context.focus.isNull() && context.solo.isNull() && each.endpoint != context.focus;
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
                card.explanation = explain(looked::subject(data, each), newest, *last);
            if (!last && newest.estimate.isPoint())
                card.tag = CardTag::Exact;
        }
        isFirst = false;
        LegendEntry entry{LegendEntry::Mark::Line, line.color, line.name, value,
                          static_cast<int>(card.lines.size())};
        entry.isOutside = true;
        if (!each.key)
            entry.endpoint = each.endpoint;
        entry.isDimmed = line.isDimmed;
        card.legend.push_back(std::move(entry));
        card.lines.push_back(std::move(line));
    }

    const bool hasCurve = std::any_of(card.lines.begin(), card.lines.end(),
                                      [](const LineView& line) { return !line.pieces.empty(); });
    if (!hasCurve) {
        const bool isSilent = subject.endpoint.isNull() && !data.order().empty();
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
