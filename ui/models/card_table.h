// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/card_view.h"

#include <QByteArray>

#include <cstddef>
#include <limits>
#include <vector>

namespace weir {

/** What a card draws, as numbers: the chart for a screen reader, a clipboard or a file. A value. */
struct CardTable
{
    struct Column
    {
        QString name;
        QString unit;

        bool operator==(const Column&) const = default;
    };
    struct Row
    {
        WallTime time;               ///< to the millisecond
        std::vector<double> numbers; ///< one a column, of the quantity itself; NaN: unknown
    };
    /** A change of the sampling rate. */
    struct RateChange
    {
        WallTime time;
        QString text;
    };

    QString title;
    CardTag tag = CardTag::Exact;
    Quantity quantity = Quantity::MessagesPerSecond;
    WallTime from;
    WallTime to;
    std::vector<Column> columns;         ///< without the time
    std::vector<Row> rows;               ///< newest first
    std::vector<RateChange> rateChanges; ///< oldest first
    std::size_t known = 0;               ///< moments the card draws, of which `rows` may be a thinning
    bool hasDates = false;               ///< begins and ends on different days

    /** "4.98k", "3.0 %", "38 ms"; "–" when unknown. */
    QString text(std::size_t row, std::size_t column) const;
    /** "14:28:00", with the day or with milliseconds where the range needs them; local time. */
    QString timeText(std::size_t row) const;
    /** "Throughput, messages/s, exact". */
    QString heading() const;
    /** Why there are no more rows than these; "" when all are there. */
    QString note() const;
};

inline constexpr std::size_t kTableRows = 2000;
inline constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

/**
 * One column a line, two where a line tells the lowest and the highest of each moment, two a band; one row a
 * moment of any line, thinned evenly to `mostRows`. Nothing is interpolated; only steps hold until the next.
 */
CardTable tableOf(const CardView& view, std::size_t mostRows = kTableRows);

/** "exact", "≈ estimate", "engine". */
QString tagWords(CardTag tag);
/** "messages/s"; "share" is of 1. */
QString unitOf(Quantity quantity);
/** ISO 8601 in local time with milliseconds and the offset from UTC, never "Z". */
QString isoTime(WallTime time);

struct CsvOptions
{
    /** Lines "# key: value" before the columns, one field each: RFC 4180 has no comments. */
    bool withHeader = true;
    QString version; ///< of Weir
};

/**
 * RFC 4180, UTF-8 without a byte order mark, oldest first. Numbers have a point and 15 digits; unknown is an
 * empty field. Text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
QByteArray csvOf(const CardTable& table, const CsvOptions& options);

} // namespace weir
