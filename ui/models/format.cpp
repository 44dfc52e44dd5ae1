// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include "ui/models/text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace weir::format {

namespace {

constexpr std::array<const char16_t*, 6> kPrefixes = {u"", u"k", u"M", u"G", u"T", u"P"};

struct Scaled
{
    double number = 0;
    std::size_t prefix = 0;
};

/** 999,950 is already 1.00M with three digits, so the step is decided after rounding. */
Scaled scaled(double value)
{
    Scaled result{value, 0};
    while (std::abs(result.number) >= 999.5 && result.prefix + 1 < kPrefixes.size()) {
        result.number /= 1000;
        ++result.prefix;
    }
    return result;
}

QString threeDigits(const Scaled& value)
{
    const double size = std::abs(value.number);
    int decimals = 0;
    if (value.prefix > 0)
        decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
    else if (size < 9.95 && value.number != std::floor(value.number))
        decimals = size < 0.0995 ? 2 : 1;
    return QString::number(value.number, 'f', decimals);
}

QString prefixOf(const Scaled& value)
{
    return QString::fromUtf16(kPrefixes[value.prefix]);
}

QString trimmed(double number, int decimals)
{
    QString text = QString::number(number, 'f', decimals);
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text;
}

} // namespace

QString compact(double value)
{
    if (!std::isfinite(value))
        return u"–"_s;
    const Scaled s = scaled(value);
    return threeDigits(s) + prefixOf(s);
}

QString axis(double value)
{
    const Scaled s = scaled(value);
    return trimmed(s.number, 2) + prefixOf(s);
}

QString withUnit(double value, QStringView unit)
{
    if (!std::isfinite(value))
        return u"–"_s;
    const Scaled s = scaled(value);
    return threeDigits(s) + QChar(kThinSpace) + prefixOf(s) + unit.toString();
}

QString count(std::uint64_t value)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(value));
}

QString percent(double share)
{
    if (!std::isfinite(share))
        return u"–"_s;
    const double number = share * 100;
    int decimals = 0;
    if (number > 0 && number < 0.0995)
        decimals = 3;
    else if (number < 0.995)
        decimals = number > 0 ? 2 : 0;
    else if (number < 9.95)
        decimals = 1;
    return QString::number(number, 'f', decimals) + QChar(kThinSpace) + u'%';
}

QString percentNumber(double share)
{
    const double number = share * 100;
    return trimmed(number, number < 1 ? 2 : 1);
}

QString oneIn(double share)
{
    if (!(share > 0))
        return Say::tr("none");
    if (share >= 1)
        return Say::tr("all");
    const double n = 1 / share;
    return Say::tr("1 in %1").arg(n < 9.5 ? trimmed(n, 1)
                                          : count(static_cast<std::uint64_t>(std::lround(n))));
}

QString shortDuration(Duration duration)
{
    const double ms = std::chrono::duration<double, std::milli>(duration).count();
    const QChar space(kThinSpace);
    if (ms < 0.095)
        return u"<0.1"_s + space + Say::tr("ms");
    if (ms < 9.95)
        return trimmed(ms, 1) + space + Say::tr("ms");
    if (ms < 999.5)
        return QString::number(std::lround(ms)) + space + Say::tr("ms");
    return trimmed(ms / 1000, 1) + space + Say::tr("s");
}

QString longDuration(Duration duration)
{
    using namespace std::chrono;
    const auto seconds = std::max<std::int64_t>(0, duration_cast<std::chrono::seconds>(duration).count());
    const QChar space(kThinSpace);
    const auto part = [&](std::int64_t n, const QString& unit) { return QString::number(n) + space + unit; };
    if (seconds < 60)
        return part(seconds, Say::tr("s"));
    if (seconds < 3600) {
        const QString rest = seconds % 60 ? u' ' + part(seconds % 60, Say::tr("s")) : QString();
        return part(seconds / 60, Say::tr("min")) + rest;
    }
    const auto minutes = seconds % 3600 / 60;
    return part(seconds / 3600, Say::tr("h")) + (minutes ? u' ' + part(minutes, Say::tr("min")) : QString());
}

QString beforeNow(Duration ago, Duration span)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ago).count();
    if (seconds <= 0)
        return Say::tr("now");
    if (span <= std::chrono::seconds(30))
        return u'−' + QString::number(seconds) + QChar(kThinSpace) + Say::tr("s");
    if (span > std::chrono::hours(2))
        return u'−' + trimmed(static_cast<double>(seconds) / 3600, 1) + QChar(kThinSpace) + Say::tr("h");
    return u"−%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
}

QString span(Duration span)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    const bool isRound = seconds < 60 || (seconds < 3600 ? seconds % 60 == 0 : seconds % 3600 == 0);
    if (!isRound)
        return longDuration(span); // as a zoom leaves it
    if (seconds < 60)
        return QString::number(seconds) + QChar(kThinSpace) + Say::tr("s");
    if (seconds < 3600)
        return QString::number(seconds / 60) + QChar(kThinSpace) + Say::tr("min");
    return QString::number(seconds / 3600) + QChar(kThinSpace) + Say::tr("h");
}

QDateTime localTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::round<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

QString clockTime(WallTime time)
{
    return localTime(time).time().toString(u"HH:mm:ss"_s);
}

Duration utcOffset(WallTime time)
{
    return std::chrono::seconds(localTime(time).offsetFromUtc());
}

QString range(double low, double high)
{
    if (low < 0) // a dash would be taken for the sign
        return Say::tr("%1 to %2").arg(compact(low), compact(high));
    const Scaled top = scaled(high);
    const double unit = std::pow(1000.0, static_cast<double>(top.prefix));
    Scaled bottom{low / unit, top.prefix};
    if (std::abs(bottom.number) < 1 && top.prefix > 0)
        return compact(low) + u'–' + compact(high); // one prefix would leave too few digits
    return threeDigits(bottom) + u'–' + threeDigits(top) + prefixOf(top);
}

} // namespace weir::format
