// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_snapshot.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace weir {

/** What other rates would do, as text: one row a question, one column a rate. */
struct OutlookView
{
    QStringList rates;                ///< headers, lowest rate first
    int current = -1;                 ///< which column is in force
    QStringList questions;            ///< row headers
    QStringList hints;                ///< what each question means
    std::vector<QStringList> answers; ///< by row, one for each rate
};

/**
 * The rates 1, 3, 10 and 100 %, with the one in force in the place of the nearest; what each would mean if
 * the next interval were like the snapshot's (core/engine/rate_outlook.h). Ranges are of two keys' messages:
 * `subject` and the one with the fewest, half the 95 % range as a share of the value. Empty when nothing
 * arrived.
 */
OutlookView outlookView(const EngineSnapshot& snapshot, double inForce, const QString& subject);

} // namespace weir
