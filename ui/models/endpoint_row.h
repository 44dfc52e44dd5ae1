// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/endpoint_status.h"
#include "ui/models/endpoint_text.h"

#include <QString>

#include <vector>

namespace weir {

class DashboardData;

/** The last minute of an endpoint, a value a second, oldest first; NaN where nothing is known. */
struct SparkLine
{
    static constexpr std::size_t kSeconds = 60;

    std::vector<float> values; ///< up to kSeconds; empty when there is nothing worth a line
    bool isLost = false;       ///< it ends in what is missing because the endpoint is down

    bool operator==(const SparkLine& other) const;
};

/** What a group adds up to, of the endpoints in scope. */
struct GroupSum
{
    int endpoints = 0;
    int open = 0;
    int troubled = 0;
    double rate = 0; ///< exact messages a second

    bool operator==(const GroupSum&) const = default;
};

/** One line of the endpoint list: an endpoint, or the header of a group. Texts are display-safe. A value. */
struct EndpointRow
{
    EndpointId id;      ///< null: a header
    QString name;       ///< of the group, for a header
    QString rate;       ///< "4.98k/s" or "–"; a header's "7 · 11.2k/s"
    int colorSlot = -1; ///< -1: not drawn
    StateWords words;   ///< a header has a colour only: that of trouble inside it
    QString traffic;    ///< "12 ms · 2.4 MB/s"; may be ""
    SparkLine spark;
    bool isFolded = false;     ///< a header whose endpoints are put away
    bool isEmphasized = false; ///< the others are dimmed on the charts
    bool isSolo = false;       ///< the only one on the charts

    bool isHeader() const { return id.isNull(); }
    /** The whole row in words, for who cannot see it. */
    QString spoken() const;

    bool operator==(const EndpointRow&) const = default;
};

/** The row of an endpoint; without an id when it is gone. */
EndpointRow endpointRow(const DashboardData& data, EndpointId id);
/** The row above a group's endpoints. */
EndpointRow groupRow(const QString& group, const GroupSum& sum, bool isFolded);

} // namespace weir
