// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/dashboard_data.h"

#include <QString>
#include <QStringList>

namespace weir {

/** What looking into messages said, in words. Texts from outside come out display-safe and capped. */
namespace looked {

/** A field as it was chosen: "/data/price"; of the item itself "item". */
QString field(const std::string& field);
/** A key as it is listed, without quotes. */
QString key(const std::string& key);
/** "checkout", "“user-0001”", and "“user-0001” of checkout" where several endpoints have keys. */
QString subject(const DashboardData& data, const Subject& subject);
/** To choose it by: "proof: checkout", "“user-0001”", "sum of /price: checkout". */
QString choice(const DashboardData& data, const Subject& subject);
/** What its numbers count: "messages/s", "items/s", "bytes/s", "sum of /price, a second". */
QString unit(const DashboardData& data, const Subject& subject);
/** "12 numbers missing, 3 came again, 1 late (on messages looked into)"; never more than is known. */
QString sequence(const LookedSequence& sequence);
/** A first time, as an event. "" where nothing is known of it any more. */
QString note(const DashboardData& data, const LookNote& note);
/** "2,000 keys followed, the most allowed; the smallest are merged". */
QString full(const LookedEndpoint& endpoint);
/** "3 could not be read: …; 2 had no key"; "" where all could. */
QString failures(const LookedEndpoint& endpoint);

} // namespace looked

} // namespace weir
