// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace weir {

/** An endpoint to connect to. */
struct EndpointRequest
{
    QString name; ///< "" = the default
    QString address;

    bool operator==(const EndpointRequest&) const = default;
};

/** A line that is not, or not all, taken. */
struct AddManyProblem
{
    int line = 0; ///< from 1; 0: the whole text
    QString text; ///< display-safe
};

/** What a pasted list means. */
struct AddMany
{
    static constexpr int kMost = 2000; ///< endpoints at once
    static constexpr qsizetype kLongestLine = 8192;

    QList<EndpointRequest> requests;
    QList<AddManyProblem> problems; ///< in the order of the lines; at most kMost
    QString left;                   ///< the lines to mend, as they were
};

/**
 * One address a line: "wss://host/path", "name wss://host/path", with alternatives in braces that may be
 * nested, "wss://host/{a,b{1,2}}". Empty lines and what follows a # at the start of a word are passed over.
 * An address named twice is taken once, and said. Cost is bounded whatever the text: long lines are not
 * looked into and at most kMost endpoints are made.
 */
AddMany parseAddMany(const QString& text);

} // namespace weir
