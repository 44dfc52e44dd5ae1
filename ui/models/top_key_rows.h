// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/dashboard_data.h"
#include "ui/models/scope.h"

#include <QSet>
#include <QString>

#include <vector>

namespace weir {

/** One key as it is shown: texts are display-safe. */
struct TopKeyRow
{
    QString id;      ///< tells keys apart that are shown alike
    QString name;    ///< as it was listed
    Subject subject; ///< of a key of messages; null where the key is an endpoint
    QString of;      ///< whose key, where several endpoints have some
    double perSecond = 0;
    QString number; ///< "318"; "–" where no interval was measured
    double share = -1;
    QString shareText; ///< of all items of its endpoint; "–" where not known
    double sum = 0;    ///< of values, a second
    QString sumText;   ///< "" where no value is looked for
    QString grade;     ///< "A", "B", "C"; empty where the number is exact
    bool isExact = false;
    bool isFollowed = false;
    bool isSubject = false; ///< of Corrected totals
    double low = 0;         ///< range of perSecond; in a model, share of the common axis
    double value = 0;
    double high = 0;
    QString words; ///< the whole of it in sentences

    bool operator==(const TopKeyRow&) const = default;
};

/** What a list of keys says. */
struct TopKeyList
{
    static constexpr std::size_t kMostRows = 500;

    std::vector<TopKeyRow> rows;
    bool isOfEndpoints = true; ///< no field is the key
    bool isExact = false;      ///< no number is an estimate
    bool hasSum = false;
    QString keyIs;    ///< "key: endpoint", "key: /symbol"
    QString unlisted; ///< what is known of keys that are not listed, in a sentence
    QString trouble;  ///< what could not be read, and what was merged; "" for none
};

/** Endpoints as keys, as the last interval of the engine says; of `there` only, unless null. */
TopKeyList endpointKeys(const EngineSnapshot& snapshot, const QSet<QString>* there = nullptr);
/**
 * Keys found in messages over the last minute: of the endpoint in focus, or else of all in scope that have a
 * key field. Where there is none, endpointKeys(). Largest first; `subject` is marked.
 */
TopKeyList topKeys(const DashboardData& data, const Scope& scope, EndpointId focus, const Subject& subject);

} // namespace weir
