// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/endpoint_status.h"
#include "ui/models/endpoint_row.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <vector>

namespace weir {

class DashboardData;
struct Scope;

enum class EndpointSort { TroubleFirst, Busiest, Name, AsAdded };

/** Whose row stands somewhere in the list. */
struct EndpointPlace
{
    EndpointId id; ///< null: the header of the group
    QString group;

    bool operator==(const EndpointPlace&) const = default;
};

/** The list from top to bottom. */
struct EndpointOrder
{
    std::vector<EndpointPlace> places;
    QHash<QString, GroupSum> sums; ///< empty when nobody has a group
    int inScope = 0;
};

/**
 * The endpoints in scope, by group in the order the groups first appear (those without one last; with trouble
 * first, groups that have some before the others), sorted within. Endpoints that are equal stay in the order
 * they were added. Those of folded groups are counted, not placed.
 */
EndpointOrder endpointOrder(const DashboardData& data, const Scope& scope, EndpointSort sort,
                            const QSet<QString>& folded);

/** By letters in any case, runs of digits by their number: "eu 2" before "eu 10". */
bool isNameBefore(QStringView a, QStringView b);

} // namespace weir
