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
        break;
    }
    return format::compact(value);
}

std::optional<double> nearest(const QList<QPointF>& points, double x, double tolerance)
{
    const QPointF* best = nullptr;
    for (const QPointF& point : points) {
        if (std::abs(point.x() - x) <= tolerance &&
            (!best || std::abs(point.x() - x) < std::abs(best->x() - x)))
            best = &point;
    }
    return best ? std::optional(best->y()) : std::nullopt;
}

/** The middle of what lies at the time of `at`. */
double middleAt(const QList<QPointF>& points, QList<QPointF>::const_iterator at)
{
    double low = at->y();
    double high = at->y();
    const double x = at->x();
    const auto take = [&](const QPointF& point) {
        low = std::min(low, point.y());
        high = std::max(high, point.y());
    };
    for (auto it = at; it != points.end() && it->x() == x; ++it)
        take(*it);
    for (auto it = at; it != points.begin() && std::prev(it)->x() == x; --it)
        take(*std::prev(it));
    return (low + high) / 2;
}

std::optional<double> within(const QList<QPointF>& points, double x, bool isStep)
{
    if (points.isEmpty() || !(x >= points.front().x()) || x > points.back().x())
        return std::nullopt;
    const auto after = std::upper_bound(points.begin(), points.end(), x,
                                        [](double value, const QPointF& point) { return value < point.x(); });
    const auto before = std::prev(after);
    if (isStep)
        return before->y();
    const double from = middleAt(points, before);
    if (after == points.end() || before->x() == x)
        return from;
    const double to = middleAt(points, after);
    return from + (to - from) * (x - before->x()) / (after->x() - before->x());
}

/** The two edges of a band, as one text. */
QString bandText(const CardView& view, const BandView& band, double x)
{
    for (const BandView::Piece& piece : band.pieces) {
        const auto low = within(piece.low, x, false);
        const auto high = within(piece.high, x, false);
        if (!low || !high)
            continue;
        if (view.quantity == Quantity::MessagesPerSecond || view.quantity == Quantity::BytesPerSecond)
            return format::range(quantityOf(view, *low), quantityOf(view, *high));
        return u"%1–%2"_s.arg(shortText(view, *low), shortText(view, *high));
    }
    return kUnknown;
}

QDateTime localTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::round<std::chrono::milliseconds>(time.time_since_epoch()).count());
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
    if (view.quantity == Quantity::MessagesPerSecond)
        return format::compact(value) + Say::tr("/s");
    if (view.quantity == Quantity::BytesPerSecond)
        return format::withUnit(value, Say::tr("B/s"));
    return shortText(view, axisValue);
}

std::optional<double> valueAt(const LineView& line, double x, double tolerance)
{
    for (const QList<QPointF>& points : line.pieces) {
        const bool isSingle = line.style == LineStyle::Dots || points.size() == 1;
        const auto value =
            isSingle ? nearest(points, x, tolerance) : within(points, x, line.style == LineStyle::Step);
        if (value && std::isfinite(*value))
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
        const QDateTime at = localTime(wallAt(view, x));
        const bool hasDays =
            localTime(view.wallEnd).date() != localTime(wallAt(view, -view.spanSeconds)).date();
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
    std::vector<std::optional<double>> values;
    for (const LineView& line : view.lines) {
        const auto value = values.emplace_back(valueAt(line, x, tolerance));
        if (value)
            reading.dots.push_back({{x, *value}, line.color, line.isDimmed});
    }
    for (const LegendEntry& entry : view.legend) {
        QString text = entry.value.isEmpty() ? QString() : kUnknown;
        if (entry.line >= 0 && entry.line < static_cast<int>(values.size())) {
            const auto value = values[static_cast<std::size_t>(entry.line)];
            text = value ? shortText(view, *value) : kUnknown;
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
