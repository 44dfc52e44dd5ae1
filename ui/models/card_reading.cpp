// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/card_reading.h"

#include "ui/models/format.h"
#include "ui/models/text.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

const QString kUnknown = u"–"_s;

double quantityOf(const CardView& view, double axisValue)
{
    return view.isLog ? std::pow(10.0, axisValue) : axisValue;
}

/** As a legend has it: rates without their unit. */
QString shortText(const CardView& view, double axisValue)
{
    const double value = quantityOf(view, axisValue);
    if (!std::isfinite(value))
        return kUnknown;
    switch (view.quantity) {
    case Quantity::Share:
        return format::percent(value);
    case Quantity::Seconds:
        return format::shortDuration(std::chrono::round<Duration>(std::chrono::duration<double>(value)));
    case Quantity::MessagesPerSecond:
    case Quantity::BytesPerSecond:
    case Quantity::SumPerSecond:
        break;
    }
    return format::compact(value);
}

std::optional<LineValue> nearest(const QList<QPointF>& points, double x, double tolerance)
{
    const QPointF* best = nullptr;
    for (const QPointF& point : points) {
        if (std::abs(point.x() - x) <= tolerance &&
            (!best || std::abs(point.x() - x) < std::abs(best->x() - x)))
            best = &point;
    }
    return best ? std::optional(LineValue{best->y(), best->y(), *best}) : std::nullopt;
}

/** Whose time x is in: that of the point before, of the next one, or of the column around it. */
enum class Holder { Before, Next, Column };

std::optional<LineValue> within(const QList<QPointF>& points, double x, Holder holder)
{
    if (points.isEmpty() || !(x >= points.front().x()) || x > points.back().x())
        return std::nullopt;
    const auto isBefore = [](const QPointF& point, double value) { return point.x() < value; };
    auto first = std::lower_bound(points.begin(), points.end(), x, isBefore);
    if (holder == Holder::Before) {
        while (std::next(first) != points.end() && std::next(first)->x() == x)
            ++first; // what a step comes to at x
        const double y = first->x() > x ? std::prev(first)->y() : first->y();
        return LineValue{y, y, {x, y}};
    }
    if (holder == Holder::Column && first != points.begin() && x - std::prev(first)->x() < first->x() - x)
        first = std::lower_bound(points.begin(), first, std::prev(first)->x(), isBefore);
    LineValue value{first->y(), first->y(), *first};
    for (auto it = first; it != points.end() && it->x() == first->x(); ++it) {
        value.low = std::min(value.low, it->y());
        value.high = std::max(value.high, it->y());
        if (x > first->x())
            value.point = *it; // where the curve leaves the column
    }
    return value;
}

QString rangeText(const CardView& view, double low, double high)
{
    if (view.quantity != Quantity::Share && view.quantity != Quantity::Seconds)
        return format::range(quantityOf(view, low), quantityOf(view, high));
    return u"%1–%2"_s.arg(shortText(view, low), shortText(view, high));
}

/** One number, or all that a column holds. */
QString lineText(const CardView& view, const LineValue& value)
{
    const QString low = shortText(view, value.low);
    return low == shortText(view, value.high) ? low : rangeText(view, value.low, value.high);
}

/** The two edges of a band, as one text. */
QString bandText(const CardView& view, const BandView& band, double x)
{
    const Holder holder =
        std::any_of(view.lines.begin(), view.lines.end(), hasPairs) ? Holder::Column : Holder::Next;
    for (const BandView::Piece& piece : band.pieces) {
        const auto low = within(piece.low, x, holder);
        const auto high = within(piece.high, x, holder);
        if (low && high)
            return rangeText(view, low->low, high->high);
    }
    return kUnknown;
}

WallTime wallAt(const CardView& view, double x)
{
    return view.wallEnd + std::chrono::round<Duration>(std::chrono::duration<double>(x));
}

} // namespace

QString valueText(const CardView& view, double axisValue)
{
    const double value = quantityOf(view, axisValue);
    if (!std::isfinite(value))
        return kUnknown;
    if (view.quantity == Quantity::MessagesPerSecond || view.quantity == Quantity::SumPerSecond)
        return format::compact(value) + Say::tr("/s");
    if (view.quantity == Quantity::BytesPerSecond)
        return format::withUnit(value, Say::tr("B/s"));
    return shortText(view, axisValue);
}

bool isHeld(LineStyle style)
{
    return style == LineStyle::Step || style == LineStyle::Dashed;
}

bool hasPairs(const LineView& line)
{
    if (isHeld(line.style))
        return false;
    return std::any_of(line.pieces.begin(), line.pieces.end(), [](const QList<QPointF>& piece) {
        return std::adjacent_find(piece.begin(), piece.end(), [](const QPointF& a, const QPointF& b) {
                   return a.x() == b.x();
               }) != piece.end();
    });
}

std::optional<LineValue> valueAt(const LineView& line, double x, double tolerance)
{
    const Holder holder = isHeld(line.style) ? Holder::Before
                          : hasPairs(line)   ? Holder::Column
                                             : Holder::Next;
    for (const QList<QPointF>& points : line.pieces) {
        const bool isSingle = line.style == LineStyle::Dots || points.size() == 1;
        const auto value = isSingle ? nearest(points, x, tolerance) : within(points, x, holder);
        if (value && std::isfinite(value->low) && std::isfinite(value->high))
            return value;
    }
    return std::nullopt;
}

const ReadoutView* readoutAt(const CardView& view, double x)
{
    const auto at =
        std::lower_bound(view.readouts.begin(), view.readouts.end(), x,
                         [](const ReadoutView& readout, double value) { return readout.x < value; });
    if (at == view.readouts.end() || x < at->x - at->seconds)
        return nullptr;
    return &*at;
}

QString timeText(const CardView& view, double x)
{
    const bool isShort = view.spanSeconds <= 30;
    if (!view.isLive) {
        const QDateTime at = format::localTime(wallAt(view, x));
        const bool hasDays = format::localTime(view.wallEnd).date() !=
                             format::localTime(wallAt(view, -view.spanSeconds)).date();
        const QString text = QLocale::c().toString(at, hasDays ? u"d MMM HH:mm:ss"_s : u"HH:mm:ss"_s);
        return isShort ? text + u'.' + QString::number(at.time().msec() / 100) : text;
    }
    if (isShort) {
        const QString seconds = QString::number(-x, 'f', 1);
        return seconds == u"0.0"_s || x > 0 ? Say::tr("now")
                                            : u'−' + seconds + QChar(format::kThinSpace) + Say::tr("s");
    }
    const long ago = std::lround(-x);
    if (ago <= 0)
        return Say::tr("now");
    const auto two = [](long number) { return u"%1"_s.arg(number, 2, 10, QChar(u'0')); };
    if (ago < 3600)
        return u"−%1:%2"_s.arg(ago / 60).arg(two(ago % 60));
    return u"−%1:%2:%3"_s.arg(ago / 3600).arg(two(ago / 60 % 60), two(ago % 60));
}

CardReading readingAt(const CardView& view, double x, double tolerance)
{
    CardReading reading{x, timeText(view, x), {}, {}, {}};
    std::vector<std::optional<LineValue>> values;
    for (const LineView& line : view.lines) {
        const auto value = values.emplace_back(valueAt(line, x, tolerance));
        if (value)
            reading.dots.push_back({value->point, line.color, line.isDimmed});
    }
    for (const LegendEntry& entry : view.legend) {
        QString text = entry.value.isEmpty() ? QString() : kUnknown;
        if (entry.line >= 0 && entry.line < static_cast<int>(values.size())) {
            const auto value = values[static_cast<std::size_t>(entry.line)];
            text = value ? lineText(view, *value) : kUnknown;
        } else if (entry.band >= 0 && entry.band < static_cast<int>(view.bands.size())) {
            text = bandText(view, view.bands[static_cast<std::size_t>(entry.band)], x);
        }
        const bool isEstimate = entry.value.startsWith(u'≈') && !text.isEmpty() && text != kUnknown;
        reading.legend.push_back(isEstimate ? u"≈\u202F"_s + text : text);
    }
    if (const ReadoutView* readout = readoutAt(view, x))
        reading.readout = *readout;
    return reading;
}

QString spokenReading(const CardView& view, const CardReading& reading)
{
    QStringList parts;
    if (reading.readout) {
        for (const ReadoutView::Row& row : reading.readout->rows)
            parts.append(row.name + u' ' + row.value);
    }
    for (std::size_t i = 0; !reading.readout && i < view.legend.size(); ++i) {
        if (!reading.legend[i].isEmpty())
            parts.append(view.legend[i].name + u' ' + reading.legend[i]);
    }
    return reading.time + u": "_s + parts.join(u", "_s);
}

} // namespace weir
