// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/card_table.h"

#include "ui/models/card_reading.h"
#include "ui/models/format.h"
#include "ui/models/text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

using Moment = std::int64_t; ///< milliseconds since the epoch

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

Moment momentOf(WallTime time)
{
    return std::chrono::round<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

WallTime wallOf(Moment moment)
{
    return WallTime(std::chrono::milliseconds(moment));
}

/** Where the points of a card lie in absolute time. */
class Moments
{
public:
    explicit Moments(const CardView& view) : m_end(view.wallEnd), m_span(view.spanSeconds) {}

    Moment at(double x) const
    {
        return momentOf(m_end + std::chrono::round<Duration>(std::chrono::duration<double>(x)));
    }
    void note(const QList<QPointF>& points)
    {
        for (const QPointF& point : points)
            note(point.x());
    }
    void note(double x)
    {
        if (x >= -m_span && x <= 0)
            m_all.push_back(at(x));
    }
    /** Oldest first, each once. */
    std::vector<Moment> take()
    {
        std::sort(m_all.begin(), m_all.end());
        m_all.erase(std::unique(m_all.begin(), m_all.end()), m_all.end());
        return std::move(m_all);
    }

private:
    WallTime m_end;
    double m_span;
    std::vector<Moment> m_all;
};

std::vector<Moment> thinned(const std::vector<Moment>& all, std::size_t most)
{
    if (all.size() <= most)
        return all;
    std::vector<Moment> kept;
    kept.reserve(most);
    for (std::size_t i = 0; i < most; ++i)
        kept.push_back(all[most > 1 ? i * (all.size() - 1) / (most - 1) : all.size() - 1]);
    return kept;
}

enum class Keep { Lowest, Highest, Newest };

/** Fills a table column by column. */
class Filling
{
public:
    Filling(const CardView& view, const Moments& moments, const std::vector<Moment>& rows)
        : m_view(view), m_moments(moments), m_rows(rows)
    {}

    std::vector<double> column(const std::vector<QList<QPointF>>& pieces, Keep keep, bool isHeldBetween) const
    {
        std::vector<double> numbers(m_rows.size(), kUnknown);
        for (const QList<QPointF>& piece : pieces)
            add(piece, keep, isHeldBetween, numbers);
        return numbers;
    }

private:
    void add(const QList<QPointF>& piece, Keep keep, bool isHeldBetween, std::vector<double>& numbers) const
    {
        std::size_t next = 0; // the first row that may still follow
        double last = kUnknown;
        for (const QPointF& point : piece) {
            const Moment at = m_moments.at(point.x());
            const std::size_t row = static_cast<std::size_t>(
                std::lower_bound(m_rows.begin() + static_cast<std::ptrdiff_t>(next), m_rows.end(), at) -
                m_rows.begin());
            if (isHeldBetween && std::isfinite(last))
                std::fill(numbers.begin() + static_cast<std::ptrdiff_t>(next),
                          numbers.begin() + static_cast<std::ptrdiff_t>(row), last);
            next = row;
            last = m_view.isLog ? std::pow(10.0, point.y()) : point.y();
            if (row == m_rows.size() || m_rows[row] != at || !std::isfinite(last))
                continue;
            double& number = numbers[row];
            if (!std::isfinite(number) || keep == Keep::Newest)
                number = last;
            else
                number = keep == Keep::Lowest ? std::min(number, last) : std::max(number, last);
        }
    }

    const CardView& m_view;
    const Moments& m_moments;
    const std::vector<Moment>& m_rows;
};

QString nameOfLine(const CardView& view, std::size_t line)
{
    if (!view.lines[line].name.isEmpty())
        return view.lines[line].name;
    for (const LegendEntry& entry : view.legend) {
        if (entry.line == static_cast<int>(line))
            return entry.name;
    }
    return view.title;
}

QString nameOfBand(const CardView& view, std::size_t band)
{
    for (const LegendEntry& entry : view.legend) {
        if (entry.band == static_cast<int>(band) && entry.line < 0)
            return entry.name;
    }
    return view.tag == CardTag::Estimate ? Say::tr("95 %") : Say::tr("range");
}

std::vector<CardTable::RateChange> rateChangesOf(const CardView& view, const Moments& moments)
{
    std::vector<CardTable::RateChange> changes;
    for (const MarkerView& marker : view.markers) {
        if (marker.glyph != Glyph::Diamond)
            continue;
        const WallTime time = wallOf(moments.at(marker.x));
        QString text = marker.tooltip.isEmpty() ? marker.label : marker.tooltip;
        if (const QString clock = format::clockTime(time); text.startsWith(clock))
            text = text.mid(clock.size()); // the time is told beside it
        changes.push_back({time, text.simplified()});
    }
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    return changes;
}

QByteArray csvField(QString text)
{
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r'))
        text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text.toUtf8();
}

QByteArray headerOf(const CardTable& table, const CsvOptions& options)
{
    QByteArray csv;
    const auto add = [&csv](const QString& key, const QString& value) {
        csv += csvField(u"# %1: %2"_s.arg(key, value)) + "\r\n";
    };
    add(Say::tr("card"), table.title);
    add(Say::tr("unit"), unitOf(table.quantity));
    add(Say::tr("numbers"), tagWords(table.tag));
    add(Say::tr("from"), isoTime(table.from));
    add(Say::tr("to"), isoTime(table.to));
    add(Say::tr("time zone"), format::localTime(table.to).timeZoneAbbreviation());
    for (const CardTable::RateChange& change : table.rateChanges)
        add(Say::tr("sampling rate"), isoTime(change.time) + u' ' + change.text);
    add(u"Weir"_s, options.version);
    return csv;
}

} // namespace

QString tagWords(CardTag tag)
{
    switch (tag) {
    case CardTag::Exact:
        return Say::tr("exact");
    case CardTag::Estimate:
        return u"≈\u202F"_s + Say::tr("estimate");
    case CardTag::Engine:
        return Say::tr("engine");
    }
    return {};
}

QString unitOf(Quantity quantity)
{
    switch (quantity) {
    case Quantity::MessagesPerSecond:
        return Say::tr("messages/s");
    case Quantity::BytesPerSecond:
        return Say::tr("bytes/s");
    case Quantity::SumPerSecond:
        return Say::tr("sum, a second");
    case Quantity::Share:
        return Say::tr("share");
    case Quantity::Seconds:
        return Say::tr("s");
    }
    return {};
}

QString isoTime(WallTime time)
{
    const QDateTime local = format::localTime(time);
    const int minutes = local.offsetFromUtc() / 60;
    return local.toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) +
           u"%1%2:%3"_s.arg(QChar(minutes < 0 ? u'-' : u'+'))
               .arg(std::abs(minutes) / 60, 2, 10, QChar(u'0'))
               .arg(std::abs(minutes) % 60, 2, 10, QChar(u'0'));
}

QString CardTable::text(std::size_t row, std::size_t column) const
{
    const double number = rows[row].numbers[column];
    if (!std::isfinite(number))
        return u"–"_s;
    switch (quantity) {
    case Quantity::Share:
        return format::percent(number);
    case Quantity::Seconds:
        return format::shortDuration(std::chrono::round<Duration>(std::chrono::duration<double>(number)));
    case Quantity::MessagesPerSecond:
    case Quantity::BytesPerSecond:
    case Quantity::SumPerSecond:
        break;
    }
    return format::compact(number);
}

QString CardTable::timeText(std::size_t row) const
{
    const QString clock = to - from > std::chrono::seconds(30) ? u"HH:mm:ss"_s : u"HH:mm:ss.zzz"_s;
    return QLocale::c().toString(format::localTime(rows[row].time), hasDates ? u"d MMM "_s + clock : clock);
}

QString CardTable::heading() const
{
    return u"%1, %2, %3"_s.arg(title, unitOf(quantity), tagWords(tag));
}

QString CardTable::note() const
{
    if (rows.size() >= known)
        return {};
    return Say::tr("%1 of %2 moments, evenly thinned. An export has them all.")
        .arg(format::count(rows.size()), format::count(known));
}

CardTable tableOf(const CardView& view, std::size_t mostRows)
{
    CardTable table;
    table.title = view.title;
    table.tag = view.tag;
    table.quantity = view.quantity;
    table.to = view.wallEnd;
    table.from = view.wallEnd - std::chrono::round<Duration>(std::chrono::duration<double>(view.spanSeconds));
    table.hasDates = format::localTime(table.from).date() != format::localTime(table.to).date();

    Moments moments(view);
    table.rateChanges = rateChangesOf(view, moments);
    for (const LineView& line : view.lines) {
        for (const QList<QPointF>& piece : line.pieces)
            moments.note(piece);
    }
    for (const BandView& band : view.bands) {
        for (const BandView::Piece& piece : band.pieces)
            moments.note(piece.low);
    }
    for (const GapView& gap : view.gaps)
        moments.note(gap.to); // so that a stretch without values is told, not left out
    const std::vector<Moment> all = moments.take();
    const std::vector<Moment> rows = thinned(all, mostRows);
    table.known = all.size();

    const Filling filling(view, moments, rows);
    std::vector<std::vector<double>> columns;
    const QString unit = unitOf(view.quantity);
    const auto add = [&](const QString& name, std::vector<double> numbers) {
        table.columns.push_back({name, unit});
        columns.push_back(std::move(numbers));
    };
    for (std::size_t i = 0; i < view.lines.size(); ++i) {
        const LineView& line = view.lines[i];
        const QString name = nameOfLine(view, i);
        if (hasPairs(line)) {
            add(Say::tr("%1, lowest").arg(name), filling.column(line.pieces, Keep::Lowest, false));
            add(Say::tr("%1, highest").arg(name), filling.column(line.pieces, Keep::Highest, false));
        } else {
            add(name, filling.column(line.pieces, Keep::Newest, isHeld(line.style)));
        }
    }
    for (std::size_t i = 0; i < view.bands.size(); ++i) {
        if (view.bands[i].pieces.empty())
            continue; // nothing to say, not something unknown
        std::vector<QList<QPointF>> low;
        std::vector<QList<QPointF>> high;
        for (const BandView::Piece& piece : view.bands[i].pieces) {
            low.push_back(piece.low);
            high.push_back(piece.high);
        }
        const QString name = nameOfBand(view, i);
        add(Say::tr("%1 low").arg(name), filling.column(low, Keep::Newest, false));
        add(Say::tr("%1 high").arg(name), filling.column(high, Keep::Newest, false));
    }

    table.rows.reserve(rows.size());
    for (std::size_t row = rows.size(); row-- > 0;) {
        std::vector<double> numbers;
        numbers.reserve(columns.size());
        for (const std::vector<double>& column : columns)
            numbers.push_back(column[row]);
        table.rows.push_back({wallOf(rows[row]), std::move(numbers)});
    }
    return table;
}

QByteArray csvOf(const CardTable& table, const CsvOptions& options)
{
    QByteArray csv;
    if (options.withHeader)
        csv += headerOf(table, options);
    csv += csvField(Say::tr("Time"));
    for (const CardTable::Column& column : table.columns)
        csv += ',' + csvField(u"%1 (%2)"_s.arg(column.name, column.unit));
    csv += "\r\n";
    for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row) {
        csv += isoTime(row->time).toLatin1();
        for (const double number : row->numbers) {
            csv += ',';
            if (std::isfinite(number))
                csv += QByteArray::number(number, 'g', 15);
        }
        csv += "\r\n";
    }
    return csv;
}

} // namespace weir
